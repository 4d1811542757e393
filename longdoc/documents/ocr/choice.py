"""Whether to use OCR, and whether a stored document was read with the same choice."""

from __future__ import annotations

import os
from typing import Literal, get_args

from longdoc.documents.ocr.engine import is_installed
from longdoc.documents.types import Document
from longdoc.errors import UsageError

__all__ = ["GET_OCR", "NO_OCR", "VARIABLE", "OcrChoice", "chosen", "is_read_so"]

OcrChoice = Literal["auto", "always", "never"]
VARIABLE = "LONGDOC_OCR"
GET_OCR = "pip install 'longdoc[ocr]' lets longdoc recognise them"
NO_OCR = "they were not recognised because OCR is off (--ocr auto)"


def chosen(given: str | None = None) -> OcrChoice:
    """The value given, else $LONGDOC_OCR, else "auto"; raises UsageError for any other value."""
    wanted = given or os.environ.get(VARIABLE) or "auto"
    for choice in get_args(OcrChoice):
        if wanted == choice:
            return choice
    named = "--ocr" if given else f"${VARIABLE}"
    raise UsageError(f"{named} takes auto, always or never, not {wanted}")


def is_read_so(document: Document, ocr: OcrChoice) -> bool:
    """Whether the pages of a stored document were recognised as the current choice asks."""
    recognised = any(page.recognised for page in document.pages)
    if ocr == "never":
        return not recognised
    told = any(GET_OCR in notice or NO_OCR in notice for notice in document.notices)
    if ocr == "always":
        return all(page.recognised for page in document.pages if page.has_text)
    return not (told and is_installed())
