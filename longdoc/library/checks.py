"""Verifies a whole library against its checksums, repairs what it can, and lists the rest."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from longdoc.errors import DocumentError
from longdoc.library.cache import Cache
from longdoc.library.readings import DamagedArrays, map_arrays
from longdoc.library.store import Entry

__all__ = ["Checked", "check_library"]


@dataclass(frozen=True, slots=True)
class Checked:
    """The number of documents checked, and one line for each repair and each loss."""

    documents: int
    repaired: tuple[str, ...]
    lost: tuple[str, ...]


def check_library(cache: Cache) -> Checked:
    """Read every text, Reading and index, and compare them with their checksums.

    Raises:
        LibraryNotWritable: something is damaged, and the library is read-only.
    """
    assert cache.library is not None
    repaired: list[str] = []
    lost: list[str] = []
    entries = cache.library.entries()
    for entry in entries:
        _check_document(cache, entry, repaired, lost)
    for path in sorted((cache.library.folder / "readings").glob("[!.]*.safetensors")):
        if not _is_whole(path):
            cache.library.require_writable()
            path.unlink()
            repaired.append(f"{path.name}: removed a damaged Reading; it is computed again when needed")
    if not cache.index.is_whole():
        cache.library.require_writable()
        cache.renew_index()
    if cache.has_renewed_index:
        repaired.append("the index of passages was damaged; it is rebuilt with the next question")
    return Checked(len(entries), tuple(repaired), tuple(lost))


def _check_document(cache: Cache, entry: Entry, repaired: list[str], lost: list[str]) -> None:
    assert cache.library is not None
    if cache.library.document(entry.sha256, entry.path, stale=True) is not None:
        return
    cache.library.require_writable()
    try:
        cache.open_entry(entry)
    except DocumentError as error:
        lost.append(str(error))
    else:
        repaired.append(f"{entry.path}: its text was damaged; restored from the file")


def _is_whole(path: Path) -> bool:
    try:
        map_arrays(path)
    except DamagedArrays:
        return False
    return True
