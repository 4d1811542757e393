"""--highlight writes marked copies, --report one page; what could not be shown is told."""

from __future__ import annotations

import json
import os

import pytest
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

SURE = ("--min-confidence", "0")
LINES = (
    "MASTER SERVICES AGREEMENT",
    "The Supplier is liable for lost data.",
    "The agreement ends on 3 May 2031.",
    "The Customer pays all fees within thirty days.",
)


@pytest.fixture
def agreement(tmp_path):
    path = tmp_path / "agreement.pdf"
    canvas = Canvas(str(path), invariant=True)
    for i, line in enumerate(LINES):
        canvas.drawString(72, 700 - 40 * i, line)
    canvas.save()
    return path


def test_answers_and_sentences_are_marked_in_a_copy(run, agreement, tmp_path):
    plain = run("ask", agreement, "Who is liable?", *SURE)
    out = tmp_path / "marked.pdf"
    outcome = run("ask", agreement, "Who is liable?", "--highlight", out, *SURE)
    assert (outcome.code, outcome.out, outcome.err) == (0, plain.out, "")
    notes = [str(one.get_object()["/Contents"]) for one in PdfReader(out).pages[0]["/Annots"]]
    assert notes[0].startswith("answer to: Who is liable?\nconfidence 0.")
    assert run("summarize", agreement, "--sentences", "2", "--highlight", out).code == 0
    notes = [str(one.get_object()["/Contents"]) for one in PdfReader(out).pages[0]["/Annots"]]
    summary = json.loads(run("summarize", agreement, "--sentences", "2", "--json").out)
    assert len(notes) == len(summary["sentences"]) > 0
    assert all(note.startswith("summary, score ") for note in notes)


def test_all_and_top_mark_what_they_show(run, agreement, tmp_path):
    out = tmp_path / "marked.pdf"
    run("ask", agreement, "Who is liable?", "--highlight", out, "--top", "2", *SURE)
    notes = [str(one.get_object()["/Contents"]) for one in PdfReader(out).pages[0]["/Annots"]]
    assert {note.split(" to:")[0] for note in notes if "sentence" not in note} == {"answer", "alternative 1"}


def test_several_documents_go_into_a_folder(run, agreement, tmp_path):
    other = tmp_path / "other.pdf"
    other.write_bytes(agreement.read_bytes() + b"\n")
    out = tmp_path / "marked.pdf"
    outcome = run("summarize", agreement, other, "--sentences", "1", "--highlight", out)
    assert outcome.code == 0
    assert outcome.err == f"longdoc: {out}: shows {agreement} only, not {other}; give a folder\n"
    folder = tmp_path / "marked"
    folder.mkdir()
    run("summarize", agreement, other, "--sentences", "1", "--highlight", folder)
    assert sorted(path.name for path in folder.iterdir()) == ["agreement.marked.pdf", "other.marked.pdf"]


def test_a_folder_for_copies_is_made(run, agreement, tmp_path):
    folder = tmp_path / "new" / "marked"
    assert run("summarize", agreement, "--sentences", "1", "--highlight", folder).code == 0
    assert [path.name for path in folder.iterdir()] == ["agreement.marked.pdf"]


@pytest.mark.parametrize(
    ("option", "name"), [("--highlight", "m.txt"), ("--highlight", "taken"), ("--report", "r.pdf")]
)
def test_a_name_of_another_kind_of_file_is_refused(run, agreement, tmp_path, option, name):
    (tmp_path / "taken").touch()
    outcome = run("summarize", agreement, option, tmp_path / name)
    assert (outcome.code, outcome.out) == (2, "")
    assert "give a name that ends in ." in outcome.err


@pytest.mark.parametrize(("option", "name"), [("--highlight", "m.pdf"), ("--report", "r.html")])
def test_a_file_in_a_missing_folder_is_refused_before_anything_is_read(
    run, agreement, tmp_path, option, name
):
    outcome = run("summarize", agreement, option, tmp_path / "none" / name)
    assert (outcome.code, outcome.out) == (2, "")
    assert f"there is no folder {tmp_path / 'none'}; create it first" in outcome.err


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_report_in_a_closed_folder_is_a_result_that_could_not_be_written(run, contract, tmp_path):
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o500)
    assert run("ask", contract, "Who?", "--report", folder / "r.html").code == 74


def test_documents_of_the_same_name_have_a_copy_each(run, agreement, tmp_path):
    folder, marked = tmp_path / "2024", tmp_path / "marked"
    folder.mkdir()
    marked.mkdir()
    other = folder / agreement.name
    other.write_bytes(agreement.read_bytes() + b"\n")
    run("summarize", agreement, other, "--sentences", "1", "--highlight", marked)
    names = sorted(path.name for path in marked.iterdir())
    assert names == ["agreement.2.marked.pdf", "agreement.marked.pdf"]


def test_other_formats_have_no_pages_to_mark(run, contract, tmp_path):
    out = tmp_path / "marked.pdf"
    outcome = run("ask", contract, "Who is liable?", "--highlight", out, *SURE)
    assert outcome.code == 3
    assert "confidence" in outcome.out
    assert "only PDFs have pages to mark" in outcome.err
    assert outcome.err.count("\n") == 1
    assert not out.exists()


def test_without_an_answer_nothing_is_written(run, contract, tmp_path):
    out = tmp_path / "marked.pdf"
    outcome = run("ask", contract, "Who is liable?", "--highlight", out, "--min-confidence", "1")
    assert outcome.code == 1
    assert f"nothing was found, so {out} was not written" in outcome.err
    assert run("ask", contract, "Who is liable?", "--highlight", "-").code == 2


def test_a_report_shows_the_answers_beside_the_document(run, agreement, contract, tmp_path):
    out = tmp_path / "report.html"
    plain = run("ask", agreement, contract, "Who is liable?", *SURE)
    outcome = run("ask", agreement, contract, "Who is liable?", "--report", out, *SURE)
    assert (outcome.code, outcome.out, outcome.err) == (0, plain.out, "")
    html = out.read_text("utf-8")
    assert "1. Who is liable?" in html
    assert 'id="m1"' in html
    value = json.loads(run("ask", agreement, "Who is liable?", "--report", out, "--json", *SURE).out)
    assert "explain" not in value
    assert out.read_text("utf-8").count("<img") == 1


def test_a_report_of_summaries_and_of_all_pages(run, agreement, contract, tmp_path):
    out = tmp_path / "report.html"
    assert (
        run("summarize", contract, agreement, "--sentences", "1", "--report", out, "--pages", "all").code == 0
    )
    html = out.read_text("utf-8")
    assert html.count("Summary of") == 2
    assert "The limit is one million euros." in html
    assert run("summarize", contract, "--pages", "all").code == 2
    batch = run("summarize", contract, "--report", out, "--output", tmp_path / "all.jsonl")
    assert (batch.code, batch.err.count("\n")) == (2, 1)


def test_a_report_is_written_where_nothing_is_answered_and_not_over_a_document(run, contract, tmp_path):
    out = tmp_path / "report.html"
    outcome = run("ask", contract, "Who is liable?", "--report", out, "--min-confidence", "1")
    assert outcome.code == 1
    assert "No answer found. The closest candidate, which was rejected:" in out.read_text("utf-8")
    assert run("ask", contract, "Who is liable?", "--report", contract).code == 2
    assert "liable" in contract.read_text("utf-8")
    out.unlink()
    outcome = run("ask", tmp_path / "missing.txt", "Who?", "--report", out)
    assert outcome.code == 3
    assert not out.exists()
    assert run("ask", contract, "Who?", "--report", tmp_path / "no" / "where.html", *SURE).code == 2
