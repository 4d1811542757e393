"""JSON, JSON Lines, YAML and logs → text: records as tables, other values as lines with their path."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from longdoc.documents.extract import Extract
from longdoc.documents.source import Source
from longdoc.documents.structure.pieces import Grid, Piece, assemble, without_marks
from longdoc.documents.text.encodings import decode
from longdoc.documents.text.plain import read_text
from longdoc.documents.types import Block, Kind, Span
from longdoc.documents.web.fragments import fragment_pieces, fragment_text
from longdoc.plurals import counted

__all__ = ["read_json", "read_lines"]

LONG_VALUE_CHARS = 200  # such a value is prose and no field …
MANY_WORDS = 12  # … as is one of so many words
LEAST_RECORDS = 2
MOST_COLUMNS = 60
SAME_KEYS = 0.5  # of the keys of all records that one has at least
MOST_DEPTH = 60
MOST_PATH_CHARS = 500
MOST_LINES_NAMED = 8
MOST_KEYS_OF_SPEECH = 8
MOST_SPEAKER_CHARS = 60
SPEAKERS = ("role", "speaker", "author", "from", "name", "user", "sender")
WORDS = ("content", "text", "message", "body", "utterance")


def read_json(source: Source) -> Extract:
    """Read JSON or JSON Lines; plain text if it is neither."""
    text, notices = decode(source.data)
    try:
        value = _loaded(text)
    except (ValueError, RecursionError):
        others: list[int] = []
        if not (records := _in_a_row(text)):
            records, others = _lines_of_json(text)
        if (not records or others) and (relaxed := _relaxed(text)) is not None:
            value, told = relaxed
            return assemble(_value(value, "", 0), notices=(*notices, *told))
        if not records:
            return read_text(source)
        if others:
            notices += (_told(others),)
        value = records
    return assemble(_value(value, "", 0), notices=notices)


def read_lines(source: Source) -> Extract:
    """Read text in which each line is a record or a setting: unchanged, with one sentence per line."""
    extract = read_text(source, has_headers=False)
    if source.suffix == ".log":
        return extract  # sentences know records, which may be longer than a line
    text = extract.text
    span = Span(0, len(text))
    return Extract(text, extract.pages, (), "", extract.notices, blocks=(Block(span, Kind.FIELD),))


def _loaded(text: str) -> Any:
    """The value with numbers as they are written."""
    return json.loads(text, parse_float=str, parse_constant=str, object_pairs_hook=_with_all_keys)


def _relaxed(text: str) -> tuple[Any, tuple[str, ...]] | None:
    """The value of JSON5, and a notice on its comments; None if it is none."""
    from longdoc.documents.text.json5 import as_json

    strict, comments = as_json(text)
    try:
        value = _loaded(strict)
    except (ValueError, RecursionError):
        return None
    told = (counted(comments, "comment was", "comments were") + " not read",) if comments else ()
    return (value, told) if isinstance(value, dict | list) else None


def _with_all_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object, in which a key that is given again gets a number."""
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    numbered: dict[str, Any] = {}
    times: dict[str, int] = {}
    for key, value in pairs:
        times[key] = times.get(key, 0) + 1
        numbered[f"{key} ({times[key]})" if times[key] > 1 else key] = value
    return numbered


def _in_a_row(text: str) -> list[Any]:
    """The values of JSON that follow one another; none where anything else is between them."""
    decoder = json.JSONDecoder(parse_float=str, parse_constant=str, object_pairs_hook=_with_all_keys)
    values: list[Any] = []
    at = _skipped(text, 0)
    while at < len(text):
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            return []
        if not isinstance(value, dict | list):
            return []
        values.append(value)
        at = _skipped(text, at)
    return values


def _skipped(text: str, at: int) -> int:
    """Where the white space at an offset ends."""
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _told(lines: list[int]) -> str:
    named = ", ".join(map(str, lines[:MOST_LINES_NAMED]))
    more = f" and {len(lines) - MOST_LINES_NAMED:,} more" if len(lines) > MOST_LINES_NAMED else ""
    were = counted(len(lines), "line is no JSON and was", "lines are no JSON and were")
    return f"{were} not read: {named}{more}"


def _lines_of_json(text: str) -> tuple[list[Any], list[int]]:
    """The records, one per line, and the numbers of invalid lines."""
    records: list[Any] = []
    others: list[int] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            value = _loaded(line)
        except (ValueError, RecursionError):
            value = None
        if isinstance(value, dict | list):
            records.append(value)
        else:
            others.append(number)
    return records, others


def _value(value: Any, path: str, depth: int) -> Iterator[Piece]:
    if depth > MOST_DEPTH:
        yield from _leaf(path, json.dumps(value, ensure_ascii=False))
    elif isinstance(value, dict):
        yield from _object(value, path, depth)
    elif isinstance(value, list):
        yield from _array(value, path, depth)
    else:
        yield from _leaf(path, _written(value))


def _object(value: dict[str, Any], path: str, depth: int) -> Iterator[Piece]:
    said = _speech(value) or ()
    if said:
        speaker, words = (value[key] for key in said)
        words = "\n".join(without_marks(piece.text) for piece in fragment_pieces(words)) or words
        yield Piece(f"{speaker}: {words}", kind=Kind.DIALOGUE)
    for key, inner in value.items():
        if key not in said:
            if len(key) > MOST_PATH_CHARS:
                yield Piece(key)
            yield from _value(inner, _below(path, key), depth + 1)


def _below(path: str, key: str) -> str:
    """The path of a value in an object; of a long one the end, as it is written before each value."""
    whole = f"{path} › {key}" if path else key
    return whole if len(whole) <= MOST_PATH_CHARS else f"…{whole[-MOST_PATH_CHARS:]}"


def _array(value: list[Any], path: str, depth: int) -> Iterator[Piece]:
    if (columns := _columns(value)) is not None:
        rows = [[_cell(record.get(column, "")) for column in columns] for record in value]
        yield Piece("", grid=Grid([columns, *rows], 1, caption=path))
    elif (
        value
        and all(isinstance(row, list) and _is_flat(row) for row in value)
        and len(value) >= LEAST_RECORDS
    ):
        yield Piece("", grid=Grid([[_cell(cell) for cell in row] for row in value], 0, caption=path))
    elif value and not any(isinstance(one, dict | list) for one in value):
        yield from _leaf(path, ", ".join(_written(one) for one in value))
    else:
        for number, inner in enumerate(value, 1):
            pieces = _value(inner, f"{path} {number}" if path else "", depth + 1)
            for index, piece in enumerate(pieces):
                yield piece if index else replace(piece, tight=False)  # a blank line before each record


def _columns(records: list[Any]) -> list[str] | None:
    """The keys of records that are flat, short and alike; None if they do not form a table."""
    if len(records) < LEAST_RECORDS or not all(isinstance(one, dict) and one for one in records):
        return None
    columns: dict[str, None] = {}
    for record in records:
        columns.update(dict.fromkeys(record))
        if not _is_flat(record.values()) or len(columns) > MOST_COLUMNS or _speech(record):
            return None
    if any(len(record) < SAME_KEYS * len(columns) for record in records):
        return None
    return [str(column) for column in columns]


def _is_flat(values: Any) -> bool:
    return all(
        not isinstance(value, dict | list)
        and len(str(value)) <= LONG_VALUE_CHARS
        and "\n\n" not in str(value)
        for value in values
    )


def _speech(value: dict[str, Any]) -> tuple[str, str] | None:
    """The keys of the speaker and the words in a record that mainly consists of a speech."""
    speaker = next((key for key in SPEAKERS if isinstance(value.get(key), str)), None)
    words = next((key for key in WORDS if isinstance(value.get(key), str)), None)
    if not speaker or not words or len(value) > MOST_KEYS_OF_SPEECH:
        return None
    return (speaker, words) if value[words] and 0 < len(value[speaker]) <= MOST_SPEAKER_CHARS else None


def _leaf(path: str, written: str) -> Iterator[Piece]:
    pieces = fragment_pieces(written)
    if len(pieces) > 1 or any(piece.grid for piece in pieces):
        yield from _named(path, pieces)
        return
    written = without_marks(pieces[0].text) if pieces else written
    if _is_long(written):
        name = path.rsplit(" › ", 1)[-1]
        yield Piece(f"{name}: {written}" if name else written)
    else:
        yield Piece.of_field(path, written) if written else Piece("")


def _is_long(written: str) -> bool:
    return len(written) > LONG_VALUE_CHARS or "\n" in written.strip() or len(written.split()) > MANY_WORDS


def _named(path: str, pieces: list[Piece]) -> Iterator[Piece]:
    """The pieces of a value in HTML, the first after its name."""
    name = path.rsplit(" › ", 1)[-1]
    if name and pieces[0].kind is Kind.PROSE and pieces[0].level is None and pieces[0].grid is None:
        yield replace(pieces[0], text=f"{name}: {pieces[0].text}")
        yield from pieces[1:]
        return
    if name:
        yield Piece(f"{name}:")
    yield from pieces


def _written(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _cell(value: Any) -> str:
    return fragment_text(_written(value))
