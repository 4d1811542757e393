"""The version of what the readers make of a file; raised by hand when a file gives another Document.

A library keeps the text it was given under this number. Text of another number is read anew from its file,
and used as it is where the file is gone. Renaming a function changes nothing here.
"""

from __future__ import annotations

__all__ = ["DOCUMENTS_VERSION"]

DOCUMENTS_VERSION = 4
