"""Highlight annotations in a copy of a PDF: an incremental update, so that everything else stays as it is."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.annotations import Highlight
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    RectangleObject,
    StreamObject,
    TextStringObject,
)

from longdoc.documents.pdf.repair import repaired
from longdoc.errors import EncryptedDocument

__all__ = ["annotated"]

Point = tuple[float, float]


def annotated(path: str, marks: list[dict[str, Any]]) -> bytes:
    """The PDF with a highlight for each mark.

    Args:
        marks: each with `page` (from 0), `rectangles` (left, bottom, right, top in points of the page as
            shown), `colour` (red, green, blue in 0..1), `opacity` and `note`.

    Raises:
        EncryptedDocument: the PDF is encrypted, with or without a password to open it.
    """
    data = Path(path).read_bytes()
    try:
        return _written(data, marks, incremental=True)
    except EncryptedDocument:
        raise
    except Exception:  # what pypdf cannot add to is put right where it can be, and written anew
        return _written(repaired(data) or data, marks, incremental=False)


def _written(data: bytes, marks: list[dict[str, Any]], *, incremental: bool) -> bytes:
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        raise EncryptedDocument
    writer = PdfWriter(io.BytesIO(data), incremental=True) if incremental else PdfWriter(clone_from=reader)
    for mark in marks:
        _add(writer, writer.pages[mark["page"]], mark)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def _add(writer: PdfWriter, page: PageObject, mark: dict[str, Any]) -> None:
    quads = [_quad(page, *rectangle) for rectangle in mark["rectangles"]]
    xs, ys = ([point[axis] for quad in quads for point in quad] for axis in (0, 1))
    rect = RectangleObject((min(xs), min(ys), max(xs), max(ys)))
    red, green, blue = mark["colour"]
    points = ArrayObject(FloatObject(round(x, 3)) for quad in quads for point in quad for x in point)
    highlight = Highlight(rect=rect, quad_points=points, printing=True, title_bar="longdoc")
    highlight[NameObject("/C")] = ArrayObject(map(FloatObject, (red, green, blue)))
    highlight[NameObject("/CA")] = FloatObject(mark["opacity"])
    highlight[NameObject("/Contents")] = TextStringObject(mark["note"])
    look = _appearance(rect, quads, (red, green, blue), mark["opacity"])
    highlight[NameObject("/AP")] = DictionaryObject({NameObject("/N"): writer._add_object(look)})
    writer.add_annotation(page, highlight)


def _quad(page: PageObject, left: float, bottom: float, right: float, top: float) -> list[Point]:
    """The corners in the order that viewers expect: upper left, upper right, lower left, lower right."""
    return [_on_paper(page, x, y) for x, y in ((left, top), (right, top), (left, bottom), (right, bottom))]


def _on_paper(page: PageObject, x: float, y: float) -> Point:
    """A point of the displayed page in PDF coordinates: without rotation, from the crop box's origin."""
    media, crop = page.mediabox, page.cropbox
    left, bottom = max(media.left, crop.left), max(media.bottom, crop.bottom)
    width, height = min(media.right, crop.right) - left, min(media.top, crop.top) - bottom
    if width <= 0 or height <= 0:
        left, bottom, width, height = media.left, media.bottom, media.width, media.height
    turned = page.rotation % 360
    if turned == 90:
        x, y = width - y, x
    elif turned == 180:
        x, y = width - x, height - y
    elif turned == 270:
        x, y = y, height - x
    return float(left) + x, float(bottom) + y


def _appearance(
    rect: RectangleObject, quads: list[list[Point]], colour: tuple[float, float, float], opacity: float
) -> StreamObject:
    """The appearance stream, for viewers that do not draw highlights themselves; multiplied with the text."""
    state = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/ExtGState"),
            NameObject("/BM"): NameObject("/Multiply"),
            NameObject("/ca"): FloatObject(opacity),
        }
    )
    lines = ["/G gs", "{:.3f} {:.3f} {:.3f} rg".format(*colour)]
    for upper_left, upper_right, lower_left, lower_right in quads:
        corners = (upper_left, upper_right, lower_right, lower_left)
        path = [f"{x:.3f} {y:.3f} {'l' if i else 'm'}" for i, (x, y) in enumerate(corners)]
        lines += [*path, "h f"]
    look = StreamObject()
    look.set_data("\n".join(lines).encode("ascii"))
    resources = {NameObject("/ExtGState"): DictionaryObject({NameObject("/G"): state})}
    look.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): rect,
            NameObject("/Resources"): DictionaryObject(resources),
        }
    )
    return look
