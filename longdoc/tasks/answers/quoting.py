"""A span with its text, the sentence around it, and its place in the document."""

from __future__ import annotations

import numpy as np

from longdoc.documents.types import Document, Span
from longdoc.reading.types import Reading
from longdoc.tasks.spans.list_items import denying_introduction
from longdoc.tasks.spans.word_boundaries import is_inside_word
from longdoc.tasks.types import Alternative

__all__ = ["quote_around", "quoted", "sentence_range"]

MAX_QUOTE_CHARS = 600  # a longer sentence is cut around the answer


def quoted(document: Document, reading: Reading, span: Span, confidence: float) -> Alternative:
    """The span as an Alternative.

    Args:
        confidence: in 0..1.
    """
    quote = quote_around(document, reading, span)
    if not quote.contains(span):
        raise AssertionError(f"the quote {quote} does not contain the answer {span} of {document.source}")
    place = document.locate(span)
    return Alternative(
        answer=_exact_text(document, span),
        confidence=round(confidence, 4),
        document=document.source,
        quote=_exact_text(document, quote),
        page=place.page,
        section=place.section,
        start=span.start,
        end=span.end,
        quote_start=quote.start,
    )


def quote_around(document: Document, reading: Reading, span: Span) -> Span:
    """The sentence or sentences that contain a span; if they are very long, whole words around the span.

    For an item of a list, the quote begins with the words that deny it, such as "The Tenant may not:".
    """
    spans_M2 = reading.sentence_spans_M2
    first, end = sentence_range(spans_M2, span)
    if first >= end:
        return span
    sentences = Span(min(span.start, int(spans_M2[first, 0])), max(span.end, int(spans_M2[end - 1, 1])))
    introduction = denying_introduction(document, span)
    if introduction is not None and sentences.end - introduction.start <= MAX_QUOTE_CHARS:
        return Span(min(introduction.start, sentences.start), sentences.end)
    if len(sentences) <= MAX_QUOTE_CHARS:
        return sentences
    margin = max(0, MAX_QUOTE_CHARS - len(span)) // 2
    return _cut_around(document.text, sentences, span, margin)


def sentence_range(spans_M2: np.ndarray, span: Span) -> tuple[int, int]:
    """The half-open range of the sentences that a span touches.

    Args:
        spans_M2: character offsets of all sentences.
    """
    first = int(np.searchsorted(spans_M2[:, 1], span.start, side="right"))
    return first, int(np.searchsorted(spans_M2[:, 0], span.end, side="left"))


def _exact_text(document: Document, span: Span) -> str:
    text = document.quote(span)
    if len(text) != len(span) or not text.strip():
        raise AssertionError(f"{span} is not a span of {document.source}")
    return text


def _cut_around(text: str, sentences: Span, span: Span, margin_chars: int) -> Span:
    """The span with `margin_chars` on either side, without the words that this would cut."""
    start = max(sentences.start, span.start - margin_chars)
    end = min(sentences.end, span.end + margin_chars)
    if start > sentences.start:
        while start < span.start and is_inside_word(text, start):
            start += 1
    if end < sentences.end:
        while end > span.end and is_inside_word(text, end):
            end -= 1
    while start < span.start and text[start].isspace():
        start += 1
    while end > span.end and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
