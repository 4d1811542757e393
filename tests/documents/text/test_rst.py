"""reStructuredText: directives print what Docutils and Sphinx print."""

from __future__ import annotations

import pytest

from longdoc.documents.extract import Extract
from longdoc.documents.read import read_source
from longdoc.documents.source import Source


def read(text: str) -> Extract:
    return read_source(Source(text.encode(), "x.rst"))


@pytest.mark.parametrize(
    ("directive", "text"),
    [
        (
            ".. function:: chdir(path)\n   :noindex:\n\n   Change the folder.",
            "chdir(path)\n\nChange the folder.",
        ),
        (".. py:class:: Port(name)\n\n   A harbour.", "Port(name)\n\nA harbour."),
        (".. class:: Port(name)", "Port(name)"),
        (".. method:: close()\n\n   :returns: nothing", "close()\n\nreturns: nothing"),
        (".. glossary::\n\n   port\n      A harbour.", "port: A harbour."),
        (".. error:: It is closed.", "It is closed."),
        (".. Note:: It is open.", "It is open."),
        (".. note:: It is open\n   all day.\n\n   It is deep.", "It is open all day.\n\nIt is deep."),
        (".. versionadded:: 2.1\n   The *wide* quay.", "2.1 The wide quay."),
        (".. tip:: It is open.\n\n   - daily", "It is open.\n\n- daily"),
        (".. admonition:: Tides\n   It is open.", "Tides\n\nIt is open."),
        (".. only:: html\n\n   It is open.", "It is open."),
        (".. tab-item:: Hull\n\n   It is open.", "Hull\n\nIt is open."),
        (".. doctest::\n\n   >>> 1 + 1", ">>> 1 + 1"),
        (".. class:: wide", ""),
        (".. py:module:: port\n   :synopsis: Ships", ""),
        (".. toctree::\n   :maxdepth: 2\n\n   hull", ""),
        (".. raw:: html\n\n   <b>", ""),
    ],
)
def test_directives_of_restructured_text_keep_what_they_print(directive: str, text: str) -> None:
    assert read(f"Begin.\n\n{directive}\n\nEnd.\n").text == "\n\n".join(
        part for part in ("Begin.", text, "End.") if part
    )


def test_directives_nested_without_end_are_read() -> None:
    nested = "".join(f"{' ' * depth}.. note:: word{depth}\n\n" for depth in range(500))
    assert "word499" in read(nested).text


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (r"H\ :sub:`2`\ O, 5 m\ :sup:`2`, 10\ :sup:`3`", "H2O, 5 m², 10³"),
        (r"A \*star\*, ``C:\new``, a text__.", r"A *star*, C:\new, a text."),
        (
            "config/\n  readme\n    a text\n  id\n    a number\n\nEnd.",
            "config/:|readme: a text|id: a number|End.",
        ),
        (
            "Lessee\n  who rents\nLessor : a kind\n  who lets\n\nText.",
            "Lessee: who rents|Lessor (a kind): who lets|Text.",
        ),
        ("#. one\n#. two\n\nText.\n\n#. new", "1. one|2. two|Text.|1. new"),
        ("(a) alpha\n(b) beta\n\nA. upper\nB. more", "(a) alpha|(b) beta|A. upper|B. more"),
        ("-v         Verbose.\n--out FILE  Where to.", "-v Verbose.|--out FILE Where to."),
        (":term: five years\n    and no more\n:fee: 5", "term: five years and no more\nfee: 5"),
        ("| Roses\n|  are red\n\nText.", "Roses\nare red|Text."),
        (">>> print(1)\n1\n\nText.", ">>> print(1)\n1|Text."),
    ],
)
def test_what_is_written_becomes_what_is_shown(written: str, text: str) -> None:
    assert read(written).text == text.replace("|", "\n\n")


def test_empty_cells_of_a_list_table_keep_their_columns() -> None:
    table = (
        ".. list-table:: T\n\n   * - Item\n     - Qty\n     - Note\n   * - Frog\n     -\n     - none\n"
        "   *  -\n      - 5\n      - x"
    )
    assert read(table).text == "T\nItem | Qty | Note\nFrog |  | none\n| 5 | x"


def test_a_simple_table_with_joined_columns_and_several_lines_in_a_row() -> None:
    extract = read(
        "=====  =====  ======\n   Inputs     Output\n------------  ------\n  A      B    A or B\n"
        "=====  =====  ======\n"
        "True   False  True\n              (so)\nFalse  False  False\n=====  =====  ======\n\nText."
    )
    assert (
        extract.text
        == "Inputs |  | Output\nA | B | A or B\nTrue | False | True (so)\nFalse | False | False\n\nText."
    )
    (table,) = extract.tables
    assert (table.header_rows, table.cells[0].columns) == (2, 2)


def test_the_title_of_a_table_is_its_caption() -> None:
    extract = read(".. table:: Truth\n\n   ===  ===\n   A    B\n   ===  ===\n   1    2\n   ===  ===\n")
    caption = extract.tables[0].caption
    assert caption is not None
    assert extract.text[caption.start : caption.end] == "Truth"


@pytest.mark.parametrize("text", ["=== ===", "Rent\n\n=== ===\n\nmonthly", "=== ===\n=== ===\n"])
def test_a_simple_table_without_rows_is_no_fault(text: str) -> None:
    assert "Title" in str(read(f"Title\n=====\n\n{text}\n"))


def test_a_rule_that_fits_no_column_joins_nothing_and_loses_nothing() -> None:
    text = "=====  =====\nTea    Milk\n  -- --\nfour   five\n=====  =====\n"
    assert all(word in str(read(text)) for word in ("Tea", "Milk", "four", "five"))


def test_what_pandoc_strikes_out_is_left_out_and_told() -> None:
    extract = read("The fee is [STRIKEOUT:900 EUR] 950 EUR.")
    assert extract.text == "The fee is 950 EUR."
    assert extract.notices == ("text marked as deleted was left out (7 characters)",)


def test_an_odd_number_of_header_rows_is_none() -> None:
    assert read(".. list-table:: Fees\n   :header-rows: ²\n\n   * - A\n     - 5\n").text == "Fees\nA | 5"
