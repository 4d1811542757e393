"""Types of a report: answers, summaries, their documents, and numbered marks."""

from __future__ import annotations

from dataclasses import dataclass

from longdoc.documents.types import Document, Span
from longdoc.report.marks import Mark
from longdoc.tasks.types import Answer, Summary

__all__ = ["Numbered", "Report", "Source"]


@dataclass(frozen=True, slots=True)
class Source:
    """One document, with its own answers (explained) and the salience of each of its sentences."""

    document: Document
    answers: tuple[Answer, ...] = ()
    salience: tuple[tuple[Span, float], ...] = ()
    password: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The results of one run: an answer for each question, or a summary for each document.

    Args:
        shown: how many spans of each answer are marked; None for all.
        all_pages: show every page and section, not only those with a mark.
    """

    answers: tuple[Answer, ...]
    summaries: tuple[Summary, ...]
    sources: tuple[Source, ...]
    shown: int | None = 1
    all_pages: bool = False


@dataclass(frozen=True, slots=True)
class Numbered:
    """A mark with its number in the report; `finding` is the number of the answer or summary it belongs to.

    `turned_down` is set for the best rejected span of a question that has no answer.
    """

    number: int
    finding: int
    mark: Mark
    turned_down: bool = False

    @property
    def grade(self) -> str:
        """The CSS class that gives its colour."""
        if self.turned_down:
            return "down"
        if self.mark.topic is None:
            return "told"
        return "sure" if self.mark.certainty >= 0.75 else "likely" if self.mark.certainty >= 0.5 else "unsure"
