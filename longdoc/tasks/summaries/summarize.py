"""Reading → summary: scores every sentence, selects under a budget, keeps document order.

A long book goes part by part first, so that every chapter puts forward its best sentences; the summary
is then chosen among these.

Axes: M sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from time import perf_counter

import numpy as np

from longdoc.documents.types import Document, Section, Span
from longdoc.errors import UsageError
from longdoc.network.types import Network
from longdoc.reading.types import Reading
from longdoc.tasks.summaries.abridge import is_narrative, is_told, passages
from longdoc.tasks.summaries.dangling_references import leaning
from longdoc.tasks.summaries.eligible_sentences import is_whole, list_mark, outside_matter
from longdoc.tasks.summaries.focus import relevance
from longdoc.tasks.summaries.selection import Budget, Choice, Sentences, select
from longdoc.tasks.summaries.term_weights import sentence_terms, term_weights
from longdoc.tasks.terms import word_count
from longdoc.tasks.types import Summary, SummarySentence

__all__ = ["summarize"]

DEFAULT_RATIO = 0.05
DEFAULT_WORDS = (80, 250)  # the least and the most where no length is asked for
CHINESE_LENGTH = 1.6  # a Chinese text needs so many characters where English needs one word
FOCUS_SHARE = 0.75  # of relevance beside salience where a focus is given
LEAD_SENTENCES = 30  # over which the worth of standing first fades
BOOK_SENTENCES = 1_500  # from here on a document goes part by part
PART_SHARE = 4.0  # what the parts together put forward, in summaries


def summarize(
    document: Document,
    reading: Reading,
    model: Network,
    *,
    words: int | None = None,
    sentences: int | None = None,
    ratio: float | None = None,
    focus: str | None = None,
    by_section: bool = False,
    abridge: bool | None = None,
    density: float | None = None,
    choice: Choice | None = None,
) -> Summary:
    """The sentences that say most, to the letter, in document order.

    Args:
        words: the summary's length in words (Chinese: characters); never more.
        sentences: its length in sentences.
        ratio: its length as a share of the document's words, in 0..1.
        focus: a question or a topic that it is to be about.
        by_section: give each outermost section its share, or so many sentences each.
        abridge: whole passages of each chapter; by default where the text is a story in chapters.
        density: 0 favours few long sentences, 1 many short ones.
        choice: how redundancy, coverage and length are weighed.

    Raises:
        UsageError: a length that makes no sense.
    """
    begun = perf_counter()
    choice = _dense(choice or Choice(), density)
    texts = [document.text[a:b] for a, b in reading.sentence_spans_M2.tolist()]
    words_M = np.array([word_count(text) for text in texts], np.float64)
    budget = _budget(words_M, texts, words, sentences, ratio)
    whole_M = _whole_sentences(document, reading, texts)
    worth_M, score_M = _worth(document, reading, model, whole_M, focus, choice.lead)
    candidates = _candidates(document, reading, model, worth_M, words_M, whole_M)
    candidates = replace(candidates, leaning_M=leaning(document.text, reading.sentence_spans_M2, texts))
    if is_told(document.text, float(words_M.sum())):
        choice = replace(choice, leaning=choice.leaning_told)
    outermost = _outermost(document)
    parts_M = _parts(outermost, reading)
    if abridge is None and focus is None and not by_section:
        abridge = is_narrative(document.text, float(words_M.sum()), len(outermost))
    if abridge:
        open_M = _open_to_passages(document, reading)
        chosen = passages(candidates, budget, parts_M, open_M, _begin_paragraphs(document, reading))
    elif by_section and sentences is not None:
        chosen = _so_many_each(candidates, sentences, choice, whole_M, parts_M)
    elif by_section:
        chosen = _each_part(candidates, budget, choice, whole_M, parts_M)
    else:
        if len(texts) > BOOK_SENTENCES:
            more = Budget(budget.words * PART_SHARE, budget.sentences * PART_SHARE)
            forward = _each_part(candidates, more, choice, whole_M, parts_M)
            whole_M = np.isin(np.arange(len(texts)), forward)
        chosen = select(candidates, budget, choice, whole_M)
    parts = [None, *(section.title for section in outermost)] if by_section and outermost else []
    lines = tuple(
        _placed(document, reading, m, float(score_M[m]), parts[parts_M[m]] if parts else None)
        for m in sorted(chosen)
    )
    return Summary(
        document=document.source,
        title=document.title,
        summary=_joined(lines),
        sentences=lines,
        coverage=reading.coverage,
        seconds=round(perf_counter() - begun, 3),
    )


def _budget(
    words_M: np.ndarray, texts: list[str], words: int | None, sentences: int | None, ratio: float | None
) -> Budget:
    if sentences is not None:
        if sentences < 1:
            raise UsageError(f"a summary of {sentences} sentences is too short; ask for 1 or more")
        return Budget(sentences=sentences)
    if words is not None:
        if words < 1:
            raise UsageError(f"a summary of {words} words is too short; ask for 1 or more")
        return Budget(words=words)
    if ratio is not None:
        if not 0 < ratio <= 1:
            raise UsageError(f"a ratio of {ratio} is out of range; give one above 0 and at most 1")
        return Budget(words=float(np.ceil(ratio * words_M.sum())))
    blanks = sum(text.count(" ") for text in texts)
    factor = CHINESE_LENGTH if blanks < 0.3 * words_M.sum() else 1.0
    least, most = (factor * bound for bound in DEFAULT_WORDS)
    return Budget(words=float(np.clip(DEFAULT_RATIO * words_M.sum(), least, most)))


def _whole_sentences(document: Document, reading: Reading, texts: list[str]) -> np.ndarray:
    """Bool [M]: what can stand in a summary; everything, where nothing reads like a sentence."""
    headings = {" ".join(section.title.split()) for section in document.sections}
    whole_M = np.array([is_whole(text) and text not in headings for text in texts], bool)
    whole_M &= ~outside_matter(document, reading.sentence_spans_M2[:, 0])
    whole_M &= reading.sentence_tokens_M2[:, 1] > reading.sentence_tokens_M2[:, 0]  # no headers or footers
    return whole_M if whole_M.any() else np.ones(len(texts), bool)


def _worth(
    document: Document,
    reading: Reading,
    model: Network,
    whole_M: np.ndarray,
    focus: str | None,
    lead: float,
) -> tuple[np.ndarray, np.ndarray]:
    """What each sentence is worth, in standard deviations [M], and the score to show, in 0..1 [M]."""
    salience_M = reading.salience_M.astype(np.float64)
    worth_M = _standard(_logit(salience_M), whole_M)
    if focus is None or not focus.strip() or not len(salience_M):
        return worth_M + lead * np.exp(-(np.cumsum(whole_M) - 1) / LEAD_SENTENCES), salience_M
    relevance_M = relevance(focus, document, reading, model)
    mixed_M = FOCUS_SHARE * 2 * _standard(relevance_M, whole_M) + (1 - FOCUS_SHARE) * worth_M
    return mixed_M, FOCUS_SHARE * relevance_M + (1 - FOCUS_SHARE) * salience_M


def _logit(p_M: np.ndarray) -> np.ndarray:
    p_M = np.clip(p_M, 1e-4, 1 - 1e-4)
    return np.log(p_M / (1 - p_M))


def _standard(x_M: np.ndarray, among_M: np.ndarray) -> np.ndarray:
    """In standard deviations from the mean of the eligible ones, within -3..3."""
    among = x_M[among_M]
    spread = float(among.std()) if len(among) else 0.0
    return np.clip((x_M - among.mean()) / spread, -3, 3) if spread > 1e-9 else np.zeros_like(x_M)


def _candidates(
    document: Document,
    reading: Reading,
    model: Network,
    worth_M: np.ndarray,
    words_M: np.ndarray,
    whole_M: np.ndarray,
) -> Sentences:
    terms, bounds_M1, pieces_G = sentence_terms(reading)
    starts = sorted({section.span.start for section in document.sections})
    return Sentences(
        worth_M=worth_M,
        words_M=words_M,
        vectors_ME=reading.sentence_vectors_ME.astype(np.float32),
        section_M=np.searchsorted(starts, reading.sentence_spans_M2[:, 0], side="right"),
        terms=terms,
        bounds_M1=bounds_M1,
        weights_G=term_weights(terms, bounds_M1, pieces_G, model, whole_M),
    )


def _outermost(document: Document) -> list[Section]:
    """The outermost sections in order; none where there are none.

    "Outermost" is the first level of which there are several: a title over everything is no part.
    """
    for level in sorted({section.level for section in document.sections}):
        if sum(section.level == level for section in document.sections) > 1:
            within = [section for section in document.sections if section.level <= level]
            return sorted(within, key=lambda section: section.span.start)
    return []


def _parts(outermost: Sequence[Section], reading: Reading) -> np.ndarray:
    """The number of the outermost section that each sentence is in [M]; of equal parts without any."""
    starts_M = reading.sentence_spans_M2[:, 0]
    if outermost:
        return np.searchsorted([section.span.start for section in outermost], starts_M, side="right")
    return np.arange(len(starts_M)) // (BOOK_SENTENCES // 10)


def _each_part(
    candidates: Sentences, budget: Budget, choice: Choice, open_M: np.ndarray, parts_M: np.ndarray
) -> list[int]:
    """Chosen part by part, each with its share of the budget; what one leaves goes on to the next."""
    eligible_M = candidates.words_M * open_M
    edges = [0, *(np.flatnonzero(np.diff(parts_M)) + 1).tolist(), len(parts_M)]
    chosen: list[int] = []
    spent, due = np.zeros(2), np.zeros(2)
    for first, last in pairwise(edges):
        share = eligible_M[first:last].sum() / max(1.0, eligible_M.sum())
        if not share:
            continue
        due += share * np.array([budget.words, budget.sentences])
        left = Budget(due[0] - spent[0], np.ceil(due[1] - spent[1] - 0.5))
        some = select(candidates.between(first, last), left, choice, open_M[first:last])
        chosen += [first + m for m in some]
        spent += [candidates.words_M[chosen[len(chosen) - len(some) :]].sum(), len(some)]
    return chosen


def _so_many_each(
    candidates: Sentences, sentences: int, choice: Choice, open_M: np.ndarray, parts_M: np.ndarray
) -> list[int]:
    """So many sentences of each part that has any."""
    edges = [0, *(np.flatnonzero(np.diff(parts_M)) + 1).tolist(), len(parts_M)]
    budget = Budget(sentences=sentences)
    return [
        first + m
        for first, last in pairwise(edges)
        for m in select(candidates.between(first, last), budget, choice, open_M[first:last])
    ]


def _dense(choice: Choice, density: float | None) -> Choice:
    if density is None:
        return choice
    if not 0 <= density <= 1:
        raise UsageError(f"a density of {density} makes no sense; give one from 0 to 1")
    return replace(choice, length_power=density, counted_power=density)


def _open_to_passages(document: Document, reading: Reading) -> np.ndarray:
    """Bool [M]: what may stand in a passage: every sentence that is read and no heading, table or note."""
    open_M = ~outside_matter(document, reading.sentence_spans_M2[:, 0])
    open_M &= reading.sentence_tokens_M2[:, 1] > reading.sentence_tokens_M2[:, 0]
    starts = {section.span.start for section in document.sections}
    open_M &= np.array([start not in starts for start in reading.sentence_spans_M2[:, 0].tolist()], bool)
    return open_M if open_M.any() else np.ones(len(open_M), bool)


def _begin_paragraphs(document: Document, reading: Reading) -> np.ndarray:
    """Bool [M]: the sentences before which a blank line is."""
    ends, starts = reading.sentence_spans_M2[:-1, 1].tolist(), reading.sentence_spans_M2[1:, 0].tolist()
    begins = ["\n\n" in document.text[a:b] for a, b in zip(ends, starts, strict=True)]
    return np.array([True, *begins][: len(reading.sentence_spans_M2)], bool)


def _placed(document: Document, reading: Reading, m: int, score: float, part: str | None) -> SummarySentence:
    start, end = reading.sentence_spans_M2[m].tolist()
    span = Span(start + list_mark(document.text[start:end]), end)
    place = document.locate(span)
    return SummarySentence(
        document.quote(span), place.page, place.section, span.start, span.end, round(score, 4), part
    )


def _joined(lines: tuple[SummarySentence, ...]) -> str:
    """One string: a blank between sentences, none after Chinese ones; wrapped lines made one."""
    text = ""
    for line in lines:
        blank = "" if not text or text[-1] in "。！？；…”」" else " "
        text += blank + " ".join(line.text.split())
    return text
