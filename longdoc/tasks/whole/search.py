"""Runs one request on one document: finds every occurrence and reports that every word was scanned."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from time import perf_counter

import numpy as np

from longdoc.characters import CJK
from longdoc.documents.types import Document, Kind, Span
from longdoc.reading.coverage import coverage_of
from longdoc.tasks.terms import word_count
from longdoc.tasks.whole.columns import sums_in_tables
from longdoc.tasks.whole.forms import term_pattern
from longdoc.tasks.whole.overlaps import overlaps_any
from longdoc.tasks.whole.things import find_things
from longdoc.tasks.whole.types import Findings, Occurrence, Request, Thing

__all__ = ["search_whole"]

_CHINESE = re.compile(rf"[{CJK}]")
_GLUED = re.compile(rf"[{CJK}（）\d]{{2}}")
_FULL_WIDTH = rf"[{CJK}\u3000-\u303f\uff00-\uffef]"
_CHINESE_BLANK = re.compile(rf"(?<={_FULL_WIDTH}) | (?={_FULL_WIDTH})")
_LINE_END = re.compile(r"(?<!\s)[^\S\n]*\n[^\S\n]*(?!\s)")


def search_whole(document: Document, request: Request, question: str | None = None) -> Findings:
    """Every occurrence of what is requested, exact over the whole text.

    Occurrences in running lines (headers, footers, page numbers) are counted
    separately. The tokens of the coverage are words; a Chinese character is one.
    """
    begun = perf_counter()
    text, offsets = _searched(document, request.thing)
    places = _places(document, text, offsets, request)
    found = [(Span(offsets[a], offsets[b - 1] + 1), name) for (a, b), name in places]
    if request.thing is Thing.SUMS:
        found = _with_tables(found, document)
    words = word_count(document.text)
    return Findings(
        request=request,
        question=question,
        document=document.source,
        title=document.title,
        occurrences=tuple(_occurrence(document, span, name) for span, name in found),
        coverage=coverage_of(document, words, words),
        in_running_lines=_in_running_lines(document, request),
        seconds=round(perf_counter() - begun, 3),
    )


def _with_tables(found: list[tuple[Span, str]], document: Document) -> list[tuple[Span, str]]:
    """The sums found, and in order with them those in tables that name their currency in a header."""
    held = sorted(span for span, _ in found)
    others = [pair for pair in sums_in_tables(document) if not overlaps_any(held, pair[0])]
    return sorted([*found, *others])


def _searched(document: Document, thing: Thing | None) -> tuple[str, Sequence[int]]:
    """The text to search, and the offset of each of its characters in the document's.

    Running lines become blanks. In Chinese, line and page ends do not separate words and are removed, unless
    names are wanted, which end at line ends.
    """
    text = _without(document.text, _running_lines(document))
    if thing in (Thing.TERMS, Thing.PARTIES) or not _CHINESE.search(text):
        return text, range(len(text))
    kept = np.ones(len(text), bool)
    for start, end in _ends_of_lines(text, _running_lines(document)):
        beside = text[start - 1 : start] + text[end : end + 1]
        if _GLUED.fullmatch(beside) and _CHINESE.search(beside):
            kept[start:end] = False
    offsets = np.flatnonzero(kept).tolist()
    return "".join([text[at] for at in offsets]), offsets


def _without(text: str, lines: Sequence[Span]) -> str:
    """The text with these lines replaced by blanks."""
    pieces, at = [], 0
    for line in sorted(lines):
        if line.end > at:
            start = max(at, line.start)
            pieces += [text[at:start], " " * (line.end - start)]
            at = line.end
    return "".join([*pieces, text[at:]])


def _ends_of_lines(text: str, lines: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """The white space at line ends within a paragraph, and around a former running line."""
    for found in _LINE_END.finditer(text):
        yield found.span()
    for line in lines:
        start = line.start
        while start and text[start - 1].isspace():
            start -= 1
        end = line.end
        while end < len(text) and text[end].isspace():
            end += 1
        yield start, end


def _running_lines(document: Document) -> list[Span]:
    marked = [block.span for block in document.blocks if block.kind is Kind.HEADER_FOOTER]
    return [*document.headers_footers, *marked]


def _in_running_lines(document: Document, request: Request) -> int:
    count = 0
    for line in _running_lines(document):
        text = document.text[line.start : line.end]
        count += sum(1 for _ in _places(document, text, range(line.start, line.end), request))
    return count


def _places(
    document: Document, text: str, offsets: Sequence[int], request: Request
) -> Iterator[tuple[tuple[int, int], str]]:
    if request.thing is not None:
        headings = {section.span.start for section in document.sections}
        for span, said in find_things(text, request.thing):
            if request.thing is Thing.REFERENCES and offsets[span.start] in headings:
                continue  # the heading of that very section
            yield (span.start, span.end), _even(said)
        return
    for found in term_pattern(request.term or "").finditer(text):
        yield found.span(), _even(re.sub(r"[-\u2010\xad]\s*\n\s*|\xad", "", found.group()))


def _even(said: str) -> str:
    """Normalised white space, with none next to Chinese characters."""
    return _CHINESE_BLANK.sub("", " ".join(said.split()))


def _occurrence(document: Document, span: Span, name: str) -> Occurrence:
    place = document.locate(span)
    return Occurrence(name, document.quote(span), place.page, place.section, span.start, span.end)
