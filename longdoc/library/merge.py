"""Merges libraries from several machines or shards into one."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from longdoc.errors import DocumentError, UsageError
from longdoc.library.cache import Cache
from longdoc.library.index import LibraryIndex
from longdoc.library.store import Entry, Library

__all__ = ["Merged", "merge_into"]


@dataclass(frozen=True, slots=True)
class Merged:
    """The outcome for one document of another library."""

    entry: Entry
    status: str  # merged, known (already in the library) or damaged


def merge_into(target: Cache, source_folder: Path) -> Iterator[Merged]:
    """Copy all ingested documents of a library into another, with Readings, index and tags.

    Each document is copied completely before the next, so that the same call resumes after a kill.

    Raises:
        UsageError: both are the same library.
        LibraryError: one of them is unusable.
    """
    assert target.library is not None
    Library.require(source_folder)
    if source_folder.resolve() == target.library.folder.resolve():
        raise UsageError(f"{source_folder}: a library cannot be merged into itself")
    source = Library(source_folder)
    index = LibraryIndex(source_folder)
    try:
        tags = index.tags()
        whole = index if index.is_as_sealed() else None  # otherwise its passages are indexed again
        known = target.library.ingested_ids()
        for entry in source.entries():
            if entry.sha256 in known:
                yield Merged(entry, "known")
            else:
                yield _take_over(target, source, whole, entry)
            target.index.tag(entry.sha256, tags.get(entry.sha256, {}).items())
    finally:
        index.close()
        source.close()


def _take_over(target: Cache, source: Library, index: LibraryIndex | None, entry: Entry) -> Merged:
    assert target.library is not None
    document = target.library.document(entry.sha256, entry.path)
    version = None if document else source.version_of(entry.sha256)
    document = document or source.document(entry.sha256, entry.path, stale=True)
    if document is None:
        return Merged(entry, "damaged")
    clashes = target.library.others_at(entry.path, entry.sha256)
    if clashes:  # the path is that of another machine, so both are kept
        entry = replace(entry, path=f"{source.folder}:{entry.path}")
    for reading in (source.folder / "readings").glob(f"{entry.sha256}.*"):
        _copy_whole(reading, target.library.folder / "readings" / reading.name)
    target.library.keep(document, path=entry.path, ingested=False, version=version)
    if entry.tokens is not None:
        target.library.note_tokens(entry.sha256, entry.tokens)
    if index is not None:
        with suppress(DocumentError):
            target.index.copy_from(index, document)
    target.library.keep(document, path=entry.path, ingested=True, version=version)
    return Merged(entry, "merged")


def _copy_whole(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = target.with_name(f".{target.name}.{os.getpid()}.{secrets.token_hex(4)}.part")
    try:
        shutil.copyfile(source, part)
        part.chmod(0o600)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
