"""Marks that refer to notes, at the ends of cells and headers: "198.0*", "171.2^4", "North3"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

__all__ = ["names_without_marks", "without_mark"]

# after a number that is no power ("10^3") or a word that is no unit ("m^2"), or signs of notes
_MARK = re.compile(
    r"(?:(?<=\d[.,]\d)|(?<=\d{2})(?<!\b10)|(?<=[^\W\d_]{3})|(?<=[)%]))"
    r"\s?(?:\^[\da-z*∗†‡§]{1,2}(?:,[\da-z*∗†‡§]{1,2})*|[¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈ]{1,2})$"
    r"|(?<=[\w)%.])\s?[*∗†‡§¶]{1,3}$"
)
_NUMBERED = re.compile(r"(?<=[^\W\d_]{3})\d\b(?![.,]\d)")


def without_mark(text: str) -> str:
    """A cell without a mark at its end.

    >>> [without_mark(text) for text in ("171.2^4", "0.53***", "North^a,b", "10^3", "12 m^2", "n/a")]
    ['171.2', '0.53', 'North', '10^3', '12 m^2', 'n/a']
    """
    return _MARK.sub("", text)


def names_without_marks(names: Sequence[str]) -> list[str]:
    """Names of columns or rows without raised numbers that were read as part of their last words.

    Names that only such numbers tell apart keep them.

    >>> names_without_marks(["Water1", "Sewerage2", "Area"]), names_without_marks(["Week1", "Week2"])
    (['Water', 'Sewerage', 'Area'], ['Week1', 'Week2'])
    """
    plain = [_NUMBERED.sub("", without_mark(name)) for name in names]
    counts = Counter(plain)
    return [short if counts[short] == 1 else name for name, short in zip(names, plain, strict=True)]
