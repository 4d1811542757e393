"""Answers a question from many documents: selects the passages to read, then the best answer."""

from __future__ import annotations

import logging
import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING, Any

from longdoc.errors import DocumentError, DocumentFault, LongDocError
from longdoc.library.search import proposed_by_document, search_library
from longdoc.library.store import Entry
from longdoc.reading.coverage import Coverage
from longdoc.tasks.answers.answer import answer_questions
from longdoc.tasks.candidates.find import PASSAGES, passages_for
from longdoc.tasks.types import Alternative, Answer, Passage

if TYPE_CHECKING:
    from longdoc.library.cache import Cache
    from longdoc.network.types import Network

__all__ = ["answer_across", "best_answer", "fitting", "index_missing"]

NAMES_ANOTHER = 2.0  # logits that an answer loses if the question names another document
READ_FOR_A_QUESTION = 20  # documents that are read again while the user waits for an answer

log = logging.getLogger("longdoc")


def answer_across(
    questions: Sequence[str],
    entries: Sequence[Entry] | None,
    cache: Cache,
    model: Network,
    *,
    a_document_each: bool = False,
    **options: Any,
) -> list[Answer]:
    """One Answer per question, from the passages of all these documents that match it best.

    Args:
        entries: the documents; None stands for all of the library.
        a_document_each: at most one answer of each document among the alternatives.
        options: of `answer_questions`.
    """
    assert cache.library is not None
    wanted = cache.library.ingested_ids() if entries is None else {entry.sha256 for entry in entries}
    index_missing(wanted, cache, model)
    among = cache.index.numbers_of(wanted, model.sha256)
    alternatives, all_spans = options.get("top_alternatives", 3), options.get("all_spans", False)
    top = passages_for(alternatives, all_spans=all_spans)
    found = []
    for question in questions:
        begun_s = perf_counter()
        scored = search_library(
            question, cache.index, model, lambda x: cache.token_vectors(x, model), top=top, among=among
        )
        answers = []
        for sha256, passages in proposed_by_document(scored).items():
            entry = cache.library.entry(sha256)
            if entry is not None:  # else it was removed in the meantime
                answers += _answers_in(entry, question, passages, cache, model, options)
        best = best_answer(
            answers or [_nothing(question)], None if all_spans else alternatives, one_each=a_document_each
        )
        found.append(replace(best, seconds=round(perf_counter() - begun_s, 3)))
    return found


def _answers_in(
    entry: Entry,
    question: str,
    passages: Sequence[Passage],
    cache: Cache,
    model: Network,
    options: dict[str, Any],
) -> list[Answer]:
    """The answer from one document; a document that cannot be read is reported and has none."""
    try:
        document = cache.open_entry(entry)
        reading = cache.read(document, model)
        return answer_questions([question], document, reading, model, proposed=[passages], **options)
    except DocumentError as error:
        log.warning("%s", error)
    except LongDocError:
        raise
    except Exception as error:  # a fault in one document must not end a question to all
        log.debug("%s", entry.path, exc_info=True)
        log.warning("%s", DocumentFault.of(entry.path, error))
    return []


def fitting(questions: Sequence[str], entries: Sequence[Entry], cache: Cache, model: Network) -> list[Entry]:
    """The documents whose passages match the questions best, in the order of the entries."""
    index_missing({entry.sha256 for entry in entries}, cache, model)
    among = cache.index.numbers_of((entry.sha256 for entry in entries), model.sha256)
    wanted = {
        one.hit.sha256
        for question in questions
        for one in search_library(
            question, cache.index, model, lambda x: cache.token_vectors(x, model), top=PASSAGES, among=among
        )
    }
    return [entry for entry in entries if entry.sha256 in wanted]


def index_missing(wanted: Iterable[str], cache: Cache, model: Network) -> None:
    """Index documents that another version or network read; of those that must be read again, only a few."""
    assert cache.library is not None
    anew = 0
    for sha256 in sorted(cache.index.missing(wanted, model.sha256)):
        entry = cache.library.entry(sha256)
        if entry is None:
            continue
        is_unread = not cache.has_reading(entry, model)
        anew += is_unread
        if is_unread and anew > READ_FOR_A_QUESTION:
            log.warning("%s: not asked; ingest it again, since another model read it", entry.path)
            continue
        try:
            document = cache.open_entry(entry)
            cache.index.add(document, cache.read(document, model))
        except DocumentError as error:
            log.warning("%s", error)


def best_answer(answers: Sequence[Answer], top: int | None = None, *, one_each: bool = False) -> Answer:
    """The most confident answer to one question; the others become its alternatives.

    One from a document without a word of the question is put back, if another document with an answer has
    that word in its title and all others that the first has, too: "Which law governs the lease?" is not
    answered from the charter.

    The result has no answer if no document has one. `top` limits the alternatives; without it they are all
    accepted spans, document by document, without the rejected ones. A sentence that several documents share
    is reported once.

    Args:
        one_each: at most one answer per document.
    """
    if len(answers) == 1 and not one_each:
        return answers[0]
    answering = [answer for answer in answers if answer.answer is not None]
    best = min(answers, key=lambda answer: (answer.answer is None, -_rank(answer, answering)))
    others = [*best.alternatives]
    for answer in answers:
        turned_down = answer.answer is None and best.answer is not None
        if answer is not best and not (turned_down and top is None):
            others += [*([answer.best] if answer.best else []), *answer.also, *answer.alternatives]
    if top is not None:
        others.sort(key=lambda other: -other.confidence)
    others = _told_once(best, others)
    if one_each:
        others = _one_each(best, others)
    return replace(
        best,
        alternatives=tuple(others[:top]),
        coverage=_together(answer.coverage for answer in answers),
        seconds=round(sum(answer.seconds for answer in answers), 3),
        left_out=sum(answer.left_out for answer in answers),
    )


def _rank(answer: Answer, answering: Iterable[Answer]) -> float:
    """The confidence as a logit, less if another document is named in the question and this one is not."""
    share = min(max(answer.confidence, 1e-6), 1 - 1e-6)
    held = answer.words_held
    is_another = any(held < other.words_held and other.words_in_title - held for other in answering)
    return math.log(share / (1 - share)) - NAMES_ANOTHER * is_another


def _told_once(best: Answer, others: Iterable[Alternative]) -> list[Alternative]:
    """Drop answers whose sentence another document has already given."""
    told = {(best.quote, best.answer): best.document}
    kept = []
    for other in others:
        document = told.setdefault((other.quote, other.answer), other.document)
        if document == other.document:
            kept.append(other)
    return kept


def _one_each(best: Answer, others: Iterable[Alternative]) -> list[Alternative]:
    """The first alternative of each document except the best answer's."""
    seen = {best.document} if best.answer is not None else set()
    kept = []
    for other in others:
        if other.document not in seen:
            seen.add(other.document)
            kept.append(other)
    return kept


def _nothing(question: str) -> Answer:
    """The result if no document could be read, or no passage resembles the question."""
    return Answer(
        question=question, best=None, confidence=0.0, document="", title="", alternatives=(),
        coverage=_together(()), seconds=0.0,
    )  # fmt: skip


def _together(coverages: Iterable[Coverage]) -> Coverage:
    parts = list(coverages)
    return Coverage(
        pages=sum(part.pages for part in parts),
        pages_without_text=sum(part.pages_without_text for part in parts),
        characters=sum(part.characters for part in parts),
        tokens=sum(part.tokens for part in parts),
        tokens_read=sum(part.tokens_read for part in parts),
        pages_recognised=sum(part.pages_recognised for part in parts),
    )
