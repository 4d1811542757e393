"""Compares the words of a question with a candidate: is it of the expected type, do the names occur nearby?

Such lexical features complement the logits of the networks (`longdoc.tasks.confidence.features`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from longdoc.characters import CJK, HAN_CHARACTER
from longdoc.documents.text.chinese_numerals import HAN_DIGITS, LARGEST, in_characters, in_digits
from longdoc.documents.text.folding import folded
from longdoc.documents.text.number_words import CARDINAL
from longdoc.documents.types import Document, Span
from longdoc.tasks.candidates.context import context_of
from longdoc.tasks.confidence.ranges import words_in_ranges
from longdoc.tasks.confidence.short_names import shortened_words
from longdoc.tasks.months import ENGLISH_MONTHS
from longdoc.tasks.rules.german_clauses import is_german_clause
from longdoc.tasks.rules.parties import asks_for_parties
from longdoc.tasks.terms import STOP_WORDS, Term, lowered, question_terms, stem
from longdoc.tasks.weekday_ranges import WEEKDAYS, days_in

__all__ = ["Wording", "expected_kind", "fits_kind", "wording_of"]

_NUMBER = re.compile(
    rf"""\d | [{HAN_DIGITS}万] | \b(?:
    {CARDINAL}|hundred|thousand|million|half|twice|none|once|dozen)\b""",
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
_BEGIN, _END = rf"(?<![^\W{CJK}])", rf"(?![^\W{CJK}])"  # \b that holds beside Chinese characters, too
_LETTER = rf"(?:[^\W{CJK}]|['’-])"
_NAME = re.compile(
    rf"(?<![.?!] )(?<!^)(?<!^[¿¡]){_BEGIN}[A-Z]{_LETTER}*[a-z]{_LETTER}*|{_BEGIN}[A-Z]{{2,}}{_END}"
    rf"|{_BEGIN}\d[\d,.]*\d{_END}|{_BEGIN}\d{_END}"
)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
# a Chinese ordinal of what recurs: 第五届, 第2期
_ORDINAL = re.compile(rf"第([{HAN_DIGITS}]{{1,5}}|\d{{1,3}})(届|屆|期|版|季度|批|轮|輪|任)")
_IN_THREE_LETTERS = frozenset({*ENGLISH_MONTHS.lower().split("|"), *WEEKDAYS})
_OFTEN_SHORTENED = (*_IN_THREE_LETTERS, "corporation", "incorporated", "university", "professor")
MIN_ADJECTIVE_CHARS = 5  # of a name: "Marian" is not made of "Mary"
MIN_STEM_CHARS = 6  # shorter stems are those of other words too: "Painter" and "paint"
MIN_SUBJECT_COUNT = 5  # occurrences of a name that is the subject of the document, …
SUBJECT_CHARS = 3_000  # … at least once per so many characters


@dataclass(frozen=True, slots=True)
class Wording:
    """How well the words of a question agree with a candidate and its passage.

    Attributes:
        missing_terms: share of the question's terms that are neither in the passage nor in its context.
        missing_names: number of the question's names and numbers that are in neither; a name that is the
            subject of the whole document, or that the passage gives in short, is not counted.
        absent_names: those of the missing names that occur nowhere in the document.
        unnamed: the question has names, and all are missing.
        unheard: the question has names other than acronyms, and none of these occurs in the document.
        kind: 1 if the answer is of the expected type, -1 if it is not, 0 if the question expects no type.
    """

    missing_terms: float
    missing_names: int
    absent_names: int
    unnamed: bool
    unheard: bool
    kind: int


def wording_of(question: str, document: Document, passage: Span, span: Span) -> Wording:
    """Compare a question with a candidate span and the passage around it."""
    near = _with_days(lowered(context_of(document, passage) + "\n" + document.quote(passage)))
    terms = [term for term in question_terms(question) if term.weight >= 1]
    missing = sum(not _contains(near, term) for term in terms)
    is_of_nouns = asks_for_parties(question) or is_german_clause(question, document.quote(span))
    names = [] if is_of_nouns else names_in(question)
    lost = [name for name in names if not _occurs(near, name) and not _is_subject(document, name)]
    if lost:
        said = document.quote(passage)
        shortened = shortened_words(question, said, document) | words_in_ranges(question, said)
        lost = [name for name in lost if _bare(name) not in shortened]
    absent = sum(not _occurs(_low(document.text), name) for name in lost)
    kind = expected_kind(question)
    fits = 0 if kind is None else 1 if fits_kind(kind, document.quote(span)) else -1
    unnamed = bool(names) and len(lost) == len(names)
    # a document may spell out what a question abbreviates: "the IP", "the CEO"
    spelled = [name for name in names if not re.search(rf"{_BEGIN}{re.escape(name.upper())}{_END}", question)]
    if HAN_CHARACTER.search(question):  # figures of another year, or the head of another term of office
        spelled += [name for name in names if _YEAR.fullmatch(name) or _ORDINAL.fullmatch(name)]
    unheard = unnamed and bool(spelled) and not any(_occurs(_low(document.text), name) for name in spelled)
    return Wording(missing / max(1, len(terms)), len(lost), absent, unnamed, unheard, fits)


def expected_kind(question: str) -> str | None:
    """The expected answer type: "number", "date", "name", or None if the question expects none of these."""
    found = [(match.start(), kind) for kind, asks in _ASKS if (match := asks.search(question))]
    return min(found)[1] if found else None


def fits_kind(kind: str, answer: str) -> bool:
    """Whether the form of an answer is that of an expected type ("number", "date" or "name")."""
    form = {"number": _NUMBER, "date": _DATE, "name": _CAPITAL}[kind]
    return bool(form.search(answer)) or (kind == "date" and bool(_NUMBER.search(answer)))


def names_in(question: str) -> list[str]:
    """Proper names and numbers in a question, in lower case; the first word of a sentence does not count."""
    found = chain(
        (match.group().lower() for match in _NAME.finditer(_ORDINAL.sub(" ", question))),
        (match.group() for match in _ORDINAL.finditer(question)),
    )
    return [name for name in dict.fromkeys(found) if name not in STOP_WORDS]


def _occurs(text: str, name: str) -> bool:
    """Whether a name occurs in a lower-case text, also inflected."""
    if _name_pattern(name).search(text):
        return True
    root = stem(_bare(name))
    long_stem = root.isalpha() and len(root) >= MIN_STEM_CHARS
    return long_stem and len(Term(root, is_word=True).places(text)) > 0


def _is_subject(document: Document, name: str) -> bool:
    """Whether a name is the subject of the whole document, so that a passage need not repeat it."""
    text = _low(document.text)
    times = sum(1 for _ in _name_pattern(name).finditer(text))
    return _bare(name).isalpha() and times >= max(MIN_SUBJECT_COUNT, len(text) / SUBJECT_CHARS)


def _bare(name: str) -> str:
    """A name without the ending of the possessive."""
    return re.sub(r"['’]s?$", "", name)


@lru_cache(maxsize=256)
def _name_pattern(name: str) -> re.Pattern[str]:
    """Matches a name in lower-case text: Ann, Ann's and Anns, but not annual; 50, but not 50,000.

    A longer name also matches the adjective made of it, as Japan matches Japanese.
    """
    bare = _bare(name)
    if ordinal := _ORDINAL.fullmatch(name):
        digits = ordinal[1] if ordinal[1].isdigit() else in_digits(ordinal[1]) or "0"
        return re.compile(rf"第(?:{digits}|{'|'.join(in_characters(digits))}){folded(ordinal[2])}")
    if bare[-1:].isdigit():
        han = f"|{_in_han(bare)}" if bare.isdigit() and int(bare) <= LARGEST else ""
        return re.compile(rf"(?<![^\W_{CJK}]){re.escape(bare)}(?!\d|,\d){han}")
    endings = r"e?s|['’]s?" + (r"|(?:i?an|n|ese|i|ish)s?" if len(bare) >= MIN_ADJECTIVE_CHARS else "")
    forms = "|".join(map(re.escape, _forms(bare)))
    return re.compile(rf"(?<![^\W_{CJK}])(?:{forms})(?:{endings})?(?![^\W\d_{CJK}])")


def _in_han(digits: str) -> str:
    """A pattern of a number written in Chinese characters, not within a longer number."""
    return rf"(?<![{HAN_DIGITS}万])(?:{'|'.join(in_characters(digits))})(?![{HAN_DIGITS}万])"


def _forms(name: str) -> Iterator[str]:
    """A name as it is written in a question, written out or short, in the singular and in the plural."""
    yield name
    if len(name) > 2:
        yield from (word for word in _OFTEN_SHORTENED if word.startswith(name) and word != name)
    if name in _IN_THREE_LETTERS:
        yield name[:3]
    if name.endswith("ies"):
        yield name[:-3] + "y"
    elif len(name) > 3 and name.endswith("s") and not name.endswith("ss"):
        yield name[:-1]
    elif len(name) > 3 and name.endswith("y"):
        yield name[:-1] + "ies"
        if len(name) >= MIN_ADJECTIVE_CHARS:
            yield name[:-1] + "ian"


def _contains(text: str, term: Term) -> bool:
    if not term.is_word:
        return term.text in text
    return bool(re.search(rf"(?<![^\W_{CJK}]){re.escape(term.text)}", text))


@lru_cache(maxsize=2)
def _low(text: str) -> str:
    return _with_days(lowered(text))


def _with_days(low: str) -> str:
    """A lower-case text followed by the weekdays that its ranges include: "Monday to Friday"."""
    days = days_in(low)
    return f"{low}\n{' '.join(days)}" if days else low
