"""AsciiDoc: what its reader sees, without the marks."""

from __future__ import annotations

import pytest

from longdoc.documents.read import read_source
from longdoc.documents.source import Source


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (". one\n.. in it\n. two\n\nText.\n\n. new", "1. one|1. in it|2. two|Text.|1. new"),
        ("H~2~O, 5 m^2^, 10^3^ and the 1^st^", "H2O, 5 m², 10³ and the 1st"),
        ("[.big]#marked# ##x## but #1 and #2", "marked x but #1 and #2"),
        ("one +\ntwo\n\n<<<\n\n'''\n\nthree", "one two|three"),
        ("[quote, Ada Finch, Letters]\n____\nRopes hold.\n____", "Ada Finch, Letters:|Ropes hold."),
        ("ifdef::x[]\nText.\nendif::[]\n[[here]]\n== Head [[x]]", "Text.|Head"),
        ("image::a.png[Map of the harbour,300,200]", "Map of the harbour"),
        ("[blue]*Feature* and [.red]_note_, see a[1]*2", "Feature and note, see a[1]*2"),
        ("pass:[<b>x</b>] and +++y+++", "<b>x</b> and y"),
        ("``Ship``s and `+quays+`", "Ships and quays"),
    ],
)
def test_what_is_written_becomes_what_is_shown(written: str, text: str) -> None:
    assert read_source(Source(written.encode(), "x.adoc")).text == text.replace("|", "\n\n")


def test_struck_text_is_left_out_and_told() -> None:
    extract = read_source(Source(b"Fee [.line-through]#300# [line-through]##3##400 [.red]#euros#.", "x.adoc"))
    assert extract.text == "Fee 400 euros."
    assert extract.notices == ("text marked as deleted was left out (4 characters)",)


def test_a_fence_may_name_the_language_of_its_code() -> None:
    extract = read_source(
        Source(b"Run:\n\n```ruby\nputs 1\n```\n\nThat is all.\n\n== Next\n\nEnd.", "x.adoc")
    )
    assert extract.text == "Run:\n\nputs 1\n\nThat is all.\n\nNext\n\nEnd."


@pytest.mark.parametrize("name", ["x.adoc", "x.rst"])
def test_a_very_long_cell_of_a_table_in_csv_is_read(name: str) -> None:
    cell = "word " * 30_000
    rows = f"a,{cell}\nc,d"
    table = f",===\n{rows}\n,===\n" if name == "x.adoc" else ".. csv-table::\n\n   a," + cell + "\n   c,d\n"
    text = read_source(Source(table.encode(), name)).text
    assert text.startswith("a | word word")
    assert text.endswith("c | d")


def test_code_that_is_in_another_file_is_told_and_not_shown() -> None:
    include = "include::{src}/Api.java[tag=one]"
    written = f"Sample:\n\n----\n{include}\n----\n\n----\n{include}\nx = 1\n----\n"
    extract = read_source(Source(written.encode(), "x.adoc"))
    assert extract.text == "Sample:\n\nx = 1"
    assert extract.notices == ("files that it includes were not read: {src}/Api.java",)


def test_a_table_of_labels_and_values_has_no_header() -> None:
    labels = "|===\n|Batches |200\n|Inactive batches |80\n|===\n"
    headed = "|===\n|Harbour |Ships\n|Hull |200\n|Leith |80\n|===\n"
    rows = [read_source(Source(text.encode(), "x.adoc")).tables[0].header_rows for text in (labels, headed)]
    assert rows == [0, 1]
