"""The version of the readers' output; increased by hand when any file yields a different Document.

A library stores text under this version. Text of another version is read again from its file, or used as it
is if the file is gone. Refactoring does not change the version.
"""

from __future__ import annotations

__all__ = ["DOCUMENTS_VERSION"]

DOCUMENTS_VERSION = 15
