"""Ingests files one after another; a file that fails is reported without stopping the others."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from longdoc.errors import DocumentError, DocumentFault, EncryptedDocument, LongDocError
from longdoc.library.cache import Cache
from longdoc.library.store import ID_CHARS, Entry
from longdoc.library.timestamps import LATEST

if TYPE_CHECKING:
    from longdoc.documents.types import Document
    from longdoc.network.types import Network

__all__ = ["IngestResult", "failed_ingest", "ingest_documents", "ingest_one", "result_of_entry"]

log = logging.getLogger("longdoc")


@dataclass(frozen=True, slots=True)
class IngestResult:
    """The outcome for one file. After a failure, all but `document`, `status` and `error` are None."""

    document: str
    id: str | None
    status: Literal["ingested", "cached", "failed"]
    title: str | None
    pages: int | None
    sections: int | None
    characters: int | None
    tokens: int | None
    seconds: float
    error: str | None
    notices: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The fields by name, in their documented order."""
        fields = asdict(self)
        del fields["notices"]
        return fields


def ingest_documents(sources: Iterable[str], cache: Cache, model: Network) -> Iterator[IngestResult]:
    """Read and store each document; yields results one by one, so that an interruption loses at most one.

    Raises:
        LibraryError: nothing more can be stored.
    """
    for source in cache.prefetched(sources):
        start_s = time.perf_counter()
        try:
            yield ingest_one(source, cache, model)[0]
        except DocumentError as error:
            yield failed_ingest(source, str(error), time.perf_counter() - start_s)
        except LongDocError:
            raise
        except Exception as error:
            log.debug("%s", source, exc_info=True)
            said = str(DocumentFault.of(source, error))
            yield failed_ingest(source, said, time.perf_counter() - start_s)


def ingest_one(
    source: str, cache: Cache, model: Network, begun_at: str = LATEST
) -> tuple[IngestResult, Document]:
    """Read and store one document.

    Args:
        begun_at: documents added to the library since then count as ingested, not as cached.

    Raises:
        DocumentError: it cannot be read, or needs a password.
        LibraryError: nothing more can be stored.
    """
    start_s = time.perf_counter()
    done = cache.is_done(source, model)
    try:
        document = cache.open(source, must_keep=True)
    except EncryptedDocument as error:
        raise EncryptedDocument(f"{error} (encrypted documents are never stored; ask it directly)") from error
    done = done or cache.holds(document, model)  # a copy of one that was stored while this one was opened
    reading = cache.read(document, model)
    cache.ingest(document, reading)  # only now: one that an interruption cuts short is not in the list
    before = done and cache.added_at(document) < begun_at
    result = IngestResult(
        document=source,
        id=document.sha256[:ID_CHARS],
        status="cached" if before else "ingested",
        title=document.title,
        pages=len(document.pages),
        sections=len(document.sections),
        characters=len(document.text),
        tokens=reading.coverage.tokens,
        seconds=round(time.perf_counter() - start_s, 3),
        error=None,
        notices=document.notices,
    )
    return result, document


def result_of_entry(entry: Entry) -> IngestResult:
    """An entry of the library as a result, for lists."""
    return IngestResult(
        document=entry.path,
        id=entry.id,
        status="ingested",
        title=entry.title,
        pages=entry.pages,
        sections=entry.sections,
        characters=entry.characters,
        tokens=entry.tokens,
        seconds=0.0,
        error=None,
    )


def failed_ingest(source: str, error: str, seconds: float) -> IngestResult:
    """The result for a file that could not be read."""
    return IngestResult(source, None, "failed", None, None, None, None, None, round(seconds, 3), error)
