"""The files of a batch (a list of paths, a CSV table or JSON Lines) and their division into shards."""

from __future__ import annotations

import csv
import io
import json
import logging
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from longdoc.documents.find import Selection, find_documents, same_spelling
from longdoc.documents.source import list_text, read_list
from longdoc.errors import DocumentError, DocumentNotFound, UsageError

__all__ = ["Item", "Shard", "expanded", "items_of_paths", "read_manifest"]

log = logging.getLogger("longdoc")

DELIMITERS = (",", ";", "\t")
COLUMNS = ("path", "id", "password", "questions", "tags")
NO_STDIN = "a batch takes files; standard input (-) cannot be one of them"
MOST_DIGITS = 9  # the largest number of shards
MOST_HEADER = 10_000  # characters of the line that names columns
KEY_CHARS = 16  # of a sha256: collisions among a billion items are unlikely
_SURROGATE = re.compile("[\ud800-\udfff]")  # what stands for a byte that is not UTF-8
_LINE_END = re.compile(r"\r\n|\n|\r")  # a file's name may contain what else Python takes for a line's end


@dataclass(frozen=True, slots=True)
class Item:
    """One file of a batch, with its columns in the manifest."""

    path: str
    id: str | None = None
    password: str | None = None
    questions: tuple[str, ...] = ()
    tags: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> str:
        """Identifies this row in the journal, independent of its position in the manifest."""
        identity = json.dumps([self.path, self.id, self.questions], ensure_ascii=False)
        return sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:KEY_CHARS]

    def to_json(self) -> dict[str, Any]:
        """The form in which a worker process receives it."""
        return {
            "path": self.path, "id": self.id, "password": self.password,
            "questions": list(self.questions), "tags": dict(self.tags),
        }  # fmt: skip

    @staticmethod
    def from_json(fields: dict[str, Any]) -> Item:
        """The inverse of `to_json`."""
        return Item(
            fields["path"], fields["id"], fields["password"], tuple(fields["questions"]),
            tuple(fields["tags"].items()),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shard:
    """Shard `number` (from 1) of `count`; the shard of a path does not depend on the rest of the batch."""

    number: int = 1
    count: int = 1

    @staticmethod
    def parse(text: str) -> Shard:
        """Parse a shard such as "2/8".

        Raises:
            UsageError: it has another form.
        """
        number, slash, count = text.partition("/")
        if not (slash and number.isascii() and number.isdigit() and count.isascii() and count.isdigit()):
            raise UsageError(f"--shard {text}: give i/n, for example 2/8")
        if len(count) > MOST_DIGITS or len(number) > MOST_DIGITS or not 1 <= int(number) <= int(count):
            raise UsageError(f"--shard {text}: shards are counted from 1 to n")
        return Shard(int(number), int(count))

    def holds(self, path: str) -> bool:
        """Whether the path belongs to this shard."""
        digest = sha256(path.encode("utf-8", "surrogatepass")).digest()
        return int.from_bytes(digest[:8], "big") % self.count == self.number - 1


def read_manifest(file: str) -> list[Item]:
    """The rows of a manifest; "-" is standard input.

    It is JSON Lines if it begins with "{", else a JSON array of objects or paths if it is valid as such, CSV
    if its first line names a column `path`, and otherwise a list of paths: one per line, or separated by NUL
    as by `find -print0`.

    Raises:
        UsageError: it cannot be read, or a line is malformed.
    """
    items = _rows(_text(file), file)
    if not items:
        raise UsageError(f"--manifest {file}: names no file")
    if any(item.path == "-" for item in items):
        raise UsageError(f"--manifest {file}: {NO_STDIN}")
    return items


def _rows(text: str, file: str) -> list[Item]:
    lines = _LINE_END.split(text)
    first = next((line for line in lines if line.strip()), "")
    if "\0" in text:
        return [Item(path) for path in text.split("\0") if path.strip("\n")]
    if first.lstrip().startswith("{"):
        return list(_json_lines(text, file))
    if (array := _json_array(text)) is not None:
        return [Item(one) if isinstance(one, str) else _item(one, file, n) for n, one in enumerate(array, 1)]
    for delimiter in DELIMITERS if len(first) < MOST_HEADER and first != "path" else ():
        cells = _cells(first, delimiter)
        if "path" in cells:
            return list(_csv_rows(text, file, delimiter))
        if len(cells) > 1 and cells <= set(COLUMNS):
            raise UsageError(f"--manifest {file}: its first line names columns, but no column path")
    if first.strip() == "path":  # a table of one column
        lines.remove(first)
    return [Item(line) for line in lines if line.strip()]


def _cells(line: str, delimiter: str) -> set[str]:
    return {cell.strip().casefold() for cell in next(csv.reader([line], delimiter=delimiter), [])}


def items_of_paths(paths: Sequence[str]) -> list[Item]:
    """Paths from the command line as rows of a manifest."""
    if "-" in paths:
        raise UsageError(NO_STDIN)
    return [Item(path) for path in paths]


def expanded(items: Iterable[Item], selection: Selection | None = None) -> Iterator[Item]:
    """Expand folders and patterns to files, each row once; a path that expands to nothing is kept."""
    seen: set[str] = set()
    for item in items:
        for path in _files_at(item.path, selection or Selection()):
            one = replace(item, path=path)
            named = replace(one, path=same_spelling(path)).key
            if named not in seen:
                seen.add(named)
                yield one


def _files_at(path: str, selection: Selection) -> list[str]:
    try:
        if Path(path).is_file():
            return [path]
        return find_documents(
            [path], recursive=selection.recursive, include=selection.include, exclude=selection.exclude
        )
    except DocumentNotFound as error:
        if os.path.isdir(path):  # noqa: PTH112 - never raises
            log.warning("%s", error)  # with what the folder holds instead
        return [path]  # reported as missing when it is processed
    except (DocumentError, OSError, ValueError):  # a name that is too long or contains invalid characters
        return [path]


def _text(file: str) -> str:
    text = list_text(read_list(file, "--manifest"), "surrogateescape")  # paths are bytes on POSIX
    if not text.strip():
        raise UsageError(f"--manifest {file}: is empty")
    return text


def _json_lines(text: str, file: str) -> Iterator[Item]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise _wrong(file, number, f"not JSON ({error})") from error
        yield _item(fields, file, number)


def _json_array(text: str) -> list[Any] | None:
    """The members of a JSON array; None if the text is something else, as a path may begin with "["."""
    if not text.lstrip().startswith("["):
        return None
    try:
        array = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return array if isinstance(array, list) and array and isinstance(array[0], dict | str) else None


def _csv_rows(text: str, file: str, delimiter: str) -> Iterator[Item]:
    reader = csv.DictReader(io.StringIO(text, newline=""), skipinitialspace=True, delimiter=delimiter)
    reader.fieldnames = [name.strip().casefold() for name in reader.fieldnames or []]
    try:
        for row in reader:
            if None in row:
                raise _wrong(file, reader.line_num, "more cells than the first line has columns")
            fields = {name: cell for name, cell in row.items() if cell}
            if "questions" in fields:
                fields["questions"] = fields["questions"].splitlines()
            if "tags" in fields:
                fields["tags"] = dict(_tag(tag, file, reader.line_num) for tag in fields["tags"].split(";"))
            yield _item(fields, file, reader.line_num)
    except csv.Error as error:
        raise _wrong(file, reader.line_num, str(error)) from error


def _tag(text: str, file: str, line: int) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (equals and name.strip()):
        raise _wrong(file, line, f"the tag {text!r} is not of the form name=value")
    return name.strip(), value.strip()


def _item(fields: object, file: str, line: int) -> Item:
    if not isinstance(fields, dict):
        raise _wrong(file, line, "not an object with the field path")
    if unknown := sorted(set(fields) - set(COLUMNS)):
        raise _wrong(file, line, f"unknown column {unknown[0]!r}; there are {', '.join(COLUMNS)}")
    path = fields.get("path")
    if not isinstance(path, str) or not path:
        raise _wrong(file, line, "the path is missing")
    questions = fields.get("questions") or ()
    questions = (questions,) if isinstance(questions, str) else questions
    if not isinstance(questions, list | tuple) or not all(isinstance(one, str) for one in questions):
        raise _wrong(file, line, "questions must be a list of strings")
    if any(map(_SURROGATE.search, questions)):
        raise _wrong(file, line, "a question is not UTF-8")
    tags = fields.get("tags") or {}
    if not isinstance(tags, dict) or not all(map(_is_plain, tags.values())):
        raise _wrong(file, line, "tags must be an object of names and values")
    named, password = fields.get("id"), fields.get("password")
    if not (_is_plain(named) and _is_plain(password)):
        raise _wrong(file, line, "id and password must be strings or numbers")
    return Item(
        path=path,
        id=None if named is None else str(named),
        password=None if password is None else str(password),
        questions=tuple(question.strip() for question in questions if question.strip()),
        tags=tuple((str(name), str(value)) for name, value in tags.items()),
    )


def _is_plain(value: object) -> bool:
    return value is None or isinstance(value, str | int | float)


def _wrong(file: str, line: int, why: str) -> UsageError:
    return UsageError(f"--manifest {file}, line {line}: {why}")
