"""Answers that a later part of the same document replaces: a deed of variation below the lease it varies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from longdoc.documents.text.number_words import CARDINAL
from longdoc.documents.types import Document, Span
from longdoc.lazy_pattern import lazy_pattern
from longdoc.tasks.currencies import CODES, SIGN
from longdoc.tasks.search.clause_topics import is_agreement

__all__ = ["amended"]

MOST_NEW_CHARS = 400  # of a new clause that is given whole
MOST_MORE_CHARS = 80  # of an answer than of the words that are replaced in it: it may say other things, too
MOST_CHAIN = 8  # amendments of the words of an amendment
CLAUSE_CHARS = 4_000  # in front of an answer, in which the number of its clause stands
DATE_CHARS = 1_500  # in front of an amendment, in which the day stands from which it counts
NUMBERED = ("clause", "section", "paragraph", "article")  # whose numbers stand in front of their text
LEAST_DIGITS = 3  # of an amount that needs no number of a clause to be told from others

_CLAUSE = (
    r"(?P<kind>clause|section|paragraph|article|schedule|annex|appendix|exhibit)\s"
    r"(?P<number>\d{1,3}(?:\.\d{1,3}){0,3}|[A-Z]\b)"
)
_BETWEEN = r"[^.;“”\"\n]"
# clause 4.1 … the words "eleven operatives" are replaced by "fourteen operatives"
_WORDS = lazy_pattern(
    rf"\b{_CLAUSE}(?P<before>{_BETWEEN}{{0,160}})[“\"](?P<old>[^“”\"\n]{{1,200}})[”\"]"
    rf"(?P<between>{_BETWEEN}{{1,80}})[“\"](?P<new>[^“”\"\n]{{1,400}})[”\"]",
    re.IGNORECASE,
)
# clause 7.3 is deleted and replaced by the following: "…"
_WHOLE = lazy_pattern(
    rf"\b{_CLAUSE}{_BETWEEN}{{0,80}}?\b(?:is|are|shall be) (?:hereby )?(?:deleted (?:in its entirety )?and )?"
    rf"(?:replaced|substituted|restated){_BETWEEN}{{0,80}}?[“\"](?P<new>[^“”\"]{{1,3000}})[”\"]",
    re.IGNORECASE,
)
# Section 4.2 is hereby amended and restated in its entirety to read as follows: …
_READS = lazy_pattern(
    rf"\b{_CLAUSE}(?!{_BETWEEN}{{0,80}}\b(?:Act|Code|Law|Regulations?)\b){_BETWEEN}{{0,80}}?"
    r"\b(?:is|are|shall be) (?:hereby )?"
    r"(?:(?:amended|restated|revised|deleted|replaced|modified)(?:,? and |,? )?){1,2}"
    rf"{_BETWEEN}{{0,60}}?\b(?:to read|as follows|(?:by|with) the following){_BETWEEN}{{0,30}}:\s*"
    r"(?:[“\"](?P<quoted>[^“”\"]{1,3000})[”\"]|(?P<plain>[^\s“\"][^\n]{1,3000}))",
    re.IGNORECASE,
)
_UNIT = (
    r"(?:%|per ?cent\b|pence\b|million\b|(?:calendar |business |working )?(?:hour|day|week|month|year)s?\b)"
)
_AMOUNT = (
    rf"(?:(?:{SIGN}|(?:{CODES})\s)?\d(?:[\d,.]*\d)?(?:\s?{_UNIT})?"
    rf"|{CARDINAL}\s(?:\(\d{{1,3}}\)\s)?{_UNIT})"
)
# The monthly charge is increased from £14,850 to £17,320
_AMOUNTS = lazy_pattern(
    rf"(?:\b{_CLAUSE}{_BETWEEN}{{0,80}}?)?\b(?:is|are|shall be) (?:hereby )?"
    r"(?:increased|reduced|raised|lowered|decreased|changed|varied|amended|extended|shortened)"
    rf" from (?P<old>{_AMOUNT}) to (?P<new>{_AMOUNT})",
    re.IGNORECASE,
)
_REPLACES = lazy_pattern(r"\b(?:replac|substitut|chang|amend|var(?:y|ied)|stri[kc]|delet)", re.IGNORECASE)
_FOR = lazy_pattern(r"\s*for\s*(?:the\s(?:words?|phrase|figures?)\s*)?", re.IGNORECASE)
_ASKS_NOW = lazy_pattern(
    r"\b(?:now|current\w*|today|present\w*|since|after|as amended|as varied|following|new|in force)\b",
    re.IGNORECASE,
)
_ASKS_BEFORE = lazy_pattern(
    r"\b(?:before|prior|previous\w*|former\w*|original\w*|old|initial\w*|used to|at first"
    r"|amend\w*|var(?:y|ied|iation)|chang\w*|replac\w*|increase[sd]?|reduc\w*|rais\w*|lower\w*)\b",
    re.IGNORECASE,
)
_YEAR = lazy_pattern(r"\b(?:19|20)\d\d\b")
_NUMBERED = lazy_pattern(
    r"(?m)^[^\S\n]*(?:[-*•][^\S\n]+)?(?P<number>\d{1,3}(?:\.\d{1,3}){0,3})[.)]?[^\S\n]+\S"
)


@dataclass(frozen=True, slots=True)
class _Amendment:
    """One replacement: `old` is empty if the whole clause is replaced, and `clause` if none is named."""

    statement: Span
    clause: tuple[str, str]  # its kind, in lower case, and its number
    old: str
    new: Span


def amended(question: str, span: Span, document: Document) -> tuple[Span, ...] | None:
    """What an amendment in the document puts in the place of an answer; None if it is not amended.

    Empty if the clause of the answer is replaced by one that is too long to be an answer.
    """
    amendments = _amendments(document.text)
    if not amendments or _asks_for_former(question):
        return None
    last: _Amendment | None = None
    for _ in range(MOST_CHAIN):
        place = last.new if last else span
        clause = last.clause if last else None
        later = (one for one in amendments if not _is_before_it(question, one, document.text))
        following = next((one for one in later if _replaces(one, place, clause, document)), None)
        if following is None:
            break
        last = following
    if last is None:
        return None
    return (last.new,) if len(last.new) <= MOST_NEW_CHARS else ()


def _asks_for_former(question: str) -> bool:
    """Whether a question asks for what held before an amendment, or about the amendment itself."""
    return bool(_ASKS_BEFORE.search(question)) and not _ASKS_NOW.search(question)


def _replaces(one: _Amendment, place: Span, clause: tuple[str, str] | None, document: Document) -> bool:
    """Whether an amendment replaces the words of an answer, which stand before it or in it.

    Args:
        clause: that of the words, if they are themselves those of an amendment.
    """
    if place.start >= one.new.start:
        return False
    if one.old and not _is_said_at(place, one.old, document.text):
        return False
    if one.statement.start <= place.start:
        return bool(one.old)
    if clause is not None:
        return one.clause == clause
    if one.clause[0] in NUMBERED:
        return _is_in_clause(one.clause, place, document)
    if _is_titled(one.clause, place, document):
        return True
    return sum(map(str.isdigit, one.old)) >= LEAST_DIGITS


def _is_said_at(place: Span, old: str, text: str) -> bool:
    """Whether an answer consists of these words, or has some of them and little more."""
    if len(place) > len(old) + MOST_MORE_CHARS:
        return False
    words = r"\s+".join(map(re.escape, old.split()))
    start, end = max(0, place.start - len(old)), place.end + len(old)
    found = re.finditer(rf"(?<![\w.,]){words}(?!\w|[.,]\d)", text[start:end], re.IGNORECASE)
    return any(Span(*one.span()).shifted(start).overlaps(place) for one in found)


def _is_before_it(question: str, one: _Amendment, text: str) -> bool:
    """Whether a question names a year before that of the amendment."""
    asked = [int(year) for year in _YEAR.findall(question)]
    start, end = one.statement.start, one.statement.end
    dated = [int(year) for year in _YEAR.findall(text[max(0, start - DATE_CHARS) : end])]
    return bool(asked and dated) and max(asked) < max(dated)


def _is_in_clause(clause: tuple[str, str], place: Span, document: Document) -> bool:
    if _is_titled(clause, place, document):
        return True
    number, own = clause[1], ""
    section = document.section_at(place.start)
    first = max(section.span.start if section else 0, place.start - CLAUSE_CHARS)
    for found in _NUMBERED.finditer(document.text, first, place.start + 1):
        own = found["number"]
    return own == number or own.startswith(f"{number}.")


def _is_titled(clause: tuple[str, str], place: Span, document: Document) -> bool:
    """Whether the heading above an answer begins with the name of a clause: "Schedule 2 – Charges"."""
    section = document.section_at(place.start)
    name = rf"\W*{clause[0]}\s{re.escape(clause[1])}\b(?!\.\d)"
    return bool(clause[1] and section and re.match(name, section.title, re.IGNORECASE))


@lru_cache(maxsize=4)
def _amendments(text: str) -> tuple[_Amendment, ...]:
    """The amendments that a text states, in order."""
    found = [*_of_words(text), *_of_clauses(text), *(_of_amounts(text) if is_agreement(text) else ())]
    return tuple(sorted(found, key=lambda one: one.statement))


def _of_words(text: str) -> Iterator[_Amendment]:
    for found in _WORDS.finditer(text):
        if not _REPLACES.search(found["before"] + found["between"]):
            continue
        is_reversed = _FOR.fullmatch(found["between"]) is not None  # "substituting X for Y"
        old, new = ("new", "old") if is_reversed else ("old", "new")
        yield _Amendment(Span(*found.span()), _clause_of(found), _plain(found[old]), Span(*found.span(new)))


def _of_clauses(text: str) -> Iterator[_Amendment]:
    for found in _WHOLE.finditer(text):
        yield _Amendment(Span(*found.span()), _clause_of(found), "", Span(*found.span("new")))
    for found in _READS.finditer(text) if is_agreement(text) else ():
        new = found.span("quoted" if found["quoted"] else "plain")
        yield _Amendment(Span(*found.span()), _clause_of(found), "", Span(*new))


def _of_amounts(text: str) -> Iterator[_Amendment]:
    for found in _AMOUNTS.finditer(text):
        yield _Amendment(
            Span(*found.span()), _clause_of(found), _plain(found["old"]), Span(*found.span("new"))
        )


def _clause_of(found: re.Match[str]) -> tuple[str, str]:
    return (found["kind"] or "").lower(), found["number"] or ""


def _plain(text: str) -> str:
    return " ".join(text.split()).strip(" .,;:")
