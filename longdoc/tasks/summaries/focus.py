"""Relevance of each sentence to a question or topic, and which sentences are about it.

Axes: M sentences, F terms of the focus.
"""

from __future__ import annotations

import re

import numpy as np

from longdoc.documents.types import Document
from longdoc.lazy_pattern import lazy_pattern
from longdoc.network.types import Network
from longdoc.reading.types import Reading
from longdoc.tasks.search.passages import PassageIndex
from longdoc.tasks.terms import Term, lowered, question_terms

__all__ = ["about", "focused_relevance", "is_mentioned", "relevance"]

PASSAGE_SHARE = 0.4  # weight of the passage around a sentence; the rest is the sentence itself
TITLED_RELEVANCE = 0.6  # of the sentences of a section whose heading has all words of the focus
WIDEST_SECTION = 0.5  # share of the sentences; the heading of a wider section is a title of the document
ABOUT = 0.3  # share of the focus that a sentence must have, of what the best one has
NEAR = 0.8  # the same of relevance, if no sentence has a word of the focus
NEAR_QUESTION = 0.6  # the same of relevance to a question, whose answer may have none of its words
LONG = 150  # sentences of a document in which a question may be about anything
MOST_TOPIC_TERMS = 4  # what is longer says what is asked, and is no topic

_ASKS = lazy_pattern(
    r"[?？]\s*$|^\W*(?:what|which|who|whom|whose|how|why|when|where|is|are|was|were|do|does|did|describe|explain"
    r"|summari[sz]e|tell)\b|什么|哪|谁|如何|怎|为何|吗",
    re.IGNORECASE,
)


def relevance(focus: str, document: Document, reading: Reading, model: Network) -> np.ndarray:
    """The relevance of each sentence to a question or topic, in 0..1 [M].

    It combines the search scores (BM25 and MaxSim) of the sentence and of the passage around it.
    """
    ranges_M2 = reading.sentence_tokens_M2.astype(np.int64)
    own_M = PassageIndex(document, reading, ranges_M2).scores(focus, model)
    around = PassageIndex(document, reading)
    passage_P = around.scores(focus, model)
    if not len(passage_P):
        return own_M
    middle_M = ranges_M2.sum(1) // 2
    later_M = np.searchsorted(around.windows_P2[:, 0], middle_M, side="right") - 1
    earlier_M = np.maximum(later_M - 1, 0)
    earlier_M = np.where(around.windows_P2[earlier_M, 1] > middle_M, earlier_M, later_M)
    passage_M = np.maximum(passage_P[later_M], passage_P[earlier_M])
    return (1 - PASSAGE_SHARE) * own_M + PASSAGE_SHARE * passage_M


def focused_relevance(focus: str, document: Document, reading: Reading, model: Network) -> np.ndarray:
    """`relevance`, raised for the sentences of the sections whose headings name the focus [M]."""
    titled_M = _titled(_shares(focus, document, reading), document, reading)
    return np.maximum(relevance(focus, document, reading, model), TITLED_RELEVANCE * titled_M)


def about(
    focus: str, document: Document, reading: Reading, relevance_M: np.ndarray, dangling_M: np.ndarray
) -> np.ndarray:
    """Bool [M]: the sentences about a focus.

    They have words of it, are in a section whose heading has, or are the ones that such a sentence refers
    back to or is referred to by. What answers a question may have none of its words: the most relevant
    sentences count too, and in a long document all. So they do if no sentence has a word of the focus.

    Args:
        relevance_M: of each sentence to the focus.
        dangling_M: as `dangling_references` returns it.
    """
    share_M = _shares(focus, document, reading)
    share_M = np.maximum(share_M, _titled(share_M, document, reading))
    if not share_M.any():
        return relevance_M >= NEAR * relevance_M.max(initial=0.0)
    about_M = share_M >= ABOUT * share_M.max()
    if not _is_topic(focus):
        about_M |= relevance_M >= (NEAR_QUESTION if len(about_M) < LONG else 0.0) * relevance_M.max()
    refers_M = dangling_M[1:] == 1
    beside_M = about_M.copy()
    beside_M[1:] |= about_M[:-1] & refers_M
    beside_M[:-1] |= about_M[1:] & refers_M
    return beside_M


def _is_topic(focus: str) -> bool:
    """Whether a focus names a topic, by whose words a sentence can be recognised, rather than asks."""
    words = [term for term in _counted_terms(focus) if term.is_word]
    return len(words) <= MOST_TOPIC_TERMS and not _ASKS.search(focus)


def _shares(focus: str, document: Document, reading: Reading) -> np.ndarray:
    """The share of the focus that each sentence has, in 0..1 [M]; rare words weigh more."""
    low, starts_M = lowered(document.text), reading.sentence_spans_M2[:, 0]
    has_FM = []
    for term in _counted_terms(focus):
        has_M = np.zeros(len(starts_M), bool)
        places = np.searchsorted(starts_M, term.places(low), side="right") - 1
        has_M[places[places >= 0]] = True
        has_FM.append(has_M)
    found_FM = np.array([has_M for has_M in has_FM if has_M.any()], bool)
    if not len(found_FM):
        return np.zeros(len(starts_M))
    weight_F = np.log1p(len(starts_M) / found_FM.sum(1))
    return weight_F @ found_FM / weight_F.sum()


def _titled(share_M: np.ndarray, document: Document, reading: Reading) -> np.ndarray:
    """The share of the focus that the heading above each sentence has, of all levels the greatest [M]."""
    titled_M = np.zeros(len(share_M))
    for section in document.sections:
        first, last = np.searchsorted(reading.sentence_spans_M2[:, 0], (section.span.start, section.span.end))
        if first < last <= first + WIDEST_SECTION * len(share_M):
            titled_M[first:last] = np.maximum(titled_M[first:last], share_M[first])
    return titled_M


def is_mentioned(focus: str, text: str) -> bool:
    """Whether any word of a focus occurs in a text, in any inflection.

    A word within a longer one ("Kündigungsfrist") counts; a single Chinese character does not.
    """
    low = lowered(text)
    return any(term.text in low for term in _counted_terms(focus))


def _counted_terms(focus: str) -> list[Term]:
    """The terms of a focus without single Chinese characters, unless there are no others."""
    terms = question_terms(focus)
    return [term for term in terms if term.is_word or len(term.text) > 1] or terms
