"""Extends an answer by the exception in the next sentence if the question asks about that: "However, …"."""

from __future__ import annotations

import re
from bisect import bisect_right

from longdoc.documents.types import Document, Kind, Span
from longdoc.lazy_pattern import lazy_pattern
from longdoc.tasks.terms import lowered, question_terms

__all__ = ["with_following_exception"]

MAX_CHARS = 600  # of both sentences
# a sentence that limits the one before it
_LIMITS = lazy_pattern(
    r"\s*(?:however|but|nevertheless|nonetheless|except|(?:an|the|the only) exception|exceptions?:"
    r"|notwithstanding the (?:foregoing|above)"
    r"|(?:this|that|these|such) (?:[\w-]+ ){0,3}?(?:do|does|shall|will) not apply)\b",
    re.IGNORECASE,
)


def with_following_exception(question: str, document: Document, span: Span) -> Span:
    """The span, its sentence and the next one, if that makes an exception for what the question mentions.

    The next sentence must hold a term of the question that the span's own sentence lacks: "May it be assigned
    in a merger?" is not answered by "Neither party may assign it." alone if "However, …" names mergers.
    """
    sentences, text = document.sentences, document.text
    at = bisect_right(sentences, span.start, key=lambda sentence: sentence.start) - 1
    if at < 0 or at + 1 >= len(sentences) or span.end > sentences[at].end:
        return span
    own, following = sentences[at], sentences[at + 1]
    if (
        following.end - span.start > MAX_CHARS
        or not _LIMITS.match(text, following.start, following.end)
        or "\n\n" in text[own.end : following.start]
        or Kind.TABLE_ROW in (document.kind_at(own.start), document.kind_at(following.start))
    ):
        return span
    here, there = lowered(document.quote(own)), lowered(document.quote(following))
    terms = [term for term in question_terms(question) if term.is_word]
    is_named = any(len(term.places(there)) and not len(term.places(here)) for term in terms)
    return Span(span.start, following.end) if is_named else span
