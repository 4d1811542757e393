"""Finds titles in capitals, alone between blank lines above prose: chapters without a number, and stories."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["find_capital_titles"]

LINE = re.compile(
    r"(?:\A|(?<=\n))[^\S\n]*\n[^\S\n]*(?P<title>[A-ZÀ-Þ][^a-zß-ÿ\n]{2,100}[A-ZÀ-Þ!?'’\"”.])[^\S\n]*\n(?=[^\S\n]*\n)"
)
PROSE = re.compile(r"\s*(?P<paragraph>[^\n]{0,400}(?:\n[^\n]{1,400}){0,3})")
LEAST_PROSE = 80  # characters of the paragraph below a title
SIGNED = re.compile(r"\S+(?:\s\S+)?\.")  # "BYRON." stands below what he said
LEAST_TITLES = 3
LEAST_DISTINCT = 0.9  # of them: names of speakers come again
LEAST_BODY = 300  # characters from one to the next
LEAST_ABOVE_PROSE = 0.4  # of them: other chapters may begin with a word, or in verse
LEAST_LETTERS = 3
LEAST_REACH = 0.5  # of the text, from the first on


def find_capital_titles(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and title of each; none where they are not what parts the text."""
    lines = [match for match in LINE.finditer(text) if _may_be_title(match["title"])]
    ends = (*(match.start() for match in lines[1:]), len(text))
    found = [match for match, end in zip(lines, ends, strict=False) if end - match.end() >= LEAST_BODY]
    above_prose = sum(_is_above_prose(text, match) for match in found)
    titles = [" ".join(match["title"].split()) for match in found]
    if above_prose < max(LEAST_TITLES, LEAST_ABOVE_PROSE * len(found)) or not _are_distinct(titles):
        return
    starts = [match.start("title") for match in found]
    if len(text) - starts[0] >= LEAST_REACH * len(text):
        yield from ((*match.span("title"), title) for match, title in zip(found, titles, strict=True))


def _may_be_title(line: str) -> bool:
    return sum(map(str.isalpha, line)) >= LEAST_LETTERS and not SIGNED.fullmatch(line)


def _are_distinct(titles: list[str]) -> bool:
    return len(set(titles)) >= LEAST_DISTINCT * len(titles)


def _is_above_prose(text: str, line: re.Match[str]) -> bool:
    below = PROSE.match(text, line.end())
    paragraph = below["paragraph"] if below else ""
    return len(paragraph) >= LEAST_PROSE and any(map(str.islower, paragraph))
