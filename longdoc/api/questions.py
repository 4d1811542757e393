"""Validates what callers of the Python API give, before anything is read."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from longdoc.documents.types import Document
from longdoc.errors import UsageError

__all__ = ["check_answering", "checked_paths", "checked_questions", "require_document"]

log = logging.getLogger("longdoc")

MAX_QUESTION_CHARS = 2000  # longer questions are truncated, with a warning


def checked_questions(questions: Sequence[str]) -> list[str]:
    """The questions, truncated if they are too long.

    Raises:
        UsageError: there is no question, or one is empty; or it is a string, whose characters are none.
    """
    if isinstance(questions, str):
        raise UsageError("questions must be a list of questions; `ask` takes a single one")
    if not all(isinstance(question, str) for question in questions):
        raise UsageError("a question must be a string")
    if not questions:
        raise UsageError("give at least one question")
    if not all(question.strip() for question in questions):
        raise UsageError("the question is empty")
    asked = [question.encode("utf-8", "replace").decode() for question in questions]
    for question in asked:
        if len(question) > MAX_QUESTION_CHARS:
            log.warning(
                "the question has %s characters; only the first %s are used",
                f"{len(question):,}", f"{MAX_QUESTION_CHARS:,}",
            )  # fmt: skip
    return [question[:MAX_QUESTION_CHARS] for question in asked]


def check_answering(top_alternatives: int, min_confidence: float | None) -> None:
    """Raise UsageError for a number of alternatives or a confidence that there cannot be."""
    if top_alternatives < 0:
        raise UsageError(f"top_alternatives is {top_alternatives}; give 0 or more")
    if min_confidence is not None and not 0 <= min_confidence <= 1:
        raise UsageError(f"min_confidence is {min_confidence}; give a number from 0 to 1")


def checked_paths(paths: Iterable[str | Path]) -> Iterator[str]:
    """The paths as strings.

    Raises:
        UsageError: a single path is given instead of a list.
    """
    if isinstance(paths, str | Path):
        raise UsageError(f"{paths}: paths must be a list of paths; give [path]")
    return (str(path) for path in paths)


def require_document(document: object) -> None:
    """Raise UsageError for what is no document, such as a path."""
    if not isinstance(document, Document):
        raise UsageError(f"{document!r:.100} is not a Document; open it first: longdoc.open(path)")
