"""Short questions about contracts, as lawyers type them: is the answer in a clause on the topic?

"who is liable?" names no party, sum or date: any clause on liability answers it. A question counts for a
contract that has such a clause: one that CUAD labels with the question's category or, if CUAD has no such
category, one with the words of such clauses. The answer is right if its quote is from such a clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from longdoc.bench.quality.measurement import Measurement, mean
from longdoc.documents.types import Document
from longdoc.evaluation.datasets import Question
from longdoc.evaluation.session import Session
from longdoc.tasks.answers.answer import answers_from
from longdoc.tasks.confidence.calibration import Calibration
from longdoc.tasks.types import Answer

__all__ = ["SHORT_QUESTIONS", "Clause", "asked_clauses", "clauses", "is_answered"]


@dataclass(frozen=True, slots=False)
class Clause:
    """A question, the CUAD categories of clauses that answer it, and words that only such clauses have."""

    question: str
    categories: tuple[str, ...]
    words: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The words as a case-insensitive pattern."""
        return re.compile(self.words, re.IGNORECASE)


SHORT_QUESTIONS = (
    Clause("who is liable?", ("Cap On Liability", "Uncapped Liability"),
           r"liab|indemnif|hold harmless|damages"),
    Clause("who owns the IP?", ("Ip Ownership Assignment", "Joint Ip Ownership"),
           r"own(?:s|ed|ership)?\b.{0,80}(?:intellectual|patent|copyright|mark|inventio)|title and interest"),
    Clause("can they terminate early?", ("Termination For Convenience",), r"terminat"),
    Clause("what happens on breach?", (), r"breach|default"),
    Clause("any non-compete?", ("Non-Compete", "Exclusivity"), r"compet|exclusiv"),
    Clause("auto renewal?", ("Renewal Term",), r"renew|extend"),
    Clause("governing law", ("Governing Law",), r"govern|laws? of"),
    Clause("payment terms", (), r"pay(?:able|ment|s)?\b|invoice|fee"),
    Clause("who are the parties?", ("Parties",), r"\bbetween\b|by and among|party"),
    Clause("when does it start?", ("Effective Date", "Agreement Date"), r"effective|commenc|dated|as of"),
    Clause("when does it end?", ("Expiration Date",), r"expir|terminat|until|term of|continue"),
    Clause("can it be assigned?", ("Anti-Assignment",), r"assign|transfer"),
    Clause("audit rights?", ("Audit Rights",), r"audit|inspect|examin|books|records"),
    Clause("is there a liability cap?", ("Cap On Liability",), r"liab|exceed|damages"),
    Clause("what licence is granted?", ("License Grant",), r"licen[sc]|grant"),
    Clause("what insurance is required?", ("Insurance",), r"insur"),
    Clause("change of control?", ("Change Of Control",), r"control|merge|acqui|assign"),
    Clause("minimum purchase?", ("Minimum Commitment",), r"minimum|at least|no less|not less"),
    Clause("confidentiality?", (), r"confiden|non-?disclos|disclos"),
    Clause("how are disputes settled?", (), r"arbitrat|dispute|jurisdiction|mediat|court"),
    Clause("force majeure?", (), r"force majeure|beyond (?:its|the|their) .{0,30}control|acts? of god"),
)  # fmt: skip


def asked_clauses(session: Session) -> dict[str, list[bool]]:
    """For each question, whether it was answered correctly in each contract, at the model's threshold."""
    asked: dict[str, list[bool]] = {}
    texts = [clause.question for clause in SHORT_QUESTIONS]
    for context in session.contexts("cuad"):
        document, reading = session.open(context.text, context.document)
        found = session.find(texts, document, reading)
        calibration = session.calibration or Calibration.load(session.model.folder)
        answers = answers_from(texts, found, document, reading, calibration)
        for clause, answer in zip(SHORT_QUESTIONS, answers, strict=True):
            right = is_answered(clause, answer, document, context.questions)
            if right is not None:
                asked.setdefault(clause.question, []).append(right)
    return asked


def is_answered(
    clause: Clause, answer: Answer, document: Document, labelled: Sequence[Question]
) -> bool | None:
    """Whether an answer is in a clause on the topic; None if the contract has no such clause.

    Args:
        labelled: the contract's labelled questions, whose ids end with their CUAD category.
    """
    spans = [
        span for question in labelled if question.id.rpartition("#")[2] in clause.categories
        for span in question.answers
    ]  # fmt: skip
    if clause.categories and not spans:
        return None
    if not clause.pattern.search(document.text):
        return None
    if answer.start is None or answer.end is None or answer.quote is None:
        return False
    if any(start < answer.end and answer.start < end for start, end in spans):
        return True
    return bool(clause.pattern.search(answer.quote))


def clauses(session: Session) -> Iterator[Measurement]:
    """Short questions on contracts that answer them, at the model's own threshold: share of right answers."""
    asked = asked_clauses(session)
    for question, rows in asked.items():
        yield Measurement("clauses", "cuad", question, 100 * mean(rows), len(rows))
    every = [right for rows in asked.values() for right in rows]
    if every:
        yield Measurement("clauses", "cuad", "all questions", 100 * mean(every), len(every))
