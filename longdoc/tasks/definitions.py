"""Finds what a text says a term stands for: “Acme Ltd, a Delaware company (the "Supplier")”, “"Fee" means …”.

"Who is the supplier?" is answered by the definition, not by the nearest name: contracts name both parties in
one sentence, and forms in two lines.
"""

from __future__ import annotations

import re
from dataclasses import replace

from longdoc.documents.types import Document, Span
from longdoc.tasks.found import Found
from longdoc.tasks.spans import Candidate, distinct, mostly, whole_words

__all__ = ["asked_term", "definition_of", "led_by_definition"]

DEFINED_LEAD = 3.0  # logits that a definition stands above the best other span
MOST_WORDS = 5  # of a term
MOST_CHARS = 300  # of what it stands for
BEFORE_CHARS = 400  # that a name may begin before its role

_OPEN, _CLOSE = r"[“\"‘'「]", r"[”\"’'」]"
_TERM = rf"(?:the |an? )?{_OPEN}?(?P<term>[\w&/-]+(?: [\w&/-]+){{0,{MOST_WORDS - 1}}}){_CLOSE}?"
_ASKED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:who|what)(?:'s| is| are| was| were) {_TERM}(?: here| in this \w+)?\s*\??",
        rf"what (?:does|do|is meant by) (?:the )?(?:term |word |phrase )?{_TERM} (?:mean|stand for)\s*\??",
        rf"what is meant by {_TERM}\s*\??",
        rf"how (?:is|are) {_TERM} defined\s*\??",
        rf"(?:define|definition of|meaning of|what is the (?:definition|meaning) of) {_TERM}\s*\??",
        r"(?:谁是|什么是|何谓)(?P<term>[\u3400-\u9fff]{1,10})[？?]?",
        r"(?P<term>[\u3400-\u9fff]{1,10}?)"
        r"(?:是谁|是哪家公司|是什么意思|指的是什么|是指什么|的定义是什么)[？?]?",
    )
)
_DESCRIPTION = re.compile(
    r"\s*[,，]?\s*(?:\b(?:an?|the|with|having|whose|located|incorporated|organi[sz]ed|established|acting|of|by)\s"
    r"|\()"
)
_CONNECTED = re.compile(
    r"(?:[\s,;.)]|and\b|between\b|among\b|by\b|with\b|\(\d+\)|\([a-z]\)|\d+[.)])+", re.IGNORECASE
)
_BOUNDARY = re.compile(
    r"[”\"][^()“”\"]{0,60}\)|[)”\"]\s*[,;.]|\b(?:between|among)\b|\n\s*\n|;", re.IGNORECASE
)
_MEANS = (
    r"(?:,[^.;\n]{0,60},)?\s*(?:shall |will )?"
    r"(?:means?|ha(?:s|ve) the meaning|refers? to|is defined as|are defined as)\s*:?\s*"
)
_DATE_BEFORE = re.compile(
    r"(?:[A-Z][a-z]+ \d{1,2},? \d{4}|\d{1,2}(?:st|nd|rd|th)? (?:day of )?[A-Z][a-z]+,? \d{4})\s*$"
)
_SMALL_WORDS = frozenset(
    {"&", "of", "and", "the", "de", "der", "la", "le", "van", "von", "y", "et", "for", "in", "at"}
)
_HEADING_WORDS = frozenset(
    {"agreement", "schedule", "exhibit", "whereas", "recitals", "parties", "this", "article", "section"}
)


def asked_term(question: str) -> str | None:
    """The term that a question asks the meaning or the bearer of; None where it asks something else.

    >>> asked_term("Who is the landlord?"), asked_term("甲方是谁？"), asked_term("When does it end?")
    ('landlord', '甲方', None)
    """
    text = question.strip()
    return next((found["term"] for pattern in _ASKED if (found := pattern.fullmatch(text))), None)


def definition_of(question: str, document: Document) -> Span | None:
    """What stands for the term that a question asks about, where the document defines it."""
    term = asked_term(question)
    if term is None:
        return None
    text = document.text
    named = re.escape(term).replace(r"\ ", r"\s+")
    if question.strip().lower().startswith("who") or "谁" in question or "哪家" in question:
        found = _labelled(text, named) or _bearer(text, named)
    else:
        found = _date(text, named) if "date" in term.lower() else _meaning(text, named)
    return whole_words(text, found.start, found.end) if found else None


def led_by_definition(found: Found, definition: Span | None) -> Found:
    """What was found, and before it the definition that was asked for."""
    number = next(
        (n for n, p in enumerate(found.passages) if definition and p.span.contains(definition)), None
    )
    if definition is None or number is None or not found.candidates:
        return found
    margin = max(0.0, found.candidates[0].margin) + DEFINED_LEAD
    same = next((c for c in found.candidates if mostly(c.span, definition)), None)
    best = replace(same, span=definition, margin=margin) if same else Candidate(margin, definition, number)
    return replace(found, candidates=tuple(distinct([best, *found.candidates])))


def _labelled(text: str, named: str) -> Span | None:
    """The rest of a line that begins with the term: “Landlord: Harbor Point LLC”, “甲方：…”."""
    line = re.compile(
        rf"(?im)^[^\S\n]*(?:the\s+)?{named}(?:\s*[（(][^()（）\n]{{1,20}}[)）])?\s*[:：]\s*(?P<said>[^\n]+)"
    )
    found = line.search(text)
    return Span(*found.span("said")) if found and len(found["said"]) <= MOST_CHARS else None


def _before_role(text: str, named: str) -> Span | None:
    """What stands before “(the "Supplier")”, back to a few hundred characters."""
    role = re.compile(
        rf"[(（][^()（）“”\"]{{0,60}}[“\"「](?:the\s+)?{named}[”\"」][^()（）]{{0,80}}[)）]", re.IGNORECASE
    )
    found = role.search(text)
    return Span(max(0, found.start() - BEFORE_CHARS), found.start()) if found else None


def _bearer(text: str, named: str) -> Span | None:
    """The name before a role, without what describes it."""
    before = _before_role(text, named)
    if before is None:
        return None
    part = text[before.start : before.end]
    start = max((boundary.end() for boundary in _BOUNDARY.finditer(part)), default=0)
    start += match.end() if (match := _CONNECTED.match(part[start:])) else 0
    name = part[start:].rstrip()
    cut = _DESCRIPTION.search(name)
    name = name[: cut.start()] if cut else name
    return Span(before.start + start, before.start + start + len(name)) if _is_name(name) else None


def _date(text: str, named: str) -> Span | None:
    """The date before “("Effective Date")”."""
    before = _before_role(text, named)
    date = _DATE_BEFORE.search(text, before.start, before.end) if before else None
    return Span(*date.span()) if date else None


def _is_name(text: str) -> bool:
    """Whether all words of a text begin as in names, and none is one of headings."""
    words = [word.strip(",.()") for word in text.split()]
    told = [word for word in words if word[:1].isalpha() and word not in _SMALL_WORDS]
    return (
        bool(told) and len(text) <= MOST_CHARS and ":" not in text
        and not any(word[:1].islower() for word in told)
        and not _HEADING_WORDS & {word.lower() for word in words}
    )  # fmt: skip


def _meaning(text: str, named: str) -> Span | None:
    """What follows “"Services" means”, to the end of the clause."""
    english = rf"{_OPEN}(?:the\s+)?{named}s?{_CLOSE}{_MEANS}"
    chinese = rf"[“\"「]?{named}[”\"」]?\s*[，,：:]?\s*(?:是指|系指|指)"
    said = r"(?P<said>[^;；。\n]{3,1000}?)(?=[;；。\n]|\.\s|\.$)"  # bounded, for lines without an end
    found = re.search(rf"(?:{english}|{chinese}){said}", text, re.IGNORECASE)
    if found is None:
        return None
    return Span(found.start("said"), min(found.end("said"), found.start("said") + MOST_CHARS))
