"""Reading → summary: sentences are scored, selected within a budget, and given in document order.

In a long book, sentences are preselected chapter by chapter, so that every chapter is considered.

Axes: M sentences.
"""

from __future__ import annotations

import re
from dataclasses import replace
from time import perf_counter

import numpy as np

from longdoc.characters import CJK
from longdoc.documents.sentences.languages import language_of
from longdoc.documents.types import Document, Span
from longdoc.errors import UsageError
from longdoc.network.types import Network
from longdoc.reading.types import Reading
from longdoc.tasks.summaries.abridge import has_many_personal_pronouns, is_narrative, select_passages
from longdoc.tasks.summaries.eligible_sentences import is_complete_sentence, list_marker_chars
from longdoc.tasks.summaries.focus import about, is_mentioned
from longdoc.tasks.summaries.own_summary import in_own_summary
from longdoc.tasks.summaries.parts import (
    part_of_sentence,
    select_by_part,
    select_from_each,
    top_level_sections,
)
from longdoc.tasks.summaries.scoring import candidate_sentences, eligible, eligible_in_passages, utilities
from longdoc.tasks.summaries.selection import Budget, Sentences, Weights, select
from longdoc.tasks.summaries.term_weights import sentence_terms
from longdoc.tasks.terms import word_count
from longdoc.tasks.types import Summary, SummarySentence

__all__ = ["summarize"]

DEFAULT_RATIO = 0.05
DEFAULT_WORDS = (80, 250)  # minimum and maximum of the default length
CHINESE_LENGTH = 1.6  # Chinese characters for one English word
_CHINESE_END = re.compile(rf"(?:[。！？；」]|[{CJK}。！？；，][”…]+)$")
BOOK_SENTENCES = 1_500  # from this length on, sentences are preselected part by part
PRESELECTED = 4.0  # length of the preselection, in summaries


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
    weights: Weights | None = None,
) -> Summary:
    """The most salient sentences, unchanged, in document order.

    Args:
        words: the maximum length in words (Chinese: characters).
        sentences: the length in sentences; with `by_section`, of each section.
        ratio: the length as a share of the document's words, in 0..1.
        focus: a question or topic that the summary is about.
        by_section: give each top-level section its share of the summary.
        abridge: select whole passages from each chapter; by default if the text is a story in chapters.
        density: 0 favours few long sentences, 1 many short ones.
        weights: of redundancy, coverage and length in the selection.

    Raises:
        UsageError: a length is out of range.
    """
    begun = perf_counter()
    focus = focus if focus and focus.strip() else None
    weights = _with_density(weights or Weights(), density)
    texts = [document.text[a:b] for a, b in reading.sentence_spans_M2.tolist()]
    words_M = np.array([word_count(text) for text in texts], np.float64)
    budget = _budget(words_M, texts, words, sentences, ratio)
    eligible_M = eligible(document, reading, texts, words_M)
    language = language_of(document.text)
    terms = sentence_terms(reading, model, language.frequent if language else frozenset())
    utility_M, score_M = utilities(document, reading, model, texts, terms, eligible_M, focus, weights)
    candidates = candidate_sentences(document, reading, texts, terms, utility_M, words_M, eligible_M)
    if has_many_personal_pronouns(document.text, float(words_M.sum())):
        weights = replace(weights, dangling=weights.dangling_in_stories)
    if focus is not None:
        weights = replace(weights, part=0.0)  # what is about it may be in one place
        eligible_M = _about(focus, document, reading, score_M, candidates, eligible_M)
    sections = top_level_sections(document)
    parts_M = part_of_sentence(sections, reading)
    if abridge is None and focus is None and not by_section:
        abridge = is_narrative(document.text, float(words_M.sum()), len(sections))
    if abridge:
        eligible_M = eligible_in_passages(document, reading)
        begins_M = _begins_paragraph(document, reading)
        selected = select_passages(candidates, budget, parts_M, eligible_M, begins_M)
    elif by_section and sentences is not None:
        selected = select_from_each(candidates, sentences, weights, eligible_M, parts_M)
    elif by_section:
        selected = select_by_part(candidates, budget, weights, eligible_M, parts_M)
        if words is None and ratio is None:  # the default length may be too short for all of them
            others_M = eligible_M & ~np.isin(parts_M, parts_M[selected])
            selected += select_from_each(candidates, 1, weights, others_M, parts_M)
    elif focus is not None:
        selected = select(candidates, budget, weights, _most_relevant(utility_M, eligible_M))
    elif sections and not any(is_complete_sentence(texts[m]) for m in np.flatnonzero(eligible_M)):
        selected = select_by_part(candidates, budget, weights, eligible_M, parts_M)  # slides
    else:
        own_M = in_own_summary(document, reading.sentence_spans_M2[:, 0])
        selected = _select(candidates, budget, weights, eligible_M, parts_M, own_M)
    titles = [None, *(section.title for section in sections)] if by_section and sections else []
    return _summary(
        document, reading,
        tuple(
            _located(document, reading, m, float(score_M[m]), titles[parts_M[m]] if titles else None)
            for m in sorted(selected)
        ),
        perf_counter() - begun,
        None if focus is None else is_mentioned(focus, document.text),
    )  # fmt: skip


def _budget(
    words_M: np.ndarray, texts: list[str], words: int | None, sentences: int | None, ratio: float | None
) -> Budget:
    if sentences is not None:
        if sentences < 1:
            raise UsageError(f"a summary of {sentences} sentences is too short; ask for 1 or more")
        return Budget(sentences=min(sentences, len(texts)))
    if words is not None:
        if words < 1:
            raise UsageError(f"a summary of {words} words is too short; ask for 1 or more")
        return Budget(words=min(words, words_M.sum()))
    if ratio is not None:
        if not 0 < ratio <= 1:
            raise UsageError(f"a ratio of {ratio} is out of range; give one above 0 and at most 1")
        return Budget(words=float(np.ceil(ratio * words_M.sum())))
    blanks = sum(text.count(" ") for text in texts)
    factor = CHINESE_LENGTH if blanks < 0.3 * words_M.sum() else 1.0
    least, most = (factor * bound for bound in DEFAULT_WORDS)
    return Budget(words=float(np.clip(DEFAULT_RATIO * words_M.sum(), least, most)))


def _with_density(weights: Weights, density: float | None) -> Weights:
    if density is None:
        return weights
    if not 0 <= density <= 1:
        raise UsageError(f"a density of {density} is out of range; give one from 0 to 1")
    return replace(weights, length_power=density, counted_power=density)


def _select(
    sentences: Sentences, budget: Budget, weights: Weights, eligible_M: np.ndarray, parts_M: np.ndarray,
    own_M: np.ndarray,
) -> list[int]:  # fmt: skip
    """Select from the whole document; in a book, from its own summary and the best of each part."""
    if len(eligible_M) > BOOK_SENTENCES:
        longer = Budget(budget.words * PRESELECTED, budget.sentences * PRESELECTED)
        preselected = select_by_part(sentences, longer, weights, eligible_M, parts_M)
        eligible_M = np.isin(np.arange(len(eligible_M)), preselected) | own_M & eligible_M
    return select(sentences, budget, weights, eligible_M)


def _about(
    focus: str, document: Document, reading: Reading, score_M: np.ndarray, sentences: Sentences,
    eligible_M: np.ndarray,
) -> np.ndarray:  # fmt: skip
    """Bool [M]: the eligible sentences about the focus; if there is none, others about it, but headings."""
    dangling_M = np.zeros(len(score_M)) if sentences.dangling_M is None else sentences.dangling_M
    about_M = about(focus, document, reading, score_M, dangling_M)
    headings = np.array([section.span.start for section in document.sections], np.int64)
    spoken_M = ~np.isin(reading.sentence_spans_M2[:, 0], headings)
    for allowed_M in (eligible_M, eligible_in_passages(document, reading), spoken_M):
        if (about_M & allowed_M).any():
            return about_M & allowed_M
    return eligible_M


def _most_relevant(utility_M: np.ndarray, eligible_M: np.ndarray) -> np.ndarray:
    """Bool [M]: the eligible sentences of highest utility, as many as are compared with each other."""
    chosen_M = np.zeros_like(eligible_M)
    order_M = np.argsort(np.where(eligible_M, -utility_M, np.inf), kind="stable")
    chosen_M[order_M[:BOOK_SENTENCES]] = True
    return chosen_M & eligible_M


def _begins_paragraph(document: Document, reading: Reading) -> np.ndarray:
    """Bool [M]: the sentences that follow a blank line."""
    ends, starts = reading.sentence_spans_M2[:-1, 1].tolist(), reading.sentence_spans_M2[1:, 0].tolist()
    begins = ["\n\n" in document.text[a:b] for a, b in zip(ends, starts, strict=True)]
    return np.array([True, *begins][: len(reading.sentence_spans_M2)], bool)


def _located(document: Document, reading: Reading, m: int, score: float, part: str | None) -> SummarySentence:
    """Sentence m without its list marker, with its place in the document."""
    start, end = reading.sentence_spans_M2[m].tolist()
    span = Span(start + list_marker_chars(document.text[start:end]), end)
    place = document.locate(span)
    return SummarySentence(
        document.quote(span), place.page, place.section, span.start, span.end, round(score, 4), part
    )


def _summary(
    document: Document, reading: Reading, sentences: tuple[SummarySentence, ...], seconds: float,
    focus_mentioned: bool | None = None,
) -> Summary:  # fmt: skip
    return Summary(
        document=document.source,
        title=document.title,
        summary=_joined(sentences),
        sentences=sentences,
        coverage=reading.coverage,
        seconds=round(seconds, 3),
        focus_mentioned=focus_mentioned,
    )


def _joined(lines: tuple[SummarySentence, ...]) -> str:
    """The sentences as one string, without line ends; no blank follows a Chinese sentence."""
    text = ""
    for line in lines:
        words = " ".join(line.text.split())
        text += words if not text or _CHINESE_END.search(text[-8:]) else f" {words}"
    return text
