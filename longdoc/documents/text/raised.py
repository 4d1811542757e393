"""Writes superscripts as plain text, so that ten to the third does not become 103."""

from __future__ import annotations

import re

__all__ = ["ends_in_figure", "raised"]

SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
DIGITS = re.compile(r"\d{1,2}")
POWER = re.compile(r"[-+−–]?(?:\d{1,6}|[a-z])(?:[-+−/.,]\w{1,4})?")
ORDINAL = re.compile(r"(?:st|nd|rd|th|er|e|o|a|ers?|ème|me|re)\b", re.I)
FIGURE_END = re.compile(r"\d[.,]?\Z")
# a number, a unit or a variable; a longer word or a full stop before it makes it the mark of a note
BASE = re.compile(r"(?:\d|[)\]]|(?<![^\W\d_])[^\W\d_]{1,2})$")


def ends_in_figure(text: str) -> bool:
    """Whether digits after this text would be taken for a part of its last number."""
    return FIGURE_END.search(text[-2:]) is not None


def raised(before: str, words: str) -> str:
    """The plain text for a superscript after some text.

    >>> raised("10", "3"), raised("10", "-5"), raised("km", "2"), raised("the 1", "st"), raised("text.", "3")
    ('³', '^-5', '²', 'st', '3')
    >>> raised("is 45.", "2")  # the mark of a note, which is no part of the figure
    '²'
    """
    inner = words.strip()
    if ends_in_figure(before) and DIGITS.fullmatch(inner):
        return inner.translate(SUPERSCRIPTS)
    if not BASE.search(before[-3:]) or (ORDINAL.match(inner) and before[-1:].isdigit()):
        return words
    if DIGITS.fullmatch(inner):
        return inner.translate(SUPERSCRIPTS)
    if POWER.fullmatch(inner):
        return "^" + inner.replace("−", "-").replace("–", "-")
    return words
