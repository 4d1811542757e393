"""What is drawn on a page beside its text: ruled lines, with which tables are drawn, pictures, filled boxes.

Ruled lines are thin horizontal and vertical boxes and strokes.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as raw

from longdoc.documents.pdf.check_boxes import LARGEST, Shape
from longdoc.documents.pdf.hidden import PALE
from longdoc.documents.pdf.pictured import Box

__all__ = ["Drawn", "Rule", "drawn_on"]

THIN = 2.5  # points: a box that is no thicker is a line
SHORT = 4.0  # points: what is no longer is a dot or a tick
DOT = 2.0  # points: what is no longer is no line at all
STRAIGHT = 0.7  # points: so far may a line's ends be out of true
MOST_OBJECTS = 20_000
MOST_SEGMENTS = 4_000  # of one path
MOST_RULES = 6_000
MOST_COVERS = 2_000
MOST_SHAPES = 4_000
SIDES = 4  # of a rectangle
MOST_OF_FRAME = 40  # segments of two outlines
MOST_DEPTH = 3  # of forms within forms

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal or vertical line in the coordinates of the page's words."""

    across: bool
    at: float
    start: float
    end: float

    def turned(self, turn: int) -> Rule:
        """The line in the coordinates of text rotated by this many quarter turns counter-clockwise."""
        if turn == 0:
            return self
        if turn == 2:
            return Rule(self.across, -self.at, -self.end, -self.start)
        if turn == 1:  # x' = y, y' = -x
            if self.across:
                return Rule(False, self.at, -self.end, -self.start)
            return Rule(True, -self.at, self.start, self.end)
        if self.across:  # x' = -y, y' = x
            return Rule(False, -self.at, self.start, self.end)
        return Rule(True, self.at, -self.end, -self.start)


@dataclass(slots=True)
class Drawn:
    """The ruled lines, pictures and filled boxes on a page, in its coordinates.

    `texts` and `covers` tell the order in which text and the boxes that may cover it are painted.
    """

    rules: list[Rule] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    texts: list[tuple[int, Any]] = field(default_factory=list)  # PDFium objects
    covers: list[tuple[int, Box]] = field(default_factory=list)  # opaque, with text below them
    laid_on: list[tuple[int, Box, Any]] = field(default_factory=list)  # pictures, with text below them
    shapes: list[Shape] = field(default_factory=list)  # small ones
    objects: int = 0  # looked at

    def bars(self) -> list[Rule]:
        """The horizontal lines, and those that are too short for rules, as in fractions."""
        short = (shape.box for shape in self.shapes if shape.box[3] - shape.box[1] <= THIN / 2)
        dashes = [Rule(True, (y0 + y1) / 2, x0, x1) for x0, y0, x1, y1 in short if DOT < x1 - x0 <= SHORT]
        return [*self.rules, *dashes]


def drawn_on(page: Any) -> Drawn:
    """The ruled lines and pictures of a PDFium page, up to a limit."""
    drawn = Drawn()
    objects = raw.FPDFPage_CountObjects(page)
    for rule in _of_objects(objects, lambda at: raw.FPDFPage_GetObject(page, at), IDENTITY, 0, drawn):
        drawn.rules.append(rule)
        if len(drawn.rules) >= MOST_RULES:
            break
    return drawn


def _of_objects(count: int, get: Any, outer: Matrix, depth: int, drawn: Drawn) -> Iterator[Rule]:
    for at in range(count):
        drawn.objects += 1
        if drawn.objects > MOST_OBJECTS:
            return
        one = get(at)
        kind = raw.FPDFPageObj_GetType(one)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            yield from _of_path(one, outer, drawn)
        elif kind == raw.FPDF_PAGEOBJ_TEXT:
            drawn.texts.append((drawn.objects, one))
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            if box := _box(one, outer):
                drawn.pictures.append(box)
                if drawn.texts and len(drawn.laid_on) < MOST_COVERS:
                    drawn.laid_on.append((drawn.objects, box, one))
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < MOST_DEPTH:
            inner = _multiply(_matrix(one), outer)
            inside = raw.FPDFFormObj_CountObjects(one)
            yield from _of_objects(
                inside,
                lambda index, form=one: raw.FPDFFormObj_GetObject(form, index),
                inner,
                depth + 1,
                drawn,
            )


def _of_path(path: Any, outer: Matrix, drawn: Drawn) -> Iterator[Rule]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    if not fill.value and not stroke.value:
        return
    box = _box(path, outer)
    if box and max(box[2] - box[0], box[3] - box[1]) <= LARGEST and len(drawn.shapes) < MOST_SHAPES:
        drawn.shapes.append(_shape(path, box, _multiply(_matrix(path), outer), fill.value, stroke.value))
    if box and fill.value and not stroke.value:
        frame = _frame(path, _multiply(_matrix(path), outer))
        box = _clipped(path, box, outer)
        if frame and not _is_thin(box):
            for side in frame:
                yield from _thin(*side)
            return
    if box and _is_thin(box):
        yield from _thin(*box)
        return
    may_cover = fill.value and drawn.texts and len(drawn.covers) < MOST_COVERS
    if box and may_cover and not raw.FPDFPageObj_HasTransparency(path):
        drawn.covers.append((drawn.objects, box))
    if stroke.value:
        yield from _of_segments(path, _multiply(_matrix(path), outer))


def _is_thin(box: Box) -> bool:
    return min(box[2] - box[0], box[3] - box[1]) <= THIN


def _clipped(one: Any, box: Box, outer: Matrix) -> Box:
    """The part of an object's bounds within its clipping path: programs that draw each side of a frame so."""
    clip = raw.FPDFPageObj_GetClipPath(one)
    for at in range(max(0, raw.FPDFClipPath_CountPaths(clip)) if clip else 0):
        segments = range(min(MOST_OF_FRAME, raw.FPDFClipPath_CountPathSegments(clip, at)))
        points = [_point(raw.FPDFClipPath_GetPathSegment(clip, at, number), outer) for number in segments]
        if points:
            across, up = zip(*points, strict=True)
            box = (
                max(box[0], min(across)),
                max(box[1], min(up)),
                min(box[2], max(across)),
                min(box[3], max(up)),
            )
    return box


def _frame(path: Any, matrix: Matrix) -> list[Box]:
    """The sides of a filled frame, which is a rectangle with another, hardly smaller one cut out of it."""
    count = raw.FPDFPath_CountSegments(path)
    if not SIDES < count <= MOST_OF_FRAME:
        return []
    parts: list[list[Point]] = []
    for at in range(count):
        segment = raw.FPDFPath_GetPathSegment(path, at)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            parts.append([])
        elif kind != raw.FPDF_SEGMENT_LINETO or not parts:
            return []
        parts[-1].append(_point(segment, matrix))
    if len(parts) != 2 or any(
        len({x for x, _ in part}) != 2 or len({y for _, y in part}) != 2 for part in parts
    ):
        return []
    (x0, y0, x1, y1), (left, low, right, high) = sorted(map(_around, parts))
    if not (
        x0 <= left <= x0 + THIN
        and y0 <= low <= y0 + THIN
        and x1 >= right >= x1 - THIN
        and y1 >= high >= y1 - THIN
    ):
        return []
    return [(x0, y0, x1, low), (x0, high, x1, y1), (x0, y0, left, y1), (right, y0, x1, y1)]


def _around(points: list[Point]) -> Box:
    across, up = zip(*points, strict=True)
    return min(across), min(up), max(across), max(up)


def _shape(path: Any, box: Box, matrix: Matrix, fill: int, stroke: int) -> Shape:
    is_white = False
    if fill:
        parts = [ctypes.c_uint() for _ in range(4)]
        is_white = (
            bool(raw.FPDFPageObj_GetFillColor(path, *parts)) and min(p.value for p in parts[:3]) >= PALE
        )
    lines = list(_lines(path, matrix))
    is_slanted = any(min(abs(x0 - x1), abs(y0 - y1)) > STRAIGHT for (x0, y0), (x1, y1) in lines)
    segments = range(min(MOST_OF_FRAME, raw.FPDFPath_CountSegments(path)))
    kinds = [raw.FPDFPathSegment_GetType(raw.FPDFPath_GetPathSegment(path, at)) for at in segments]
    is_frame = bool(fill) and kinds.count(raw.FPDF_SEGMENT_MOVETO) == 2
    return Shape(box, bool(stroke), bool(fill), is_white, is_slanted, is_frame)


def _box(one: Any, outer: Matrix) -> Box | None:
    """The bounds of an object in the page's coordinates; None if it has none."""
    sides = [ctypes.c_float() for _ in range(4)]
    if not raw.FPDFPageObj_GetBounds(one, *sides):
        return None
    x0, y0 = _moved(sides[0].value, sides[1].value, outer)
    x1, y1 = _moved(sides[2].value, sides[3].value, outer)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _thin(x0: float, y0: float, x1: float, y1: float) -> Iterator[Rule]:
    if x1 - x0 > max(SHORT, y1 - y0):
        yield Rule(True, (y0 + y1) / 2, x0, x1)
    elif y1 - y0 > SHORT:
        yield Rule(False, (x0 + x1) / 2, y0, y1)


def _of_segments(path: Any, matrix: Matrix) -> Iterator[Rule]:
    for start, end in _lines(path, matrix):
        yield from _stroke(start, end)


def _lines(path: Any, matrix: Matrix) -> Iterator[tuple[Point, Point]]:
    """The straight strokes of a path, including the closing one."""
    begun = last = (0.0, 0.0)
    for at in range(min(MOST_SEGMENTS, raw.FPDFPath_CountSegments(path))):
        segment = raw.FPDFPath_GetPathSegment(path, at)
        point = _point(segment, matrix)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            begun = point
        elif kind == raw.FPDF_SEGMENT_LINETO:
            yield last, point
        last = point
        if raw.FPDFPathSegment_GetClose(segment):
            yield last, begun
            last = begun


def _point(segment: Any, matrix: Matrix) -> Point:
    x, y = ctypes.c_float(), ctypes.c_float()
    raw.FPDFPathSegment_GetPoint(segment, x, y)
    return _moved(x.value, y.value, matrix)


def _stroke(start: Point, end: Point) -> Iterator[Rule]:
    (x0, y0), (x1, y1) = start, end
    if abs(y0 - y1) <= STRAIGHT and abs(x0 - x1) > SHORT:
        yield Rule(True, (y0 + y1) / 2, min(x0, x1), max(x0, x1))
    elif abs(x0 - x1) <= STRAIGHT and abs(y0 - y1) > SHORT:
        yield Rule(False, (x0 + x1) / 2, min(y0, y1), max(y0, y1))


def _matrix(one: Any) -> Matrix:
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(one, matrix):
        return IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _moved(x: float, y: float, m: Matrix) -> tuple[float, float]:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def _multiply(m: Matrix, n: Matrix) -> Matrix:
    a, b, c, d, e, f = m
    g, h, i, j, k, o = n
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + o)
