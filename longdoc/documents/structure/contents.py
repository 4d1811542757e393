"""Removes candidate headings that are entries of a table of contents."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from itertools import pairwise

from longdoc.documents.structure.headings import Heading

__all__ = ["LEADER_END", "ends_in_leader", "has_body", "without_contents"]

MIN_BODY_CHARS = 25  # less between two headings and the first has no body: a table of contents has many such
PARAGRAPH_CHARS = 100
MANY_PARAGRAPHS = 10
MIN_ENTRIES = 3
MAX_CONTENTS_CHARS = 60_000
TRIED_ENTRIES = 10
LEADER_CHARS = 60  # at the end of a line, in which its leader and page number are looked for

MARKER = re.compile(
    r"TABLE OF CONTENTS|(?m:^[^\S\n]*(?i:table of contents|contents|目[^\S\n]*[录錄次])"
    r"[^\S\n]*(?::[^\S\n]*)?$)"
)
PAGE_NUMBERS = re.compile(r"[\s.…·_\d-]+")
LEADER_END = re.compile(r"(?:\.{3,}|…|(?:\s\.){3,}|[_·]{3,})\s*\S{1,6}$")


def without_contents(text: str, headings: list[Heading]) -> list[Heading]:
    """The headings without those of tables of contents, which are recognised in three ways.

    The same headings appear twice after a title "Contents"; several headings follow each other without text
    between them; or a title ends in leader dots and a page number.
    """
    for marker in MARKER.finditer(text):
        headings = _without_marked(text, headings, marker.end())
    kept: list[Heading] = []
    run: list[Heading] = []
    for heading in headings:
        if run and (has_body(text, run[-1], heading) or _starts_over(run, heading)):
            kept += _real(run)
            run = []
        run.append(heading)
    kept += _real(run)
    return [heading for heading in kept if not ends_in_leader(heading.title)]


def ends_in_leader(line: str) -> bool:
    """Whether a line ends in leader dots and a page number."""
    return LEADER_END.search(line[-LEADER_CHARS:]) is not None


def has_body(text: str, heading: Heading, following: Heading, least_chars: int = MIN_BODY_CHARS) -> bool:
    """Whether there is text between two neighbouring headings."""
    between = text[heading.end : min(following.start, heading.end + 2000)]
    return following.start > heading.end and len(PAGE_NUMBERS.sub("", between)) >= least_chars


def _without_marked(text: str, headings: list[Heading], start: int) -> list[Heading]:
    first = bisect_left(headings, start, key=lambda heading: heading.start)
    stop = _second_coming(headings, first)
    if stop is None or stop - first < MIN_ENTRIES or _is_text(text, headings[first : stop + 1]):
        return headings
    # "ARTICLE I" right above "Section 1.01" is part of the text, though only the latter was in the contents
    while stop > first and headings[stop - 1].rank < headings[stop].rank:
        if has_body(text, headings[stop - 1], headings[stop]):
            break
        stop -= 1
    recitals = [
        heading
        for heading, following in zip(headings[first:stop], headings[first + 1 : stop + 1], strict=True)
        if heading.family == "paper" and has_body(text, heading, following, PARAGRAPH_CHARS)
    ]
    return headings[:first] + recitals + headings[stop:]


def _is_text(text: str, headings: list[Heading]) -> bool:
    """Whether so many of these headings have a paragraph each that they are no entries of contents."""
    return sum(has_body(text, *pair, PARAGRAPH_CHARS) for pair in pairwise(headings)) >= MANY_PARAGRAPHS


def _second_coming(headings: list[Heading], first: int) -> int | None:
    """The index of the first heading that repeats an earlier one."""
    for entry in headings[first : first + TRIED_ENTRIES]:
        for at in range(first + 1, len(headings)):
            other = headings[at]
            if other.start - entry.start > MAX_CONTENTS_CHARS:
                break
            if other.start > entry.start and _same(entry, other):
                return at
    return None


def _same(one: Heading, other: Heading) -> bool:
    if (one.family, one.rank, one.number) != (other.family, other.rank, other.number):
        return False
    return bool(one.number) or one.title == other.title


def _starts_over(run: list[Heading], heading: Heading) -> bool:
    """Whether this heading begins the text proper: the table of contents lists its number or name."""
    for other in reversed(run):
        if other.family == heading.family and other.rank == heading.rank:
            return heading.number <= other.number if heading.number else other.title == heading.title
    return False


def _real(run: list[Heading]) -> list[Heading]:
    counts: dict[tuple[str, int], int] = defaultdict(int)
    for heading in run:
        counts[heading.family, heading.rank] += 1
    return [] if max(counts.values(), default=0) >= MIN_ENTRIES else run
