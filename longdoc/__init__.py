"""longdoc reads long documents on your own machine: answers with their place, and summaries.

    from longdoc import LongDoc

    longdoc = LongDoc()
    contract = longdoc.open("contract.pdf")
    answer = longdoc.ask(contract, "who is liable?")
    print(answer.answer, answer.page, answer.quote)

The public names are below; each is loaded when it is first used, so that the import itself is light.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from longdoc.api import LongDoc
    from longdoc.documents.open import find_documents, open_document
    from longdoc.documents.types import Document, Location, Page, Section, Span
    from longdoc.errors import (
        DamagedDocument,
        DataError,
        DocumentError,
        DocumentFault,
        DocumentLimit,
        DocumentNotFound,
        EmptyDocument,
        EncryptedDocument,
        LibraryError,
        LibraryNotWritable,
        LongDocError,
        ModelError,
        ResultsNotWritten,
        TrainingError,
        UnsupportedFormat,
        UsageError,
    )
    from longdoc.library.batch import IngestResult
    from longdoc.library.store import Entry
    from longdoc.reading.coverage import Coverage
    from longdoc.reading.types import Reading
    from longdoc.tasks.types import Alternative, Answer, Summary, SummarySentence

__version__ = "0.2.0"

_PLACES = {
    "longdoc.api": ("LongDoc",),
    "longdoc.documents.open": ("find_documents", "open_document"),
    "longdoc.documents.types": ("Document", "Location", "Page", "Section", "Span"),
    "longdoc.errors": (
        "DamagedDocument",
        "DataError",
        "DocumentError",
        "DocumentFault",
        "DocumentLimit",
        "DocumentNotFound",
        "EmptyDocument",
        "EncryptedDocument",
        "LibraryError",
        "LibraryNotWritable",
        "LongDocError",
        "ModelError",
        "ResultsNotWritten",
        "TrainingError",
        "UnsupportedFormat",
        "UsageError",
    ),
    "longdoc.library.batch": ("IngestResult",),
    "longdoc.library.store": ("Entry",),
    "longdoc.reading.coverage": ("Coverage",),
    "longdoc.reading.types": ("Reading",),
    "longdoc.tasks.types": ("Alternative", "Answer", "Summary", "SummarySentence"),
}
_PLACE_OF = {name: place for place, names in _PLACES.items() for name in names}

__all__ = [
    "Alternative",
    "Answer",
    "Coverage",
    "DamagedDocument",
    "DataError",
    "Document",
    "DocumentError",
    "DocumentFault",
    "DocumentLimit",
    "DocumentNotFound",
    "EmptyDocument",
    "EncryptedDocument",
    "Entry",
    "IngestResult",
    "LibraryError",
    "LibraryNotWritable",
    "Location",
    "LongDoc",
    "LongDocError",
    "ModelError",
    "Page",
    "Reading",
    "ResultsNotWritten",
    "Section",
    "Span",
    "Summary",
    "SummarySentence",
    "TrainingError",
    "UnsupportedFormat",
    "UsageError",
    "__version__",
    "find_documents",
    "open_document",
]


def __getattr__(name: str) -> Any:
    place = _PLACE_OF.get(name)
    if place is None:
        raise AttributeError(f"module 'longdoc' has no attribute {name!r}")
    return getattr(import_module(place), name)


def __dir__() -> list[str]:
    return sorted(__all__)
