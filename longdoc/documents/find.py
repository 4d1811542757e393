"""Which documents are meant by paths, folders and patterns."""

from __future__ import annotations

import glob
import os
from collections.abc import Sequence
from pathlib import Path, PurePath

from longdoc.documents.sniff import SUFFIXES, Format, sniff
from longdoc.errors import DocumentError, DocumentNotFound

__all__ = ["find_documents"]


def find_documents(paths: Sequence[str], *, recursive: bool = False) -> list[str]:
    """The documents that are meant: files as they are, folders and patterns as the files in them.

    "-" stays. A folder gives the files in it that longdoc reads by their names, with `recursive` those of
    its subfolders too; hidden ones are left out. DocumentNotFound for a path that gives nothing.
    """
    found: dict[str, None] = {}
    for path in paths:
        documents = [path] if path == "-" else _documents_at(path, recursive)
        if not documents:
            raise DocumentNotFound(_why_nothing(path, recursive))
        found.update(dict.fromkeys(documents))
    return list(found)


def _documents_at(path: str, recursive: bool) -> list[str]:
    if Path(path).is_dir():
        return _documents_in(path, recursive)
    if Path(path).exists() or not glob.has_magic(path):
        return [path] if Path(path).exists() else []
    found: list[str] = []
    for match in sorted(glob.glob(path, recursive=True)):  # noqa: PTH207 - patterns may be absolute
        if not Path(match).is_dir():
            found.append(match)
        elif recursive:
            found += _documents_in(match, recursive)
    return found


def _documents_in(folder: str, recursive: bool) -> list[str]:
    found: list[str] = []
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".")) if recursive else []
        found += [str(Path(root) / name) for name in sorted(files) if _is_readable(root, name)]
    return found


def _is_readable(root: str, name: str) -> bool:
    """Whether a file of a folder is a document: by its suffix, or by its content where it has none."""
    if name.startswith("."):
        return False
    suffix = PurePath(name).suffix.lower()
    if suffix:
        return suffix in SUFFIXES and not name.lower().endswith(".tar.gz")
    try:
        with (Path(root) / name).open("rb") as file:
            head = file.read(4096)
        return bool(head) and sniff(head, name) is not Format.GZIP
    except (OSError, DocumentError):
        return False


def _why_nothing(path: str, recursive: bool) -> str:
    if Path(path).is_dir():
        advice = "" if recursive else "; its subfolders are searched with --recursive"
        return f"{path} holds no document that longdoc reads{advice}"
    if glob.has_magic(path):
        return f"no document matches {path}"
    return f"{path} does not exist"
