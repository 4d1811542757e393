"""CSV and Parquet hold every key and value of the results, whichever row has it first."""

from __future__ import annotations

import csv
import io

import pytest

from longdoc.library.columns import ROWS_AT_ONCE, csv_lines, write_parquet

LATE = [{"a": None}] * (ROWS_AT_ONCE + 1) + [{"a": 7, "b": "x", "c": [1, 2]}]
MIXED = [{"a": 1, "d": 1}, {"a": 2.5, "d": "two", "e": "\udcff"}]


def test_csv_has_the_columns_of_all_rows():
    rows = list(csv.DictReader(io.StringIO(b"".join(csv_lines(lambda: LATE)).decode())))
    assert rows[0] == {"a": "", "b": "", "c": ""}
    assert rows[-1] == {"a": "7", "b": "x", "c": "[1, 2]"}
    assert list(csv_lines(list)) == []


def test_parquet_has_the_columns_and_types_of_all_rows(tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    for rows in (LATE, MIXED, []):
        write_parquet(tmp_path / "x.parquet", lambda rows=rows: rows)
        table = parquet.read_table(tmp_path / "x.parquet").to_pylist()
        assert len(table) == len(rows)
        if rows is LATE:
            assert table[-1] == {"a": 7, "b": "x", "c": "[1, 2]"}
        if rows is MIXED:
            assert table == [{"a": 1.0, "d": "1", "e": None}, {"a": 2.5, "d": "two", "e": "?"}]
