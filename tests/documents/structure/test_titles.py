"""The title of a document: what its file says, unless that says nothing."""

from __future__ import annotations

import pytest

from longdoc.documents.extract import Extract
from longdoc.documents.structure.titles import title_of


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ("The Quay", "The Quay"),
        ("MAIN TITLE", "Ropes of the Harbour"),  # of a template
        ("Document title", "Ropes of the Harbour"),
        ("Untitled document", "Ropes of the Harbour"),
        ("A title deed", "A title deed"),
        ("", "Ropes of the Harbour"),
    ],
)
def test_a_title_that_names_nothing_gives_way_to_the_first_line(given: str, title: str) -> None:
    text = "Ropes of the Harbour\n\nRopes are tied in spring."
    assert title_of(Extract(text, title=given), "ropes.epub") == title
