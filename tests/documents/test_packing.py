"""Everything that a Document knows of its text comes back from a library as it was."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from longdoc.documents.open import open_document
from longdoc.documents.packing import pack_boxes, pack_cells, pack_layout, unpack_boxes, unpack_layout
from longdoc.documents.types import Block, Boxes, Cell, Document, Field, Kind, Link, Span, Table
from longdoc.library.store import Library

EXAMPLES = Path(__file__).parents[2] / "examples" / "documents"
SPANS = st.tuples(st.integers(0, 1 << 30), st.integers(0, 1000)).map(lambda x: Span(x[0], x[0] + x[1]))
SMALL = st.integers(0, 100_000)
CELLS = st.builds(Cell, SPANS, SMALL, SMALL, SMALL, SMALL)
TABLES = st.builds(Table, SPANS, st.lists(CELLS).map(tuple), SMALL, SMALL, st.none() | SPANS)
TEXTS = st.text(st.characters(codec=None), max_size=20)


def _same_boxes(one: Boxes | None, other: Boxes | None) -> bool:
    if one is None or other is None:
        return one is other
    return np.array_equal(one.corners_C4, other.corners_C4)


def _kept_and_back(document: Document) -> Document:
    with tempfile.TemporaryDirectory() as folder:
        library = Library(Path(folder))
        library.keep(document, path="/somewhere", ingested=True)
        library.close()
        again = Library(Path(folder))
        back = again.document(document.sha256, document.source)
        again.close()
    assert back is not None
    return back


@settings(max_examples=40, deadline=None)
@given(
    blocks=st.lists(st.builds(Block, SPANS, st.sampled_from(Kind))).map(tuple),
    tables=st.lists(TABLES).map(tuple),
    fields=st.lists(st.builds(Field, TEXTS, TEXTS, SPANS, st.booleans())).map(tuple),
    headers_footers=st.lists(SPANS).map(tuple),
    links=st.lists(st.builds(Link, SPANS, TEXTS)).map(tuple),
)
def test_blocks_tables_and_fields_come_back(**layout):
    document = Document("some text", (), (), "Title", "a.txt", "0" * 64, **layout)
    back = unpack_layout(pack_layout(document), pack_cells(document.tables))
    assert back == (
        document.headers_footers,
        document.blocks,
        document.fields,
        document.tables,
        document.links,
    )


@settings(max_examples=60, deadline=None)
@given(corners=npst.arrays(np.int16, st.tuples(st.integers(0, 50), st.just(4))))
def test_boxes_come_back_to_the_bit(corners):
    back = unpack_boxes(pack_boxes(Boxes(corners)))
    assert back is not None
    assert back.corners_C4.dtype == np.int16
    np.testing.assert_array_equal(back.corners_C4, corners)


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.*")), ids=lambda path: path.name)
def test_an_example_comes_back_as_it_was_opened(path):
    document = open_document(path)
    back = _kept_and_back(document)
    assert replace(back, character_boxes=None) == replace(document, character_boxes=None)
    assert _same_boxes(back.character_boxes, document.character_boxes)


def test_the_boxes_of_a_printed_page_take_little_room():
    lines, width = 50, 90
    left = np.tile(np.arange(width) * 40 + 500, lines)
    bottom = np.repeat(6000 - np.arange(lines) * 110, width)
    corners = np.stack([left, bottom, left + 40, bottom + 90], axis=1).astype(np.int16)
    packed = pack_boxes(Boxes(corners))
    assert packed is not None
    assert len(packed) < corners.nbytes / 20
