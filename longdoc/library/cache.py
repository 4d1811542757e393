"""Opens and reads documents through the library, so that nothing is computed twice.

An encrypted document is never stored: neither its text nor its Reading, which reveals the text. If the disk
is full or the folder is read-only, results are computed but not stored.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cached_property, partial
from itertools import chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from longdoc.documents.limits import Limits, is_locked_inside, was_cut_short
from longdoc.documents.ocr.choice import is_read_so
from longdoc.documents.span import Spans
from longdoc.documents.types import Document
from longdoc.documents.version import DOCUMENTS_VERSION
from longdoc.errors import (
    DamagedDocument,
    DocumentError,
    EncryptedDocument,
    LibraryError,
    LibraryNotWritable,
)
from longdoc.library.fingerprint import network_input, text_sha256
from longdoc.library.originals import has_changed, sha256_of
from longdoc.library.prefetch import Opening
from longdoc.library.readings import DamagedArrays, drop_leftovers, map_arrays, write_arrays
from longdoc.library.store import Entry, Library

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from longdoc.library.index import LibraryIndex
    from longdoc.network.types import Network
    from longdoc.reading.types import Reading

__all__ = ["Cache", "Progress"]

Progress = Callable[[str, int, int], None]  # "pages", "scans" or "tokens", done, total

UNINGESTED_BYTES = 2 << 30  # Readings of documents that were only asked, not ingested
SWEEP_BYTES = 64 << 20  # written since the last check of that limit

log = logging.getLogger("longdoc")


class Cache:
    """Documents and Readings from a library; without one, only the last Reading is kept."""

    def __init__(
        self, library: Library | None, progress: Progress | None = None, limits: Limits | None = None
    ) -> None:
        self.library = library
        self._limits = limits or Limits()
        self._page_progress = progress
        self._token_progress = partial(progress, "tokens") if progress else None
        self._opening: dict[str, Opening | Document] = {}
        self._model: Network | None = None  # what read last will read what comes next
        self._may_keep: set[str] = set()  # sha256 of documents that were opened here without a password
        self._to_ingest: set[str] = set()  # sha256 of those that `ingest` will store
        self._last: tuple[tuple[str, str, str], Reading] | None = None
        self._checked: set[str] = set()  # paths of the library whose files were compared with it
        self._warned = False
        self.has_renewed_index = False  # for the one that was there was damaged
        if library and library.is_writable:
            drop_leftovers(library.folder / "readings")

    def open(self, source: str, *, password: str | None = None, must_keep: bool = False) -> Document:
        """The document at a path ("-" is standard input), parsed only if its content is new.

        Args:
            must_keep: it is going to be ingested, and is stored by `ingest` with all that is known by then.

        Raises:
            DocumentError: it cannot be read.
            LibraryError: it must be kept, and the library is read-only.
        """
        if must_keep and self.library is not None:
            self.library.require_writable()
        document = self._known(source)
        try:
            document = document or self._parsed(source)
        except EncryptedDocument:
            if password is None or must_keep:
                raise
        if document is None or (password is not None and is_locked_inside(document.notices)):
            document = self._parsed(source, password)
            self._may_keep.discard(document.sha256)  # nothing that a password opens is stored
            return document
        self._may_keep.add(document.sha256)
        if must_keep:
            self._to_ingest.add(document.sha256)
        else:
            self._to_ingest.discard(document.sha256)
            self._keep(document)
        return document

    def prefetched(self, sources: Iterable[str | None]) -> Iterator[str]:
        """Yield the sources; while the caller works on one, the next is opened in the background.

        A None among the sources means that the next one is not known yet; it is not yielded.
        """
        for source, following in pairwise(chain(sources, [None])):
            for one in (source, following):
                if one is not None:
                    self._begin(one)
            if source is not None:
                yield source
                self._opening.pop(source, None)

    def is_opening(self, source: str) -> bool:
        """Whether this file is already being opened in the background."""
        return isinstance(self._opening.get(source), Opening)

    def open_entry(self, entry: Entry) -> Document:
        """A document of the library: parsed again if the readers changed, as stored if its file is gone."""
        assert self.library is not None
        source = entry.path
        self._tell_if_changed(entry)
        document = self.library.document(entry.sha256, source)
        damaged = self.library.is_damaged(entry.sha256)
        if document is None and (damaged or sha256_of(source) == entry.sha256):
            with suppress(DocumentError):
                document = self.open(source)
        document = document or self.library.document(entry.sha256, source, stale=True)
        if document is None:
            raise DamagedDocument(f"{source}: its text in the library is damaged; ingest the file again")
        if damaged and sha256_of(source) == document.sha256:
            with suppress(LibraryNotWritable):
                self.library.keep(document, path=source, ingested=True)
        self._may_keep.add(document.sha256)
        return document

    def read(self, document: Document, model: Network) -> Reading:
        """The network's Reading of the document, computed only if it is not stored."""
        from longdoc.reading.reader import read_document

        text_id = text_sha256(document.text)
        reading = self._held_reading(document, text_id, model)
        if reading is None:
            reading = self._read_ahead(document, model)
            reading = reading or read_document(document, model, progress=self._token_progress)
            self._model = model
            self._keep_reading(document, text_id, reading)
            self._last = (document.sha256, text_id, model.sha256), reading
        return reading

    def ingest(self, document: Document, reading: Reading | None = None) -> None:
        """Record an opened document as ingested, with the tags of what its path held before.

        Args:
            reading: what `read` returned for it; without it, the passages are indexed with the next question.

        Raises:
            LibraryError: it cannot be stored.
        """
        assert self.library is not None
        path = _path_of(document)
        for old in self.library.others_at(path, document.sha256) if path != "-" else ():
            tags = {**self.index.tags_of(old.sha256), **self.index.tags_of(document.sha256)}
            self.index.tag(document.sha256, tags.items())
            text = self.library.document(old.sha256, path, stale=True)
            self.index.remove(old.sha256, text.text if text else None)
        tokens = reading.coverage.tokens if reading else None
        self.library.keep(document, path=path, ingested=True, tokens=tokens)
        self._to_ingest.discard(document.sha256)
        if reading is not None:
            self.index.add(document, reading)

    @cached_property
    def index(self) -> LibraryIndex:
        """The index over the passages of all ingested documents; a damaged one is reported and rebuilt."""
        from longdoc.library.index import LibraryIndex

        assert self.library is not None
        index = LibraryIndex(self.library.folder)
        if index.is_as_sealed():
            return index
        if not self.library.is_writable:
            log.warning("%s: its index is damaged and cannot be rebuilt here", self.library.folder)
            return index
        log.warning("%s: its index is damaged and will be rebuilt", self.library.folder)
        self.__dict__["index"] = index
        self.renew_index()
        return self.index

    def renew_index(self) -> None:
        """Set a damaged index aside, so that the next question rebuilds it. Tags are kept."""
        tags: dict[str, dict[str, str]] = {}
        with suppress(LibraryError):
            tags = self.index.tags()
        self.index.put_aside()
        self.has_renewed_index = True
        del self.index
        for digest, named in tags.items():
            self.index.tag(digest, named.items())

    def close(self) -> None:
        """Close the files; calling it twice is harmless."""
        index: LibraryIndex | None = self.__dict__.pop("index", None)
        if index is not None:
            index.close()
        if self.library is not None:
            self.library.close()

    def has_reading(self, entry: Entry, model: Network) -> bool:
        """Whether a Reading of the document by this network is stored."""
        return self._reading_path(entry.sha256, model.sha256).is_file()

    def token_vectors(self, sha256: str, model: Network) -> NDArray | None:
        """The search vectors of a document's tokens, memory-mapped; None if there is no Reading.

        The file is not checked: damage would only change the order of passages.
        """
        try:
            found = map_arrays(self._reading_path(sha256, model.sha256), checked=False)
        except DamagedArrays:  # reported and read again when its document is asked
            return None
        return found[0].get("vectors_TV") if found else None

    def added_at(self, document: Document) -> str:
        """When the document was added to the library (UTC, ISO 8601, to the microsecond)."""
        assert self.library is not None
        return self.library.added_at(document.sha256)

    def is_done(self, source: str, model: Network) -> bool:
        """Whether a file was ingested before, so that ingesting it again would change nothing."""
        document = self._known(source)
        return document is not None and self.holds(document, model)

    def holds(self, document: Document, model: Network) -> bool:
        """Whether a document of this content was ingested before, and read by this model."""
        if self.library is None or not self.library.is_ingested(document.sha256):
            return False
        return self._held_reading(document, text_sha256(document.text), model) is not None

    def forget(self, entry: Entry) -> None:
        """Remove a document and its Readings."""
        assert self.library is not None
        document = self.library.document(entry.sha256, entry.path, stale=True)
        self.index.remove(entry.sha256, document.text if document else None)
        self.library.forget(entry.sha256)
        for path in self._readings_folder().glob(f"{entry.sha256}.*"):
            path.unlink(missing_ok=True)

    def _tell_if_changed(self, entry: Entry) -> None:
        """Tell once that a file was changed after it was ingested, since the library has its former text."""
        if entry.path not in self._checked and has_changed(entry):
            log.warning("%s: has changed since it was ingested; `longdoc ingest` reads it again", entry.path)
        self._checked.add(entry.path)

    def _begin(self, source: str) -> None:
        if source == "-" or source in self._opening:
            return
        last = next((one for one in reversed(self._opening.values()) if isinstance(one, Opening)), None)
        with suppress(OSError):  # opening it reports what is wrong
            self._opening[source] = self._known(source) or Opening(source, self._model, last, self._limits)

    def _parsed(self, source: str, password: str | None = None) -> Document:
        from longdoc.documents.open import open_document

        begun = self._opening.get(source)
        if isinstance(begun, Opening) and password is None:
            return begun.document(self._page_progress)
        return open_document(source, password=password, limits=self._limits, progress=self._page_progress)

    def _read_ahead(self, document: Document, model: Network) -> Reading | None:
        begun = self._opening.get(document.source)
        return begun.reading(document, model) if isinstance(begun, Opening) else None

    def _known(self, source: str) -> Document | None:
        begun = self._opening.get(source)
        if begun is not None:  # an Opening has begun as the library did not know the file
            return begun if isinstance(begun, Document) else None
        digest = sha256_of(source) if self.library else None
        document = self.library.document(digest, source) if self.library and digest else None
        more_time = self._limits.file_seconds is not None
        if document and more_time and was_cut_short(document.notices):
            return None
        if document and self._is_titled_otherwise(document):
            return None
        return document if document is None or is_read_so(document, self._limits.ocr) else None

    def _is_titled_otherwise(self, document: Document) -> bool:
        """Whether the stored title may be the name of a file that was renamed."""
        from longdoc.documents.structure.titles import titled_after

        old = self.library.path_of(document.sha256) if self.library else None
        names = (document.title, titled_after(document.source))
        return old is not None and titled_after(old) == names[0] != names[1]

    def _keep(self, document: Document) -> None:
        if self.library is None:
            return
        try:
            self.library.keep(document, path=_path_of(document), ingested=False)
        except LibraryNotWritable as error:
            self._go_on_without(str(error))

    def _held_reading(self, document: Document, text_id: str, model: Network) -> Reading | None:
        """The last Reading if it is of this text, else the stored one: a file is read and checked once."""
        key, last = (document.sha256, text_id, model.sha256), self._last  # other threads may change it
        if last is None or last[0] != key:
            reading = self._stored_reading(document, text_id, model)
            if reading is None:
                return None
            self._last = last = key, reading
        return last[1]

    def _stored_reading(self, document: Document, text_id: str, model: Network) -> Reading | None:
        from longdoc.reading.types import Reading

        if self.library is None:
            return None
        path = self._reading_path(document.sha256, model.sha256)
        try:
            arrays_metadata = map_arrays(path)
        except DamagedArrays:
            log.warning("%s: its stored Reading is damaged; reading it again", document.source)
            return None
        if arrays_metadata is None or arrays_metadata[1].pop("text_sha256", None) != text_id:
            return None
        arrays, metadata = arrays_metadata
        parsed_alike = metadata.pop("parser", None) == str(DOCUMENTS_VERSION)
        if not parsed_alike and metadata.get("given") != network_input(document):
            return None
        with suppress(OSError):  # a library that may only be read
            os.utime(path)  # last used: what `_trim` goes by
        try:
            reading = Reading.from_arrays(arrays, metadata)
        except (KeyError, TypeError, ValueError):  # of another version
            return None
        if parsed_alike:
            document.recall_sentences(Spans.between(*reading.sentence_spans_M2.T.tolist()))
        return reading

    def _keep_reading(self, document: Document, text_id: str, reading: Reading) -> None:
        if self.library is None or document.sha256 not in self._may_keep:
            return
        arrays, metadata = reading.to_arrays()
        path = self._reading_path(document.sha256, reading.model_sha256)
        try:
            origin = {
                "text_sha256": text_id,
                "parser": str(DOCUMENTS_VERSION),
                "given": network_input(document),
            }
            write_arrays(path, arrays, {**metadata, **origin})
            if document.sha256 in self._to_ingest:
                return
            self.library.note_tokens(document.sha256, reading.coverage.tokens)
            if self.library.add_unswept(path.stat().st_size) >= SWEEP_BYTES:
                self._trim()
        except OSError as error:
            why = f"{path.parent}: cannot be written ({error.strerror or error})"
            if document.sha256 in self._to_ingest:
                raise LibraryNotWritable(why) from error
            self._go_on_without(why)
        except LibraryNotWritable as error:
            self._go_on_without(str(error))

    def _trim(self, limit_bytes: int = UNINGESTED_BYTES) -> None:
        """Drop the least recently used documents that were never ingested, down to the size limit."""
        assert self.library is not None
        ingested = self.library.ingested_ids()
        loose = []
        for path in self._readings_folder().glob("*.safetensors"):
            if path.name.split(".")[0] not in ingested:
                with suppress(OSError):  # another process is doing the same
                    loose.append((path, path.stat()))
        room_bytes = limit_bytes
        for path, stat in sorted(loose, key=lambda file: -file[1].st_mtime):
            room_bytes -= stat.st_size
            if room_bytes < 0 and self.library.forget_uningested(path.name.split(".")[0]):
                path.unlink(missing_ok=True)
        self.library.add_unswept(-SWEEP_BYTES)

    def _go_on_without(self, why: str) -> None:
        if not self._warned:
            log.warning("%s; continuing without storing anything", why)
        self._warned = True

    def _readings_folder(self) -> Path:
        assert self.library is not None
        return self.library.folder / "readings"

    def _reading_path(self, document_sha256: str, model_sha256: str) -> Path:
        return self._readings_folder() / f"{document_sha256}.{model_sha256[:12]}.safetensors"


def _path_of(document: Document) -> str:
    return document.source if document.source == "-" else str(Path(document.source).resolve())
