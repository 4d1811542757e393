"""Finds headings of chapters, acts, letters and the like, alone on their line, in several languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from longdoc.documents.text.number_words import CARDINAL, ORDINAL, ORDINALS, cardinal_value
from longdoc.documents.text.roman_numerals import roman_value

__all__ = ["find_chapters"]

OUTER = ("act", "book", "part", "volume", "teil", "partie", "parte", "часть", "том")
INNER = (
    "chapter", "chap.", "scene", "letter", "canto", "stave", "kapitel", "kapittel", "chapitre", "capítulo",
    "capitulo", "capitolo", "hoofdstuk", "rozdział", "kapitola", "fejezet", "capitolul", "глава", "розділ",
    "bölüm", "κεφάλαιο",
)  # fmt: skip
# digits name years after these: "the Companies Act 2006"
WITHOUT_DIGITS = ("act", "letter")
WORD = "|".join(re.escape(word) for word in (*OUTER, *INNER))
LINE = re.compile(
    rf"(?im)(?:\A|(?<=\n))[^\S\n]*_?(?P<title>(?P<word>{WORD})[^\S\n]+(?:the[^\S\n]+)?"
    rf"(?:(?P<roman>(?-i:[IVXLC]{{1,7}}))|(?P<digits>\d{{1,3}})(?:er)?|(?P<ordinal>{ORDINAL})"
    rf"|(?P<cardinal>{CARDINAL}))(?![^\W_])"
    r"(?:[.:][^\S\n]+\S[^\n]{0,60})?)[.:]?_?[^\S\n]*(?=\n|\Z)"
)
BLANK_BEFORE = re.compile(r"(?:\A|\n)[^\S\n]*\n\Z")
MOST_BLANKS = 100  # in the line before


def find_chapters(text: str) -> Iterator[tuple[int, int, str, str, bool, int]]:
    """Of each heading: start, end, title, the word for its kind, whether this is an outer one, its number."""
    for match in LINE.finditer(text):
        word = match["word"].lower()
        if match["word"][0].islower() or (match["digits"] and word in WITHOUT_DIGITS):
            continue
        if (
            not BLANK_BEFORE.search(text, max(0, match.start() - MOST_BLANKS), match.start())
            and match.start()
        ):
            continue  # in the middle of a paragraph
        start, end = match.span("title")
        title = " ".join(match["title"].split()).rstrip(".")
        yield start, end, title, word, word in OUTER, _number(match)


def _number(match: re.Match[str]) -> int:
    if match["digits"]:
        return int(match["digits"])
    if match["ordinal"]:
        return ORDINALS[match["ordinal"].lower()]
    return cardinal_value(match["cardinal"]) if match["cardinal"] else roman_value(match["roman"])
