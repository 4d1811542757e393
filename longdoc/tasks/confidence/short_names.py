"""Finds names that a passage gives in short: "Carter" for Jimmy Carter, "the Klan" for the Ku Klux Klan.

A text gives a full name once and its last word from then on, so a passage need not hold the other words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from longdoc.documents.types import Document

__all__ = ["shortened_words"]

_WORD = r"[A-Z][\w'’-]*[a-z]"
_FULL_NAME = re.compile(rf"(?<![\w.'’-]){_WORD}(?: {_WORD})+(?![\w-])")
_POSSESSIVE = re.compile(r"['’]s?$")
WORD_CHARS = 40  # in front of a name, in which the word before it stands
_WORD_BEFORE = re.compile(r"(\w+)\.?\s+$")
# words in front of a last name that do not make it the name of somebody else
_TITLE = re.compile(
    r"""the|mrs?|ms|dr|prof(?:essor)?|president|senator|judge|justice|sir|lady|lord|king|queen|prince(?:ss)?|
    general|captain|colonel|major|lieutenant|chancellor|minister|governor""",
    re.IGNORECASE | re.VERBOSE,
)


def shortened_words(question: str, passage: str, document: Document) -> set[str]:
    """The words, in lower case, of full names in a question of which the passage has the last one only.

    The document must have the full name, and the last word must stand alone or behind a title in the passage:
    "Peter Smith" does not stand for Jane Smith.
    """
    found: set[str] = set()
    for name in _full_names(question):
        if _stands_alone(name[-1], passage) and _holds(document.text, name):
            found.update(word.lower() for word in name)
    return found


def _full_names(question: str) -> Iterator[list[str]]:
    """The names of several words in a question; a capital that only begins the question is left out."""
    for match in _FULL_NAME.finditer(question):
        words = _POSSESSIVE.sub("", match.group()).split(" ")
        name = words[1:] if match.start() == 0 else words
        if len(name) > 1:
            yield name


def _stands_alone(word: str, passage: str) -> bool:
    for match in re.finditer(rf"\b{re.escape(word)}\b", passage):
        found = _WORD_BEFORE.search(passage, max(0, match.start() - WORD_CHARS), match.start())
        before = found[1] if found else ""
        if not before[:1].isupper() or _TITLE.fullmatch(before):
            return True
    return False


def _holds(text: str, name: list[str]) -> bool:
    return bool(re.search(r"\s+".join(map(re.escape, name)), text))
