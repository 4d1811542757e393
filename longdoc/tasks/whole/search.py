"""Runs one request on one document: every occurrence, and a receipt that every word was examined."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter

from longdoc.documents.types import Document, Kind, Span
from longdoc.reading.coverage import coverage_of
from longdoc.tasks.terms import word_count
from longdoc.tasks.whole.forms import term_pattern
from longdoc.tasks.whole.things import find_things
from longdoc.tasks.whole.types import Findings, Occurrence, Request

__all__ = ["search_whole"]


def search_whole(document: Document, request: Request, question: str | None = None) -> Findings:
    """Everything that a request asks for, exact over the whole text.

    Running lines (headers, footers, page numbers) are no part of what is said and are passed over. The tokens
    of the receipt are words; a Chinese character is one.
    """
    begun = perf_counter()
    running = [*document.headers_footers]
    running += [block.span for block in document.blocks if block.kind is Kind.HEADER_FOOTER]
    found = [one for one in _places(document, request) if not any(one[0].overlaps(line) for line in running)]
    words = word_count(document.text)
    return Findings(
        request=request,
        question=question,
        document=document.source,
        title=document.title,
        occurrences=tuple(_occurrence(document, span, name) for span, name in found),
        coverage=coverage_of(document, words, words),
        seconds=round(perf_counter() - begun, 3),
    )


def _places(document: Document, request: Request) -> Iterator[tuple[Span, str]]:
    if request.thing is not None:
        yield from find_things(document, request.thing)
        return
    for found in term_pattern(request.term or "").finditer(document.text):
        yield Span(*found.span()), " ".join(found.group().replace("-\n", "").split())


def _occurrence(document: Document, span: Span, name: str) -> Occurrence:
    place = document.locate(span)
    return Occurrence(name, document.quote(span), place.page, place.section, span.start, span.end)
