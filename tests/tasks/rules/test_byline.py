"""Who wrote a paper, a report or a book is said by its head."""

from __future__ import annotations

from pathlib import Path

import pytest

from longdoc.documents.open import open_document
from longdoc.tasks.rules.byline import byline

PAPER = """# Counting Swifts by Ear

Orla Vennick, Matthias van den Drexel and Tomás Abrantes

Institute for Urban Wildlife, Hallerbruck

## Abstract

Common swifts nest in holes under roofs. The summary is short.
"""
WRAPPED = """Stiffness of Reeds in Moving Water

Jun-Ho Bae 1, Ada O'Neill 2*, Élise Dupont,
Karim al Fassi 1,2 and R. J. Winter

1 Department of Hydraulics, 2 Reed Laboratory

Abstract

Reeds bend.
"""
STORY = (
    "The Eleven Inches\n\nby\n\nMaud Ellery Quist\n\nChapter One\n\nThe water had risen by eleven inches.\n"
)
PROPOSAL = """PEP: 701
Title: Syntactic formalization of f-strings
Author: Pablo Galindo Salgado <pablo@python.example>,
        Batuhan Taskaya <batuhan@python.example>
Status: Final

Abstract
========

This document proposes to lift some restrictions.
"""
HEADER = """  BIP: 12
  Authors: Ada Lund <ada@x.org>
           Bo Ek <bo@x.org>
  Status: Draft

Abstract

A short one.
"""
LISTED = """# Names of files

- Proposal: 12
- Authors: Ada Lund, Bo Ek
- Status: Draft

It is short.
"""
REPORT = """# Annual Report

Executive Summary

Data Protection and Records Management

The summary of the year: data and records need protection. The report was prepared by Ann Lee.
"""


@pytest.mark.parametrize(
    ("name", "text", "question", "names"),
    [
        ("a.md", PAPER, "Who wrote this paper?", "Orla Vennick, Matthias van den Drexel and Tomás Abrantes"),
        ("a.md", PAPER, "who are the authors", "Orla Vennick, Matthias van den Drexel and Tomás Abrantes"),
        (
            "a.txt", WRAPPED, "Who are the authors of the paper?",
            "Jun-Ho Bae 1, Ada O'Neill 2*, Élise Dupont,\nKarim al Fassi 1,2 and R. J. Winter",
        ),
        ("a.txt", STORY, "Who is the author of this story?", "Maud Ellery Quist"),
        ("a.txt", HEADER, "Who wrote this?", "Ada Lund <ada@x.org>\n           Bo Ek <bo@x.org>"),
        ("a.md", LISTED, "Who wrote this proposal?", "Ada Lund, Bo Ek"),
        (
            "a.txt", PROPOSAL, "Who wrote this?",
            "Pablo Galindo Salgado <pablo@python.example>,\n        Batuhan Taskaya <batuhan@python.example>",
        ),
    ],
)  # fmt: skip
def test_authors_are_found_in_the_head(
    tmp_path: Path, name: str, text: str, question: str, names: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    document = open_document(tmp_path / name)
    found = byline(question, document)
    assert found is not None
    assert document.quote(found) == names


@pytest.mark.parametrize(
    ("text", "question"),
    [
        (PAPER, "Who counted the swifts?"),
        (PAPER, "Who wrote the guide to the nests of swifts?"),
        (REPORT, "Who wrote the report?"),  # its sentence answers
        (REPORT, "Who is the author of this report?"),  # headings are no names
        (
            "Lease of a Studio\n\nBlue Door Holdings Ltd\n\nThe tenant pays rent.\n",
            "Who wrote this document?",
        ),
    ],
)
def test_other_questions_and_heads_name_no_authors(tmp_path: Path, text: str, question: str) -> None:
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    assert byline(question, open_document(tmp_path / "a.md")) is None
