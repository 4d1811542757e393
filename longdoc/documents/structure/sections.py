"""Sections of a document: found in the text, nested, and merged with those that the format marks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import zip_longest

from longdoc.documents.parts import Block, Kind, Section
from longdoc.documents.structure.articles import ARTICLES, OUTER, RANK_INNER
from longdoc.documents.structure.capital_titles import find_capital_titles
from longdoc.documents.structure.contents import has_body, without_contents
from longdoc.documents.structure.headings import RANKS, Heading, find_candidates, is_title
from longdoc.documents.structure.nesting import nest_sections
from longdoc.documents.structure.numbering import keep_in_sequence

__all__ = ["find_sections", "merge_sections", "nest_sections"]

NO_HEADINGS_IN = frozenset(
    (Kind.TABLE_ROW, Kind.FIELD, Kind.CODE, Kind.DIALOGUE, Kind.QUOTED, Kind.CONTENTS, Kind.HEADER_FOOTER)
)
MOST_BESIDE_CAPITALS = 3  # headings such as "Preface" and "Introduction"
CHAPTERS = frozenset(("chapter", "chapitre", "capítulo", "capitolo"))
GENERIC = re.compile(r"\n\n[^\S\n]*(?P<title>[A-Z0-9][^\n]{2,88}[^\s.,;:!?])[^\S\n]*\n\n(?=[^\n]{150})")
# a line without punctuation, and the beginning of a paragraph in prose
ALONE = re.compile(
    r"(?<=\n\n)[^\S\n]*(?P<title>[^\W\d_][^\n.,;:!?|]{2,60}(?<!\s))[^\S\n]*\n\n"
    r"(?=[^\S\n]*[\"“(]?[^\W\d_][^\n]{40})"
)
LEAST_ALONE = 3
LEAST_LETTERS = 3
MOST_ALONE_WORDS = 9


def find_sections(text: str) -> tuple[Section, ...]:
    """The sections of a text by its headings alone, in order of their start.

    Numbered clauses ("7.2 Limitation of Liability", also within a line), "ARTICLE IV", "Section 5.",
    "SCHEDULE A", "第三章", "第十二条", headings of papers and chapters of books. Entries of a table of
    contents are not sections. Spans nest: each extends to the next heading of its own level or above.
    """
    return nest_sections(len(text), _leveled(find_headings(text)))


def merge_sections(
    text: str, marked: Sequence[Section], *, within: Sequence[Block] = ()
) -> tuple[Section, ...]:
    """The sections that the format marks, with the numbered clauses found inside them.

    Args:
        within: blocks that the format marks: rows, fields and code are not searched for headings.
    """
    if not marked:
        found = [heading for heading in find_headings(text) if _may_stand(heading, within)]
        return nest_sections(len(text), _leveled(found))
    headings = [(section.span.start, section.level, section.title) for section in marked]
    taken = {_bare(section.title) for section in marked}
    found = [
        heading for heading in find_headings(text) if _adds(heading, taken) and _may_stand(heading, within)
    ]
    starts = [section.span.start for section in marked]
    for start, level, title in _leveled(found):
        index = bisect_right(starts, start)
        near = starts[max(0, index - 1) : index + 1]
        if not any(abs(start - other) < len(title) for other in near):
            headings.append((start, _depth_at(marked, index, start) + level, title))
    return nest_sections(len(text), headings)


def _depth_at(marked: Sequence[Section], index: int, offset_chars: int) -> int:
    """The level of the innermost section at this offset."""
    while index > 0:
        index -= 1
        if offset_chars < marked[index].span.end:
            return marked[index].level
    return 0


def _adds(heading: Heading, taken: set[str]) -> bool:
    """Whether a heading adds to the format's: a plain "3." is a list item, a bare known name adds nothing."""
    if _bare(heading.title) in taken or heading.family in ("paper", "front", "generic", "roman", "一"):
        return False
    return heading.family != "number" or len(heading.number) > 1


def _may_stand(heading: Heading, blocks: Sequence[Block]) -> bool:
    index = bisect_right(blocks, heading.start, key=lambda block: block.span.start) - 1
    inside = index >= 0 and heading.start < blocks[index].span.end
    return not inside or blocks[index].kind not in NO_HEADINGS_IN


def _bare(title: str) -> str:
    return re.sub(r"\W+", "", title).lower()


def _leveled(headings: Iterable[Heading]) -> Iterable[tuple[int, int, str]]:
    """Levels by rank: the number of open headings of outer families."""
    ranks: list[int] = []
    for heading in headings:
        while ranks and ranks[-1] >= heading.rank:
            ranks.pop()
        ranks.append(heading.rank)
        yield heading.start, len(ranks), heading.title


def find_headings(text: str) -> list[Heading]:
    """The headings of a text, in order, without tables of contents and numbers out of sequence."""
    candidates = without_contents(text, find_candidates(text))
    families: dict[str, list[Heading]] = defaultdict(list)
    for heading in candidates:
        families[heading.family].append(heading)
    kept: list[Heading] = []
    for family, members in families.items():
        if family in ("paper", "front", "exhibit", "appendix", "annex", "schedule", "attachment"):
            kept += members
        else:
            chain = keep_in_sequence(
                members, cost_of_restart=1.2 if family in ("number", "roman", "一") else 0.3
            )
            if family == "number" and sum(heading.weight for heading in chain) < 2:
                continue
            kept += chain
    if sum(heading.family in ARTICLES for heading in kept) == 1:
        kept = [heading for heading in kept if heading.family not in ARTICLES or heading.family in OUTER]
    kept = _articles_of_chapters(kept)
    if sum(heading.family == "paper" for heading in kept) >= 3 and len(families["number"]) < 3:
        kept += _generic(text, {heading.start for heading in kept})
    if all(heading.family in ("front", "paper") for heading in kept) and len(kept) <= MOST_BESIDE_CAPITALS:
        kept += _capital(text, {heading.start for heading in kept})
    kept += _alone(text) if not kept else []
    kept.sort(key=lambda heading: (heading.start, -heading.end))
    return _without_side_notes(text, _apart(kept))


def _articles_of_chapters(headings: list[Heading]) -> list[Heading]:
    """The headings, with articles below the chapters, and below the sections, that begin before them."""
    first: dict[str, int] = {}
    for heading in headings:
        first[heading.family] = min(first.get(heading.family, heading.start), heading.start)
    begin = first.get("article")
    chapters = [start for family, start in first.items() if family in CHAPTERS]
    if begin is None or not chapters or min(chapters) > begin:
        return headings
    ranks = {"article": RANK_INNER}
    if first.get("section", begin) < begin:
        ranks["section"] = RANK_INNER - 1
    return [replace(heading, rank=ranks.get(heading.family, heading.rank)) for heading in headings]


def _apart(headings: list[Heading]) -> list[Heading]:
    """Drop headings that begin inside the title of their predecessor."""
    kept: list[Heading] = []
    for heading in headings:
        if not kept or heading.start >= kept[-1].end:
            kept.append(heading)
    return kept


def _without_side_notes(text: str, headings: list[Heading]) -> list[Heading]:
    """Drop named headings that only precede a numbered one: "Definitions" / "1 (1) In this"."""
    return [
        heading
        for heading, following in zip_longest(headings, headings[1:])
        if following is None
        or heading.family != "paper"
        or following.family != "number"
        or following.rank > heading.rank
        or has_body(text, heading, following)
    ]


def _capital(text: str, taken: set[int]) -> list[Heading]:
    """In books without numbered chapters, titles in capitals."""
    rank = RANKS["chapter"]
    return [
        Heading(start, end, title, "generic", rank, (), 1)
        for start, end, title in find_capital_titles(text)
        if start not in taken
    ]


def _alone(text: str) -> list[Heading]:
    """Lines in capitals, or of words with capitals, alone above a paragraph; none if few or far below."""
    found = []
    for match in ALONE.finditer(text):
        title = " ".join(match["title"].split())
        paragraph = text[match.end() : match.end() + 200]
        if len(title.split()) > MOST_ALONE_WORDS or sum(map(str.isalpha, title)) < LEAST_LETTERS:
            continue
        if paragraph != paragraph.upper() and (title == title.upper() != title.lower() or is_title(title)):
            found.append(Heading(*match.span("title"), title, "generic", RANKS["generic"], (), 1))
    different = len({heading.title for heading in found})
    if different < LEAST_ALONE or 3 * different <= 2 * len(found) or 2 * found[0].start > len(text):
        return []
    return found


def _generic(text: str, taken: set[int]) -> list[Heading]:
    """In papers, short lines that stand alone above a paragraph."""
    found = []
    for match in GENERIC.finditer(text):
        start, end = match.span("title")
        if start not in taken and len(match["title"].split()) <= 14:
            found.append(
                Heading(start, end, " ".join(match["title"].split()), "generic", RANKS["generic"], (), 1)
            )
    return found
