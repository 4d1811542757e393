"""Standard streams that are closed, full or given up: one line at most, and the exit codes of Unix."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

LONGDOC = [sys.executable, "-m", "longdoc"]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="streams of Unix")


def _shell(command: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a line of shell in which "$@" is longdoc with its arguments."""
    words = [*LONGDOC, *map(str, arguments)]
    return subprocess.run(
        ["sh", "-c", command, "sh", *words], capture_output=True, text=True, timeout=120, errors="replace"
    )


def _heed_interruption() -> None:
    """A background job inherits an ignored SIGINT; a person's shell does not."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def question(contract, model_folder):
    return [
        "ask", contract, "Who is liable?", "--min-confidence", "0", "--model", model_folder, "--no-cache",
        "--device", "cpu",
    ]  # fmt: skip


def test_a_closed_standard_output_is_one_line(question):
    run = _shell('"$@" >&-', *question, "--quiet")  # a slow machine would tell of its progress
    assert run.returncode == 74
    assert run.stderr == "longdoc: standard output: Bad file descriptor; the results are incomplete\n"


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["ingest", "--help"]])
def test_help_to_a_closed_standard_output_is_one_line(arguments):
    run = _shell('"$@" >&-', *arguments)
    assert run.returncode == 74
    assert run.stderr.count("\n") == 1
    assert "standard output" in run.stderr


def test_with_standard_error_closed_messages_go_nowhere(question, tmp_path):
    run = _shell('"$@" 2>&-', *question)
    assert (run.returncode, run.stderr) == (0, "")
    assert "confidence" in run.stdout
    question[1] = tmp_path / "nothing.txt"
    run = _shell('"$@" 2>&-', *question)
    assert (run.returncode, run.stdout, run.stderr) == (3, "", "")


def test_a_closed_standard_input_is_an_empty_one(question):
    question[1] = "-"
    run = _shell('"$@" <&-', *question)
    assert (run.returncode, run.stdout) == (3, "")
    assert run.stderr == "longdoc: standard input is empty\n"


def test_all_streams_closed_is_no_crash(question):
    assert _shell('"$@" <&- >&- 2>&-', *question).returncode == 74


def test_nobody_reading_on_ends_it_as_unix_does(question):
    process = subprocess.Popen(
        [*LONGDOC, *map(str, question), "--quiet"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait() == -signal.SIGPIPE


def test_a_pipe_that_is_full_is_waited_for(tmp_path):
    command = (
        f"{sys.executable} -c 'import os; os.set_blocking(1, False); os.execv(sys.argv[1], sys.argv[1:])'"
    )
    command = command.replace("import os;", "import os, sys;")
    run = _shell(f'{command} "$@" | (sleep 1; wc -c)', "ask", "--help")
    assert (run.returncode, run.stderr) == (0, "")
    assert int(run.stdout) > 1000


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full, of Linux")
def test_messages_to_a_full_disk_cost_nothing_else(question):
    run = _shell('"$@" 2>/dev/full', *question)
    assert run.returncode == 0
    assert "confidence" in run.stdout


@pytest.mark.parametrize(
    ("number", "code", "word"),
    [(signal.SIGTERM, -signal.SIGTERM, "terminated"), (signal.SIGINT, 130, "interrupted")],
)
def test_a_run_that_is_ended_tells_what_is_done(contract, model_folder, tmp_path, number, code, word):
    command = [*LONGDOC, "ingest", contract, "-", "--json", "--library", tmp_path / "shelf"]
    process = subprocess.Popen(
        [*map(str, command), "--model", str(model_folder)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=_heed_interruption,
    )  # fmt: skip
    assert process.stdout is not None
    assert "ingested" in process.stdout.readline()
    process.send_signal(number)
    try:
        assert process.wait(timeout=60) == code
    finally:
        process.kill()
    assert process.communicate(timeout=60)[1].splitlines() == [
        "longdoc: 1 of 2 files is in the library; the others were not read", f"longdoc: {word}",
    ]  # fmt: skip


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_batch_that_is_ended_tells_how_far_it_came(model_folder, tmp_path, number):
    folder, journal = tmp_path / "files", tmp_path / "done.jsonl.journal"
    folder.mkdir()
    for n in range(400):
        (folder / f"{n}.txt").write_text(f"Lease {n} ends in May. " * 50)
    command = [*LONGDOC, "ingest", folder, "--output", tmp_path / "done.jsonl", "--jobs", 1]
    command += ["--library", tmp_path / "shelf", "--model", model_folder]
    process = subprocess.Popen(
        list(map(str, command)), stderr=subprocess.PIPE, text=True, preexec_fn=_heed_interruption
    )
    while process.poll() is None and not (journal.exists() and journal.read_bytes().count(b"\n") > 1):
        time.sleep(0.01)
    process.send_signal(number)
    told, ended = process.communicate(timeout=60)[1].splitlines()[-2:]
    assert re.fullmatch(r"longdoc: \d+ of 400 files done; the same command continues", told)
    assert ended in ("longdoc: terminated", "longdoc: interrupted")


def test_a_document_piped_to_a_question_without_a_dash_is_told_as_not_read(tmp_path):
    ask = [*LONGDOC, "ask", "Who approves leave?", "--library", str(tmp_path / "library")]
    asked = subprocess.run(
        ask, input="Leave is approved by Ana.\n", capture_output=True, text=True, check=False
    )
    assert "standard input is not read; to ask it, give - before the question" in asked.stderr
    assert "no library here" in asked.stderr
    silent = subprocess.run(ask, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    assert "standard input" not in silent.stderr
