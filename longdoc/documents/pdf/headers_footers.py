"""Finds what is printed on the pages but is no part of the text: running headers, footers, page numbers.

A line near the edge of a page is a running line if lines that read the same stand at the same height on
enough pages around, or on most of them as many lines from the edge; figures in it may count the pages. A
page number that stands alone may move about; one that stands beside a heading in the outermost line takes
it along. A text that had pages of its own before it was printed on these carries their numbers anywhere.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import TypeVar

from longdoc.documents.pdf.words import Line
from longdoc.documents.text.headers_footers import MOST_CHARS, page_numbers
from longdoc.documents.types import Span

__all__ = ["without_headers_footers"]

EDGE_LINES = 4  # at the top and at the foot of a page
NEIGHBOUR_PAGES = 6  # to each side: a chapter's header runs only so long, and left and right pages differ
SHARE_OF_PAGES = 0.25  # of those around carry the line: left pages only, and not where a chapter opens
SHARE_AT_ANY_HEIGHT = 0.5  # of those around, where footers stand below the text, wherever that ends
SAME_HEIGHT = 6.0  # points
SAME_SIZE = 0.15  # of the type: a title is no running line, though every page repeats it in small
COUNTED = 0.6  # of the six pages around, and three at least, count on where headings change from page to page
INDENT = 0.2  # of the width of the text: numbers of former pages stand further in, those of clauses do not
MOST_OF_THE_TEXT = 0.5  # more than this is no headers_footers, however regular: a form, a register
_FIGURES = re.compile(r"\d+")
_NUMBER = re.compile(
    r"(?:page\s+)?[-–—\[(]?\s*(?:[A-Z]{1,2}-)?(\d{1,4}|[ivxlcdm]{1,7})\s*[-–—\])]?(?:\s*(?:of|/)\s*\d+)?\.?",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"(\d{1,4})\s+\D.*|.*\D\s+(\d{1,4})")
_WORD = re.compile(r"[^\W\d_]{2}")
# Pages for signatures look alike, and what stands on them matters.
_SIGNED = re.compile(r"(?:by|name|title|its|dated?|signature|signed|witness)\s*:|.*/s/")
_CHINESE_NUMBER = re.compile(r"第?\s*(\d{1,4})\s*页?(?:\s*[,，/]?\s*共\s*\d+\s*页)?")

Pages = Sequence[Sequence[Line]]
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _Place:
    """A line at an edge: its page, its index there, how far from the edge, and the figures in it."""

    page: int
    index: int
    rank: int  # 0: the outermost
    y: float
    size: float
    figures: tuple[int, ...]


def without_headers_footers(pages: Pages) -> list[list[Line]]:
    """The pages' lines less running headers, running footers and page numbers."""
    edges = [_edges(lines) for lines in pages]
    constant: list[set[int]] = [set() for _ in pages]
    counting: list[set[int]] = [set() for _ in pages]
    for side in (0, 1):
        _find_running([edge[side] for edge in edges], pages, constant, counting)
    drop = [same | numbered for same, numbered in zip(constant, counting, strict=True)]
    _drop_counting(edges, pages, drop)
    for side in (0, 1):
        _drop_headings([edge[side] for edge in edges], pages, drop)
    _keep_inner(edges, drop)
    if _size(pages, drop) > MOST_OF_THE_TEXT * _size(pages, None):
        drop = [chosen & same for chosen, same in zip(drop, constant, strict=True)]
    former = _former_pages(pages, drop)
    return [
        [
            replace(line, jump=True) if index - 1 in former[page] else line
            for index, line in enumerate(lines)
            if index not in drop[page] | former[page]
        ]
        for page, lines in enumerate(pages)
    ]


def _former_pages(pages: Pages, drop: list[set[int]]) -> list[set[int]]:
    """By page: the lines that count the pages which the text had before."""
    numbers: list[tuple[int, Span]] = []
    places: dict[int, tuple[int, int]] = {}
    length = 0
    for page, lines in enumerate(pages):
        left, right = min((x.x0 for x in lines), default=0.0), max((x.x1 for x in lines), default=0.0)
        for index, line in enumerate(lines):
            value = _page_number(line.text) if line.x0 > left + INDENT * (right - left) else None
            if value is not None and index not in drop[page] and not line.text.endswith("."):
                places[length] = page, index
                numbers.append((value, Span(length, length + len(line.text))))
            length += len(line.text) + 1
    found: list[set[int]] = [set() for _ in pages]
    for span in page_numbers(numbers):
        page, index = places[span.start]
        found[page].add(index)
    return found


def _keep_inner(edges: list[tuple[list[int], list[int]]], drop: list[set[int]]) -> None:
    """Headers and footers stands outermost: what has text between itself and the edge is text."""
    for page, sides in enumerate(edges):
        outer: set[int] = set()
        for side in sides:
            outer.update(takewhile(drop[page].__contains__, side))
        drop[page] &= outer


def _size(pages: Pages, chosen: list[set[int]] | None) -> int:
    return sum(
        len(line.text)
        for page, lines in enumerate(pages)
        for index, line in enumerate(lines)
        if chosen is None or index in chosen[page]
    )


def _edges(lines: Sequence[Line]) -> tuple[list[int], list[int]]:
    """Indices of the topmost and of the lowest lines, the outermost first."""
    by_height = sorted(range(len(lines)), key=lambda index: -lines[index].y)
    return by_height[:EDGE_LINES], by_height[::-1][:EDGE_LINES]


def _find_running(
    edge: list[list[int]], pages: Pages, constant: list[set[int]], counting: list[set[int]]
) -> None:
    """Lines at one height, or as far from the edge: the same words, figures that stay or count the pages."""
    places: dict[str, list[_Place]] = defaultdict(list)
    for page, indices in enumerate(edge):
        for rank, index in enumerate(indices):
            line = pages[page][index]
            figures = tuple(int(digits[:9]) for digits in _FIGURES.findall(line.text))
            wording = _FIGURES.sub("#", line.text).strip().lower()
            if _SIGNED.match(wording) or not _WORD.search(wording):
                continue
            places[wording].append(_Place(page, index, rank, line.y, line.size, figures))
    for found in places.values():
        for position, place in enumerate(found):
            around = (
                min(len(pages), place.page + NEIGHBOUR_PAGES + 1) - max(0, place.page - NEIGHBOUR_PAGES) - 1
            )
            enough = max(2, SHARE_OF_PAGES * around) if len(pages) > 3 else 1
            near = [other for other in found[max(0, position - 24) : position + 25] if _near(place, other)]
            level = [other for other in near if abs(other.y - place.y) <= SAME_HEIGHT]
            alike = [other for other in near if other.rank == place.rank]
            most = max(3, SHARE_AT_ANY_HEIGHT * around)
            for group, least in ((level, enough), (alike, most)):
                if len({other.page for other in group if other.figures == place.figures}) >= least:
                    constant[place.page].add(place.index)
                elif len({other.page for other in group if _counts(place, other)}) >= least:
                    counting[place.page].add(place.index)


def _near(place: _Place, other: _Place) -> bool:
    alike = abs(other.size - place.size) <= SAME_SIZE * place.size
    return alike and 0 < abs(other.page - place.page) <= NEIGHBOUR_PAGES


def _counts(place: _Place, other: _Place) -> bool:
    """Whether every figure stays, or grows with the page."""
    apart = other.page - place.page
    return all(b - a in (0, apart) for a, b in zip(place.figures, other.figures, strict=True))


def _drop_counting(edges: list[tuple[list[int], list[int]]], pages: Pages, drop: list[set[int]]) -> None:
    """Numbers that stand alone at an edge and grow by one from page to page."""
    numbers: list[dict[int, int]] = []  # per page: number - page: line
    for page, sides in enumerate(edges):
        found: dict[int, int] = {}
        for side in sides:
            for index in [index for index in side if index not in drop[page]][:2]:
                value = _page_number(pages[page][index].text)
                if value is not None:
                    found[value - page] = index
        numbers.append(found)
    for page, found in enumerate(numbers):
        for shift, index in found.items():
            if sum(shift in other for other in _around(numbers, page)) >= (2 if len(pages) > 3 else 1):
                drop[page].add(index)


def _around(by_page: Sequence[_T], page: int) -> Sequence[_T]:
    """What is known of the three pages on either side of one."""
    return [*by_page[max(0, page - 3) : page], *by_page[page + 1 : page + 4]]


def _drop_headings(edge: list[list[int]], pages: Pages, drop: list[set[int]]) -> None:
    """Outermost lines with a page number at one end, whatever they say, if most pages around have such."""
    found: list[dict[int, Line]] = []  # per page: number - page: line
    for page, indices in enumerate(edge):
        line = pages[page][indices[0]] if indices else None
        short = line is not None and len(line.text) <= MOST_CHARS
        match = (_BESIDE.fullmatch(line.text) or _NUMBER.fullmatch(line.text)) if line and short else None
        numbers = [int(digits) for digits in match.groups() if digits and digits.isdigit()] if match else []
        found.append({number - page: line for number in numbers if line})
    for page, numbered in enumerate(found):
        for shift, line in numbered.items():
            others = [other.get(shift) for other in _around(found, page)]
            level = sum(other is not None and abs(other.y - line.y) <= SAME_HEIGHT for other in others)
            if level >= max(3, COUNTED * len(others)):
                drop[page].add(edge[page][0])


def _page_number(text: str) -> int | None:
    match = _NUMBER.fullmatch(text.strip()) or _CHINESE_NUMBER.fullmatch(text.strip())
    if match is None:
        return None
    return int(match[1]) if match[1].isdigit() else _roman(match[1].lower())


def _roman(digits: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}[digit] for digit in digits]
    return sum(
        -value if index + 1 < len(values) and values[index + 1] > value else value
        for index, value in enumerate(values)
    )
