"""Baselines for summaries: the lead, and the extractive methods of the sumy library.

All select from the same sentences up to the same length, so that only the selection differs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from longdoc.documents.types import Document
from longdoc.evaluation.metrics import rouge_words
from longdoc.evaluation.optional import optional_library

__all__ = ["METHODS", "chosen_by"]

METHODS = ("lead", "LexRank", "TextRank", "LSA")
LEAST_WORDS = 3  # shorter sentences are headings and page numbers, on which no method should spend its budget
_CLASSES = {
    "LexRank": ("sumy.summarizers.lex_rank", "LexRankSummarizer"),
    "TextRank": ("sumy.summarizers.text_rank", "TextRankSummarizer"),
    "LSA": ("sumy.summarizers.lsa", "LsaSummarizer"),
}
_WORD = re.compile(r"[^\W\d_]+")
# Function words that would link any two sentences; sumy's own list would have to be downloaded.
STOP_WORDS = frozenset({
    "a", "about", "after", "all", "also", "an", "and", "any", "are", "as", "at", "be", "because",
    "been", "before", "but", "by", "can", "could", "did", "do", "does", "down", "each", "for", "from",
    "had", "has", "have", "he", "her", "his", "how", "i", "if", "in", "into", "is", "it", "its", "just",
    "like", "may", "me", "more", "most", "my", "no", "not", "of", "on", "only", "or", "other", "our",
    "out", "over", "she", "so", "some", "such", "than", "that", "the", "their", "them", "then", "there",
    "these", "they", "this", "those", "to", "under", "up", "us", "very", "was", "we", "were", "what",
    "when", "where", "which", "while", "who", "will", "with", "would", "you", "your",
})  # fmt: skip


def chosen_by(method: str, document: Document, words: int) -> str:
    """The summary by one of METHODS: sentences of the document in their order, about `words` words long.

    Raises:
        BaselineMissing: sumy is not installed.
    """
    texts = [document.text[span.start : span.end] for span in document.sentences]
    texts = [text for text in texts if len(rouge_words(text)) >= LEAST_WORDS]
    if method == "lead":
        return " ".join(texts[n] for n in _filled(range(len(texts)), texts, words))
    return " ".join(_ranked(method, texts, words))


def _ranked(method: str, texts: Sequence[str], words: int) -> list[str]:
    dom, stemmers = optional_library("sumy.models.dom"), optional_library("sumy.nlp.stemmers")
    module, name = _CLASSES[method]
    summarizer = getattr(optional_library(module), name)(stemmers.Stemmer("english"))
    summarizer.stop_words = STOP_WORDS
    words_of = _Words()
    sentences = [dom.Sentence(text, words_of) for text in texts]
    document = dom.ObjectDocumentModel([dom.Paragraph(sentences)])

    def enough(ranked: Sequence[Any]) -> list[Any]:
        return [ranked[n] for n in _filled(range(len(ranked)), [str(one.sentence) for one in ranked], words)]

    return [str(sentence) for sentence in summarizer(document, enough)]


class _Words:
    """The tokenizer interface that sumy needs."""

    def to_words(self, sentence: str) -> tuple[str, ...]:
        """The lower-case runs of letters in a sentence."""
        return tuple(_WORD.findall(sentence.lower()))


def _filled(order: Sequence[int] | range, texts: Sequence[str], words: int) -> list[int]:
    """The first indices of an order that fill a number of words; the last one may exceed it."""
    taken: list[int] = []
    for n in order:
        if words <= 0:
            break
        taken.append(n)
        words -= len(rouge_words(texts[n]))
    return taken
