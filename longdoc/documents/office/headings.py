"""Names of paragraph styles that mark headings."""

from __future__ import annotations

import re

__all__ = ["level_of_name"]

HEADING_NAME = re.compile(r"(?:heading|überschrift|titre|título|标题)[\s_]*([1-9])$", re.I)


def level_of_name(name: str) -> int | None:
    """The level of a style called "heading 2", in a few languages."""
    match = HEADING_NAME.match(name.replace("_20_", " "))
    return int(match[1]) if match else None
