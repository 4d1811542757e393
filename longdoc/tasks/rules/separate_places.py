"""Answers that stand in several places: numbered headings that are the steps of a procedure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from longdoc.documents.types import Document, Section, Span
from longdoc.lazy_pattern import lazy_pattern
from longdoc.tasks.terms import lowered, question_terms

__all__ = ["separate_places"]

_ASKS_FOR_STEPS = lazy_pattern(
    r"^\W*(?:what|which|list|name|give)\b(?:\s+\w+){0,4}?\s+(?P<kind>steps|stages|phases)\b", re.IGNORECASE
)
_NUMBER = lazy_pattern(r"(?:(?:step|stage|phase)\s+)?(?P<number>\d{1,2})\s*[.):–—-]\s+(?=\S)", re.IGNORECASE)
LEAST_STEPS = 3
KINDS = frozenset({"step", "stage", "phas"})  # stems that say what is asked for, not of what


def separate_places(question: str, document: Document) -> list[Span]:
    """The headings "1. …", "2. …" in the section on the procedure whose steps a question asks for."""
    if not _ASKS_FOR_STEPS.search(question):
        return []
    runs = [run for run in _runs(document) if _is_on(question, document, run)]
    return [_title(document, section) for section in runs[0]] if len(runs) == 1 else []


def _runs(document: Document) -> list[list[Section]]:
    """Sections of one level that are numbered from 1 on."""
    runs: list[list[Section]] = []
    for section in document.sections:
        numbered = _NUMBER.match(section.title)
        if numbered is None:
            continue
        if numbered["number"] == "1":
            runs.append([section])
            continue
        for run in reversed(runs):
            if run[-1].level == section.level and len(run) == int(numbered["number"]) - 1:
                run.append(section)
                break
    return [run for run in runs if len(run) >= LEAST_STEPS]


def _is_on(question: str, document: Document, run: Sequence[Section]) -> bool:
    """Whether the sections around a procedure have what the question names in their titles."""
    above = [
        section.title for section in document.sections
        if section.level < run[0].level and section.span.contains(run[0].span)
    ]  # fmt: skip
    low = lowered(" ".join([document.title, *above]))
    terms = [term for term in question_terms(question) if term.text not in KINDS]
    return bool(terms) and all(len(term.places(low)) for term in terms)


def _title(document: Document, section: Section) -> Span:
    """Where the title of a section stands, without its number."""
    start = document.text.find(section.title, section.span.start, section.span.end)
    start = max(start, section.span.start)
    number = _NUMBER.match(section.title)
    return Span(start + (number.end() if number else 0), start + len(section.title))
