"""Held-out questions of thirteen kinds of document: the sample that answers and confidence are judged on.

Of each kind as many questions are taken, spread over as many documents as it has, and the same ones every
time: documents and questions come in the order of a hash of their names.
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
    put_to_markdown,
    put_to_table,
    without_answers,
)
from longdoc.evaluation.session import Session

__all__ = ["DOMAINS", "KINDS", "Quota", "sampled_questions"]

log = logging.getLogger("longdoc")

_WHOLE = ("longdoc-qa", "longdoc-qa3")  # sets whose documents are of several kinds, named as their ids begin
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
DOMAINS = {kind: "tables" if kind in _TABLES else kind for kind in KINDS}  # what is left out together
ELSEWHERE = 3  # questions of a document that are put to another one, which does not answer them
LONGEST_CHARS = 180_000  # of a document, so that a sample takes an hour and not a day


@dataclass(frozen=True, slots=True)
class Quota:
    """How many questions of each kind, and at most of one document."""

    answerable: int = 40
    unanswerable: int = 28
    of_document: int = 8


def sampled_questions(session: Session, quota: Quota = Quota()) -> dict[str, list[QuestionSet]]:
    """The sample of each kind that the data folder has, document by document."""
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
    """Those of the same text as one."""
    keyed = sorted(((_hash(c.document + c.text), c) for c in contexts), key=lambda pair: pair[0])
    groups = ([c for _, c in group] for _, group in groupby(keyed, key=lambda pair: pair[0]))
    return [replace(g[0], questions=tuple(chain.from_iterable(c.questions for c in g))) for g in groups]


def _sets(kind: str, contexts: Sequence[Context]) -> Iterator[QuestionSet]:
    """The questions to each document: its own, and some of the document before."""
    before = contexts[-1]
    for context in contexts:
        put, more = _read_as(kind, context)
        asked = answerable(before).questions[:ELSEWHERE] if before.document != context.document else ()
        elsewhere = (Question(q.text, (), f"{q.id} elsewhere") for q in asked)
        yield replace(put, questions=(*put.questions, *elsewhere))
        yield from more
        before = context


def _read_as(kind: str, context: Context) -> tuple[QuestionSet, Iterator[QuestionSet]]:
    """The questions to the document in the format that users have it in, and to changed forms of it."""
    match kind:
        case "tables in files":
            return put_to_table(context), without_answers(context)
        case "financial tables":
            return put_to_markdown(context), iter(())
        case _:
            return all_questions(context), iter(())


def _taken(puts: Iterable[QuestionSet], quota: Quota) -> Iterator[QuestionSet]:
    """Questions from document after document until there are enough."""
    left = {True: quota.answerable, False: quota.unanswerable}
    for put in puts:
        chosen, of_document = [], dict.fromkeys((True, False), quota.of_document)
        for question in sorted(put.questions, key=lambda q: _hash(q.id + q.text)):
            which = bool(question.answers)
            if min(left[which], of_document[which]) > 0:
                left[which] -= 1
                of_document[which] -= 1
                chosen.append(question)
        if chosen:
            yield replace(put, questions=tuple(chosen))
        if not any(left.values()):
            return


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
