"""One bad input never ends a batch, and questions may be of any length and content."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from longdoc.network.native.kernels import SWITCH, kernels

LONG = "who is liable for lost data and " * 9 + "?"


@pytest.fixture
def others(tmp_path) -> list[Path]:
    paths = [tmp_path / f"{i}.txt" for i in range(3)]
    for path in paths:
        path.write_text("The Provider is liable for direct damages only. It ends in May.\n")
    return paths


@pytest.mark.parametrize(
    "place", ["longdoc.documents.text.plain.read_text", "longdoc.reading.reader.read_document"]
)
@pytest.mark.parametrize("command", ["ask", "summarize", "ingest"])
def test_any_exception_in_a_document_is_that_documents_error(run, others, monkeypatch, command, place):
    others[1].write_text("broken")
    module, _, name = place.rpartition(".")
    __import__(module)
    real = getattr(sys.modules[module], name)

    def fails(what, *rest, **more):
        text = what.data.decode() if hasattr(what, "data") else what.text
        if text == "broken":
            raise ZeroDivisionError("by nothing")
        return real(what, *rest, **more)

    monkeypatch.setattr(place, fails)
    question = ["Who is liable?", "--min-confidence", "0"] if command == "ask" else []
    outcome = run(command, *others, *question)
    assert outcome.code == 3
    assert outcome.out
    (line,) = outcome.err.splitlines()
    assert line.startswith(f"longdoc: {others[1]}: ZeroDivisionError: by nothing")
    assert "please report it" in line
    if command == "ingest":
        assert len(outcome.out.splitlines()) == 2


@pytest.mark.parametrize("native", ["0", "1"])
@pytest.mark.parametrize("command", ["ask", "summarize", "ingest"])
def test_a_tokenizer_of_more_pieces_than_the_network_knows_is_the_models_fault(
    run, others, model_folder, tmp_path, monkeypatch, command, native
):
    monkeypatch.setenv(SWITCH, native)
    kernels.cache_clear()
    model = shutil.copytree(model_folder, tmp_path / "model")
    tokenizer = json.loads((model / "tokenizer.json").read_bytes())
    tokenizer["model"]["vocab"]["provider"] = 10**6
    (model / "tokenizer.json").write_text(json.dumps(tokenizer))
    outcome = run(command, *others, *(["Who is liable?"] if command == "ask" else []), model=model)
    kernels.cache_clear()
    assert outcome.code == 4
    (line,) = outcome.err.splitlines()
    assert "tokenizer" in line
    assert str(others[0]) not in line


@pytest.mark.parametrize(
    "question", [LONG, "合同" + "的" * 84, "x" * 300, "a/" * 3000, "\udcff\udcfe who?", "?" * 2000, "\ud800"]
)
def test_a_question_of_any_length_and_content_is_answered_or_not(run, contract, question):
    for words in ([contract, question], [question]):
        run("ingest", contract)
        outcome = run("ask", *words)
        assert outcome.code in (0, 1), outcome.err


def test_what_a_question_has_too_much_is_told(run, contract):
    outcome = run("ask", contract, "Who is liable? " * 200, "--min-confidence", "0")
    assert outcome.code == 0
    assert outcome.err == ("longdoc: the question has 3,000 characters; only the first 2,000 are used\n")


def test_questions_of_a_file_and_focus_may_be_long(run, contract, tmp_path):
    asked = tmp_path / "questions.txt"
    asked.write_text("Who is liable?\n" + "Who pays? " * 300 + "\n")
    outcome = run("ask", contract, "--questions", asked)
    assert outcome.code in (0, 1)
    assert outcome.err.count("only the first 2,000 are used") == 1
    outcome = run("summarize", contract, "--focus", "liability " * 300)
    assert outcome.code == 0
    assert "--focus has 3,000 characters" in outcome.err


@pytest.mark.parametrize("name", ["x" * 300, "no\0name"])
@pytest.mark.parametrize("option", ["--report", "--library", "--model", "--output"])
def test_a_name_that_no_file_can_have_is_told_once(run, contract, option, name):
    outcome = run("ask", contract, "Who is liable?", option, name)
    assert outcome.code in (0, 1, 2, 3, 4, 74)
    assert "fault" not in outcome.err
    assert "unexpected" not in outcome.err


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such device here")
@pytest.mark.parametrize("option", ["--questions", "--manifest"])
@pytest.mark.parametrize("file", ["/dev/zero", "/", "no\0name", "/nowhere"])
def test_a_list_that_does_not_end_or_cannot_be_read_is_wrong_usage(run, contract, monkeypatch, option, file):
    monkeypatch.setattr("longdoc.documents.source.MOST_LIST_BYTES", 1000)
    outcome = run("ask", contract, option, file) if option == "--questions" else run("ingest", option, file)
    assert outcome.code == 2
    (line,) = outcome.err.splitlines()
    assert line.startswith(f"longdoc: {option} ")


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names that are no UTF-8")
def test_a_name_that_is_no_utf8_is_a_name(run, contract):
    path = Path(os.fsdecode(os.fsencode(contract.parent) + b"/bad\xff.txt"))
    path.write_bytes(contract.read_bytes())
    outcome = run("ingest", path)
    assert (outcome.code, outcome.err) == (0, "")
    assert r"bad\udcff.txt" in outcome.out
    for words in ([path, "Who is liable?"], ["Who is liable?"]):
        outcome = run("ask", *words, "--min-confidence", "0")
        assert outcome.code == 0
        assert r"bad\udcff.txt" in outcome.out
        assert outcome.err == ""
    assert r"bad\udcff.txt" in run("ingest", "--list", "--json").out
    assert run("ingest", "--forget", path).code == 0


def test_a_focus_of_which_the_document_has_no_word_is_told(run, contract):
    outcome = run("summarize", contract, "--focus", "volcanoes of Iceland")
    assert outcome.code == 0
    assert "has none of the words of --focus 'volcanoes of Iceland'" in outcome.err
    assert "none of the words" not in run("summarize", contract, "--focus", "liability").err


@pytest.mark.parametrize(
    ("module", "code", "said"),
    [
        ("torch", 2, "the package torch is not installed; pip install 'longdoc'"),
        ("psutil", 2, "the package psutil is not installed; pip install 'longdoc[bench]'"),
        ("pyarrow", 2, "the package pyarrow is not installed; pip install 'longdoc[parquet]'"),
        ("longdoc.nothing", 70, "unexpected ModuleNotFoundError"),
    ],
)
def test_a_package_that_is_missing_is_named_with_what_installs_it(
    run, contract, monkeypatch, module, code, said
):
    needs = ["torch>=2.6", "psutil>=5.9; extra == 'test'", 'psutil>=5.9; extra == "bench"']
    monkeypatch.setattr("importlib.metadata.requires", lambda _: [*needs, "pyarrow>=15; extra == 'parquet'"])

    def fails(*_, **__):
        raise ModuleNotFoundError(f"No module named {module!r}", name=module)

    monkeypatch.setattr("longdoc.cli.ask.answers_to", fails)
    outcome = run("ask", contract, "Who is liable?")
    assert outcome.code == code
    assert said in outcome.err
    assert outcome.err.count("\n") == 1


@pytest.mark.skipif(sys.platform != "linux", reason="a limit on the address space")
def test_too_little_memory_to_start_is_one_line(contract):
    command = 'ulimit -v 300000; exec "$@"'
    longdoc = [sys.executable, "-m", "longdoc", "ask", str(contract), "Who is liable?", "--no-cache"]
    run = subprocess.run(["sh", "-c", command, "sh", *longdoc], capture_output=True, text=True, timeout=60)
    assert (run.returncode, run.stdout) == (4, "")
    assert run.stderr.startswith("longdoc: not enough memory")
    assert run.stderr.count("\n") == 1
