"""Regular expressions that are compiled at their first use: no question needs all of longdoc's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from typing import Any

__all__ = ["lazy_pattern"]

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split")


class _LazyPattern:
    """Stands for a compiled pattern; its methods become those of the real one with the first call."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern, self._flags = pattern, flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self.pattern, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def lazy_pattern(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """As `re.compile`, for patterns of a module that not every command needs.

    An invalid pattern raises `re.error` at its first use, not here. The result may not be given to the
    functions of `re` in place of a pattern.

    >>> year = lazy_pattern(r"(?:19|20)\\d\\d")
    >>> year.search("in 1998").group()
    '1998'
    """
    return cast("re.Pattern[str]", _LazyPattern(pattern, flags))
