"""Writes superscripts as plain text, so that ten to the third does not become 103."""

from __future__ import annotations

import re

__all__ = ["raised"]

SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
DIGITS = re.compile(r"\d{1,2}")
POWER = re.compile(r"[-+−–]?(?:\d{1,6}|[a-z])(?:[-+−/.,]\w{1,4})?")
ORDINAL = re.compile(r"(?:st|nd|rd|th|er|e|o|a|ers?|ème|me|re)\b", re.I)
# a number, a unit or a variable; a longer word or a full stop before it makes it the mark of a note
BASE = re.compile(r"(?:\d|[)\]]|(?<![^\W\d_])[^\W\d_]{1,2})$")


def raised(before: str, words: str) -> str:
    """The plain text for a superscript after some text.

    >>> raised("10", "3"), raised("10", "-5"), raised("km", "2"), raised("the 1", "st"), raised("text.", "3")
    ('³', '^-5', '²', 'st', '3')
    """
    inner = words.strip()
    if not BASE.search(before[-3:]) or (ORDINAL.match(inner) and before[-1:].isdigit()):
        return words
    if DIGITS.fullmatch(inner):
        return inner.translate(SUPERSCRIPTS)
    if POWER.fullmatch(inner):
        return "^" + inner.replace("−", "-").replace("–", "-")
    return words
