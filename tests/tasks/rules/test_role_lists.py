"""Who holds an office, by a list of names and offices."""

from __future__ import annotations

import pytest

from longdoc.documents.types import Document
from longdoc.tasks.rules.role_lists import holder_asked

LIST = """Board of Directors

Eric Silver '14, Chair & Co-Founder

Adam Gitlin '13, Treasurer & Co-Founder

Hannah de Vries, PhD, Secretary

- Dr. John Mueller (Vice Chair)

- Carla Ray-Smith - Director of Finance

Shane Moore, Member

Chris Wang, Member

The clerk is Ann Lee, Hull.
"""


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Who is the chair?", "Eric Silver"),
        ("who's the treasurer of the club?", "Adam Gitlin"),
        ("Who is the Secretary?", "Hannah de Vries"),
        ("Who was the vice chair?", "Dr. John Mueller"),
        ("Who is the director of finance?", "Carla Ray-Smith"),
        ("Who is the co-founder?", None),  # there are two
        ("Who is the member?", None),
        ("Who is the clerk?", None),  # in a sentence
        ("Who is the director of sales?", None),
        ("When was the chair elected?", None),
    ],
)
def test_the_holder_of_an_office_is_the_one_beside_it(question: str, name: str | None) -> None:
    document = Document.from_text(LIST)
    span = holder_asked(question, document)
    assert (document.quote(span) if span else None) == name


def test_fewer_than_three_lines_are_no_list() -> None:
    assert holder_asked("Who is the chair?", Document.from_text("Ann Lee, Chair\nHull, 3 May")) is None
