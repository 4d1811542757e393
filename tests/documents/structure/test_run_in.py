"""A paragraph that is styled as a heading is prose, and names its section by the title it begins with."""

from __future__ import annotations

import pytest

from longdoc.documents.structure.pieces import Piece, assemble
from longdoc.documents.structure.run_in import run_in_title
from longdoc.documents.types import Kind

CLAUSE = "The Contractor shall not hire anybody whom the Company employs without its consent. "


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"1.2 Non-Solicitation. {CLAUSE}", "1.2 Non-Solicitation"),
        (f"Section 4: Term and Termination. {CLAUSE}", "Section 4: Term and Termination"),
        (f"(b) Moral Rights. {CLAUSE}", "(b) Moral Rights"),
        (f"3.1 {CLAUSE * 4}", "3.1"),
        (CLAUSE * 4, "The Contractor shall not hire anybody whom the Company employs without its …"),
        (f"3.1 {CLAUSE}", None),
        ("1.2 Fees. Payment and Taxes", None),
        ("Rates: why the central bank will not change them this year", None),
        ("1. May 2031 Minister Orr: with the regions we shape better conditions", None),
        ("Horrible Scenes: this match will never be forgotten by its players.", None),
        ("Notices. Each party sends them in writing to the other one.", "Notices"),
        ("Report of the Committee on the Finances of the Northern Harbours " * 4, None),
    ],
)
def test_the_title_is_what_stands_before_the_first_sentence(text: str, title: str | None) -> None:
    assert run_in_title(text) == title


def test_such_a_paragraph_is_no_heading_but_begins_a_section() -> None:
    extract = assemble([Piece("1. Services", 1), Piece(f"1.1 Non-Solicitation. {CLAUSE}", 2), Piece("Text.")])
    assert [section.title for section in extract.sections] == ["1. Services", "1.1 Non-Solicitation"]
    assert [block.kind for block in extract.blocks] == [Kind.HEADING]
