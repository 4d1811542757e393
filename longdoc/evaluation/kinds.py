"""A fixed sample of held-out questions from thirteen kinds of documents, for answers and confidence.

Each kind contributes equally many questions, spread over its documents. The sample is the same every time:
documents and questions are ordered by a hash of their names.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby

from longdoc.errors import DataError
from longdoc.evaluation.datasets import Context, Question
from longdoc.evaluation.questions import (
    QuestionSet,
    all_questions,
    answerable,
    for_markdown_file,
    for_table_file,
    without_answer_columns,
)
from longdoc.evaluation.session import Session

__all__ = ["DOMAINS", "KINDS", "Quota", "sampled_questions"]

log = logging.getLogger("longdoc")

_WHOLE = (
    "longdoc-qa",
    "longdoc-qa3",
)  # sets with several kinds of documents, told by the prefix of their ids
_KIND_OF_ID = {
    "cuad": "contracts", "scisumm": "papers", "plos": "papers", "dclaw": "laws", "canada": "laws",
    "books": "novels", "eltec": "novels", "rfcs": "specifications", "peps": "specifications",
    "eips": "specifications", "keps": "specifications",
    "zhlaw": "Chinese", "zhhist": "Chinese", "zhtech": "Chinese",
}  # fmt: skip
_KIND_OF_SET = {
    "handbooks": "handbooks", "textbooks": "textbooks", "squadshifts-new_wiki": "wiki", "near-misses": "wiki",
    "squadshifts-amazon_reviews": "reviews", "tables": "made tables", "wtq": "tables in files",
    "tatqa": "financial tables", "cmrc2018": "Chinese",
}  # fmt: skip
KINDS = tuple(dict.fromkeys([*_KIND_OF_ID.values(), *_KIND_OF_SET.values()]))
_TABLES = ("made tables", "tables in files", "financial tables")
DOMAINS = {kind: "tables" if kind in _TABLES else kind for kind in KINDS}  # kinds that are held out together
ELSEWHERE = 3  # questions of a document that are also asked of another one, which does not answer them
LONGEST_CHARS = 180_000  # longer documents are skipped, so that a run takes an hour and not a day


@dataclass(frozen=True, slots=True)
class Quota:
    """How many questions to take from each kind, and at most from one document."""

    answerable: int = 40
    unanswerable: int = 28
    of_document: int = 8


def sampled_questions(session: Session, quota: Quota = Quota()) -> dict[str, list[QuestionSet]]:
    """The sample of each kind in the data folder, document by document."""
    return {kind: list(_taken(_sets(kind, some), quota)) for kind, some in _by_kind(session).items()}


def _by_kind(session: Session) -> dict[str, list[Context]]:
    """The documents of each kind, each with all its questions, in the order of a hash."""
    contexts: dict[str, list[Context]] = {}
    for name in (*_WHOLE, *_KIND_OF_SET):
        try:
            some = [c for c in session.contexts(name) if len(c.text) <= LONGEST_CHARS]
        except DataError as missing:
            log.warning("left out: %s", missing)
            continue
        for context in some:
            kind = _KIND_OF_SET.get(name) or _KIND_OF_ID.get(context.document.split("/")[0], name)
            contexts.setdefault(kind, []).append(context)
    return {kind: _together(some) for kind, some in contexts.items()}


def _together(contexts: Iterable[Context]) -> list[Context]:
    """Merge contexts with the same text."""
    keyed = sorted(((_hash(c.document + c.text), c) for c in contexts), key=lambda pair: pair[0])
    groups = ([c for _, c in group] for _, group in groupby(keyed, key=lambda pair: pair[0]))
    return [replace(g[0], questions=tuple(chain.from_iterable(c.questions for c in g))) for g in groups]


def _sets(kind: str, contexts: Sequence[Context]) -> Iterator[QuestionSet]:
    """The questions for each document: its own, and some of the previous document."""
    before = contexts[-1]
    for context in contexts:
        question_set, more = _read_as(kind, context)
        asked = answerable(before).questions[:ELSEWHERE] if before.document != context.document else ()
        elsewhere = (Question(q.text, (), f"{q.id} elsewhere") for q in asked)
        yield replace(question_set, questions=(*question_set.questions, *elsewhere))
        yield from more
        before = context


def _read_as(kind: str, context: Context) -> tuple[QuestionSet, Iterator[QuestionSet]]:
    """The questions to the document in the format that users have, and to modified versions of it."""
    match kind:
        case "tables in files":
            return for_table_file(context), without_answer_columns(context)
        case "financial tables":
            return for_markdown_file(context), iter(())
        case _:
            return all_questions(context), iter(())


def _taken(question_sets: Iterable[QuestionSet], quota: Quota) -> Iterator[QuestionSet]:
    """Take questions document by document until the quota is filled."""
    left = {True: quota.answerable, False: quota.unanswerable}
    for question_set in question_sets:
        chosen, of_document = [], dict.fromkeys((True, False), quota.of_document)
        for question in sorted(question_set.questions, key=lambda q: _hash(q.id + q.text)):
            which = bool(question.answers)
            if min(left[which], of_document[which]) > 0:
                left[which] -= 1
                of_document[which] -= 1
                chosen.append(question)
        if chosen:
            yield replace(question_set, questions=tuple(chosen))
        if not any(left.values()):
            return


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
