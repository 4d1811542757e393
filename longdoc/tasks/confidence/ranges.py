"""Amounts and months of a question that lie in a range of the passage: "7 years" in "6 to 10 years"."""

from __future__ import annotations

import re

from longdoc.lazy_pattern import lazy_pattern
from longdoc.tasks.tables.asked_amounts import DATE, asked_amounts
from longdoc.tasks.tables.bands import band_of

__all__ = ["words_in_ranges"]

_CELL = lazy_pattern(r"[^|\n\t]{2,60}")


def words_in_ranges(question: str, passage: str) -> frozenset[str]:
    """The words, in lower case, by which a question names what a cell of the passage includes.

    >>> sorted(words_in_ranges("How much leave after 7 years?", "6 to 10 years | 29"))
    ['7', 'years']
    >>> sorted(words_in_ranges("What does a cabin cost in July?", "1 June to 31 August | €80"))
    ['july']
    """
    amounts = asked_amounts(question)
    if not amounts:
        return frozenset()
    bands = [band for cell in _CELL.findall(passage) if (band := band_of(cell.strip()))]
    inside = (
        one.text for one in amounts
        if any(band.is_season == (one.unit == DATE) and band.contains(one) for band in bands)
    )  # fmt: skip
    return frozenset(word for text in inside for word in re.findall(r"[\w.,]+", text.lower()))
