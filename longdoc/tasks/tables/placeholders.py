"""Cells that say that there is nothing to say: "N/A", "TBD", "unknown"."""

from __future__ import annotations

import re

from longdoc.lazy_pattern import lazy_pattern

__all__ = ["is_placeholder", "says_nothing"]

LONGEST = 24  # characters
_UNSTATED = lazy_pattern(
    r"\W*(?:(?!(?-i:Na))n\W?a|k\W?a|tb[acd]|unknown|unspecified|\?+|暂无|不详|未知"
    r"|not (?:available|applicable|known|stated|specified)|to be (?:announced|confirmed|decided))\W*",
    re.IGNORECASE,
)
_NONE = lazy_pattern(r"\W*(?:none|null|nil|无)\W*", re.IGNORECASE)


def is_placeholder(text: str) -> bool:
    """Whether a cell is empty, or stands for a value that the table does not give; that answers no question.

    >>> [is_placeholder(text) for text in ("N/A", "tbd", "–", "None", "0", "Na Young", "Na")]
    [True, True, True, False, False, False, False]
    """
    return not any(map(str.isalnum, text)) or _UNSTATED.fullmatch(text) is not None


def says_nothing(text: str) -> bool:
    """Whether a cell is a placeholder or "none", which answers only if its row is asked for by name."""
    return len(text) <= LONGEST and (is_placeholder(text) or _NONE.fullmatch(text) is not None)
