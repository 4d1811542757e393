"""The names of halves and quarters of a year: "first half", "H1", "third quarter", "3Q"."""

from __future__ import annotations

import re

from longdoc.lazy_pattern import lazy_pattern

__all__ = ["PARTS_OF_YEAR", "part_of_year"]

PARTS_OF_YEAR = tuple(
    lazy_pattern(rf"\b(?:{names})\b", re.IGNORECASE)
    for names in (
        r"h1|1h|(?:first|1st) half(?: of)?",
        r"h2|2h|(?:second|2nd) half(?: of)?",
        r"q1|1q|(?:first|1st) quarter(?: of)?",
        r"q2|2q|(?:second|2nd) quarter(?: of)?",
        r"q3|3q|(?:third|3rd) quarter(?: of)?",
        r"q4|4q|(?:fourth|4th) quarter(?: of)?",
        r"fy|(?:full|financial|fiscal) year(?: of)?",
    )
)


def part_of_year(text: str) -> int | None:
    """The place in PARTS_OF_YEAR of the part that a text names; None if it names none.

    >>> part_of_year("revenue in H2 2024"), part_of_year("the second half of 2024"), part_of_year("in 2024")
    (1, 1, None)
    """
    return next((n for n, names in enumerate(PARTS_OF_YEAR) if names.search(text)), None)
