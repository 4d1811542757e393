"""Fields and notes → lines `name: value` of their page, each after the line that it belongs to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from longdoc.documents.pdf.field_labels import Label, label_of, option_of, printed_on, shown
from longdoc.documents.pdf.paragraphs import Laid
from longdoc.documents.pdf.places import corners_within
from longdoc.documents.pdf.pool import PageRead
from longdoc.documents.pdf.words import FoundField, Line
from longdoc.documents.text.clean import normalise_characters
from longdoc.documents.types import Field, Kind, Span
from longdoc.plurals import counted

__all__ = ["fields_of_text", "told_hidden", "with_fields"]

LABEL_CHARS = 80
MOST_NAMED = 8  # in a notice
_CODE = re.compile(r"(?:choice|option|radio|button|on|yes|value)?[\W_]*\d*|.", re.IGNORECASE)


def with_fields(
    pages: Sequence[list[Line]], read: Sequence[PageRead], fields: Sequence[FoundField]
) -> list[list[Line]]:
    """The pages' lines with those of the fields; fields without a page go to the last one."""
    by_page: dict[int, list[FoundField]] = defaultdict(list)
    for one in fields:
        at = one.page if one.page is not None and one.page < len(pages) else len(pages) - 1
        by_page[at].append(one)
    return [
        _filled(lines, by_page[number], read[number]) if number in by_page else list(lines)
        for number, lines in enumerate(pages)
    ]


def _filled(lines: Sequence[Line], fields: Sequence[FoundField], page: PageRead) -> list[Line]:
    """The lines of a page with its fields after their labels, or else after the last line."""
    parts = printed_on(lines)
    kept, last, after = list(lines), list[Line](), defaultdict[int, list[Line]](list)
    for one in sorted(fields, key=lambda one: (one.page is None, *_from_top(one, page))):
        label = label_of(parts, one, page.frame)
        if one.button == "radio" and _CODE.fullmatch(one.value):
            one = replace(one, value=_tidy(option_of(parts, one, page.frame)) or one.value)
        line = _line(one, _called(label, lines), page)
        if label is None:
            last.append(line)
            continue
        at = label.line
        if kept[at] is lines[at] and not after[at] and _is_name(lines[at], line):
            _take_place(kept, at, line)
            continue
        while at + 1 < len(lines) and lines[at].row is not None and lines[at + 1].row is not None:
            at += 1  # a field in a table stands after it
        after[at].append(line)
    return [line for at, one in enumerate(kept) for line in (one, *after[at])] + last


def _from_top(one: FoundField, page: PageRead) -> tuple[float, float]:
    place = shown(one.rectangle, page.frame)
    return (-place[3], place[0]) if place else (0.0, 0.0)


def _called(label: Label | None, lines: Sequence[Line]) -> str:
    """The name that a label gives to its field; "" if it is a row of several cells."""
    if label is None or " | " in lines[label.line].text:
        return ""
    return label.text


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


def _line(one: FoundField, label: str, page: PageRead) -> Line:
    name = _tidy(one.name)
    if not one.named and one.kind == "field" and 1 < len(label) <= LABEL_CHARS:
        name = label.rstrip(" :_.…").strip() or name
    value = _tidy(one.value)
    if one.button and value.casefold() == name.casefold():
        value = "yes"  # a button whose state is called like itself
    text = f"{name}: {value}"
    corners = None
    if one.rectangle is not None and page.frame and one.page is not None:
        corners = corners_within(one.rectangle, page.frame, len(text))
        corners[: len(text) - len(value)] = -1
    kind = Kind.NOTE if one.kind == "note" else Kind.FIELD
    x0, y0, x1, y1 = one.rectangle or (0.0, 0.0, 0.0, 0.0)
    found = replace(one, name=name, value=value)
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
    were = counted(len(hidden), "hidden field or note was", "hidden fields or notes were")
    return [f"{were} read: {', '.join(hidden[:MOST_NAMED])}{more}"]
