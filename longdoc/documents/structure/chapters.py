"""Finds headings of chapters, acts, letters and the like, alone on their line, in several languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["find_chapters"]

OUTER = ("act", "book", "part", "volume", "teil", "partie", "parte", "часть", "том")
INNER = (
    "chapter", "chap.", "scene", "letter", "canto", "stave", "kapitel", "kapittel", "chapitre", "capítulo",
    "capitulo", "capitolo", "hoofdstuk", "rozdział", "kapitola", "fejezet", "capitolul", "глава", "розділ",
    "bölüm", "κεφάλαιο",
)  # fmt: skip
COUNTS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth",
)  # fmt: skip
NUMBERS = {word: number for words in (COUNTS, ORDINALS) for number, word in enumerate(words, 1)}
# digits name years after these: "the Companies Act 2006"
WITHOUT_DIGITS = ("act", "letter")
WORD = "|".join(re.escape(word) for word in (*OUTER, *INNER))
LINE = re.compile(
    rf"(?im)(?:\A|(?<=\n))[^\S\n]*_?(?P<title>(?P<word>{WORD})[^\S\n]+(?:the[^\S\n]+)?"
    rf"(?:(?P<roman>[IVXLC]{{1,7}})|(?P<digits>\d{{1,3}})(?:er)?|(?P<written>{'|'.join(NUMBERS)}))(?![^\W_])"
    r"(?:[.:][^\S\n]+\S[^\n]{0,60})?)[.:]?_?[^\S\n]*(?=\n|\Z)"
)
BLANK_BEFORE = re.compile(r"(?:\A|\n)[^\S\n]*\n\Z")
MOST_BLANKS = 100  # in the line before
ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def find_chapters(text: str) -> Iterator[tuple[int, int, str, str, bool, int]]:
    """Of each heading: start, end, title, the word for its kind, whether this is an outer one, its number."""
    for match in LINE.finditer(text):
        word = match["word"].lower()
        if match["word"][0].islower() or (match["digits"] and word in WITHOUT_DIGITS):
            continue
        if match["roman"] and not match["roman"].isupper():
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
    if match["written"]:
        return NUMBERS[match["written"].lower()]
    values = [ROMAN[char] for char in match["roman"]]
    return sum(
        -value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True)
    )
