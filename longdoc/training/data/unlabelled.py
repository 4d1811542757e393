"""Preprocess unlabelled documents: their texts, cached by the files' content and the readers' version."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from longdoc.documents.version import DOCUMENTS_VERSION
from longdoc.errors import DataError, DocumentError
from longdoc.evaluation.datasets import Text, read_texts
from longdoc.evaluation.json_lines import kind_of_file
from longdoc.training.data.token_cache import cache_file

__all__ = ["read_unlabelled"]


def read_unlabelled(path: Path, cache: Path | None, log: Callable[[str], None]) -> Iterator[Text]:
    """The texts of a JSON Lines file, of a document, or of the documents in a folder.

    Documents that cannot be read are logged and skipped.

    Args:
        cache: folder for extracted texts; None caches nothing.

    Raises:
        DataError: no document could be read.
    """
    if path.is_file() and kind_of_file(path) == "texts":
        yield from read_texts(path)
        return
    read = 0
    for source in _documents(path):
        try:
            text = _text(source, cache)
        except DocumentError as error:
            log(f"skipped: {error}")
            continue
        read += 1
        yield Text(source, text)
    if not read:
        raise DataError(f"{path}: no document could be read")


def _documents(path: Path) -> list[str]:
    from longdoc.documents.find import find_documents

    try:
        return find_documents([str(path)], recursive=True)
    except DocumentError as error:
        raise DataError(f"{path}: {error}") from error


def _text(source: str, cache: Path | None) -> str:
    from longdoc.documents.open import open_document
    from longdoc.documents.source import file_sha256

    kept = cache / f"{file_sha256(source)}.{DOCUMENTS_VERSION}.txt" if cache else None
    if kept and kept.is_file():
        return kept.read_bytes().decode("utf-8")
    text = open_document(source).text
    if kept:
        cache_file(kept, lambda file: file.write(text.encode("utf-8", "replace")))
    return text
