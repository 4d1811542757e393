"""Markdown as Pandoc writes it: tables whose rows have several lines, and captions below tables."""

from __future__ import annotations

import pytest

from longdoc.documents.extract import Extract
from longdoc.documents.read import read_source
from longdoc.documents.source import Source

MULTILINE = """\
------------------------------------
 Kind of     Fee
 berth       a day  Remark
----------- ------ -----------------
 Deep        12.00  For ships that
                    stay.

 Shallow      5.00  In summer
                    only.
------------------------------------
"""
PIPES = "| Port | Fee |\n|---|---|\n| Hull | 5 |\n"


def read(text: str) -> Extract:
    return read_source(Source(text.encode(), "x.md"))


def test_rows_of_several_lines_are_rows_of_a_table() -> None:
    extract = read(f"Fees:\n\n{MULTILINE}\nThey rise.\n")
    assert extract.text == (
        "Fees:\n\nKind of berth | Fee a day | Remark\nDeep | 12.00 | For ships that stay.\n"
        "Shallow | 5.00 | In summer only.\n\nThey rise."
    )
    assert extract.sections == ()


@pytest.mark.parametrize("table", [MULTILINE, PIPES])
@pytest.mark.parametrize("mark", ["Table: ", ": ", "table: "])
def test_a_caption_below_a_table_is_its_own(table: str, mark: str) -> None:
    extract = read(f"{table}\n{mark}Fees in\n  euros {{#tbl:fees}}\n\nThey rise.\n")
    (found,) = extract.tables
    assert found.caption is not None
    assert extract.text[found.caption.start : found.caption.end] == "Fees in euros"
    assert extract.text.endswith("\n\nThey rise.")


@pytest.mark.parametrize("text", ["-----------\nOne\n\nTwo\n", "-----------\nOne\n--- ---\n\nTwo\n"])
def test_a_rule_that_begins_no_table_loses_nothing(text: str) -> None:
    assert "One" in read(text).text
    assert "Two" in read(text).text


@pytest.mark.parametrize("rows", ["Deep    12.00\nShallow  5.00", "Deep    12.00\nones\n\nShallow  5.00\n"])
def test_a_table_without_a_header_lies_between_two_rules(rows: str) -> None:
    rule = "------- -----"
    extract = read(f"{rule}\n{rows}\n{rule}\n\nAfter.")
    deep = "Deep ones" if "ones" in rows else "Deep"
    assert extract.text == f"{deep} | 12.00\nShallow | 5.00\n\nAfter."
    assert extract.tables[0].header_rows == 0


def test_tables_with_headers_below_each_other_are_no_table_without_a_header() -> None:
    table = "    Depth  Price\n  ------- ------\n     Deep  12.00\n  Shallow   5.00\n"
    extract = read(f"{table}\n  : Fees.\n\nThe same again:\n\n{table}")
    assert "The same again:" in extract.text
    assert not [one for one in extract.tables if one.header_rows == 0]
