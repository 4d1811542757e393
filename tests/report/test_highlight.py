"""Highlights lie on the pixels of their words, on any page, and everything else stays as it is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pypdfium2 as pdfium
import pytest
from pypdf import PdfReader, PdfWriter

from longdoc.documents.open import open_document
from longdoc.documents.source import file_sha256
from longdoc.documents.types import Span
from longdoc.errors import (
    DocumentError,
    EncryptedDocument,
    ResultsNotWritten,
    UnsupportedFormat,
    UsageError,
)
from longdoc.report.highlight import COLOURS, highlight
from longdoc.report.marks import Mark

SCALE = 4
ANSWER, QUOTE = "one million euros", "The Supplier is liable for lost data up to one million euros."


def span_of(document, words, after=0) -> Span:
    at = document.text.index(words, after)
    return Span(at, at + len(words))


def mark(document, words=ANSWER, quote=QUOTE, certainty=0.9, topic="What is\nthe <b>limit</b>?") -> Mark:
    return Mark(document.source, span_of(document, words), span_of(document, quote), topic, certainty)


def pixels(path, page=0) -> np.ndarray:
    pdf = pdfium.PdfDocument(path)
    image = pdf[page].render(scale=SCALE).to_numpy()[:, :, :3].astype(int)
    pdf.close()
    return image


def box_of(hit) -> tuple[int, int, int, int]:
    rows, columns = np.flatnonzero(hit.any(1)), np.flatnonzero(hit.any(0))
    return rows[0], rows[-1], columns[0], columns[-1]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [None, (40, 60, 400, 280)])
def test_the_colour_lies_on_the_words_and_nowhere_else(make, tmp_path, rotation, crop):
    made = make(rotation=rotation, crop=crop)
    out = tmp_path / "marked.pdf"
    assert highlight(made.document, [mark(made.document, QUOTE, QUOTE)], out) == []
    before, after = pixels(made.path), pixels(out)
    assert before.shape == after.shape
    changed = (before != after).any(-1)
    top, bottom, left, right = box_of(changed)
    inside = before[top : bottom + 1, left : right + 1].min(-1) < 100
    others = before.min(-1) < 100
    others[top : bottom + 1, left : right + 1] = False
    line = np.add(box_of(inside), (top, top, left, left))
    assert abs(np.array([top, bottom, left, right]) - line).max() <= 6 * SCALE
    assert not (others & changed).any()
    # What is not coloured are the three other lines: this one is coloured wholly.
    along = others.any(0 if rotation % 180 else 1)
    assert 1 + (np.diff(np.flatnonzero(along)) > 8 * SCALE).sum() == 3


def test_the_answer_is_stronger_than_its_sentence(make, tmp_path):
    made = make()
    out = tmp_path / "marked.pdf"
    highlight(made.document, [mark(made.document)], out)
    before, after = pixels(made.path), pixels(out)
    height = before.shape[0]

    def colour(words):
        box = made.document.boxes(span_of(made.document, words))[0][1][0]
        rows = slice(int(height - box.top * SCALE) + 2, int(height - box.bottom * SCALE) - 2)
        part = slice(int(box.left * SCALE) + 2, int(box.right * SCALE) - 2)
        paper = before[rows, part].min(-1) == 255
        return np.median(after[rows, part][paper], axis=0)

    weak, strong = colour("The Supplier is liable"), colour(ANSWER)
    assert (strong <= weak).all()
    assert (strong < weak - 10).any()
    assert (weak < 255).any()


def test_notes_and_colours_say_what_and_how_sure(make, tmp_path):
    made = make()
    out = tmp_path / "marked.pdf"
    marks = [
        mark(made.document, certainty=0.91),
        mark(made.document, "ninety days' notice", "ninety days' notice", 0.6),
        mark(made.document, "Delaware", "Delaware", 0.1),
        mark(made.document, "MASTER SERVICES AGREEMENT", "MASTER SERVICES AGREEMENT", 0.4, None),
    ]
    highlight(made.document, marks, out)
    found = [one.get_object() for one in PdfReader(out).pages[0]["/Annots"]]
    assert {str(one["/Subtype"]) for one in found} == {"/Highlight"}
    notes = [str(one["/Contents"]) for one in found]
    assert notes[0] == "answer to: What is the <b>limit</b>?\nconfidence 0.91"
    assert notes[-1] == "summary, score 0.40"
    colours = [tuple(float(x) for x in one["/C"]) for one in found if "sentence" not in str(one["/Contents"])]
    assert colours[:3] == [colour for _, colour in COLOURS]
    assert len(set(colours)) == 4
    for one in found:
        assert len(one["/QuadPoints"]) % 8 == 0
        xs, ys = one["/QuadPoints"][::2], one["/QuadPoints"][1::2]
        left, bottom, right, top = map(float, one["/Rect"])
        assert left <= min(xs) <= max(xs) <= right + 0.01
        assert bottom <= min(ys) <= max(ys) <= top + 0.01


def test_the_original_stands_unchanged_at_the_beginning_of_the_copy(make, tmp_path):
    made = make()
    out = tmp_path / "marked.pdf"
    highlight(made.document, [mark(made.document)], out)
    assert out.read_bytes().startswith(made.path.read_bytes())
    assert len(PdfReader(out).pages) == 2
    assert np.array_equal(pixels(made.path, 1), pixels(out, 1))


def test_annotations_that_are_there_are_kept(make, tmp_path):
    made = make()
    once, twice = tmp_path / "once.pdf", tmp_path / "twice.pdf"
    highlight(made.document, [mark(made.document)], once)
    again = open_document(str(once))
    highlight(again, [mark(again, "Delaware", "Delaware")], twice)
    assert len(PdfReader(twice).pages[0]["/Annots"]) == len(PdfReader(once).pages[0]["/Annots"]) + 1


def test_what_has_no_place_is_told_and_the_rest_marked(make, tmp_path):
    made = make()
    lost = span_of(made.document, "Delaware")
    made.document.character_boxes.corners_C4[lost.start : lost.end] = -1
    out = tmp_path / "marked.pdf"
    told = highlight(made.document, [mark(made.document), mark(made.document, "Delaware", "Delaware")], out)
    (line,) = told
    assert line == f"{made.path}: p. 1: “Delaware” is not marked: its place on the page is not known"
    out.unlink()
    with pytest.raises(UsageError, match="nothing could be marked"):
        highlight(made.document, [mark(made.document, "Delaware", "Delaware")], out)
    assert not out.exists()


def test_an_encrypted_file_is_refused(make, tmp_path):
    made = make()
    for password in ("", "secret"):
        writer = PdfWriter(clone_from=PdfReader(made.path))
        writer.encrypt(password, "owner", algorithm="AES-256")
        locked = tmp_path / f"locked{password}.pdf"
        writer.write(locked)
        document = replace(made.document, source=str(locked), sha256=file_sha256(locked))
        with pytest.raises(EncryptedDocument, match="is encrypted"):
            highlight(document, [mark(document)], tmp_path / "out.pdf")
        assert not (tmp_path / "out.pdf").exists()


def test_what_cannot_be_done_is_refused_with_a_reason(make, tmp_path):
    made = make()
    marks = [mark(made.document)]
    with pytest.raises(UsageError, match="is the document itself"):
        highlight(made.document, marks, made.path)
    with pytest.raises(ResultsNotWritten, match="cannot be written"):
        highlight(made.document, marks, tmp_path / "nowhere" / "out.pdf")
    with pytest.raises(UsageError, match="is not a file"):
        highlight(made.document, marks, tmp_path)
    made.path.write_bytes(made.path.read_bytes() + b"\n")
    with pytest.raises(DocumentError, match="has changed"):
        highlight(made.document, marks, tmp_path / "out.pdf")
    made.path.unlink()
    with pytest.raises(DocumentError, match="no longer exists"):
        highlight(made.document, marks, tmp_path / "out.pdf")
    made.path.write_text("no PDF at all")
    with pytest.raises(UnsupportedFormat, match="only PDFs"):
        highlight(made.document, marks, tmp_path / "out.pdf")


def test_a_file_that_had_to_be_repaired_is_written_anew(make, tmp_path):
    made = make()
    data = made.path.read_bytes()
    broken = data[: data.rindex(b"startxref")]
    made.path.write_bytes(broken)
    document = replace(made.document, sha256=file_sha256(made.path))
    out = tmp_path / "marked.pdf"
    highlight(document, [mark(document)], out)
    assert len(PdfReader(out).pages[0]["/Annots"]) == 3  # the answer, and its sentence on both sides
    assert (pixels(out) != pixels(made.path)).any()
