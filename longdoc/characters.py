"""East Asian characters, which are written without blanks and counted one by one."""

from __future__ import annotations

from longdoc.lazy_pattern import lazy_pattern

__all__ = ["CJK", "HAN_CHARACTER"]

# Japanese syllables and Chinese characters: ranges for use within the brackets of a regular expression
CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
HAN_CHARACTER = lazy_pattern(r"[\u3400-\u9fff]")
