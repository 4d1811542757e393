"""Answers that only refer to a table of key terms: "the date listed in the Cover Terms" is the date there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from longdoc.documents.text.number_words import CARDINAL
from longdoc.documents.types import Document, Span
from longdoc.lazy_pattern import lazy_pattern
from longdoc.tasks.search.clause_topics import is_agreement
from longdoc.tasks.terms import lowered, stem, words_of

__all__ = ["key_term_referred_to"]

_PLACE = (
    r"(?:(?!(?:Section|Article|Clause|Paragraph)\b)[\w’'“\"-]+\s){0,4}?[“\"]?(?:"
    r"(?-i:[A-Z])\w+\s(?:Page|Terms|Sheet|Form|Details|Information|Provisions|Data)"
    r"|(?-i:SOW|Order|Schedule|Summary|Particulars|Exhibit|Appendix|Annex|Attachment|Proposal|Quote)"
    r"|Statement\sof\sWork|table\s(?:above|below))\b"
)
# "the manager or function | listed in the Cover Terms"
_REFERS = lazy_pattern(
    r"(?:(?:that|which)\s(?:is|are)\s|as\s)?(?:listed|identified|specified|stated|set\s(?:forth|out)|shown"
    rf"|indicated|given|named|provided|designated|noted|selected|described)\s(?:in|on|by|at)\s{_PLACE}",
    re.IGNORECASE,
)
_WORDS_BEFORE = lazy_pattern(r"(?:[^\W\d_][\w’'-]*\s){1,5}$")
LEAST_SHARE = 1 / 3  # of an answer, that must be the reference
_ASKS_VALUE = lazy_pattern(
    r"^\W*(?:[\w’'-]+\s){0,3}?(?:what|which|when|where|who|whom|how\s(?:much|many|long|soon|often))\b",
    re.IGNORECASE,
)
# what stands around a term that is used for its value: "within the Payment Period"
_WORDS_AROUND = (
    "a an and at by court courts during federal for from governed in its law laws located of on or over state"
    " than the this to up within"
)
_AROUND = frozenset(_WORDS_AROUND.split())
_VALUE_TERM = lazy_pattern(  # not a party or a place: "the Effective Date"
    r"(?:.*\s)?(?:Terms?|Periods?|Dates?|Laws?|Amounts?|Caps?|Fees?|Courts?|Jurisdiction|Territory|Rates?"
    r"|Prices?|Rent|Deposit|Purpose|Limits?|Percentage|Salary|Premises|Property|Location|Address|Minimum|Maximum|Payments?"
    r"|Commission|Royalt(?:y|ies))"
)
_TITLE_WORD = lazy_pattern(r"(?:[A-Z][\w’'-]*|&)")
# heads that say little: of two labels with them, only one that shares another word is meant
_VAGUE_HEADS = "date amount period time place address name number fee rate term location percentage"
_VAGUE = frozenset(map(stem, _VAGUE_HEADS.split()))
_LABELLED_LINE = lazy_pattern(
    r"^[^\S\n]*(?:[-*•|]\s+)?\**(?P<label>[A-Z][^\n:*|]{1,60}?)\**[^\S\n]*:\**[^\S\n]+"
    r"(?P<value>\S[^\n]{0,300})$",
    re.MULTILINE,
)
_NOT_FILLED_IN = lazy_pattern(
    r"\W*(?:(?:none|n/?a|not\sapplicable|tb[acd]|see\b.*|as\s(?:above|below|set\sforth|listed|specified)\b.*)\W*)?"
    r"|\[[^\]]*\]|\{.*\}",
    re.IGNORECASE | re.DOTALL,
)
_CHECKED = lazy_pattern(
    r"(?:[\[(]\s?[xX✓]\s?[\])]|[☒☑])\s*(?P<chosen>.+?)\s*(?=[\[(]\s?[\])]|[☐☒☑]|$)", re.DOTALL
)
_HOW_LONG = lazy_pattern(r"^\W*(?:for\s)?how\slong\b", re.IGNORECASE)
_HAS_FIGURE = lazy_pattern(rf"\d|\b{CARDINAL}\b")
_NAMES_TERM = lazy_pattern(r"\b(?:the|its|each)\s[A-Z]")
_DURATION = lazy_pattern(r"\b(?:day|week|month|quarter|year)s?\b", re.IGNORECASE)
MOST_LABEL_TERMS = 4  # that count; what follows in a label explains it
MOST_TERM_WORDS = 5


def key_term_referred_to(question: str, span: Span, sentence: Span, document: Document) -> Span | None:
    """The value in a table of key terms, or behind a label, that an answer refers to; None if there is none.

    Args:
        sentence: that of the answer.
    """
    if not _ASKS_VALUE.search(question) or document.table_at(span.start) is not None:
        return None
    what = _referring(document.quote(sentence), span.start - sentence.start, span.end - sentence.start)
    if what:
        heading = document.locate(span).section or ""
        fits = partial(
            _share, what, frozenset(_in_order(f"{question}\n{document.quote(sentence)}\n{heading}"))
        )
    elif (term := _only_term(document.quote(span))) and is_agreement(document.text):
        fits = partial(_is_named, term)
    elif _HOW_LONG.search(question) and not _HAS_FIGURE.search(document.quote(span)):
        return _duration_of_term(document.quote(span), sentence, document)
    else:
        return None
    found = [(fits(label), value) for label, value in _labelled(document) if not value.overlaps(sentence)]
    best = max((share for share, _ in found), default=0.0)
    values = [value for share, value in found if share == best > 0]
    return values[0] if len({document.quote(value) for value in values}) == 1 else None


def _duration_of_term(answer: str, sentence: Span, document: Document) -> Span | None:
    """The value of the only term with a duration that an answer names: "shall continue for the Term"."""
    if not _NAMES_TERM.search(answer) or not is_agreement(document.text):
        return None
    found = {
        document.quote(value): value
        for label, value in _labelled(document)
        if re.search(rf"\b(?:the|its|each)\s{re.escape(label)}(?![\w-]|\s[A-Z])", answer)
        and _DURATION.search(document.quote(value)) and not value.overlaps(sentence)
    }  # fmt: skip
    return next(iter(found.values())) if len(found) == 1 else None


def _referring(said: str, start: int, end: int) -> str:
    """What is listed elsewhere by a reference that an answer mostly consists of; empty if there is none."""
    for refers in _REFERS.finditer(said):
        what = _WORDS_BEFORE.search(said[: refers.start()])
        first, last = what.start() if what else refers.start(), refers.end()
        shared = min(end, last) - max(start, first)
        if what and shared > 0 and shared >= LEAST_SHARE * min(end - start, last - first):
            return what.group()
    return ""


def _only_term(answer: str) -> str:
    """The defined term that an answer consists of, and function words; empty if it says more."""
    words = answer.strip(' .,;“”"').split()
    last = ""
    while words and words[0].lower() in _AROUND and (words[0].islower() or words[0] == "State"):
        last = words.pop(0)
    least = 2 if last in ("", "the", "a", "an") else 1  # "in Jurisdiction", not "the Contractor"
    is_term = least <= len(words) <= MOST_TERM_WORDS and all(map(_TITLE_WORD.fullmatch, words))
    term = " ".join(words)
    return term if is_term and _VALUE_TERM.fullmatch(term) else ""


def _is_named(term: str, label: str) -> float:
    return float(label == term or label.startswith(f"{term} "))


def _share(what: str, context: frozenset[str], label: str) -> float:
    """How much of a label is spoken of; 0 if it is not one of what is referred to."""
    terms = _in_order(label)[:MOST_LABEL_TERMS]
    parts = (_in_order(part) for part in re.split(r"\bor\b|,", what))
    heads = {words[-1] for words in parts if words}
    shared = [term for term in terms if term in context]
    if not heads & set(terms) or 2 * len(shared) < len(terms):
        return 0.0
    return 0.0 if heads <= _VAGUE and len(shared) < 2 else len(shared) + len(shared) / len(terms)


def _in_order(text: str) -> list[str]:
    """The stems of the words of a text."""
    return [word for _, word in words_of(lowered(text))]


def _labelled(document: Document) -> Iterator[tuple[str, Span]]:
    """Each label, and its value in the next cell or behind the colon, if it is filled in."""
    for table in document.tables:
        rows: dict[int, list[Span]] = {}
        for cell in table.cells:
            if len(cell.span):
                rows.setdefault(cell.row, []).append(cell.span)
        for cells in rows.values():
            if len(cells) == 2 and (value := _filled_in(document, cells[1])):
                yield " ".join(document.quote(cells[0]).split()), value
    for line in _LABELLED_LINE.finditer(document.text):
        if value := _filled_in(document, Span(*line.span("value"))):
            yield " ".join(line["label"].split()), value


def _filled_in(document: Document, value: Span) -> Span | None:
    """A value, of several options the first that is checked; None if nothing is filled in."""
    said = document.quote(value)
    if chosen := _CHECKED.search(said):
        value = Span(*chosen.span("chosen")).shifted(value.start)
    return None if _NOT_FILLED_IN.fullmatch(document.quote(value)) else value
