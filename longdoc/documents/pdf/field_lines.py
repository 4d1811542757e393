"""Fields and notes → lines `name: value` of their page, each after the line that it belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from longdoc.documents.pdf.paragraphs import Laid
from longdoc.documents.pdf.places import corners_within
from longdoc.documents.pdf.pool import PageRead
from longdoc.documents.pdf.words import FoundField, Line
from longdoc.documents.text.clean import normalise_characters
from longdoc.documents.types import Field, Kind, Span

__all__ = ["fields_of_text", "told_hidden", "with_fields"]

ABOVE = 16.0  # points: so far above a field may stand what it is called
LABEL_CHARS = 80
MOST_NAMED = 8  # in a notice


def with_fields(
    pages: Sequence[list[Line]], read: Sequence[PageRead], fields: Sequence[FoundField]
) -> list[list[Line]]:
    """The pages' lines with those of the fields; fields without a page go to the last one."""
    filled = [list(lines) for lines in pages]
    ordered = sorted(fields, key=lambda one: (one.page is None, one.page or 0, *_from_top(one)))
    for one in ordered:
        page = one.page if one.page is not None and one.page < len(filled) else len(filled) - 1
        lines = filled[page]
        at = _label(lines, one)
        behind = at
        while at is not None and behind is not None and behind + 1 < len(lines) and _belongs(lines, behind):
            behind += 1
        line = _line(one, lines[at].text if at is not None else "", read[page])
        if at is not None and _is_name(lines[at], line):
            _take_place(lines, at, line)
            continue
        lines.insert(len(lines) if behind is None else behind + 1, line)
    return filled


def _from_top(one: FoundField) -> tuple[float, float]:
    return (-one.rectangle[3], one.rectangle[0]) if one.rectangle else (0.0, 0.0)


def _belongs(lines: Sequence[Line], at: int) -> bool:
    """Whether the next line is a field of this line, or continues its table."""
    following = lines[at + 1]
    return following.field is not None or (lines[at].row is not None and following.row is not None)


def _is_name(label: Line, line: Line) -> bool:
    """Whether a printed line is only the name of the field after it."""
    return line.field is not None and label.row is None and label.text.rstrip(" :_.…") == line.field.name


def _take_place(lines: list[Line], at: int, line: Line) -> None:
    """Replace a field's printed name by its line; the letters of the name keep their boxes."""
    label = lines[at]
    if line.field is not None and line.corners is not None and label.corners is not None:
        named = len(line.field.name)
        line.corners[:named] = label.corners[:named]
    lines[at] = replace(line, y=label.y, size=label.size, jump=label.jump)


def _label(lines: Sequence[Line], one: FoundField) -> int | None:
    """The line to the left of a field, or else directly above it."""
    if one.rectangle is None or one.hidden:
        return None
    left, bottom, right, top = one.rectangle
    best: tuple[float, int] | None = None
    for at, line in enumerate(lines):
        if line.field is not None:
            continue
        if bottom - 3 <= line.y <= top and line.x0 < right:
            distance = max(0.0, left - line.x1)
        elif top - 3 <= line.y <= top + ABOVE and line.x0 < right and line.x1 > left:
            distance = 1000.0 + line.y - top
        else:
            continue
        if best is None or distance < best[0]:
            best = distance, at
    return best[1] if best else None


def _line(one: FoundField, label: str, page: PageRead) -> Line:
    name = _tidy(one.name)
    if not one.named and one.kind == "field" and 1 < len(label) <= LABEL_CHARS and " | " not in label:
        name = label.rstrip(" :_.…").strip() or name
    value = _tidy(one.value)
    text = f"{name}: {value}"
    corners = None
    if one.rectangle is not None and page.frame and one.page is not None:
        corners = corners_within(one.rectangle, page.frame, len(text))
        corners[: len(text) - len(value)] = -1
    kind = Kind.NOTE if one.kind == "note" else Kind.FIELD
    x0, y0, x1, y1 = one.rectangle or (0.0, 0.0, 0.0, 0.0)
    found = FoundField(name, value, one.page, one.rectangle, one.hidden, one.kind)
    return Line(text, x0, x1, y0, y1 - y0, False, True, kind.value, corners=corners, field=found)


def _tidy(text: str) -> str:
    return " ".join(normalise_characters(text).split())


def fields_of_text(pages: Sequence[Sequence[Line]], laid: Laid) -> tuple[Field, ...]:
    """The fields with their lines as spans of the text."""
    return tuple(
        Field(line.field.name, line.field.value, Span(start, start + len(line.text)), line.field.hidden)
        for line, start in _starts(pages, laid)
        if line.field is not None
    )


def _starts(pages: Sequence[Sequence[Line]], laid: Laid) -> Iterator[tuple[Line, int]]:
    lines = (line for lines in pages for line in lines)
    for line, (_, _, start) in zip(lines, laid.line_starts, strict=True):
        yield line, start


def told_hidden(fields: Sequence[FoundField]) -> list[str]:
    """The notice on fields and notes that no page shows."""
    hidden = [_tidy(one.name) for one in fields if one.hidden]
    if not hidden:
        return []
    more = f" and {len(hidden) - MOST_NAMED:,} more" if len(hidden) > MOST_NAMED else ""
    noun = "field or note" if len(hidden) == 1 else "fields or notes"
    return [f"{len(hidden):,} hidden {noun} were read: {', '.join(hidden[:MOST_NAMED])}{more}"]
