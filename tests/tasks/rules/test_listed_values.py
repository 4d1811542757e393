"""The value of a field that names several is given whole."""

from __future__ import annotations

import pytest

from longdoc.documents.types import Document
from longdoc.tasks.rules.listed_values import listed_value

LINES = "Title: On nets\nAuthor: Ann Lee <a@b.example>,\n        Bo Roe\nStatus: final\n"

REPORT = """Annual report of the Kestrel group

Directors: Ann Lee, Bo Roe
The Dutch subsidiary was sold.
"""


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        ("Who are the authors?", LINES, "Ann Lee <a@b.example>,\n        Bo Roe"),
        ("Who are the authors?", "PEP: 7 Title: On nets Author: Ann Lee, Bo Roe Status: final",
         "Ann Lee, Bo Roe"),
        ("Who are the authors of this paper?", "**Authors:** Ann Lee and Bo Roe\n", "Ann Lee and Bo Roe"),
        ("Who are the authors?", "Author: Ann Lee\n", None),  # one only: left to the networks
        ("Who are the editors?", LINES, None),
        ("Who is the author?", LINES, None),
        ("Who are the directors of the company?", REPORT, "Ann Lee, Bo Roe"),
        ("Who are the directors of Kestrel?", REPORT, None),
        ("Who are the directors of the Kestrel group?", REPORT, "Ann Lee, Bo Roe"),
        ("Who are the directors of the Dutch subsidiary?", REPORT, None),
        ("What are the results?", "Results: Twelve slept, five did not. Others slept, too.\n", None),
    ],
)  # fmt: skip
def test_the_whole_value(question: str, text: str, said: str | None) -> None:
    document = Document(text, (), (), "", "a.txt", "0")
    found = listed_value(question, document)
    assert (document.quote(found) if found else None) == said
