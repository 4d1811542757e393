"""Validates questions before anything is read."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from longdoc.errors import UsageError

__all__ = ["checked_questions"]

log = logging.getLogger("longdoc")

MAX_QUESTION_CHARS = 2000  # longer questions are truncated, with a warning


def checked_questions(questions: Sequence[str]) -> list[str]:
    """The questions, truncated if they are too long.

    Raises:
        UsageError: there is no question, or one is empty.
    """
    if not questions or not all(question.strip() for question in questions):
        raise UsageError("the question is empty")
    asked = [question.encode("utf-8", "replace").decode() for question in questions]
    for question in asked:
        if len(question) > MAX_QUESTION_CHARS:
            log.warning(
                "the question has %s characters; only the first %s are used",
                f"{len(question):,}", f"{MAX_QUESTION_CHARS:,}",
            )  # fmt: skip
    return [question[:MAX_QUESTION_CHARS] for question in asked]
