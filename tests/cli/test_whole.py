"""`ask --count`, `--list` and `--where`, and the same asked in words."""

from __future__ import annotations

import json

import pytest

KEYS = [
    "question", "way", "what", "count", "document", "title", "forms", "sections", "occurrences", "coverage",
    "seconds", "in_running_lines",
]  # fmt: skip


def test_a_count_has_its_forms_and_its_receipt(run, contract):
    outcome = run("ask", contract, "--count", "Provider")
    assert (outcome.code, outcome.err) == (0, "")
    lines = outcome.out.splitlines()
    assert lines[:2] == ["Provider: once", "  Provider 1"]
    assert lines[2].startswith("  all ")
    assert lines[2].endswith("words were scanned")


def test_json_has_the_documented_keys_in_their_order(run, contract):
    value = json.loads(run("ask", contract, "--list", "dates", "--json").out)
    assert list(value) == KEYS
    (one,) = value["occurrences"]
    assert list(one) == ["name", "text", "page", "section", "start", "end"]
    assert contract.read_text("utf-8")[one["start"] : one["end"]] == one["text"] == "3 May 2021"
    assert value["sections"] == [{"section": "1. Parties", "page": None, "count": 1}]
    assert value["coverage"]["tokens"] == value["coverage"]["tokens_read"] > 20


def test_where_names_the_sections(run, contract):
    lines = run("ask", contract, "--where", "limit").out.splitlines()
    assert lines[1] == "  § 2. Liability: once"


def test_nothing_found_is_exit_code_1_and_is_said(run, contract):
    outcome = run("ask", contract, "--count", "whale")
    assert (outcome.code, outcome.out.splitlines()[0]) == (1, "whale: not once")


def test_a_question_in_words_is_recognised_and_says_so(run, contract):
    outcome = run("ask", contract, "How often is the Provider mentioned?")
    assert (outcome.code, outcome.out.splitlines()[0]) == (0, "Provider: once")
    assert outcome.err == ("longdoc: answered by scanning every word: How often is the Provider mentioned?\n")


def test_questions_of_both_kinds_keep_their_order(run, contract, tmp_path):
    questions = tmp_path / "questions.txt"
    questions.write_text("Who is liable?\nList all dates\nWhen does it begin?\n", encoding="utf-8")
    out = run("ask", contract, "--questions", questions, "--json", "--min-confidence", "0").out
    assert [json.loads(line)["question"] for line in out.splitlines()] == [
        "Who is liable?", "List all dates", "When does it begin?",
    ]  # fmt: skip


def test_of_several_documents_each_is_counted(run, contract, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text("The Provider pays the Provider's costs.", encoding="utf-8")
    values = [
        json.loads(v) for v in run("ask", contract, other, "--count", "Provider", "--json").out.splitlines()
    ]
    assert [(value["document"], value["count"]) for value in values] == [(str(contract), 1), (str(other), 2)]


def test_the_library_is_counted_whole(run, contract, tmp_path):
    shelf = tmp_path / "shelf"
    assert run("ingest", contract, "--library", shelf).code == 0
    assert "once" in run("ask", "--count", "Provider", "--library", shelf).out


def test_wrong_usage_is_told(run, contract):
    assert run("ask", contract, "--list", "risks").code == 2
    assert "dates, sums" in run("ask", contract, "--list", "risks").err
    assert run("ask", contract, "--count", "a", "--where", "b").code == 2
    assert run("ask", contract, "--count", " ").code == 2


def test_a_question_beside_a_count_is_no_pattern_of_files(run, contract):
    outcome = run("ask", contract, "How often is it said?", "--count", "Provider")
    assert outcome.code == 2
    assert "a question; --count, --list and --where take its place" in outcome.err


def test_a_file_in_two_spellings_is_scanned_once(run, contract, monkeypatch):
    monkeypatch.chdir(contract.parent)
    outcome = run("ask", contract.name, f"./{contract.name}", contract, "--count", "Provider")
    assert outcome.out.splitlines()[0] == "Provider: once"


@pytest.mark.parametrize(("option", "name"), [("--report", "out.html"), ("--highlight", "out.pdf")])
def test_counts_are_not_shown_in_reports(run, contract, tmp_path, option, name):
    outcome = run("ask", contract, "--count", "limit", option, tmp_path / name)
    assert (outcome.code, outcome.out) == (2, "")
    assert "not what --count, --list and --where find" in outcome.err
