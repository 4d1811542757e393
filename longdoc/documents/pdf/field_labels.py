"""Finds the printed label of a form field: beside it, above it or below it, as the page is shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from longdoc.documents.pdf.places import corners_within
from longdoc.documents.pdf.words import FoundField, Line
from longdoc.documents.types import Boxes

__all__ = ["Label", "Printed", "label_of", "option_of", "printed_on", "shown"]

GAP = 1.0  # heights of the type: wider parts two labels on one line
BASELINE = 0.22  # of the height of a character's box, from below
ABOVE, BELOW = 20.0, 12.0  # points: so far from a field may stand what it is called
SLACK = 3.0  # points: so far may the text beside a field stand above or below it
BESIDE = 24.0  # points to the right of a button, at most
_YES_OR_NO = re.compile(r"\W*(?:yes|no|n/?a|ja|nein|nej|oui|non|s[ií]|是|否)\W*", re.IGNORECASE)

Rectangle = tuple[float, float, float, float]  # left, bottom, right, top, in points of the shown page


@dataclass(frozen=True, slots=True)
class Printed:
    """A part of a line without a wide gap: the number of the line, its text and place."""

    line: int
    text: str
    left: float
    right: float
    y: float  # of the baseline


@dataclass(frozen=True, slots=True)
class Label:
    """What a field is called, and the number of the line that says so."""

    line: int
    text: str


def printed_on(lines: Sequence[Line]) -> list[Printed]:
    """The parts of a page's lines, in order."""
    return [part for number, line in enumerate(lines) for part in _parts(number, line)]


def _parts(number: int, line: Line) -> list[Printed]:
    if line.corners is None:
        return []
    found: list[Printed] = []
    start, last = 0, -1
    corners: list[list[int]] = line.corners.tolist()
    for at, (left, bottom, right, top) in enumerate(corners):
        if right < 0:
            continue
        if last >= 0:
            apart = max(left - corners[last][2], corners[last][0] - right)
            if apart > GAP * (top - bottom):
                found.append(_part(number, line.text, corners, start, last + 1))
                start = at
        else:
            start = at
        last = at
    return [*found, _part(number, line.text, corners, start, last + 1)] if last >= 0 else []


def _part(number: int, text: str, corners: list[list[int]], start: int, end: int) -> Printed:
    boxes = [box for box in corners[start:end] if box[2] >= 0]
    _, bottom, _, top = boxes[0]
    y = bottom + BASELINE * (top - bottom)
    left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
    return Printed(number, text[start:end], left / Boxes.UNITS, right / Boxes.UNITS, y / Boxes.UNITS)


def shown(rectangle: Any, frame: dict[str, Any] | None) -> Rectangle | None:
    """A rectangle of the file as the page shows it; None if it lies outside."""
    if rectangle is None or not frame:
        return None
    left, bottom, right, top = corners_within(rectangle, frame, 1)[0].tolist()
    units = Boxes.UNITS
    return (left / units, bottom / units, right / units, top / units) if right >= 0 else None


def label_of(parts: Iterable[Printed], one: FoundField, frame: dict[str, Any] | None) -> Label | None:
    """What is printed to the left of a field, or right of a check box, or else above, below or beside it."""
    place = shown(one.around or one.rectangle, frame)
    if place is None or one.hidden:
        return None
    best: tuple[float, Printed] | None = None
    for part in parts:
        distance = _distance(part, place, one)
        if distance is not None and (best is None or distance < best[0]):
            best = distance, part
    if best is None:
        return None
    text = best[1].text
    if one.button == "check" and _YES_OR_NO.fullmatch(text):
        text = _question(parts, best[1], text)
    return Label(best[1].line, text)


def option_of(parts: Iterable[Printed], one: FoundField, frame: dict[str, Any] | None) -> str:
    """What is printed to the right of the chosen button of a group; "" if nothing is."""
    place = shown(one.rectangle, frame)
    if place is None:
        return ""
    beside = [part for part in parts if _is_level(part, place) and 0 <= _to_the_right(part, place) < BESIDE]
    return min(beside, key=lambda part: part.left).text if beside else ""


def _distance(part: Printed, place: Rectangle, one: FoundField) -> float | None:
    """How far a part stands from a field as its label; None if it cannot be that."""
    left, _, right, top = place
    if _is_level(part, place):
        if part.left < (right if one.kind == "note" else left):
            return max(0.0, left - part.right) + 0.01 * abs(top - part.y)
        beside = _to_the_right(part, place)
        if one.kind == "note" or not 0 <= beside < BESIDE:
            return None
        return beside if one.button == "check" else 3000.0 + beside
    if part.left >= right or part.right <= left:
        return None
    if top - SLACK <= part.y <= top + ABOVE:
        return 1000.0 + part.y - top
    below = place[1] - part.y
    return 2000.0 + below if one.kind != "note" and 0 < below <= BELOW else None


def _is_level(part: Printed, place: Rectangle) -> bool:
    return place[1] - SLACK <= part.y <= place[3]


def _to_the_right(part: Printed, place: Rectangle) -> float:
    return part.left - place[2] + SLACK


def _question(parts: Iterable[Printed], option: Printed, text: str) -> str:
    """A box for "Yes" or "No" with the first words of its line, which ask for it."""
    first = next(part for part in parts if part.line == option.line)
    return text if _YES_OR_NO.fullmatch(first.text) else f"{first.text.rstrip(' :_.…')} {text}"
