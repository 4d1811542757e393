"""Answers under a heading that is a question, as in lists of FAQs, instead of the heading itself."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from longdoc.documents.types import Document, Kind, Span
from longdoc.lazy_pattern import lazy_pattern
from longdoc.tasks.terms import lowered, question_terms

__all__ = ["answer_under", "is_question_heading"]

MAX_CHARS = 300  # of the sentences that are given as the answer
LEAST_SHARED = 0.5  # of the question's terms, so that the heading asks the same
_NEXT_PARAGRAPH = lazy_pattern(r"\n\s*\n")
_QUESTION_MARK = lazy_pattern(r"[?？][\"”'’)\]*_]{0,4}\s*$")


def is_question_heading(document: Document, span: Span) -> bool:
    """Whether a span is in a heading that asks something."""
    if document.kind_at(span.start) is not Kind.HEADING:
        return False
    heading = document.blocks[_block_number(document, span)]
    return bool(_QUESTION_MARK.search(document.quote(heading.span)))


def answer_under(question: str, document: Document, span: Span) -> Span | None:
    """The first sentences under the heading of a span, if it asks what the question asks; None otherwise."""
    heading = document.blocks[_block_number(document, span)].span
    asked, said = question_terms(question), lowered(document.quote(heading))
    shared = sum(len(term.places(said)) > 0 for term in asked)
    return _paragraph_behind(document, heading) if shared >= max(1, LEAST_SHARED * len(asked)) else None


def _block_number(document: Document, span: Span) -> int:
    return bisect_right(document.blocks, span.start, key=lambda block: block.span.start) - 1


def _paragraph_behind(document: Document, heading: Span) -> Span | None:
    """The first paragraph behind a heading, or the sentences of it that are within MAX_CHARS."""
    sentences, text = document.sentences, document.text
    first = at = bisect_left(sentences, heading.end, key=lambda sentence: sentence.start)
    if first == len(sentences) or document.kind_at(sentences[first].start) in (Kind.HEADING, Kind.TABLE_ROW):
        return None
    start = sentences[first].start
    while at < len(sentences) and sentences[at].end - start <= MAX_CHARS:
        at += 1
        if at < len(sentences) and _NEXT_PARAGRAPH.search(text, sentences[at - 1].end, sentences[at].start):
            break
    return Span(start, sentences[at - 1].end) if at > first else None
