"""The same contract as PDF and as text: how often both give the same answers and quotes."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass

from longdoc.bench.quality.measurement import Measurement, mean
from longdoc.documents.open import open_document
from longdoc.errors import DataError
from longdoc.evaluation.session import Session
from longdoc.tasks.answers.answer import answer_questions
from longdoc.tasks.types import Answer

__all__ = ["QUESTIONS", "AnsweredTwice", "ask_both_forms", "both_forms"]

log = logging.getLogger("longdoc")

QUESTIONS = (
    "Who are the parties to this agreement?",
    "What is the effective date of this agreement?",
    "Which law governs this agreement?",
    "How can this agreement be terminated?",
    "When does this agreement expire?",
    "What is the limit of liability?",
)


@dataclass(frozen=True, slots=True)
class AnsweredTwice:
    """A question about a contract, answered from its PDF and from its text."""

    contract: str
    from_pdf: Answer
    from_text: Answer

    @property
    def same_answer(self) -> bool:
        """Whether the answers are equal except for white space, as line breaks differ."""
        return _plain(self.from_pdf.answer) == _plain(self.from_text.answer)

    @property
    def same_quote(self) -> bool:
        """Whether the answers and their quotes are equal."""
        return self.same_answer and _plain(self.from_pdf.quote) == _plain(self.from_text.quote)


def ask_both_forms(session: Session) -> Iterator[AnsweredTwice]:
    """Ask QUESTIONS of both forms of each contract in `contracts/` of the data folder.

    Raises:
        DataError: there are none.
    """
    folder = session.data / "contracts"
    paths = [path for path in sorted(folder.glob("*.pdf")) if path.with_suffix(".txt").is_file()]
    if not paths:
        raise DataError(f"{folder}: no contract there in both forms, PDF and text")
    for path in session.some(paths):
        given = []
        for form in (path, path.with_suffix(".txt")):
            document = open_document(form)
            given.append(answer_questions(QUESTIONS, document, session.read(document), session.model))
        yield from (AnsweredTwice(path.stem, pdf, text) for pdf, text in zip(*given, strict=True))


def _plain(text: str | None) -> str | None:
    return None if text is None else " ".join(text.split())


def both_forms(session: Session) -> Iterator[Measurement]:
    """Contracts as PDF and as text: share of the same answer, and of the same answer and quote."""
    asked = list(ask_both_forms(session))
    for one in asked:
        if not one.same_quote:
            log.info("%s: %r and %r", one.contract, one.from_pdf.quote, one.from_text.quote)
    same = {
        "same answer": [t.same_answer for t in asked],
        "same answer and quote": [t.same_quote for t in asked],
    }
    for measure, rows in same.items():
        yield Measurement("PDF and text", "contracts", measure, 100 * mean(rows), len(rows))
