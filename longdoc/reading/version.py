"""The version of Readings, to be increased whenever the same text and model give other arrays.

Readings of another version are recomputed. `tests/test_versions.py` fails if an increase was forgotten.
"""

from __future__ import annotations

__all__ = ["READING_VERSION"]

READING_VERSION = 4
