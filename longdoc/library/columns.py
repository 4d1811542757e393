"""Results as columns: CSV and Parquet.

Rows may lack keys that others have, and a key may be null in the first million of them. So they are gone
through twice: once for the names and types of the columns, and once to write them.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

from longdoc.errors import UsageError
from longdoc.library.replacing import replaced

__all__ = ["Rows", "csv_lines", "require_parquet", "write_parquet"]

Rows = Callable[[], Iterable[dict[str, Any]]]  # the same rows each time

ROWS_AT_ONCE = 1_000


def csv_lines(rows: Rows) -> Iterator[bytes]:
    """CSV in UTF-8 with a header line; nested values become JSON strings."""

    def line(cells: Iterable[object]) -> bytes:
        buffer = io.StringIO(newline="")
        csv.writer(buffer, lineterminator="\n").writerow(cells)
        return buffer.getvalue().encode("utf-8", "replace")

    names = list(_types(rows()))
    if names:
        yield line(names)
    for row in rows():
        yield line(_flat(row.get(name)) for name in names)


def write_parquet(path: Path, rows: Rows) -> None:
    """Write a Parquet file, which replaces its target atomically.

    Raises:
        UsageError: pyarrow is not installed.
    """
    require_parquet(path)
    import pyarrow
    import pyarrow.parquet

    types = {name: _column_type(seen) for name, seen in _types(rows()).items()}
    kinds = {bool: pyarrow.bool_(), int: pyarrow.int64(), float: pyarrow.float64(), str: pyarrow.string()}
    schema = pyarrow.schema([(name, kinds[kind]) for name, kind in types.items()])
    with replaced(path) as file, pyarrow.parquet.ParquetWriter(file, schema) as writer:
        remaining = iter(rows())
        while block := list(islice(remaining, ROWS_AT_ONCE)):
            plain = [{name: _as(kind, row.get(name)) for name, kind in types.items()} for row in block]
            writer.write_table(pyarrow.Table.from_pylist(plain, schema))


def require_parquet(path: Path) -> None:
    """Raise UsageError if pyarrow is not installed."""
    if find_spec("pyarrow") is None:
        raise UsageError(f"--output {path}: Parquet needs pyarrow; pip install 'longdoc[parquet]'")


def _types(rows: Iterable[dict[str, Any]]) -> dict[str, set[type]]:
    """The keys of the rows in their order, with the types of their values."""
    types: dict[str, set[type]] = {}
    for row in rows:
        for name, value in row.items():
            seen = types.setdefault(name, set())
            if value is not None:
                seen.add(type(value))
    return types


def _column_type(seen: set[type]) -> type:
    if seen == {int, float}:
        return float
    (only,) = seen if len(seen) == 1 else (str,)
    return only if only in (bool, int, float) else str


def _flat(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


def _as(kind: type, value: Any) -> Any:
    """A value in a column of that type, without the bytes of paths that are not UTF-8."""
    if value is None or kind is not str:
        return value
    return str(_flat(value)).encode("utf-8", "replace").decode()
