"""Whether a library is still what was written: its database, rows and index, and the Readings beside it."""

from __future__ import annotations

from collections.abc import Iterator

from longdoc.library.readings import DamagedArrays, map_arrays
from longdoc.library.store import Library

__all__ = ["verify"]


def verify(library: Library) -> Iterator[tuple[str, str]]:
    """What is damaged, one after the other: the document or file that it concerns, and what is wrong with it.

    All of it is made anew by ingesting the file again; a Reading also by the next question to its document.

    Raises:
        LibraryError: the database as a whole cannot be read.
    """
    yield from library.damaged_documents()
    if not library.index_is_whole():
        yield str(library.folder), "the index of words is damaged; it is made anew with the next question"
    paths = {entry.sha256: entry.path for entry in library.entries()}
    for file in sorted((library.folder / "readings").glob("*.safetensors")):
        try:
            map_arrays(file)
        except DamagedArrays:
            document = paths.get(file.name.split(".")[0], str(file))
            yield document, "what was read of it is damaged; it is read anew with the next question"
