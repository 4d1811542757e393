"""Answers questions about parties and defined terms: “Acme Ltd (the "Supplier")”, “"Fee" means …”.

"Who is the supplier?" is answered by the definition, not by the nearest name: contracts name both parties in
one sentence, and forms in adjacent lines.
"""

from __future__ import annotations

import re

from longdoc.documents.sentences.abbreviations import belongs_to_word
from longdoc.documents.types import Document, Kind, Span
from longdoc.lazy_pattern import lazy_pattern
from longdoc.tasks.rules.defining_phrases import (
    CHINESE_MEANS,
    CHINESE_MEANS_UNQUOTED,
    IS_DEFINED,
    MEANS,
    labelled_value,
    party_before,
    role_in_parentheses,
)
from longdoc.tasks.spans.word_boundaries import snap_to_words

__all__ = ["asked_term", "definition_of"]

MAX_TERM_WORDS = 5
MAX_VALUE_CHARS = 300  # of what a term stands for
MAX_LIST_CHARS = 600  # of a meaning that ends in a list
MAX_CLAUSE_CHARS = 1000  # in which the end of its meaning is looked for
NAME_LOOKBACK_CHARS = 400  # how far before its role a party's name may begin

_OPEN, _CLOSE = r"[“\"‘'「]", r"[”\"’'」]"
_TERM = rf"(?:the |an? )?{_OPEN}?(?P<term>[\w&/-]+(?: [\w&/-]+){{0,{MAX_TERM_WORDS - 1}}}){_CLOSE}?"
_QUESTIONS = tuple(
    lazy_pattern(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:define|definition of|meaning of|what is the (?:definition|meaning) of) {_TERM}\s*\??",
        rf"(?:who|what)(?:'s| is| are| was| were) {_TERM}(?: here| in this \w+)?\s*\??",
        rf"what (?:does|do|is meant by) (?:the )?(?:term |word |phrase )?{_TERM} (?:mean|stand for)\s*\??",
        rf"what is meant by {_TERM}\s*\??",
        rf"how (?:is|are) {_TERM} defined\s*\??",
        r"(?:谁是|什么是|何谓)(?P<term>[\u3400-\u9fff]{1,10})[？?]?",
        r"(?P<term>[\u3400-\u9fff]{1,10}?)"
        r"(?:是谁|是哪家公司|是什么意思|指的是什么|是指什么|的定义是什么)[？?]?",
    )
)
_DATE = lazy_pattern(
    r"(?:[A-Z][a-z]+ \d{1,2},? \d{4}|\d{1,2}(?:st|nd|rd|th)? (?:day of )?[A-Z][a-z]+,? \d{4})\s*$"
)
# what a line begins with that continues no definition: a list item, the next clause or definition, a label
_FRESH_LINE = (
    r"[-*+•·▪◦●○■#|]\s|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})\)\s|\d{1,3}\.\s|\d{1,3}(?:\.\d{1,3}){1,3}\.?\s+(?-i:[A-Z])"
    r"|[（(][一二三四五六七八九十\d]{1,3}[）)]|第[一二三四五六七八九十百零\d]{1,6}[条章节]"
    rf"|{_OPEN}[^“”\"「」\n]{{1,80}}{_CLOSE}\s?(?:(?:shall |will )?(?:{MEANS}|{IS_DEFINED})|{CHINESE_MEANS})"
    r"|(?-i:[A-Z])[\w ]{0,24}(?:[:：]|\smeans\b)|[\u3400-\u9fff]{2,10}[:：]"
)
_INDENT = r"[^\S\n]{0,99}"
# a line end within a sentence: the line is long, or the next one begins as no heading does
_WRAP = (
    rf"(?:(?<=[^\n]{{40}})\n|(?<=[^\n]{{20}})\n(?={_INDENT}[\u3400-\u9fff])"
    rf"|\n(?={_INDENT}(?-i:[^A-Z\s\u3400-\u9fff])))(?!{_INDENT}(?:\n|$|{_FRESH_LINE}))"
)
# of an item: "(a) "
_LABEL = r"(?:\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})\)\s|[（(][一二三四五六七八九十\d]{1,3}[）)])"
_NEXT_ITEM = rf"[;；:：,，]\s{{0,99}}(?:(?:and|or|and/or|以及|及|和|或)\s{{0,99}})?(?={_LABEL})"
_CLAUSE_PART = rf"[^;；。\n]|{_WRAP}"
_FIRST_ITEM = lazy_pattern(rf"(?:[^:：;；。\n]{{0,80}}[:：]\s{{0,99}})?{_LABEL}", re.IGNORECASE)
_LIST_BEHIND = lazy_pattern(rf"[:：]\s{{0,99}}{_LABEL}")
_CLAUSE = lazy_pattern(rf"(?:{_CLAUSE_PART}){{3,{MAX_CLAUSE_CHARS}}}", re.IGNORECASE)
_ITEMS = lazy_pattern(rf"(?:{_NEXT_ITEM}|{_CLAUSE_PART}){{3,{MAX_CLAUSE_CHARS}}}", re.IGNORECASE)
# what Chinese contracts and judgments tell of a party behind its name
_PARTICULARS = lazy_pattern(
    r"(?<=[\u3400-\u9fff）)A-Za-z])[，,；;]\s*(?=[男女][，,]|住|身份|统一社会|法定代表|负责人|性别|出生|地址|电话|联系|注册|国籍)"
)
_FULL_STOP = lazy_pattern(r"\.(?!\s+[a-z]{1,30}[\s,])(?=\s|\Z)")  # not before a word in lower case
# "has the meaning set forth in Section 8.1" says where the meaning is
_ELSEWHERE = (
    r"(?:as\s+)?(?:set\s+(?:forth|out)|given|assigned|specified|ascribed|attributed|provided|stated|defined)"
    r"(?:\s+(?:thereto|(?:to|for)\s+(?:it|them|(?:such|that|this|the)\s+\w{1,12})))?"
    r"\s+(?:above|below|herein|in|by|under|at|on)\b"
    r"|(?:of|in|under)\s+(?:section|article|clause|paragraph|schedule|exhibit|annex|appendix)\b"
)


def asked_term(question: str) -> str | None:
    """The party or term that a question asks about; None for other questions.

    >>> asked_term("Who is the landlord?"), asked_term("甲方是谁？"), asked_term("When does it end?")
    ('landlord', '甲方', None)
    """
    text = question.strip()
    return next((found["term"] for pattern in _QUESTIONS if (found := pattern.fullmatch(text))), None)


def definition_of(question: str, document: Document) -> Span | None:
    """The party or the meaning that a question asks for; None if the document does not define it."""
    term = asked_term(question)
    if term is None:
        return None
    text = document.text
    pattern = re.escape(term).replace(r"\ ", r"\s+")
    if question.strip().lower().startswith("who") or "谁" in question or "哪家" in question:
        found = _labelled(document, pattern) or _party(text, pattern)
    else:
        is_date = re.search(r"\bdates?\b", term, re.IGNORECASE)
        found = (_date(text, pattern) if is_date else None) or _meaning(text, pattern)
    return snap_to_words(text, found.start, found.end) if found else None


def _labelled(document: Document, term: str) -> Span | None:
    """What follows “Landlord:” in a form; None in a transcript, where a name is followed by what was said."""
    lines = re.finditer(rf"(?im)^[^\S\n]*{labelled_value(term)}", document.text)
    found = [line for line in lines if document.kind_at(line.start("value")) is not Kind.DIALOGUE]
    values = {line["value"].strip(" .").casefold() for line in found}
    if len(values) != 1 or len(found[0]["value"]) > MAX_VALUE_CHARS:
        return None
    start, end = found[0].span("value")
    table = document.table_at(start)
    cells = (cell.span for cell in (table.cells if table else ()) if cell.span.start <= start < cell.span.end)
    end = min(end, next((cell.end for cell in cells), end))
    particulars = _PARTICULARS.search(document.text, start, end)
    return Span(start, particulars.start() if particulars else end)


def _before_role(text: str, term: str) -> Span | None:
    """The text before “(the "Supplier")”, up to NAME_LOOKBACK_CHARS of it."""
    found = re.search(role_in_parentheses(term), text, re.IGNORECASE)
    return Span(max(0, found.start() - NAME_LOOKBACK_CHARS), found.start()) if found else None


def _party(text: str, term: str) -> Span | None:
    before = _before_role(text, term)
    return party_before(text, before.start, before.end) if before else None


def _date(text: str, term: str) -> Span | None:
    """The date before “("Effective Date")”."""
    before = _before_role(text, term)
    date = _DATE.search(text, before.start, before.end) if before else None
    return Span(*date.span()) if date else None


def _meaning(text: str, term: str) -> Span | None:
    """What follows “"Services" means”, to the end of the clause or of its last item."""
    means = rf"(?:,[^.;\n]{{0,60}},)?\s*(?:shall |will )?(?:{MEANS}|{IS_DEFINED}\s+as\b)\s*+(?::\s*+)?+"
    english = rf"{_OPEN}(?:the\s+)?{term}s?{_CLOSE}{means}(?!{_ELSEWHERE})"
    chinese = rf"[“\"「]{term}[”\"」]{CHINESE_MEANS}|{term}[”\"」]?{CHINESE_MEANS_UNQUOTED}"
    phrases = re.finditer(rf"{english}|{chinese}", text, re.IGNORECASE)
    return next(filter(None, (_value(text, *phrase.span()) for phrase in phrases)), None)


def _value(text: str, start: int, end: int) -> Span | None:
    """The meaning after the phrase that introduces it; None if it is missing or too long."""
    value = _CLAUSE.match(text, end)
    is_list = bool(_FIRST_ITEM.match(text, end) or (value and _LIST_BEHIND.match(text, value.end() - 1)))
    value = _ITEMS.match(text, end) if is_list else value
    if value is None:
        return None
    stops = (stop.start() for stop in _FULL_STOP.finditer(text, *value.span()))
    stop = next((stop for stop in stops if not belongs_to_word(text, start, stop, stop + 1)), value.end())
    length = stop - end
    most = MAX_LIST_CHARS if is_list else MAX_VALUE_CHARS
    return Span(end, end + min(length, most)) if length < MAX_CLAUSE_CHARS else None
