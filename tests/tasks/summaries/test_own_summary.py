"""The sections in which a document sums itself up."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from longdoc.documents.types import Document, Section, Span
from longdoc.tasks.summaries.own_summary import in_own_summary
from longdoc.tasks.summaries.selection import Weights
from longdoc.tasks.summaries.summarize import summarize

BODY = "".join(
    f"\n\n## Part {n}\n\nThe {n} ropes of the quay were tied by the crew in spring." for n in range(40)
)
TEXT = f"Report\n\nSummary\n\nThe harbour was closed by the town for two years.{BODY}"


def in_sections(document: Document, title: str = "Summary") -> Document:
    starts = [
        document.text.index("Summary"),
        *(match.start() for match in re.finditer("Part", document.text)),
    ]
    titles = [title, *(f"Part {n}" for n in range(len(starts)))]
    ends = [*starts[1:], len(document.text)]
    sections = (Section(name, 1, Span(a, b)) for name, a, b in zip(titles, starts, ends, strict=False))
    return replace(document, sections=tuple(sections))


@pytest.mark.parametrize(
    ("title", "is_own"),
    [("Executive Summary", True), ("1. Abstract", True), ("Key findings", True), ("Summary of costs", False)],
)
def test_sections_that_sum_up_are_known_by_their_titles(title: str, is_own: bool) -> None:
    document = in_sections(Document.from_text(TEXT), title)
    start = document.text.index("The harbour")
    assert in_own_summary(document, np.array([0, start, start + 200])).tolist() == [False, is_own, False]


def test_a_section_that_is_most_of_the_text_sums_up_nothing() -> None:
    document = in_sections(Document.from_text("Report\n\nSummary\n\nThe harbour was closed."))
    assert not in_own_summary(document, np.array([17])).any()


def test_a_book_is_summed_up_by_its_own_summary(read: Any, model: Any, monkeypatch: Any) -> None:
    """Although only few sentences of each part are compared with each other."""
    monkeypatch.setattr("longdoc.tasks.summaries.summarize.BOOK_SENTENCES", 10)
    document, reading = read(TEXT)
    document = in_sections(document)
    summary = summarize(document, reading, model, sentences=2, weights=Weights(own_summary=50.0))
    assert "The harbour was closed" in summary.summary
    without = summarize(document, reading, model, sentences=2, weights=Weights(own_summary=-50.0))
    assert "The harbour was closed" not in without.summary
