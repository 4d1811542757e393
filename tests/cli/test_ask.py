"""Asking: what is written where, for one document, several, a list of questions, and a library."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys

import pytest

from longdoc.cli.inputs import checked_question
from longdoc.documents.open import open_document

KEYS = [
    "question", "answer", "confidence", "document", "title", "quote", "page", "section", "start", "end",
    "also", "alternatives", "coverage", "seconds", "unsure",
]  # fmt: skip
ALTERNATIVE_KEYS = ["answer", "confidence", "document", "quote", "page", "section", "start", "end"]
COVERAGE_KEYS = ["pages", "pages_without_text", "characters", "tokens", "tokens_read", "pages_recognised"]
SURE = ("--min-confidence", "0")  # a random model is sure of nothing
NEVER = ("--min-confidence", "1")


def test_json_has_the_documented_keys_in_their_order(run, contract):
    outcome = run("ask", contract, "Who is liable?", "--json", *SURE)
    assert (outcome.code, outcome.err) == (0, "")
    (line,) = outcome.out.splitlines()
    value = json.loads(line)
    assert list(value) == KEYS
    assert list(value["coverage"]) == COVERAGE_KEYS
    assert value["alternatives"]
    assert all(list(other) == ALTERNATIVE_KEYS for other in value["alternatives"])
    text = contract.read_text(encoding="utf-8")
    assert text[value["start"] : value["end"]] == value["answer"]


def test_the_answer_comes_first_then_its_sentence_then_its_place(run, contract):
    value = json.loads(run("ask", contract, "Who is liable?", "--json", *SURE).out)
    outcome = run("ask", contract, "Who is liable?", *SURE)
    lines = outcome.out.splitlines()
    assert lines[0] == " ".join(value["answer"].split())
    assert f"«{lines[0]}»" in lines[1] or len(lines) == 2 + value["unsure"]
    place = lines[-2] if value["unsure"] else lines[-1]
    assert (lines[-1] == "  unsure: read the passage") is value["unsure"]
    assert place.startswith(f"  {contract}, § ")
    assert place.endswith(f"confidence {value['confidence']:.2f}")
    assert "\x1b" not in outcome.out


def test_no_answer_is_exit_code_1_and_silence_on_stdout(run, contract):
    outcome = run("ask", contract, "Who is liable?", *NEVER)
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.splitlines()[0] == "longdoc: no answer found: Who is liable?"
    value = json.loads(run("ask", contract, "Who is liable?", "--json", *NEVER).out)
    assert value["answer"] is None
    assert value["quote"] is value["start"] is None


def test_top_gives_so_many_answers(run, contract):
    outcome = run("ask", contract, "Who is liable?", "--top", "3", *SURE)
    assert outcome.out.count("confidence ") == 3
    value = json.loads(run("ask", contract, "Who is liable?", "--top", "3", "--json", *SURE).out)
    assert len(value["alternatives"]) == 2


def test_all_gives_every_place(run, contract):
    everything = run("ask", contract, "Who is liable?", "--all", *SURE).out.count("confidence ")
    assert everything >= 3


def test_of_several_documents_the_best_answer_with_its_file(run, contract, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text("Birch GmbH is liable for nothing. Alder Ltd pays the costs.", encoding="utf-8")
    alone = [json.loads(run("ask", path, "Who pays?", "--json", *SURE).out) for path in (contract, other)]
    both = json.loads(run("ask", contract, other, "Who pays?", "--json", *SURE).out)
    best = max(alone, key=lambda value: value["confidence"])
    assert (both["document"], both["answer"]) == (best["document"], best["answer"])
    assert {value["document"] for value in both["alternatives"]} <= {str(contract), str(other)}
    assert both["coverage"]["characters"] == sum(value["coverage"]["characters"] for value in alone)


def test_an_unreadable_file_is_told_and_the_others_are_asked(run, contract, tmp_path):
    outcome = run("ask", tmp_path / "missing.pdf", contract, "Who is liable?", *SURE)
    assert outcome.code == 3
    assert "missing.pdf" in outcome.err
    assert outcome.err.count("\n") == 1
    assert str(contract) in outcome.out
    assert run("ask", tmp_path / "missing.pdf", "Who?").code == 3


def test_questions_from_a_file_keep_their_order(run, contract, tmp_path):
    questions = tmp_path / "questions.txt"
    questions.write_text("\ufeffWho is liable?\r\n\r\n# a remark\r\n谁承担责任？\r\n", encoding="utf-8")
    outcome = run("ask", contract, "--questions", questions, "--json", *SURE)
    values = [json.loads(line) for line in outcome.out.splitlines()]
    assert [value["question"] for value in values] == ["Who is liable?", "谁承担责任？"]
    assert "谁承担责任？" in outcome.out
    text = run("ask", contract, "--questions", questions, *NEVER)
    assert text.code == 1
    question, nothing, gap, *other = text.out.splitlines()
    assert (question, gap, other[0]) == ("Who is liable?", "", "谁承担责任？")
    assert nothing.startswith("  no answer found")
    assert other[1].startswith("  no answer found")


def test_what_was_turned_down_closely_is_named_with_the_way_to_see_it(run, contract):
    value = json.loads(run("ask", contract, "Who is liable?", "--json", *NEVER).out)
    near = value["alternatives"][0]
    assert near["confidence"] >= 0.2
    told, closest = run("ask", contract, "Who is liable?", *NEVER).err.splitlines()
    assert f"confidence {near['confidence']:.2f}; --min-confidence " in closest
    lower = closest.split("--min-confidence ")[1].split()[0]
    shown = run("ask", contract, "Who is liable?", "--min-confidence", lower)
    assert shown.out.splitlines()[0] == " ".join(near["answer"].split())
    assert run("ask", contract, "Who is liable?", *NEVER, "--quiet").err.splitlines() == [told]
    assert "the closest" not in run("ask", contract, "Who is liable?", *NEVER, "--top", "1").err


def test_questions_and_documents_from_standard_input(run, contract, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Who is liable?\n")))
    assert "confidence" in run("ask", contract, "--questions", "-", *SURE).out
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(contract.read_bytes())))
    value = json.loads(run("ask", "-", "Who is liable?", "--json", *SURE).out)
    assert value["document"] == "-"


def test_a_question_alone_is_put_to_the_library(run, contract, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text("Whales are mammals. They live in the sea.", encoding="utf-8")
    library = tmp_path / "shelf"
    assert run("ingest", contract, other, "--library", library).code == 0
    contract.unlink()
    value = json.loads(run("ask", "Who is liable?", "--library", library, "--json", *SURE).out)
    assert value["document"] in {str(contract.resolve()), str(other.resolve())}
    assert value["coverage"]["characters"] > 150
    assert run("ask", "Who?", "--library", tmp_path / "nowhere").code == 4


def test_what_was_read_is_not_read_again(run, contract, tmp_path):
    library = tmp_path / "shelf"
    first = json.loads(run("ask", contract, "Who is liable?", "--library", library, "--json", *SURE).out)
    (reading,) = (library / "readings").glob("*.safetensors")
    before = reading.stat().st_ino
    again = json.loads(run("ask", contract, "Who is liable?", "--library", library, "--json", *SURE).out)
    assert {**first, "seconds": 0} == {**again, "seconds": 0}
    assert reading.stat().st_ino == before


def test_a_document_cannot_steer_the_terminal(run, tmp_path):
    path = tmp_path / "evil.txt"
    path.write_text(
        "The \x1b[2Jowner is \x1b]0;gone\x07 \x9b31m\u202eliable. [bold]Not[/bold] markup.", "utf-8"
    )
    outcome = run("ask", path, "Who is the owner?", "--all", *SURE)
    assert outcome.code == 0
    assert not set("\x1b\x07\x9b\u202e") & set(outcome.out)
    raw = run("ask", path, "Who is the owner?", "--all", "--json", *SURE).out
    assert not set("\x1b\x07\x9b\u202e") & set(raw)
    value = json.loads(raw)
    assert value["answer"] in open_document(path).text


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals of Unix")
@pytest.mark.parametrize("no_color", [False, True])
def test_on_a_terminal_the_answer_is_bold_unless_colour_is_unwanted(contract, model_folder, no_color):
    import pty

    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "PYTHONUNBUFFERED": "1"}
    environment.pop("NO_COLOR", None)
    if no_color:
        environment["NO_COLOR"] = "1"
    command = [
        sys.executable,
        "-m",
        "longdoc",
        "ask",
        contract,
        "Who is liable?",
        "--quiet",
        "--model",
        model_folder,
        *SURE,
    ]
    with subprocess.Popen(command, stdout=theirs, stderr=subprocess.PIPE, env=environment) as process:
        os.close(theirs)
        written = b""
        try:
            while piece := os.read(ours, 65536):
                written += piece
        except OSError:  # how Linux says that the other end is closed
            pass
        assert process.stderr is not None
        assert process.stderr.read() == b""
        assert process.wait() == 0
    os.close(ours)
    assert (b"\x1b[" in written) is not no_color
    assert ("«".encode() in written) is no_color


@pytest.mark.parametrize("option", ["--min-confidence", "--timeout"])
def test_a_number_must_be_one(run, contract, option):
    refused = run("ask", contract, "Who is liable?", option, "nan")
    assert refused.code == 2
    assert "not a number" in refused.err


def test_a_condition_on_the_library_is_refused_in_a_batch(run, contract, tmp_path):
    (tmp_path / "list.txt").write_text(f"{contract}\n")
    outcome = run("ask", "--manifest", tmp_path / "list.txt", "Who pays?", "--where", "kind = lease")
    assert (outcome.code, outcome.out) == (2, "")
    assert "--where selects documents of the library" in outcome.err


def test_the_table_of_documents_takes_the_files_that_were_selected(run, contract, tmp_path):
    folder = tmp_path / "all" / "deep"
    folder.mkdir(parents=True)
    for name in ("a.txt", "b.txt", "c.md"):
        (folder / name).write_bytes(contract.read_bytes())
    selection = ("-r", "--exclude", "b.*", "--include", "*.txt")
    rows = run("ask", tmp_path / "all", "Who pays?", "--per-document", "--json", *selection).out.splitlines()
    assert [json.loads(row)["document"] for row in rows] == [str(folder / "a.txt")]


@pytest.mark.parametrize("option", [("--report", "x.html"), ("--highlight", "x.pdf"), ("--explain",)])
def test_the_table_of_documents_refuses_what_it_would_ignore(run, contract, option):
    outcome = run("ask", contract, "Who pays?", "--per-document", *option)
    assert (outcome.code, outcome.out) == (2, "")
    assert "do not work with --per-document" in outcome.err


@pytest.mark.parametrize("more", [[], ["--jobs", "1"], ["--per-document"]])
def test_documents_without_a_question_are_not_asked_for_the_last_ones_name(run, contract, tmp_path, more):
    other = tmp_path / "other.txt"
    other.write_text("The fee is four euros.\n")
    outcome = run("ask", contract, other, *more)
    assert (outcome.code, outcome.out) == (2, "")
    assert f"{other}: is a document, but no question follows" in outcome.err


@pytest.mark.parametrize("more", [["--jobs", "1"], ["--per-document"]])
def test_a_count_that_is_not_scanned_for_is_told(run, contract, more):
    outcome = run("ask", contract, "How often is the Provider mentioned?", *more)
    assert outcome.code in (0, 1)
    assert "answered from passages here, not by scanning every word" in outcome.err
    outcome = run("ask", contract, "Who is liable?", *more)
    assert "scanning" not in outcome.err


@pytest.mark.parametrize(
    ("text", "question", "note"),
    [
        ("Die Gewährleistung beträgt zwei Jahre ab der Abnahme.", "Wie lange?", "in German; "),
        (
            "合同总价款为人民币捌拾陆万元整。",
            "What is the price?",
            "in Chinese, and the question in English; ",
        ),
        ("合同总价款为人民币捌拾陆万元整，含增值税。", "总价款是多少？", None),
    ],
)
def test_a_language_that_the_model_does_not_know_is_told(run, tmp_path, text, question, note):
    path = tmp_path / "text.txt"
    path.write_text(text, "utf-8")
    told = run("ask", path, question, *SURE).err
    assert (note in told) if note else not told


def test_a_question_in_a_locale_that_is_not_utf8_is_read_as_utf8(tmp_path):
    path = tmp_path / "lease.txt"
    path.write_text("合同的有效期为一年。", "utf-8")
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    command = [sys.executable, "-m", "longdoc", "ask", path, "有效期?", "--json", "--no-cache"]
    run = subprocess.run(command, capture_output=True, env=environment, check=False)
    assert json.loads(run.stdout)["question"] == "有效期?"


def test_half_a_character_in_a_question_is_replaced():
    assert checked_question("who \ud83d pays?") == "who ? pays?"
