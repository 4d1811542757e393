"""`longdoc verify`: what is written where, the exit codes, and the report."""

from __future__ import annotations

import json
import re

import pytest

KEYS = [
    "quote", "status", "document", "page", "start", "end", "found", "changes", "section", "cited",
    "draft_page", "draft_start", "draft_end",
]  # fmt: skip
TRUE = "The Provider is liable for direct damages only."
FALSE = "The Provider is liable for indirect damages only."


@pytest.fixture
def draft(tmp_path):
    def write(text: str):
        path = tmp_path / "draft.md"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_all_verbatim_is_exit_code_0(run, contract, draft):
    outcome = run("verify", draft(f"It says “{TRUE}”"), contract)
    assert outcome.code == 0
    assert outcome.out.splitlines() == [f"verbatim: {TRUE}", f"  {contract}, § 2. Liability"]
    assert outcome.err == "longdoc: 1 quotation: 1 verbatim\n"


def test_a_change_is_exit_code_1_and_is_shown(run, contract, draft):
    outcome = run("verify", draft(f"It says “{FALSE}”"), contract, "--quiet")
    assert (outcome.code, outcome.err) == (1, "")
    assert outcome.out.splitlines()[-1] == "  other words: «indirect» for «direct»"


def test_json_has_the_documented_keys_in_their_order(run, contract, draft):
    path = draft(f"It says “{FALSE}” and “{TRUE}”")
    values = [json.loads(line) for line in run("verify", path, contract, "--json").out.splitlines()]
    assert [list(value) for value in values] == [KEYS, KEYS]
    assert [value["status"] for value in values] == ["altered", "verbatim"]
    text = contract.read_text(encoding="utf-8")
    for value in values:
        assert text[value["start"] : value["end"]] == value["found"]
        assert path.read_text("utf-8")[value["draft_start"] : value["draft_end"]] == value["quote"]
    (change,) = values[0]["changes"]
    assert (change["kind"], change["quote"], change["found"]) == ("words", "indirect", "direct")
    assert FALSE[change["start"] : change["end"]] == "indirect"


def test_an_unreadable_source_is_told_and_the_others_are_used(run, contract, draft, tmp_path):
    outcome = run("verify", draft(f"It says “{TRUE}”"), tmp_path / "missing.pdf", contract)
    assert outcome.code == 3
    assert "verbatim" in outcome.out
    assert "missing.pdf does not exist" in outcome.err
    assert run("verify", draft("x"), tmp_path / "missing.pdf").code == 3


def test_short_quotations_that_were_not_checked_are_told(run, contract, draft):
    outcome = run("verify", draft("A “so called” thing."), contract)
    assert outcome.code == 0
    assert "1 quotation of a few words without a cited source was not checked" in outcome.err
    assert "no quotation was found" in outcome.err


def test_the_draft_is_no_source_of_its_own(run, contract, draft, tmp_path):
    path = draft(f"It says “{FALSE}”")
    spelled_otherwise = path.parent / "." / ".." / path.parent.name / path.name
    for given in (path, str(spelled_otherwise)):
        outcome = run("verify", given, tmp_path)
        assert outcome.code == 1
        assert "this is the draft" in outcome.err


def test_the_report_marks_changes_and_holds_no_markup_of_others(run, contract, draft, tmp_path):
    evil = "<script>alert(1)</script>"
    contract.write_text(
        contract.read_text("utf-8") + f"\nThe Tenant {evil} pays a rent of ten pounds.\n", "utf-8"
    )
    report = tmp_path / "report.html"
    path = draft(f"It says “{FALSE}” and “The Tenant {evil} pays a rent of nine pounds.”")
    assert run("verify", path, contract, "--report", report).code == 1
    page = report.read_text(encoding="utf-8")
    assert "<del>indirect</del><ins>direct</ins>" in page
    assert "<del>nine</del><ins>ten</ins>" in page
    assert "<script" not in page
    assert not re.search("https?:", page)
    assert "default-src 'none'" in page
    assert run("verify", path, contract, "--report", tmp_path / "report.pdf").code == 2
    assert run("verify", path, contract, "--report", tmp_path / "no" / "report.html").code == 2


def test_a_report_never_replaces_what_was_read(run, contract, tmp_path):
    path = tmp_path / "draft.html"
    path.write_text(f"<p>It says “{TRUE}”</p>", "utf-8")
    outcome = run("verify", path, contract, "--report", path)
    assert outcome.code == 2
    assert "this document was read" in outcome.err
    assert path.read_text("utf-8").startswith("<p>It says")


def test_the_limits_for_one_file_may_be_given(run, contract, draft, monkeypatch):
    monkeypatch.setenv("LONGDOC_OCR", "auto")  # which --ocr sets
    limits = ("--timeout", "60", "--max-memory", "1G", "--ocr", "never")
    assert run("verify", draft(f"It says “{TRUE}”"), contract, *limits).code == 0
