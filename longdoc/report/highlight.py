"""`--highlight`: a copy of a PDF with the answers marked on its pages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from longdoc.documents.types import Document, Page, Rectangle, Span
from longdoc.errors import DamagedDocument, EncryptedDocument, UsageError
from longdoc.report.files import write_whole
from longdoc.report.marks import Mark
from longdoc.report.process import run_worker
from longdoc.report.source import same_file

__all__ = ["COLOURS", "colour_of", "highlight", "unplaced"]

SECONDS = 120.0
ANSWER_OPACITY, QUOTE_OPACITY, SUMMARY_OPACITY = 0.9, 0.35, 0.6
COLOURS = (  # confidence from which on, and red, green, blue
    (0.75, (0.55, 0.87, 0.45)),
    (0.5, (1.0, 0.88, 0.25)),
    (0.0, (1.0, 0.66, 0.36)),
)
SUMMARY_COLOUR = (0.6, 0.8, 1.0)


def highlight(document: Document, marks: Sequence[Mark], out: Path) -> list[str]:
    """Write the copy; returns a line for each mark that could not be placed, wholly or in part.

    Raises:
        DocumentError: the file is encrypted, damaged, changed, or not a PDF.
        UsageError: nothing could be marked.
        ResultsNotWritten: the copy cannot be written.
    """
    path = same_file(document)
    if out.exists() and out.samefile(path):
        raise UsageError(f"{out}: this is the document itself; give another name for the copy")
    placed = [one for mark in marks for one in _pieces(document, mark)]
    if not placed:
        raise UsageError(f"{document.source}: nothing could be marked, so no copy was written")
    job = {"do": "mark", "path": str(path.resolve()), "marks": placed}
    results = run_worker(job, file_bytes=path.stat().st_size, seconds=SECONDS)
    if not results:
        raise DamagedDocument(f"{document.source}: could not be marked: out of memory, time, or crashed")
    fields, data = results[0]
    if fields.get("error") == EncryptedDocument.__name__:
        raise EncryptedDocument(
            f"{document.source}: is encrypted, and a marked copy would not be; use --report instead"
        )
    if "error" in fields:
        raise DamagedDocument(f"{document.source}: could not be marked ({fields['detail']})")
    write_whole(out, data)
    return [line for mark in marks if (line := unplaced(document, mark))]


def unplaced(document: Document, mark: Mark) -> str | None:
    """A message if some characters of a mark have no known position on the page, else None."""
    boxes = document.character_boxes
    signs = [at for at in range(mark.span.start, mark.span.end) if not document.text[at].isspace()]
    missing = [at for at in signs if boxes is None or boxes.corners_C4[at, 2] < 0]
    if not missing:
        return None
    page = document.page_at(mark.span.start)
    where = f"p. {page.label}: " if page else ""
    short = " ".join(document.quote(mark.span).split())
    short = short if len(short) <= 60 else short[:59] + "…"
    much = "is not marked" if len(missing) == len(signs) else "is marked only in part"
    return f"{document.source}: {where}“{short}” {much}: its place on the page is not known"


def colour_of(mark: Mark) -> tuple[float, float, float]:
    """Green for high confidence, orange for low; blue for summaries."""
    if mark.topic is None:
        return SUMMARY_COLOUR
    return next(colour for least, colour in COLOURS if mark.certainty >= least)


def _pieces(document: Document, mark: Mark) -> list[dict[str, Any]]:
    """The annotations of a mark: the span itself, and in a lighter tone the rest of its sentence."""
    opacity = SUMMARY_OPACITY if mark.topic is None else ANSWER_OPACITY
    around = [Span(mark.quote.start, mark.span.start), Span(mark.span.end, mark.quote.end)]
    pieces = [(mark.span, opacity, mark.note)]
    pieces += [(part, QUOTE_OPACITY, f"sentence around the {mark.note}") for part in around if len(part)]
    return [
        {
            "page": page.number - 1,
            "rectangles": [_corners(rectangle) for rectangle in rectangles],
            "colour": colour_of(mark),
            "opacity": strength,
            "note": note,
        }
        for span, strength, note in pieces
        for page, rectangles in _boxes(document, span)
    ]


def _boxes(document: Document, span: Span) -> list[tuple[Page, list[Rectangle]]]:
    """The position of a span without leading and trailing white space."""
    text = document.quote(span)
    start = span.start + len(text) - len(text.lstrip())
    end = span.end - len(text) + len(text.rstrip())
    return document.boxes(Span(start, end)) if start < end else []


def _corners(rectangle: Rectangle) -> tuple[float, float, float, float]:
    return rectangle.left, rectangle.bottom, rectangle.right, rectangle.top
