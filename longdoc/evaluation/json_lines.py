"""Reads the JSON objects of a labelled file, each with its location for error messages.

JSON Lines, plain, .gz or .xz; and SQuAD-format JSON (`{"data": [{"paragraphs": …}]}`), which is
converted to the same objects paragraph by paragraph.
"""

from __future__ import annotations

import gzip
import json
import lzma
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from longdoc.errors import DataError

__all__ = ["kind_of_file", "read_objects"]

KINDS = {"qas": "questions", "targets": "summaries", "text": "texts"}
_UNREADABLE = (OSError, EOFError, lzma.LZMAError, UnicodeDecodeError)


def read_objects(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield (location, object) for each line of a JSON Lines file or paragraph of a SQuAD file.

    Raises:
        DataError: the file cannot be read, or a line is not a JSON object; the message names the line.
    """
    return _squad_paragraphs(path) if _suffix_unpacked(path) == ".json" else _lines(path)


def kind_of_file(path: Path) -> str | None:
    """What the first object makes it: "questions", "summaries" or "texts"; None for files of another type."""
    suffix = _suffix_unpacked(path)
    if suffix == ".json":
        return "questions"
    if suffix not in (".jsonl", ".ndjson"):
        return None
    for where, item in read_objects(path):
        for key, kind in KINDS.items():
            if key in item:
                return kind
        raise DataError(f"{where}: not in a labelled format (it has no 'qas', 'targets' or 'text')")
    raise DataError(f"{path}: is empty")


def _lines(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        with _open(path) as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield f"{path}:{number}", _object(line, f"{path}:{number}")
    except _UNREADABLE as error:
        raise DataError(f"{path}: cannot be read ({error})") from error


def _squad_paragraphs(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """SQuAD 1.1 and 2.0 (Rajpurkar et al. 2016, 2018); an `is_impossible` question gets no answers."""
    try:
        with _open(path) as file:
            whole = _object(file.read(), str(path))
    except _UNREADABLE as error:
        raise DataError(f"{path}: cannot be read ({error})") from error
    number = 0
    try:
        for article in whole["data"]:
            for paragraph in article["paragraphs"]:
                number += 1
                qas = [_squad_question(qa) for qa in paragraph["qas"]]
                title = str(article.get("title", "")) or None
                yield (
                    f"{path}: paragraph {number}",
                    {"article": title, "context": paragraph["context"], "qas": qas},
                )
    except (KeyError, TypeError, AttributeError) as error:
        raise DataError(f"{path}: paragraph {number}: not SQuAD's format ({error!r})") from error


def _squad_question(qa: dict[str, Any]) -> dict[str, Any]:
    given = [] if qa.get("is_impossible") else qa.get("answers") or []
    answers = {(answer["answer_start"], answer["text"]) for answer in given}
    return {
        "id": str(qa.get("id", "")),
        "question": qa["question"],
        "answers": [{"start": start, "text": text} for start, text in sorted(answers)],
    }


def _object(text: str, where: str) -> dict[str, Any]:
    try:
        item = json.loads(text)
    except json.JSONDecodeError as error:
        raise DataError(f"{where}: is not JSON ({error.msg} at column {error.colno})") from error
    if not isinstance(item, dict):
        raise DataError(f"{where}: is not a JSON object")
    return item


def _suffix_unpacked(path: Path) -> str:
    return (path.with_suffix("") if path.suffix in (".gz", ".xz") else path).suffix


def _open(path: Path) -> IO[str]:
    if path.suffix == ".xz":
        return lzma.open(path, "rt", encoding="utf-8")
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8")
    return path.open("rt", encoding="utf-8")
