"""One contract as PDF and as text: do both give the same answers and quotes?"""

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

__all__ = ["QUESTIONS", "Twice", "asked_twice", "both_forms"]

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
class Twice:
    """A question to a contract, answered from its PDF and from its text."""

    contract: str
    from_pdf: Answer
    from_text: Answer

    @property
    def same_answer(self) -> bool:
        """White space aside, as line ends differ."""
        return _plain(self.from_pdf.answer) == _plain(self.from_text.answer)

    @property
    def same_quote(self) -> bool:
        """The same answer in the same quote."""
        return self.same_answer and _plain(self.from_pdf.quote) == _plain(self.from_text.quote)


def asked_twice(session: Session) -> Iterator[Twice]:
    """QUESTIONS put to both forms of each contract in the data folder's `contracts/`.

    Raises:
        DataError: there are none.
    """
    folder = session.data / "contracts"
    paths = [path for path in sorted(folder.glob("*.pdf")) if path.with_suffix(".txt").is_file()]
    if not paths:
        raise DataError(f"{folder}: no contract there as PDF and as text")
    for path in session.some(paths):
        given = []
        for form in (path, path.with_suffix(".txt")):
            document = open_document(form)
            given.append(answer_questions(QUESTIONS, document, session.read(document), session.model))
        yield from (Twice(path.stem, pdf, text) for pdf, text in zip(*given, strict=True))


def _plain(text: str | None) -> str | None:
    return None if text is None else " ".join(text.split())


def both_forms(session: Session) -> Iterator[Measurement]:
    """Contracts as PDF and as text: how often both give the same answer, and the same quote."""
    asked = list(asked_twice(session))
    for twice in asked:
        if not twice.same_quote:
            log.info("%s: %r and %r", twice.contract, twice.from_pdf.quote, twice.from_text.quote)
    same = {
        "same answer": [t.same_answer for t in asked],
        "same answer and quote": [t.same_quote for t in asked],
    }
    for measure, rows in same.items():
        yield Measurement("PDF and text", "contracts", measure, 100 * mean(rows), len(rows))
