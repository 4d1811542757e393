"""Folds variants of characters: traditional Chinese to simplified, full-width letters and digits to ASCII.

Readers of one script ask about documents in the other. Search and networks compare folded text, in which
every character stands where it stood before; answers are quoted as they are written.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

__all__ = ["folded"]

# Pairs of a traditional and a simplified character, from OpenCC's TSCharacters.txt (Apache-2.0): those with a
# code in Big5, without characters that simplified Chinese uses as well, such as 乾 in 乾坤.
TABLE = Path(__file__).with_name("traditional.txt")
_FULL_WIDTH = {0xFEE0 + ord(char): char for char in map(chr, range(0x21, 0x7F)) if char.isalnum()}


def folded(text: str) -> str:
    """The text in simplified characters, with letters and digits of normal width; as long as before.

    >>> folded("總價款：１００萬元"), folded("2026年")
    ('总价款：100万元', '2026年')
    """
    if text.isascii() or _variants().isdisjoint(text):
        return text
    return text.translate(_table())


@lru_cache(maxsize=1)
def _table() -> dict[int, str]:
    pairs = "".join(TABLE.read_text("utf-8").split())
    return dict(zip(map(ord, pairs[::2]), pairs[1::2], strict=True)) | _FULL_WIDTH


@lru_cache(maxsize=1)
def _variants() -> frozenset[str]:
    return frozenset(map(chr, _table()))
