"""Serializes the structure of a Document (blocks, tables, fields, boxes) to compact byte strings, and back.

Offsets grow monotonically, so their differences compress well.
"""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from longdoc.documents.types import Block, Boxes, Cell, Document, Field, Kind, Link, Span, Table

__all__ = [
    "pack_boxes", "pack_cells", "pack_layout", "pack_text", "unpack_boxes", "unpack_layout", "unpack_text",
]  # fmt: skip

_CELL_NUMBERS = 6
ITEMS_AT_ONCE = 10_000


def pack_text(text: str, level: int = 6) -> bytes:
    """The text, including surrogates, which UTF-8 does not allow."""
    return zlib.compress(text.encode("utf-8", "surrogatepass"), level)


def unpack_text(packed: bytes) -> str:
    """The other way."""
    return zlib.decompress(packed).decode("utf-8", "surrogatepass")


def pack_layout(document: Document) -> bytes:
    """Blocks, fields, headers and footers, links, and tables without their cells."""
    layout: dict[str, Iterator[list[Any]]] = {
        "headers_footers": ([span.start, span.end] for span in document.headers_footers),
        "blocks": ([block.span.start, block.span.end, block.kind.value] for block in document.blocks),
        "fields": ([f.name, f.value, f.span.start, f.span.end, f.hidden] for f in document.fields),
        "tables": (_table_numbers(table) for table in document.tables),
        "links": ([link.span.start, link.span.end, link.target] for link in document.links),
    }
    packer = zlib.compressobj(6)
    packed = [packer.compress(part.encode("ascii")) for part in _as_json(layout)]
    return b"".join((*packed, packer.flush()))


def _as_json(layout: dict[str, Iterator[list[Any]]]) -> Iterator[str]:
    """A JSON object of lists, written a part at a time: they may hold millions of items."""
    encode = json.JSONEncoder(separators=(",", ":")).encode
    before = "{"
    for name, items in layout.items():
        yield f'{before}"{name}":['
        between = ""
        while batch := list(islice(items, ITEMS_AT_ONCE)):
            yield between + encode(batch)[1:-1]
            between = ","
        yield "]"
        before = ","
    yield "}"


def pack_cells(tables: Sequence[Table]) -> bytes:
    """The cells of all tables, column by column: starts, lengths, rows, columns and spans."""
    cells = [cell for table in tables for cell in table.cells]
    columns: list[Iterable[int]] = [
        _differences([cell.span.start for cell in cells]),
        (len(cell.span) for cell in cells),
        (cell.row for cell in cells),
        (cell.column for cell in cells),
        (cell.rows for cell in cells),
        (cell.columns for cell in cells),
    ]
    packed = array("i")
    for column in columns:
        packed.extend(column)
    if sys.byteorder == "big":
        packed.byteswap()
    return zlib.compress(packed.tobytes(), 6) if cells else b""


def unpack_layout(
    packed: bytes, cells: bytes
) -> tuple[tuple[Span, ...], tuple[Block, ...], tuple[Field, ...], tuple[Table, ...], tuple[Link, ...]]:
    """The inverse of `pack_layout` and `pack_cells`."""
    layout: dict[str, Any] = json.loads(zlib.decompress(packed))
    kinds = {kind.value: kind for kind in Kind}
    return (
        tuple(Span(start, end) for start, end in layout["headers_footers"]),
        tuple(Block(Span(start, end), kinds[kind]) for start, end, kind in layout["blocks"]),
        tuple(
            Field(name, text, Span(start, end), hidden) for name, text, start, end, hidden in layout["fields"]
        ),
        _tables(layout["tables"], _unpack_cells(cells)),
        tuple(Link(Span(start, end), target) for start, end, target in layout.get("links", ())),
    )


def pack_boxes(boxes: Boxes | None) -> bytes | None:
    """Left, bottom, width and height of every character in two bytes each, as differences of neighbours."""
    if boxes is None:
        return None
    import numpy as np

    left, bottom, right, top = np.ascontiguousarray(boxes.corners_C4.T.astype("<i2", copy=False))
    steps_4C = np.stack(  # int16 wraps around, and does so back again
        [
            np.diff(left, prepend=left.dtype.type(0)),
            np.diff(bottom, prepend=left.dtype.type(0)),
            right - left,
            top - bottom,
        ]
    )
    return zlib.compress(steps_4C.view(np.uint8).reshape(4, -1, 2).transpose(0, 2, 1).tobytes(), 1)


def unpack_boxes(packed: bytes | None) -> Boxes | None:
    """The other way."""
    if packed is None:
        return None
    import numpy as np

    raw = np.frombuffer(zlib.decompress(packed), np.uint8).reshape(4, 2, -1)
    steps_4C = np.ascontiguousarray(raw.transpose(0, 2, 1)).view("<i2")[..., 0]
    left = np.cumsum(steps_4C[0], dtype=np.int16)
    bottom = np.cumsum(steps_4C[1], dtype=np.int16)
    return Boxes(np.stack([left, bottom, left + steps_4C[2], bottom + steps_4C[3]], axis=1))


def _table_numbers(table: Table) -> list[int | None]:
    caption = (None, None) if table.caption is None else (table.caption.start, table.caption.end)
    return [
        table.span.start, table.span.end, table.header_rows, table.header_columns, *caption, len(table.cells)
    ]  # fmt: skip


def _tables(tables: list[list[Any]], cells: list[Cell]) -> tuple[Table, ...]:
    made = []
    at = 0
    for start, end, header_rows, header_columns, caption_start, caption_end, count in tables:
        caption = None if caption_start is None else Span(caption_start, caption_end)
        own = tuple(cells[at : at + count])
        made.append(Table(Span(start, end), own, header_rows, header_columns, caption))
        at += count
    return tuple(made)


def _unpack_cells(packed: bytes) -> list[Cell]:
    if not packed:
        return []
    numbers = array("i")
    numbers.frombytes(zlib.decompress(packed))
    if sys.byteorder == "big":
        numbers.byteswap()
    count = len(numbers) // _CELL_NUMBERS
    columns = [numbers[i * count : (i + 1) * count] for i in range(_CELL_NUMBERS)]
    cells = []
    start = 0
    for step, length, row, column, rows, covered in zip(*columns, strict=True):
        start += step
        cells.append(Cell(Span(start, start + length), row, column, rows, covered))
    return cells


def _differences(numbers: list[int]) -> Iterable[int]:
    return (x - before for before, x in zip([0, *numbers], numbers, strict=False))
