"""Markdown as Pandoc writes it: superscripts, lettered lists, blocks of lines."""

from __future__ import annotations

import pytest

from longdoc.documents.extract import Extract
from longdoc.documents.read import read_source
from longdoc.documents.source import Source
from longdoc.documents.types import Kind


def read(text: str) -> Extract:
    return read_source(Source(text.encode(), "x.md"))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("10^6^ N of H~2~O, x^2^ m^2^.", "10⁶ N of H2O, x² m²."),
        ("a^b^c and a^2+b^2 and ^ alone ^", "a^b^c and a^2+b^2 and ^ alone ^"),
        ("about ~5 to ~6, ~/src~ and `a^2^`", "about ~5 to ~6, ~/src~ and a^2^"),
    ],
)
def test_superscripts_and_subscripts(written: str, shown: str) -> None:
    assert read(written).text == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("a. one\nb. two\n   goes on\n\nc. three", ["a. one", "b. two goes on", "c. three"]),
        ("i) one\nii) two\niii) three", ["i) one", "ii) two", "iii) three"]),
        ("h. one\ni. two\nj. three", ["h. one", "i. two", "j. three"]),
        ("(1) one\n(2) two", ["(1) one", "(2) two"]),
        ("(a) one\n\n(b) two", ["(a) one", "(b) two"]),
        ("#. one\n#. two", ["1. one", "2. two"]),
    ],
)
def test_items_that_are_lettered(written: str, shown: list[str]) -> None:
    extract = read(written)
    assert extract.text.split("\n\n") == shown
    assert {block.kind for block in extract.blocks} == {Kind.LIST_ITEM}


def test_a_letter_that_no_other_follows_begins_no_item() -> None:
    assert read("It was written by\nA. Smith in May.").text == "It was written by A. Smith in May."
    assert read("A. Smith wrote it.\nHe was old.").text == "A. Smith wrote it. He was old."


def test_lines_of_a_block_are_kept() -> None:
    assert read("To:\n\n| Ann Ray\n| *1 Quay* Street\n|   Dover\n\nText").text == (
        "To:\n\nAnn Ray\n1 Quay Street\nDover\n\nText"
    )
    assert read("| A | B |\n|---|---|\n| 1 | 2 |").text == "A | B\n1 | 2"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("A [small]{.smallcaps} word and ==marked words== here.", "A small word and marked words here."),
        ("Wine^[Red only.] and bread.", "Wine (Red only.) and bread."),
        ("if a == b and c == d, a==b==c", "if a == b and c == d, a==b==c"),
    ],
)
def test_spans_marked_words_and_notes_in_the_line(written: str, shown: str) -> None:
    assert read(written).text == shown
