"""Moves the ends of a span to word boundaries, and strips dangling punctuation."""

from __future__ import annotations

import re

from longdoc.characters import CJK
from longdoc.documents.types import Span
from longdoc.tasks.currencies import SIGNS

__all__ = ["is_inside_word", "snap_to_words"]

_DANGLING_LEFT = " \t\n\r\f\v\u00a0\u3000.,;:!?·•*|。，；：！？、)]}）】》〉」』"
_DANGLING_RIGHT = " \t\n\r\f\v\u00a0\u3000.,;:!?·•*|。，；：！？、([{（【《〈「『"
_BRACKETS: tuple[tuple[str, str], ...] = (
    ("(", ")"), ("[", "]"), ("{", "}"), ("（", "）"), ("【", "】"), ("《", "》"), ("〈", "〉"), ("「", "」"),
    ("『", "』"), ("“", "”"), ('"', '"'),
)  # fmt: skip
_NEXT_CLAUSE = re.compile(
    r"\n[^\S\n]*\d{1,2}(?:\.\d{1,2})*\.?\s*$"
)  # the number of the clause after the answer
_NEXT_ITEM = re.compile(r"[;,]\s*(?:and|or|and/or|und|oder)\s*$")  # "Florida; and"
# keeps the full stop that follows it
_ABBREVIATION = re.compile(r"\b(?:Inc|Corp|Ltd|Co|Bros|Jr|Sr|Esq|Ph\.D|[A-Z](?:\.[A-Z])+|[ap]\.m)$")
# the point of "r = .45", but not the last leader of a table of contents
_DECIMAL_POINT = re.compile(rf"(?<![^\s(\[{{（=<>≤≥≈~±+\-−–{SIGNS}])(?<!\.\s)\.(?=\d)")
# what belongs to the word in front of it: "29.12(c)", "5(1)(ii)", "agent(s)"; not the number of a note
_ATTACHED = re.compile(r"(?:\((?:[A-Za-z]{1,5}|(?<=[\dA-Z)]\()\d{1,3})\))+")
_APOSTROPHES = "'’"
_WITHIN_WORD = re.compile(r"(?<=[^\W\d_]{2})['’](?:t\b|(?!s\b)[^\W\d_]{2})|(?<=\b[A-Z])['’](?=[A-Z])")
_CJK_CHAR = re.compile(rf"[{CJK}]")


def snap_to_words(text: str, start: int, end: int) -> Span | None:
    """The span without dangling punctuation, extended to whole words, numbers and abbreviations.

    None if it consists of punctuation alone.
    """
    if number := _NEXT_CLAUSE.search(text[start:end]):
        end = start + number.start()
    if joint := _NEXT_ITEM.search(text[start:end]):
        end = start + joint.start()
    start, end = _stripped(text, start, end)
    while start < end and start > 0 and is_inside_word(text, start):
        start -= 1
    while start < end < len(text) and is_inside_word(text, end):
        end += 1
    begins_number = start < end and (text[start].isdigit() or _is_decimal_point(text, start))
    if begins_number and start and text[start - 1] in SIGNS:
        start -= 1
    if start < end < len(text) and text[end - 1].isdigit() and text[end] in "%％‰":
        end += 1
    attached = _ATTACHED.match(text, end) if start < end and text[end - 1].isalnum() else None
    if attached and not _CJK_CHAR.match(text[end - 1]):
        end = attached.end()
    if text.startswith(".", end) and _ABBREVIATION.search(text, start, end):
        end += 1
    return Span(start, end) if start < end else None


def is_inside_word(text: str, at: int) -> bool:
    """Whether the characters before and after an offset belong to the same word or number."""
    before, after = text[at - 1], text[at]
    if _CJK_CHAR.match(before) or _CJK_CHAR.match(after):
        return False
    if before.isalnum() and after.isalnum():
        return True
    if after in _APOSTROPHES or before in _APOSTROPHES:
        return _joins_name(text, at if after in _APOSTROPHES else at - 1)
    if after in ".,:" and before.isdigit():
        return text[at + 1 : at + 2].isdigit()
    if before in ".,:" and after.isdigit():
        return text[max(0, at - 2) : at - 1].isdigit() or _is_decimal_point(text, at - 1)
    return False


def _joins_name(text: str, at: int) -> bool:
    """Whether an apostrophe is within a word: "O'Brien", "don't", but not "Ada's" or "l'objet"."""
    return _WITHIN_WORD.match(text, at) is not None


def _is_decimal_point(text: str, at: int) -> bool:
    """Whether a number without a digit before its decimal point begins at an offset."""
    return bool(_DECIMAL_POINT.match(text, at))


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """The offsets without white space, punctuation and unmatched brackets or quotes at the ends."""
    while True:
        before = start, end
        while start < end and text[start] in _DANGLING_LEFT and not _is_decimal_point(text, start):
            start += 1
        while start < end and text[end - 1] in _DANGLING_RIGHT:
            end -= 1
        inside = text[start:end]
        for opening, closing in _BRACKETS:
            alone = opening == closing and inside.count(opening) == 1
            if inside.startswith(opening) and (alone or closing not in inside):
                start += 1
            elif inside.endswith(closing) and (alone or opening not in inside):
                end -= 1
            else:
                continue
            break
        if (start, end) == before:
            return start, end
