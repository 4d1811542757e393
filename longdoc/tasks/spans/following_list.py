"""Extends an answer by the list of the next sentence: "all storage devices. This includes: hard disks, …"."""

from __future__ import annotations

import re
from bisect import bisect_right

from longdoc.documents.types import Document, Span
from longdoc.lazy_pattern import lazy_pattern
from longdoc.tasks.spans.list_items import introduced_items

__all__ = ["with_following_list"]

MAX_CHARS = 1000  # of the answer with its list
_ASKS_FOR_THINGS = lazy_pattern(
    r"^\W*(?:(?:to|for|in|on|from|with|of|by)\s+)?(?:which|what)\b", re.IGNORECASE
)
_LISTS = lazy_pattern(
    r"\s*(?:this|that|these|those|they)\s+(?:(?:may|can|also)\s+)?(?:includes?|comprises?|consists?\s+of)\b"
    r"|\s*(?:these|those|they)\s+are\s*:",
    re.IGNORECASE,
)
_REST = lazy_pattern(r"[\s.;)\"”’*]*")
_SERIES = lazy_pattern(r",[^,]+?(?:,| and | or )")


def with_following_list(question: str, document: Document, span: Span) -> Span:
    """The span with the next sentence, and the list that it introduces, if it says what the span includes.

    Only for questions with "which" and "what", and a span that ends its sentence.
    """
    sentences, text = document.sentences, document.text
    at = bisect_right(sentences, span.start, key=lambda sentence: sentence.start) - 1
    if not _ASKS_FOR_THINGS.search(question) or at < 0 or at + 1 >= len(sentences):
        return span
    own, following = sentences[at], sentences[at + 1]
    ends_sentence = span.end <= own.end and _REST.fullmatch(text, span.end, own.end)
    if not ends_sentence or not _LISTS.match(text, following.start, following.end):
        return span
    said = text[following.start : following.end].rstrip()
    if said.endswith(":"):
        items = introduced_items(document, Span(following.start, following.start + len(said) - 1))
        end = items[-1].end if items else span.end
    else:
        end = following.start + len(said.rstrip("*_.")) if _SERIES.search(said) else span.end
    return Span(span.start, end) if end - span.start <= MAX_CHARS else span
