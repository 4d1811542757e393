"""Finds running headers, footers and page numbers, which are printed on pages but are not part of the text.

A line near the edge of a page is a header or footer if lines with the same words are at the same height on
enough of the surrounding pages, or on most of them at the same line from the edge; numbers in it may count
the pages and nothing else. A page number alone on its line may vary in position; one beside a heading in the
outermost line makes the heading a header, unless the heading appears nowhere else. A text that already had
pages before it was printed on these can have their numbers anywhere.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import TypeVar

from longdoc.documents.pdf.words import Line
from longdoc.documents.text.headers_footers import MOST_CHARS, page_numbers
from longdoc.documents.text.roman_numerals import roman_value
from longdoc.documents.types import Kind, Span

__all__ = ["Kept", "without_headers_footers"]

EDGE_LINES = 4  # at the top and at the foot of a page
NEIGHBOUR_PAGES = 6  # to each side: a chapter's header runs only so long, and left and right pages differ
SHARE_OF_PAGES = 0.25  # of those around carry the line: left pages only, and not where a chapter opens
SHARE_AT_ANY_HEIGHT = 0.5  # of those around, where footers stand below the text, wherever that ends
SAME_HEIGHT = 6.0  # points
SAME_SIZE = 0.15  # of the type: a title is no running line, though every page repeats it in small
LARGEST = 1.3  # times the usual type of the page: "Step 3" on page 3 is its heading
COUNTED = 0.6  # of the six pages around, and three at least, count on where headings change from page to page
INDENT = 0.2  # of the width of the text: numbers of former pages stand further in, those of clauses do not
MOST_SENTENCE_ENDS = 0.5  # of the lines before numbers of former pages; sentences end before chapter numbers
MOST_OF_A_PAGE = 0.25  # a page that would lose more is a form or a register, and keeps its lines
MOST_SHIFT = 30  # leaves before the page that is counted as the first
MOST_SHOWN, SHOWN_CHARS = 4, 60  # in the notice
ROMAN_DIGITS = "ivxlc"
FIGURE = "\x00"  # for each number where lines are compared; cleaned text has no such character
_FIGURES = re.compile(r"\d+")
_NUMBER = re.compile(
    r"(?:(?:page|seite|p[áa]gina|sida|side|blatt)\s+)?"
    r"[-–—\[(]?\s*(?:[A-Z]{1,2}-)?(\d{1,4}|(?a:[ivxlcdm]{1,7}))\s*[-–—\])]?"
    r"(?:\s*(?:of|/|von|de|di|van|av|af|sur)\s*\d+|\s*\(\d+\))?\.?",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"(\d{1,4})\s+\D.*|.*\D\s+(\d{1,4})")
# a Roman numeral up to 99 at either end of a heading: "vi CONTENTS"
_ROMAN = r"(?=[ivxlc])(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})"
_BESIDE_ROMAN = re.compile(rf"({_ROMAN})\s+[^\Wa-z].*|.*\s({_ROMAN})")
_WORD = re.compile(r"[^\W\d_]{2}")
_PAGE_WORD = re.compile(
    r"(?:\b(?:page|pages|pg|p|seite|página|pagina|folio|blatt|sheet)\.?|第)\s*$", re.IGNORECASE
)
_OF_TOTAL = re.compile(r"\s*(?:of|/|von|de)\s*(\d{1,6})\b", re.IGNORECASE)
# Signature pages look alike, and their content matters.
_SIGNED = re.compile(r"(?:by|name|title|its|dated?|signature|signed|witness)\s*:|.*/s/")
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’)\]）】」』]*$")
_CHINESE_NUMBER = re.compile(r"第?\s*(\d{1,4})\s*页?(?:\s*[,，/]?\s*共\s*\d+\s*页)?")

Pages = Sequence[Sequence[Line]]
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _Place:
    """A line at an edge: its page, its index there, its distance from the edge, and the numbers in it."""

    page: int
    index: int
    rank: int  # 0: the outermost
    y: float
    size: float
    figures: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """The lines that are kept, by page, and one line for each thing that was removed."""

    pages: list[list[Line]]
    notices: list[str]


def without_headers_footers(pages: Pages) -> Kept:
    """Remove page numbers, and running headers and footers except for their first occurrence.

    Identical pages are copies, not evidence of headers; a line that counts anything but pages is content; and
    no page loses more than a small share of its text.
    """
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
    first = _where_first(pages, drop)
    drop = [_small_share(pages[page], chosen - first[page]) for page, chosen in enumerate(drop)]
    _keep_table_headers(pages, constant, drop)
    former = _former_pages(pages, drop)
    kept = [
        [
            replace(
                line,
                jump=line.jump or index - 1 in former[page],
                kind=Kind.HEADER_FOOTER.value if index in first[page] else line.kind,
            )
            for index, line in enumerate(lines)
            if index not in drop[page] | former[page]
        ]
        for page, lines in enumerate(pages)
    ]
    return Kept(kept, _told(pages, [chosen | old for chosen, old in zip(drop, former, strict=True)]))


def _shortened(text: str) -> str:
    """A line, shortened for a notice."""
    return text if len(text) <= SHOWN_CHARS else f"{text[:SHOWN_CHARS]}…"


def _wording(text: str) -> str:
    """A line's words without its numbers, by which headers and footers are compared."""
    may_count = text[:1] in ROMAN_DIGITS or text[-1:] in ROMAN_DIGITS
    if may_count and not _FIGURES.search(text) and (match := _BESIDE_ROMAN.fullmatch(text)):
        text = text[: match.start(2)] if match[2] else text[match.end(1) :]
    return " ".join(_FIGURES.sub(" ", text).lower().split()).strip(" -–—|·.")


def _where_first(pages: Pages, drop: list[set[int]]) -> list[set[int]]:
    """By page: the headers and footers that appear for the first time, without page numbers."""
    first: list[set[int]] = [set() for _ in pages]
    running = {_wording(pages[page][index].text) for page, chosen in enumerate(drop) for index in chosen}
    seen = {
        wording
        for page, lines in enumerate(pages)
        for index, line in enumerate(lines)
        if index not in drop[page] and (wording := _wording(line.text)) in running
    }
    for page, chosen in enumerate(drop):
        for index in sorted(chosen):
            text = pages[page][index].text
            if _page_number(text) is None and (wording := _wording(text)) and wording not in seen:
                seen.add(wording)
                first[page].add(index)
    return first


def _small_share(lines: Sequence[Line], chosen: set[int]) -> set[int]:
    """The lines that may be removed from a page: page numbers, and the rest if it is a small share."""
    numbers = {index for index in chosen if _page_number(lines[index].text) is not None}
    rest = chosen - numbers
    total = sum(len(line.text) for index, line in enumerate(lines) if index not in numbers)
    if sum(len(lines[index].text) for index in rest) > MOST_OF_A_PAGE * total:
        chosen = numbers
    return chosen if len(chosen) < len(lines) else set()


def _told(pages: Pages, drop: list[set[int]]) -> list[str]:
    """The notices on what was removed: each wording with the number of pages that it was removed from."""
    wordings: Counter[str] = Counter()
    examples: dict[str, str] = {}
    numbers = 0
    for page, chosen in enumerate(drop):
        removed = [pages[page][index].text for index in sorted(chosen)]
        headings = [text for text in removed if _page_number(text) is None]
        numbers += len(removed) - len(headings)
        wordings.update(dict.fromkeys(map(_wording, headings), 1))
        for text in headings:
            examples.setdefault(_wording(text), text)
    notices = []
    if wordings:
        shown = [
            f'"{_shortened(examples[wording])}" (left out on {count:,} page{"s" if count > 1 else ""})'
            for wording, count in wordings.most_common(MOST_SHOWN)
        ]
        more = f" and {len(wordings) - MOST_SHOWN:,} others" if len(wordings) > MOST_SHOWN else ""
        notices.append(
            f"running headers and footers were read only where they first occur: {', '.join(shown)}{more}"
        )
    if numbers:
        notices.append(f"page numbers were left out of the text: {numbers:,}")
    return notices


def _keep_table_headers(pages: Pages, constant: list[set[int]], drop: list[set[int]]) -> None:
    """Keep rows that every page repeats if other rows of their table stay: `joined_tables` drops repeats."""
    for lines, same, gone in zip(pages, constant, drop, strict=True):
        stay = {line.row.table for index, line in enumerate(lines) if line.row and index not in gone}
        gone.difference_update(
            {index for index in gone & same if (row := lines[index].row) and row.table in stay}
        )


def _former_pages(pages: Pages, drop: list[set[int]]) -> list[set[int]]:
    """By page: the lines that count the text's former pages, unless they number its chapters.

    Text flows across a page number, while a chapter begins after the end of a sentence.
    """
    numbers: list[tuple[int, Span]] = []
    places: dict[int, tuple[int, int]] = {}
    after_sentence: set[int] = set()
    length, before = 0, ""
    for page, lines in enumerate(pages):
        left, right = min((x.x0 for x in lines), default=0.0), max((x.x1 for x in lines), default=0.0)
        for index, line in enumerate(lines):
            value = _arabic_page_number(line.text) if line.x0 > left + INDENT * (right - left) else None
            if value is not None and index not in drop[page] and not line.text.endswith("."):
                places[length] = page, index
                numbers.append((value, Span(length, length + len(line.text))))
                if _SENTENCE_END.search(before):
                    after_sentence.add(length)
            before = before if index in drop[page] else line.text
            length += len(line.text) + 1
    found: list[set[int]] = [set() for _ in pages]
    starts = [span.start for span in page_numbers(numbers)]
    if len(after_sentence.intersection(starts)) <= MOST_SENTENCE_ENDS * len(starts):
        for start in starts:
            page, index = places[start]
            found[page].add(index)
    return found


def _keep_inner(edges: list[tuple[list[int], list[int]]], drop: list[set[int]]) -> None:
    """Keep candidates with text between them and the edge: headers and footers are outermost."""
    for page, sides in enumerate(edges):
        outer: set[int] = set()
        for side in sides:
            outer.update(takewhile(drop[page].__contains__, side))
        drop[page] &= outer


def _edges(lines: Sequence[Line]) -> tuple[list[int], list[int]]:
    """Indices of the top and bottom lines, the outermost first."""
    by_height = sorted(range(len(lines)), key=lambda index: -lines[index].y)
    return by_height[:EDGE_LINES], by_height[::-1][:EDGE_LINES]


def _find_running(
    edge: list[list[int]], pages: Pages, constant: list[set[int]], counting: list[set[int]]
) -> None:
    """Lines with the same words and place, whose numbers are constant or count pages."""
    places: dict[str, list[_Place]] = defaultdict(list)
    copies = [hash(tuple(line.text for line in lines)) for lines in pages]
    usual = [_usual_size(lines) for lines in pages]
    for page, indices in enumerate(edge):
        for rank, index in enumerate(indices):
            line = pages[page][index]
            figures = tuple(int(digits[:9]) for digits in _FIGURES.findall(line.text))
            wording = _FIGURES.sub(FIGURE, line.text).strip().lower()
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
                same = {copies[other.page] for other in group if other.figures == place.figures}
                counted = {copies[other.page] for other in group if _counts(place, other)}
                own = {copies[place.page]}
                if len(same - own) >= least:
                    constant[place.page].add(place.index)
                elif (
                    len(counted - own) >= least
                    and place.size < LARGEST * usual[place.page]
                    and _counts_pages(place, group, pages)
                ):
                    counting[place.page].add(place.index)


def _usual_size(lines: Sequence[Line]) -> float:
    letters: Counter[float] = Counter()
    for line in lines:
        letters[line.size] += len(line.text)
    return letters.most_common(1)[0][0] if letters else 0.0


def _near(place: _Place, other: _Place) -> bool:
    alike = abs(other.size - place.size) <= SAME_SIZE * place.size
    return alike and 0 < abs(other.page - place.page) <= NEIGHBOUR_PAGES


def _counts(place: _Place, other: _Place) -> bool:
    """Whether every number is constant or grows with the page."""
    apart = other.page - place.page
    return all(b - a in (0, apart) for a, b in zip(place.figures, other.figures, strict=True))


def _counts_pages(place: _Place, others: Sequence[_Place], pages: Pages) -> bool:
    """Whether the growing number is the page's: labelled so, or close to it and at an end of its line."""
    text = pages[place.page][place.index].text
    for match, value, *rest in zip(
        _FIGURES.finditer(text), place.figures, *(x.figures for x in others), strict=True
    ):
        if all(other == value for other in rest):
            continue
        if _PAGE_WORD.search(text, 0, match.start()):
            return True
        if total := _OF_TOTAL.match(text, match.end()):
            return int(total[1]) == len(pages)
        near = abs(value - place.page) <= MOST_SHIFT
        at_end = not text[: match.start()].strip() or not text[match.end() :].strip(" -–—|.")
        middle = value == place.page + 1 and len(pages) > 3
        return near and (at_end or middle)
    return False


def _drop_counting(edges: list[tuple[list[int], list[int]]], pages: Pages, drop: list[set[int]]) -> None:
    """Page numbers: numbers alone on a line at an edge that grow by one from page to page."""
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
    """The values of the three pages on either side of one."""
    return [*by_page[max(0, page - 3) : page], *by_page[page + 1 : page + 4]]


def _drop_headings(edge: list[list[int]], pages: Pages, drop: list[set[int]]) -> None:
    """Outermost lines with a page number at one end, if most surrounding pages have such a line."""
    found: list[dict[int, Line]] = []  # per page: number - page: line
    roman: set[int] = set()  # pages whose line has a Roman numeral: nothing else counts on with these
    for page, indices in enumerate(edge):
        line = pages[page][indices[0]] if indices else None
        short = line is not None and len(line.text) <= MOST_CHARS
        match = (_BESIDE.fullmatch(line.text) or _NUMBER.fullmatch(line.text)) if line and short else None
        numbers = [int(digits) for digits in match.groups() if digits and digits.isdigit()] if match else []
        if short and line and not numbers and (match := _BESIDE_ROMAN.fullmatch(line.text)):
            numbers = [roman_value(match[1] or match[2])]
            roman.add(page)
        found.append({number - page: line for number in numbers if line})
    for page, numbered in enumerate(found):
        for shift, line in numbered.items():
            others = [other.get(shift) for other in _around(found, page)]
            alike = sum(other is not None and _wording(other.text) == _wording(line.text) for other in others)
            if abs(shift) > MOST_SHIFT and alike and _page_number(line.text) is None:
                continue  # "Customer number 771": it counts something else
            level = sum(other is not None and abs(other.y - line.y) <= SAME_HEIGHT for other in others)
            if level >= (1 if page in roman else max(3, COUNTED * len(others))):
                drop[page].add(edge[page][0])


def _page_number(text: str) -> int | None:
    written = _written_number(text)
    if written is None:
        return None
    return int(written) if written.isdigit() else roman_value(written)


def _arabic_page_number(text: str) -> int | None:
    written = _written_number(text)
    return int(written) if written and written.isdigit() else None


def _written_number(text: str) -> str | None:
    match = _NUMBER.fullmatch(text.strip()) or _CHINESE_NUMBER.fullmatch(text.strip())
    return match[1] if match else None
