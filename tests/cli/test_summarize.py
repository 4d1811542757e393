"""Summaries as text, Markdown and JSON Lines."""

from __future__ import annotations

import json

import pytest

from longdoc.cli.render import _escaped


def test_json_has_the_documented_keys_in_their_order(run, contract):
    outcome = run("summarize", contract, "--sentences", "2", "--format", "json")
    assert (outcome.code, outcome.err) == (0, "")
    value = json.loads(outcome.out)
    assert list(value) == ["document", "title", "summary", "sentences", "coverage", "seconds"]
    assert len(value["sentences"]) == 2
    text = contract.read_text(encoding="utf-8")
    for sentence in value["sentences"]:
        assert list(sentence) == ["text", "page", "section", "start", "end", "score"]
        assert text[sentence["start"] : sentence["end"]] == sentence["text"]


def test_text_is_one_sentence_a_line(run, contract):
    value = json.loads(run("summarize", contract, "--sentences", "3", "--format", "json").out)
    lines = run("summarize", contract, "--sentences", "3").out.splitlines()
    assert lines == [" ".join(sentence["text"].split()) for sentence in value["sentences"]]


def test_markdown_cites_each_sentence(run, contract):
    lines = run("summarize", contract, "--sentences", "2", "--format", "markdown").out.splitlines()
    assert lines[0].startswith("# ")
    assert sum(line.startswith("- ") and line.endswith(")*") for line in lines) == 2
    assert lines[-1] == f"Source: {_escaped(str(contract))}"


def test_several_documents_are_headed_by_their_names(run, contract, tmp_path):
    other = tmp_path / "other.md"
    other.write_text("# Whales\n\nWhales are mammals. They live in the sea.\n", encoding="utf-8")
    outcome = run("summarize", contract, other, tmp_path / "missing", "--sentences", "1")
    assert outcome.code == 3
    assert str(contract) in outcome.out
    assert str(other) in outcome.out
    assert outcome.err.count("\n") == 1


def test_by_section_goes_section_by_section(run, contract):
    outcome = run("summarize", contract, "--by-section", "--format", "markdown")
    assert "## 1. Parties" in outcome.out.replace("\\", "")
    assert "## 2. Liability" in outcome.out.replace("\\", "")


def test_markdown_shows_what_a_document_says_as_it_is():
    assert _escaped("*a* <b> [c](d) `e` # f\ng") == "\\*a\\* \\<b\\> \\[c\\](d) \\`e\\` \\# f g"
    assert _escaped("1. one") == "1\\. one"
    assert _escaped("- one") == "\\- one"
    assert "\x1b" not in _escaped("\x1b[1m")


def test_batches_give_json_and_no_other_format(run, contract):
    outcome = run("summarize", contract, "--jobs", "1", "--format", "markdown")
    assert (outcome.code, outcome.out) == (2, "")
    assert "--format markdown does not work in batches" in outcome.err


def test_a_length_that_no_sentence_fits_is_told(run, contract):
    outcome = run("summarize", contract, "--words", "1")
    assert (outcome.code, outcome.out) == (0, "")
    assert "no sentence is short enough" in outcome.err


@pytest.mark.parametrize("length", ["--words", "--sentences"])
def test_a_length_beyond_every_document_takes_all_of_it(run, contract, length):
    outcome = run("summarize", contract, length, "1" + "0" * 30)
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out == run("summarize", contract, "--ratio", "1").out
