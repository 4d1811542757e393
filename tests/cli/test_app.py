"""Help is instant, errors are one line with their exit code, and a closed pipe is quiet."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from longdoc import __version__

LONGDOC = [sys.executable, "-m", "longdoc"]


HEAVY = {"torch", "numpy", "tokenizers", "pypdf", "lxml", "rich", "sqlite3", "asyncio"}
MOST_MODULES = 400  # 213 with typer 0.20 on Python 3.11; rich alone brings 150, torch over a thousand


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["ask", "--help"]])
def test_help_and_version_load_little(arguments):
    # Their time is measured by a benchmark: on a busy machine a test of seconds tells nothing.
    code = (
        "import sys\nbefore = set(sys.modules)\nfrom longdoc.cli.app import main\n"
        f"code = main({arguments!r})\nprint(len(set(sys.modules) - before), code, file=sys.stderr)\n"
        f"print(*sorted({HEAVY!r} & set(sys.modules) - before), file=sys.stderr)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    counts, heavy = run.stderr.splitlines()
    modules, exit_code = map(int, counts.split())
    assert exit_code == 0
    assert modules <= MOST_MODULES
    assert heavy == ""


def test_the_version_is_said_before_and_after_the_subcommand(run):
    assert run("--version").out == f"longdoc {__version__}\n"
    assert run("ask", "--version").out == f"longdoc {__version__}\n"


def test_every_exit_code_is_in_the_help(run):
    for arguments in (["--help"], ["ask", "--help"], ["summarize", "--help"], ["ingest", "--help"]):
        told = " ".join(run(*arguments).out.split())
        for part in (
            "0 done",
            "1 no answer",
            "2 wrong usage",
            "3 an input",
            "4 model or library",
            "70 a fault",
            "74 ",
            "130 ",
        ):
            assert part in told


@pytest.mark.parametrize(
    "arguments",
    [
        ["nothing"],
        ["ask"],
        ["ask", "contract.txt", ""],
        ["ask", "contract.txt", "Who?", "--top", "0"],
        ["ask", "contract.txt", "Who?", "--top", "3", "--all"],
        ["ask", "contract.txt", "Who?", "--min-confidence", "2"],
        ["ask", "-", "--questions", "-"],
        ["ask", "Who?", "--no-cache"],
        ["ask", "-", "-", "Who?"],
        ["ask", "contract.txt", "Who?", "--questions", "/nowhere.txt"],
        ["ask", "contract.txt", "Who?", "--device", "abacus"],
        ["summarize"],
        ["summarize", "contract.txt", "--words", "10", "--ratio", "0.1"],
        ["summarize", "contract.txt", "--words", "10", "--sentences", "2"],
        ["summarize", "contract.txt", "--ratio", "1.5"],
        ["summarize", "contract.txt", "--format", "pdf"],
        ["summarize", "contract.txt", "--focus", " "],
        ["ingest"],
        ["ingest", "contract.txt", "--list"],
        ["ingest", "contract.txt", "--no-cache"],
    ],
)
def test_wrong_usage_is_one_line_and_exit_code_2(run, contract, monkeypatch, arguments):
    monkeypatch.chdir(contract.parent)
    outcome = run(*arguments)
    assert outcome.code == 2
    assert outcome.out == ""
    assert outcome.err.startswith("longdoc: ")
    assert outcome.err.count("\n") == 1


def test_a_document_without_a_question_is_told(run, contract):
    outcome = run("ask", contract)
    assert outcome.code == 2
    assert "is a document, but no question follows" in outcome.err


def test_no_model_is_exit_code_4(run, contract, tmp_path):
    for model in (tmp_path / "nowhere", tmp_path):
        outcome = run("ask", contract, "Who?", model=model)
        assert (outcome.code, outcome.out, outcome.err.count("\n")) == (4, "", 1)


def test_a_damaged_library_is_exit_code_4(run, contract, tmp_path):
    folder = tmp_path / "damaged"
    folder.mkdir()
    (folder / "library.sqlite").write_bytes(b"no database" * 900)
    outcome = run("ask", contract, "Who?", "--library", folder)
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (4, "", 1)
    assert "damaged" in outcome.err
    assert run("ask", contract, "Who?", "--no-cache", "--min-confidence", "0").code == 0


def test_debug_shows_where(run, contract, tmp_path):
    outcome = run("ask", contract, "Who?", "--debug", model=tmp_path / "nowhere")
    assert outcome.code == 4
    assert "Traceback" in outcome.err


def test_a_closed_pipe_is_quiet():
    for arguments in (["--help"], ["--version"]):
        process = subprocess.Popen([*LONGDOC, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""
        assert process.wait() == -signal.SIGPIPE


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full, of Linux")
def test_a_full_disk_is_one_line(contract, model_folder):
    command = [
        *LONGDOC,
        "ask",
        contract,
        "Who?",
        "--min-confidence",
        "0",
        "--model",
        model_folder,
        "--no-cache",
        "--quiet",
    ]
    for more in ([], ["--json"]):
        with Path("/dev/full").open("w") as full:
            run = subprocess.run([*command, *more], stdout=full, stderr=subprocess.PIPE, text=True)
        assert run.returncode == 74
        assert run.stderr.count("\n") == 1
        assert "space" in run.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
def test_an_interruption_is_one_line_and_exit_code_130(tmp_path, model_folder):
    folder = tmp_path / "many"
    folder.mkdir()
    for i in range(3000):
        (folder / f"{i:04}.txt").write_text(f"The {i}th agreement is about liability. " * 20)
    command = [*LONGDOC, "ingest", folder, "--model", model_folder, "--library", tmp_path / "library"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        # a background job inherits an ignored SIGINT; a person's shell does not
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    assert process.stdout is not None
    seen = [process.stdout.readline() for _ in range(3)]
    time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert err.splitlines()[-1] == "longdoc: interrupted"
    done = len(seen) + len(out.splitlines())
    listed = subprocess.run(
        [*LONGDOC, "ingest", "--list", "--library", tmp_path / "library"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done <= len(listed.stdout.splitlines()) <= done + 1


@pytest.mark.parametrize("arguments", [[], ["library"]])
def test_without_a_command_the_help_is_shown_as_it_is(run, arguments):
    outcome = run(*arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("Usage: longdoc")
    assert "\nCommands:\n" in outcome.err


def test_a_file_that_looks_like_an_option_is_told_how_to_be_named(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "-dash.md").write_text("It ends in May.", "utf-8")
    outcome = run("ask", "-dash.md", "When does it end?")
    assert outcome.code == 2
    assert outcome.err.rstrip().endswith("to read the file -dash.md, write ./-dash.md")


def test_the_list_of_commands_cuts_no_sentence(run):
    listed = run("--help").out.partition("Commands:")[2].partition("Exit codes:")[0]
    assert "..." not in listed
    assert "asked at once and together." in " ".join(listed.split())


def test_required_arguments_stand_without_braces(run):
    assert "verify [OPTIONS] DRAFT SOURCES..." in run("verify", "--help").out
    assert "{" not in run("library", "show", "--help").out.splitlines()[0]


def test_a_relative_path_in_a_deleted_folder_is_told(run, tmp_path, monkeypatch):
    (tmp_path / "gone").mkdir()
    (tmp_path / "note.txt").write_text("It ends in May.", "utf-8")
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    for command in (("summarize", "../note.txt"), ("verify", "../note.txt", "../note.txt")):
        outcome = run(*command, "--no-cache")
        assert (outcome.code, outcome.out) == (3, "")
        assert "../note.txt: the current folder was deleted" in outcome.err


@pytest.mark.parametrize("group", ["library", "bench"])
def test_the_list_of_commands_cuts_no_description(run, group):
    listed = run(group, "--help").out
    assert "..." not in listed.partition("Commands:")[2].partition("Examples:")[0]
