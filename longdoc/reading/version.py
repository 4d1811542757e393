"""The version of a Reading; raised by hand whenever the same text and model give other arrays.

Readings of another number are computed anew. `tests/test_versions.py` notices when this was forgotten.
"""

from __future__ import annotations

__all__ = ["READING_VERSION"]

READING_VERSION = 3
