"""Whatever the bytes, every reader gives a document whose parts lie inside its text, or one clear error."""

from __future__ import annotations

import importlib.util
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from longdoc.documents.formats import ENTRIES, Format
from longdoc.documents.open import open_document
from longdoc.documents.types import Document
from longdoc.errors import DocumentError, DocumentFault

_spec = importlib.util.spec_from_file_location("grids", Path(__file__).parent / "tables" / "grids.py")
assert _spec is not None
assert _spec.loader is not None
grids = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(grids)

ROWS = [["Item", "Price"], ["Valve", "12"], ["Pump", "99"]]
STARTS = {
    Format.RTF: b"{\\rtf1\\ansi{\\fonttbl{\\f0 A;}}{\\footnote x}\\trowd\\intbl a\\cell\\row\\par ",
    Format.TEX: b"\\begin{document}\\section{A}\\begin{tabular}{l}a&b\\\\\\end{tabular}",
    Format.MAIL: b"From: a@b.c\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n"
    b"\n--x\n\nhello\n--x--\n",
    Format.SUBTITLES: b"1\n00:00:01,000 --> 00:00:02,000\nwords\n\n",
    Format.JSON: b'[{"a": 1, "b": "x"}, {"a": 2}]',
    Format.NOTEBOOK: b'{"cells": [{"cell_type": "markdown", "source": "# A"}]}',
    Format.XML: b"<a><b>x</b><c k='v'>y</c></a>",
    Format.HTML: b"<html><body><p>words</p><table><tr><th>a<th>b<tr><td rowspan=9>1<td>2</table>",
    Format.MARKDOWN: b"# A\n\n- [x](y)\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
    Format.MARKUP: b"A\n=\n\n* Item\n\n+--+--+\n|a |b |\n+--+--+\n",
    Format.DELIMITED: b"a;b\n\"x\ny\";2\n",
}  # fmt: skip
PACKED = {name.split(".")[1]: write(ROWS) for name, write in grids.WRITERS.items()}
NAMED = [
    (f"x{entry.suffixes[0]}", PACKED.get(entry.suffixes[0][1:], STARTS.get(entry.format, b"words\n")))
    for entry in ENTRIES
    if entry.format is not Format.PDF
]


def check(document: Document) -> None:
    end = len(document.text)
    spans = [
        *(block.span for block in document.blocks),
        *(table.span for table in document.tables),
        *(cell.span for table in document.tables for cell in table.cells),
        *(field.span for field in document.fields),
        *(link.span for link in document.links),
        *(section.span for section in document.sections),
        *(page.span for page in document.pages),
        *document.sentences,
    ]
    assert all(span.end <= end for span in spans)
    for parts in ([block.span for block in document.blocks], list(document.sentences)):
        assert all(one.end <= two.start for one, two in zip(parts, parts[1:], strict=False))  # noqa: RUF007


@pytest.mark.parametrize(("name", "whole"), NAMED, ids=[name for name, _ in NAMED])
@settings(deadline=None, max_examples=25)
@given(edits=st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=6)), max_size=4), cut=st.floats(0.2, 1))
def test_damaged_files_are_read_or_refused(name: str, whole: bytes, edits, cut: float) -> None:
    data = bytearray(whole)
    for place, piece in edits:
        at = int(place * len(data))
        data[at : at + len(piece)] = piece
    try:
        check(open_document(io.BytesIO(bytes(data[: int(cut * len(data)) + 1])), name=name))
    except DocumentFault as fault:
        raise AssertionError("a fault in longdoc") from fault
    except DocumentError:
        return
