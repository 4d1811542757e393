"""Compares a question's words with a place: is the answer of the right kind, are the names there?

Cheap evidence beside the networks' logits for the confidence (`longdoc.tasks.confidence.calibration`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from longdoc.documents.types import Document, Span
from longdoc.tasks.candidates.context import context_of
from longdoc.tasks.terms import CJK, STOP_WORDS, Term, lowered, question_terms, stem
from longdoc.tasks.weekday_ranges import days_in

__all__ = ["Wording", "expected_kind", "fits_kind", "wording_of"]

_NUMBER = re.compile(
    r"""\d | [一二三四五六七八九十百千万两壹贰叁肆伍陆柒捌玖拾佰仟] | \b(?:
    one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|ninety|
    hundred|thousand|million|half|twice|none|once|dozen)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_DATE = re.compile(
    r"""\b\d{4}\b | \b\d{1,2}[:/.]\d{1,2} | [年月日时] |
    \b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tues|wednes|thurs|fri|satur|sun)[a-z]*\b |
    \b(?:day|week|month|year|centur|morning|evening|night|noon|spring|summer|autumn|winter|today|tomorrow|
    yesterday|immediately|annual|quarter) | \b(?:before|after|upon|when|until|during|since)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_CAPITAL = re.compile(r"[A-Z]|[\u3400-\u9fff]")
_ASKS_NUMBER = re.compile(
    r"""\bhow\ (?:many|much|long|old|far|high|tall|deep|large|big|wide|heavy|fast|often)\b | 多少 | 几 |
    \b(?:what|which)\ (?:(?:is|was|are|were)\ the\ (?:\w+\ )?)?(?:percentage|percent|number|amount|price|cost|
    age|height|length|size|rate|sum|fee|salary|share|weight|depth|population)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_ASKS_DATE = re.compile(
    r"\bwhen\b|\b(?:what|which) (?:year|date|day|month|time|century)\b|什么时候|何时|哪年|哪一年",
    re.IGNORECASE,
)
_ASKS_NAME = re.compile(
    r"\b(?:who|whom|whose)\b|\bwhich (?:person|company|party|country|city|state|author)\b|谁", re.IGNORECASE
)
_ASKS = (("number", _ASKS_NUMBER), ("date", _ASKS_DATE), ("name", _ASKS_NAME))
_NAME = re.compile(r"(?<![.?!] )(?<!^)\b[A-Z][\w'’-]*[a-z][\w'’-]*|\b[A-Z]{2,}\b|\b\d[\d,.]*\d\b|\b\d\b")
LEAST_PERVADING = 5  # times that a name stands in a document which is on it …
PERVADED_CHARS = 3_000  # … and once in so many characters


@dataclass(frozen=True, slots=True)
class Wording:
    """How the words of a question and of a place that may answer it agree.

    `missing_terms` is the share of the question's terms, and `missing_names` the number of its names and
    numbers, that neither the passage nor its context holds, other than names that the whole document is on;
    `absent_names` those of the latter that stand nowhere in the document. `unnamed` is whether the
    question has names and none of them stands near,
    `unheard` whether it has names other than acronyms and none of these stands anywhere in the document.
    `kind` is 1 where the answer is of the kind asked for, -1 where it is not, 0 where that is left open.
    """

    missing_terms: float
    missing_names: int
    absent_names: int
    unnamed: bool
    unheard: bool
    kind: int


def wording_of(question: str, document: Document, passage: Span, span: Span) -> Wording:
    """Compare a question with a span and the passage around it."""
    near = _with_days(lowered(context_of(document, passage) + "\n" + document.quote(passage)))
    terms = [term for term in question_terms(question) if term.weight >= 1]
    missing = sum(not _holds(near, term) for term in terms)
    names = names_in(question)
    lost = [name for name in names if not _names(near, name) and not _pervades(document, name)]
    absent = sum(not _names(_low(document.text), name) for name in lost)
    kind = expected_kind(question)
    fits = 0 if kind is None else 1 if fits_kind(kind, document.quote(span)) else -1
    unnamed = bool(names) and len(lost) == len(names)
    # a document may write out what a question abbreviates: "the IP", "the CEO"
    spelled = [name for name in names if not re.search(rf"\b{re.escape(name.upper())}\b", question)]
    unheard = unnamed and bool(spelled) and not any(_names(_low(document.text), name) for name in spelled)
    return Wording(missing / max(1, len(terms)), len(lost), absent, unnamed, unheard, fits)


def expected_kind(question: str) -> str | None:
    """What the question wants: "number", "date", "name", or None where it leaves that open."""
    found = [(match.start(), kind) for kind, asks in _ASKS if (match := asks.search(question))]
    return min(found)[1] if found else None


def fits_kind(kind: str, answer: str) -> bool:
    """Whether an answer is of the kind wanted, as far as its form tells."""
    form = {"number": _NUMBER, "date": _DATE, "name": _CAPITAL}[kind]
    return bool(form.search(answer)) or (kind == "date" and bool(_NUMBER.search(answer)))


def names_in(question: str) -> list[str]:
    """Its proper names and numbers, lowered; the first word of a sentence is none."""
    found = (match.group().lower() for match in _NAME.finditer(question))
    return [name for name in dict.fromkeys(found) if name not in STOP_WORDS]


def _names(text: str, name: str) -> bool:
    """Whether a lowered text names it, also in the possessive or the plural."""
    bare = re.sub(r"['’]s?$", "", name)
    return bool(re.search(rf"(?<![^\W_]){re.escape(bare)}", text)) or bool(
        bare.isalpha() and re.search(rf"(?<![^\W_]){re.escape(stem(bare))}", text)
    )


def _pervades(document: Document, name: str) -> bool:
    """Whether the document as a whole is on what a name names, so that a passage need not repeat it."""
    text = _low(document.text)
    bare = re.sub(r"['’]s?$", "", name)
    times = len(re.findall(rf"(?<![^\W_]){re.escape(bare)}", text))
    return bare.isalpha() and times >= max(LEAST_PERVADING, len(text) / PERVADED_CHARS)


def _holds(text: str, term: Term) -> bool:
    if not term.is_word:
        return term.text in text
    return bool(re.search(rf"(?<![^\W_{CJK}]){re.escape(term.text)}", text))


@lru_cache(maxsize=2)
def _low(text: str) -> str:
    return _with_days(lowered(text))


def _with_days(low: str) -> str:
    """A text, and behind it the days of the week that it names as the middle of a range."""
    days = days_in(low)
    return f"{low}\n{' '.join(days)}" if days else low
