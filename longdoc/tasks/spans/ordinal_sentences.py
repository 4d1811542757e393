"""Finds the sentences of a paragraph that count its points: "First, we … Second, … Third, …"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from longdoc.documents.text.number_words import ORDINAL, ORDINALS
from longdoc.documents.types import Document, Span
from longdoc.lazy_pattern import lazy_pattern
from longdoc.tasks.terms import lowered, question_terms

__all__ = ["ordinal_sentences"]

MAX_CHARS = 1_500  # of all sentences together
MAX_SENTENCES = 30  # before and behind a span, that are looked at
_BEGINS = lazy_pattern(
    rf"\W*(?:(?:and|the)\s+)?(?:(?P<ordinal>{ORDINAL})(?:ly|\s+of\s+all)?"
    r"|finally|lastly|last)(?:,|\s+(?=(?:is|was|are|were|we|it|they)\b))",
    re.IGNORECASE,
)


def ordinal_sentences(question: str, document: Document, span: Span) -> Span | None:
    """The sentences from "First" to the last point, if a span is in one of them or in the one before.

    None if there are no such sentences in the paragraph, if they are too long, if the sentence in front of
    them has no word of the question ("makes three contributions"), or if the question is about one of them.
    """
    sentences = _paragraph(document, span)
    found = [(n, match) for n, one in enumerate(sentences) if (match := _begins(document, one))]
    starts = [n for n, match in found if match["ordinal"] and match["ordinal"].lower() == "first"]
    if len(starts) != 1:
        return None
    points = [starts[0]]
    for n, match in found:
        if n > points[-1] and ORDINALS.get((match["ordinal"] or "").lower()) in (None, len(points) + 1):
            points.append(n)
    whole = Span(sentences[points[0]].start, sentences[points[-1]].end)
    own = next((n for n, one in enumerate(sentences) if one.start <= span.start < one.end), -1)
    if len(points) < 2 or len(whole) > MAX_CHARS or not points[0] - 1 <= own <= points[-1]:
        return None
    introduction = lowered(document.quote(sentences[points[0] - 1])) if points[0] else ""
    asked = any(len(term.places(introduction)) for term in question_terms(question))
    if not asked or _is_about_one(question, document, [sentences[n] for n in points], span):
        return None
    return whole


def _begins(document: Document, sentence: Span) -> re.Match[str] | None:
    return _BEGINS.match(document.text, sentence.start, sentence.end)


def _paragraph(document: Document, span: Span) -> Sequence[Span]:
    """The sentences around a span, up to the empty lines before and behind."""
    sentences, text = document.sentences, document.text
    at = max(0, bisect_right(sentences, span.start, key=lambda sentence: sentence.start) - 1)
    low = high = at
    while (
        low > max(0, at - MAX_SENTENCES) and "\n\n" not in text[sentences[low - 1].end : sentences[low].start]
    ):
        low -= 1
    last = min(len(sentences), at + MAX_SENTENCES) - 1
    while high < last and "\n\n" not in text[sentences[high].end : sentences[high + 1].start]:
        high += 1
    return [sentences[n] for n in range(low, high + 1)]


def _is_about_one(question: str, document: Document, points: Sequence[Span], span: Span) -> bool:
    """Whether a term of the question is only in the point that a span is in."""
    said = [lowered(document.quote(point)) for point in points]
    own = [n for n, point in enumerate(points) if point.start <= span.start < point.end]
    places = [[n for n, one in enumerate(said) if len(term.places(one))] for term in question_terms(question)]
    return bool(own) and any(place == own for place in places)
