"""Scores the sentences of a document, and collects what their selection needs.

Axes: M sentences.
"""

from __future__ import annotations

import numpy as np

from longdoc.documents.sentences.languages import language_of
from longdoc.documents.types import Document
from longdoc.network.types import Network
from longdoc.reading.types import Reading
from longdoc.tasks.summaries.centrality import centrality
from longdoc.tasks.summaries.dangling_references import dangling_references
from longdoc.tasks.summaries.eligible_sentences import (
    MIN_PHRASE_WORDS,
    in_back_matter,
    is_complete_sentence,
    is_decision,
    is_definition,
    is_question,
)
from longdoc.tasks.summaries.focus import focused_relevance
from longdoc.tasks.summaries.fragments import is_fragment
from longdoc.tasks.summaries.own_summary import in_own_summary
from longdoc.tasks.summaries.selection import Sentences, Weights
from longdoc.tasks.summaries.term_weights import SentenceTerms, term_weights

__all__ = ["candidate_sentences", "eligible", "eligible_in_passages", "utilities"]

FOCUS_SHARE = 0.75  # weight of relevance if there is a focus; the rest is salience
LEAD_SENTENCES = 30  # scale on which the bonus for early sentences decays
MAX_DEVIATIONS = 3.0
MIN_COMPLETE = 0.3  # share of complete sentences, in words, of a text that does not consist of phrases
MIN_PAGES, MAX_TITLE_WORDS = 3, 40  # of a document with a title page, and on that page


def eligible(document: Document, reading: Reading, texts: list[str], words_M: np.ndarray) -> np.ndarray:
    """Bool [M]: the sentences that may be in a summary.

    Slides and lists consist of phrases: if hardly any of it reads like a sentence, phrases may be, too.
    """
    headings = {" ".join(section.title.split()) for section in document.sections}
    is_english = language_of(document.text) is None
    first = document.title.split(maxsplit=1)[:1]
    name = first[0] if first and first[0].islower() else ""
    complete = [
        is_complete_sentence(text, words, name)
        and text not in headings
        and not (is_english and is_fragment(text))
        for text, words in zip(texts, words_M.tolist(), strict=True)
    ]
    complete_M = np.array(complete, bool)
    prose_M = ~in_back_matter(document, reading.sentence_spans_M2[:, 0]) & _read(reading)
    complete_M &= prose_M
    phrase_M = complete_M | (words_M >= MIN_PHRASE_WORDS) & prose_M & ~_on_title_page(
        document, reading, words_M
    )
    if words_M[complete_M].sum() > MIN_COMPLETE * words_M[phrase_M].sum():
        return complete_M
    for eligible_M in (phrase_M, prose_M):
        if eligible_M.any():
            return eligible_M
    return np.ones(len(texts), bool)


def _on_title_page(document: Document, reading: Reading, words_M: np.ndarray) -> np.ndarray:
    """Bool [M]: the sentences of a first page with a few words, as of slides."""
    starts_M, pages = reading.sentence_spans_M2[:, 0], document.pages
    title_M = starts_M < (pages[0].span.end if len(pages) >= MIN_PAGES else 0)
    return title_M & (words_M[title_M].sum() <= MAX_TITLE_WORDS)


def eligible_in_passages(document: Document, reading: Reading) -> np.ndarray:
    """Bool [M]: the sentences that may be in a whole passage: all but headings, tables and notes."""
    eligible_M = ~in_back_matter(document, reading.sentence_spans_M2[:, 0]) & _read(reading)
    starts = {section.span.start for section in document.sections}
    headings = [start in starts for start in reading.sentence_spans_M2[:, 0].tolist()]
    eligible_M &= ~np.array(headings, bool)
    return eligible_M if eligible_M.any() else np.ones(len(eligible_M), bool)


def _read(reading: Reading) -> np.ndarray:
    """Bool [M]: sentences with tokens; headers and footers have none."""
    read_M: np.ndarray = reading.sentence_tokens_M2[:, 1] > reading.sentence_tokens_M2[:, 0]
    return read_M


def utilities(
    document: Document, reading: Reading, model: Network, texts: list[str], terms: SentenceTerms,
    eligible_M: np.ndarray, focus: str | None, weights: Weights,
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """(utility, score) of each sentence, both [M].

    The utility is in standard deviations of the eligible sentences; the score, in 0..1, is for the user.

    Args:
        texts: the sentences.
        focus: a question or topic that the summary is about.
        weights: of position, centrality and questions; without effect if there is a focus.
    """
    salience_M = reading.salience_M.astype(np.float64)
    utility_M = _standardised(_logit(salience_M), eligible_M)
    if focus is None or not focus.strip() or not len(salience_M):
        utility_M += weights.lead * np.exp(-(np.cumsum(eligible_M) - 1) / LEAD_SENTENCES)
        utility_M += weights.own_summary * in_own_summary(document, reading.sentence_spans_M2[:, 0])
        utility_M += weights.centrality * _standardised(centrality(terms, eligible_M), eligible_M)
        utility_M -= weights.question * np.array([is_question(text) for text in texts], bool)
        utility_M -= weights.definition * np.array([is_definition(text) for text in texts], bool)
        decision_M = np.array([is_decision(text) for text in texts], bool)
        utility_M[decision_M] = np.maximum(utility_M[decision_M], weights.decision)
        return utility_M, salience_M
    relevance_M = focused_relevance(focus, document, reading, model)
    mixed_M = FOCUS_SHARE * 2 * _standardised(relevance_M, eligible_M) + (1 - FOCUS_SHARE) * utility_M
    return mixed_M, FOCUS_SHARE * relevance_M + (1 - FOCUS_SHARE) * salience_M


def candidate_sentences(
    document: Document, reading: Reading, texts: list[str], terms: SentenceTerms,
    utility_M: np.ndarray, words_M: np.ndarray, eligible_M: np.ndarray,
) -> Sentences:  # fmt: skip
    """All sentences of a document, as `select` needs them."""
    starts = sorted({section.span.start for section in document.sections})
    return Sentences(
        utility_M=utility_M,
        words_M=words_M,
        vectors_ME=reading.sentence_vectors_ME.astype(np.float32),
        section_M=np.searchsorted(starts, reading.sentence_spans_M2[:, 0], side="right"),
        terms=terms.terms,
        bounds_M1=terms.bounds_M1,
        weights_G=term_weights(terms, eligible_M),
        dangling_M=dangling_references(document.text, reading.sentence_spans_M2, texts),
    )


def _logit(p_M: np.ndarray) -> np.ndarray:
    p_M = np.clip(p_M, 1e-4, 1 - 1e-4)
    return np.log(p_M / (1 - p_M))


def _standardised(x_M: np.ndarray, among_M: np.ndarray) -> np.ndarray:
    """In standard deviations from the mean of the sentences `among_M`, clipped to ±MAX_DEVIATIONS."""
    among = x_M[among_M]
    spread = float(among.std()) if len(among) else 0.0
    if spread <= 1e-9:
        return np.zeros_like(x_M)
    return np.clip((x_M - among.mean()) / spread, -MAX_DEVIATIONS, MAX_DEVIATIONS)
