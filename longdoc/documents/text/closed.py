"""Replaces what lies between an opening and a closing mark, in linear time where marks are never closed."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable
from typing import AnyStr

__all__ = ["sub_closed"]


def sub_closed(
    pattern: re.Pattern[AnyStr],
    closing: re.Pattern[AnyStr],
    replacement: AnyStr | Callable[[re.Match[AnyStr]], AnyStr],
    text: AnyStr,
) -> AnyStr:
    """What `pattern.sub` gives, where each match ends with a match of `closing`.

    A search from every opening mark to the end of a text that closes none would take quadratic time.

    >>> sub_closed(re.compile("<!--.*?-->"), re.compile("-->"), "", "a<!-- b -->c<!-- d")
    'ac<!-- d'
    """
    last = deque(closing.finditer(text), maxlen=1)
    if not last:
        return text
    end = last[0].end()
    return pattern.sub(replacement, text[:end]) + text[end:]
