"""Span boundaries as people quote: complete names, dates and amounts; a clause where one is asked for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from longdoc.documents.types import Document, Kind, Span
from longdoc.tasks.spans.enumeration import (
    ITEM_MARKER,
    asks_for_list,
    asks_for_steps,
    whole_list,
    whole_series,
)

__all__ = ["asks_for_clause", "asks_yes_or_no", "complete_span", "within_cell", "within_sentence"]

AROUND = 60  # characters on either side in which the rest of a name, date or amount is looked for
SHORT_WORDS = 3  # a fragment of so many words does not say yes or no
MOST_CLAUSE_CHARS = 400

_MONTH = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
_DAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? (?:the )?)?"
_UNIT = (
    r"(?:%|percent\b|per cent\b|million\b|billion\b|thousand\b|hundred\b|euros?\b|dollars?\b|pounds?\b|yen\b|"
    r"(?:calendar |business |working )?(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b|"
    r"(?:kilo|centi|milli)?(?:metres?|meters?|grams?|litres?|liters?)\b|miles?\b|feet\b|foot\b|inches\b|"
    r"km\b|cm\b|mm\b|kg\b|mg\b|GB\b|MB\b|°C|°F|(?:square|cubic) \w+)"
)
_NUMBER = r"[-+]?(?:[$€£¥] ?)?\d(?:[\d,.]*\d)?"
_WHOLE = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{_DAY}\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH}(?:,? \d{{4}})?\b",
        rf"\b{_DAY}{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:, ?\d{{4}})?\b",
        rf"\b{_MONTH} \d{{4}}\b",
        r"\b\d{4}年\d{1,2}月(?:\d{1,2}日)?",
        rf"(?:\b(?:between|from) )?{_NUMBER}(?:[ -]?{_UNIT})? ?(?:to|and|–|—|-) ?{_NUMBER}[ -]?{_UNIT}",
        rf"[-+]?\d[\d,.]*(?:{_UNIT})? to [-+]\d[\d,.]*\w*",
        rf"(?:(?:US|A|C|HK)?[$€£¥] ?|(?:USD|EUR|GBP|CHF|RMB) ?)?\b\d[\d,.]*\d?(?:[ -]?{_UNIT})+(?! per)",
        r"(?:(?:US|A|C|HK)?[$€£¥] ?|(?:USD|EUR|GBP|CHF|RMB) ?)\d(?:[\d,.]*\d)?",
        r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b",
        r"\bhttps?://[^\s<>)\]]*[\w/]",
    )
)
_COMPANY = re.compile(
    r"\b(?:[A-Z][\w&’'.-]* ){1,5}(?:of [A-Z][\w-]* )?"
    r"(?:Inc|Ltd|LLC|LLP|Corp|Corporation|Company|Limited|GmbH|AG|SE|plc|PLC|N\.V|S\.A|B\.V|Co)\b\.?"
)
_PROPER = re.compile(r"[A-Z][\w&’'.-]*(?: [A-Z][\w&’'.-]*)*")
_WANTS_CLAUSE = re.compile(
    r"^\W*(?:why|whether|how (?!many|much|long|old|far|high|tall|deep|large|big|wide|heavy|fast|often|soon))"
    r"|\bwhat happens\b|\bwhat (?:do|does|should|shall|must|can|may|could|would) (?:I|we|you|one|they|he|she|"
    r"it|the \w+|a \w+) do\b|^\W*what if\b|\bwhat becomes of\b|为什么|为何|怎么|如何",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r"\s*\n[ \t]*[A-Z][\w/-]*(?: [\w/-]+){0,2}:[ \t]+(?=\S)"
)  # a line of the kind "Status: final"
_CHINESE = re.compile(r"[\u3400-\u9fff]")  # has no blanks to count words by
_YES_OR_NO = re.compile(
    r"^\W*(?:(?:and|so|but|then),? )?(?:is|are|was|were|do|does|did|can|could|may|might|must|shall|should|"
    r"will|would|has|have|had) (?:\w)|[吗嗎][?？]?\s*$|是否",
    re.IGNORECASE,
)


def complete_span(question: str, document: Document, span: Span) -> Span:
    """The span, or the least longer one that a person would quote in its place.

    It never leaves the sentence, or the cell of a table, that it stands in.
    """
    home = _home(document, span)
    if home is None:
        return span
    found = _within_field(document.text, _unmarked(document, span))
    found = _closed(document.text, _completed(document.text, found, home), home)
    if asks_for_list(question) or asks_for_steps(question):
        listed = whole_list(question, document, found)
        if listed is not None:
            return listed
    if asks_for_list(question):
        return whole_series(question, document.text, found, home)
    words = len(document.quote(found).split())
    fragment = (asks_yes_or_no(question) and words <= SHORT_WORDS) or (
        asks_for_clause(question) and words == 1
    )
    decides = fragment and len(home) <= MOST_CLAUSE_CHARS and not _CHINESE.search(document.quote(found))
    return home if decides else found


def _unmarked(document: Document, span: Span) -> Span:
    """Without the bullet or number of a list item."""
    marker = ITEM_MARKER.match(document.text, span.start, span.end)
    if not marker or document.kind_at(span.start) is not Kind.LIST_ITEM or marker.end() >= span.end:
        return span
    return Span(marker.end(), span.end)


def _within_field(text: str, span: Span) -> Span:
    """Up to the next line of the kind "Status: final", where a span runs over one."""
    following = _FIELD.search(text, span.start, span.end)
    return Span(span.start, following.start()) if following and following.start() > span.start else span


def _closed(text: str, span: Span, home: Span) -> Span:
    """Up to the bracket or quotation mark that closes one in the span, if near: "6 (64 seconds | )"."""
    inside = text[span.start : span.end]
    for opening, closing in ("()", "[]", "“”", "「」", "『』"):
        at = text.find(closing, span.end, min(home.end, span.end + AROUND))
        if inside.count(opening) == inside.count(closing) + 1 and at >= 0:
            return Span(span.start, at + 1) if opening not in text[span.end : at] else span
    if inside.count('"') % 2 and text.startswith('"', span.end) and span.end < home.end:
        return Span(span.start, span.end + 1)
    return span


def asks_for_clause(question: str) -> bool:
    """Whether a question is answered by a clause: why, how, whether, what happens."""
    return bool(_WANTS_CLAUSE.search(question))


def asks_yes_or_no(question: str) -> bool:
    """Whether a question asks for yes or no; the deciding sentence then is the answer."""
    return bool(_YES_OR_NO.search(question)) and " or " not in question


def within_cell(document: Document, span: Span) -> Span:
    """The part of a span that lies in one cell of a table, where it touches one: that with most of it."""
    table = document.table_at(span.start) or document.table_at(max(span.start, span.end - 1))
    parts = [
        Span(max(span.start, cell.span.start), min(span.end, cell.span.end))
        for cell in (table.cells if table else ()) if cell.span.overlaps(span)
    ]  # fmt: skip
    return max(parts, key=len, default=span)


def within_sentence(document: Document, span: Span) -> Span:
    """The part of a span that lies in one sentence: the one with most of it."""
    parts = [
        Span(max(span.start, sentence.start), min(span.end, sentence.end))
        for sentence in _touched(document, span)
    ]
    return max(parts, key=len, default=span)


def _home(document: Document, span: Span) -> Span | None:
    """The one sentence or cell that holds a span; None where it reaches further."""
    table = document.table_at(span.start)
    places = (cell.span for cell in table.cells) if table else _touched(document, span)
    return next((place for place in places if place.contains(span)), None)


def _touched(document: Document, span: Span) -> Iterator[Span]:
    """The sentences that a span touches, in order."""
    sentences = document.sentences
    at = max(0, bisect_right(sentences, span.start, key=lambda sentence: sentence.start) - 1)
    while at < len(sentences) and sentences[at].start < span.end:
        if sentences[at].end > span.start:
            yield sentences[at]
        at += 1


def _completed(text: str, span: Span, home: Span) -> Span:
    """Extend a span to the whole company name, date or amount that it holds a part of."""
    low, high = max(home.start, span.start - AROUND), min(home.end, span.end + AROUND)
    patterns = [*_WHOLE]
    if _PROPER.fullmatch(text, span.start, span.end):
        patterns.append(_COMPANY)
    for pattern in patterns:
        for match in pattern.finditer(text, low, high):
            if match.start() <= span.start and span.end <= match.end() and len(match.group()) > len(span):
                return Span(match.start(), match.end())
    return span
