"""Finds who wrote a paper, a report or a book: the names below its title, or behind "by" or "Authors:"."""

from __future__ import annotations

import re

from longdoc.documents.types import Document, Kind, Span
from longdoc.lazy_pattern import lazy_pattern
from longdoc.tasks.months import ENGLISH_MONTHS

__all__ = ["byline"]

HEAD_CHARS = 3_000  # in which the authors are named
LINES_BELOW_TITLE = 3  # in which they are named without a label
AFFILIATION_LINES = 4  # below a name, in which it says where its bearer works
_NOUN = (
    r"(?:(?:research |white |working |academic )?paper|article|report|study|book|novel|novella|story|tale"
    r"|document|text|thesis|dissertation|handbook|manual|guide|essay|post|blog post|preprint|manuscript|poem"
    r"|play|work|memo|memorandum|proposal|specification|review|letter)"
)
_ASKS = lazy_pattern(
    rf"who (?:wrote|authored|composed|prepared) (?:(?P<one>the|this) {_NOUN}|this|it)"
    rf"|who (?:is|was|are|were) the (?:authors?|writers?)(?: of (?:(?P<of>the|this) {_NOUN}|this|it))?"
    rf"|who (?:is|was) (?:(?:the|this) {_NOUN}|this|it) (?:written )?by"
    rf"|(?:what|which) (?:is|are) the (?:names? of the )?authors?(?: of (?:the|this) {_NOUN})?"
    rf"|(?:(?:name|list) )?(?:the )?authors?(?: of (?:the|this) {_NOUN})?",
    re.IGNORECASE,
)
# a report that the document mentions: "the report was prepared by Ann Lee"
_TOLD = lazy_pattern(rf"\b(?:the|this) {_NOUN} (?:was |is )?(?:written|prepared|authored|drafted) by\b", re.I)
_UPPER = r"[^\W\d_a-zß-öø-ÿ]"
_PART = rf"{_UPPER}(?:[^\W\d_]|['’.-]){{0,30}}"
_PARTICLES = r"(?:(?:de|da|del|della|der|den|di|dos|du|van|von|zu|la|le|ten|ter|bin|al|el|y) ){0,3}"
_MARK = (
    r"(?: ?(?:[\d*†‡§¶∗]{1,3}|\([a-z\d]\))(?:, ?[\d*†‡§¶∗]{1,3}){0,3})?"  # of an affiliation: "Ann Lee 1,2*"
)
_DEGREE = r"(?:, (?:Ph\.?D|M\.?D|M\.?Sc|RN|Dr)\.?)?"
_NAME = rf"(?:(?:Dr|Prof|Professor|Sir|Dame)\.? )?{_PART}(?: {_PARTICLES}{_PART}){{1,4}}{_MARK}{_DEGREE}"
_NAMES = rf"{_NAME}(?:(?:,? (?:and|&) |[,;] ?| [·•|] ){_NAME}){{0,40}}"
_ENTRY = rf"{_PART} [^\n]{{1,1500}}?"  # of a field
_LABELLED = lazy_pattern(
    r"(?m)^[ \t]*(?:[-*•] )?(?i:(?:written |edited |prepared )?by|authors?)[ \t]*[:|]?[ \t\n|]{1,4}"
    rf"(?P<names>{_NAMES})[ \t.]*$"
)
_NEXT_LINE = r"(?:,[ \t]*\n[ \t]+|[ \t]*\n[ \t]{4,}(?![\w -]{1,40}:[ \t]))"
# "Author: Mark Shannon <mark@hotpy.org>,", on several lines if they are indented
_FIELD = lazy_pattern(
    r"(?m)^[ \t]*(?:[-*•] )?(?i:authors?|written by|prepared by)[ \t]*[:|][ \t]*"
    rf"(?P<names>{_ENTRY}(?:{_NEXT_LINE}{_ENTRY}){{0,20}})$"
)
_MORE = r"[ \t]*(?:,|;|&|\band\b)(?: and| &)?[ \t]*"  # ends a line on which further names follow
_LINE = lazy_pattern(rf"[ \t]*(?P<names>{_NAMES})(?:{_MORE}|[ \t.]*)")
_GOES_ON = lazy_pattern(rf"{_MORE}$", re.MULTILINE)
_ORGANIZATION = (
    r"Universit\w+|Institut\w*|Departments?|Schools?|Colleges?|Facult\w+|Laborator\w+|Labs?|Inc|Ltd|LLC|GmbH|Corp\w*"
    r"|Compan\w+|Cent(?:er|re)s?|Hospitals?|Agenc\w+|Ministr\w+|Offices?|Committees?|Groups?|Teams?|Academ\w+"
    r"|Associations?|Foundations?|Societ\w+|Banks?|Councils?|Boards?|Commissions?|Authorit\w+"
)
_OTHER = (
    r"Abstract|Introduction|Summary|Contents|Preface|Foreword|Chapter|Part|Section|Table|Figure|Appendix|Version"
    r"|Draft|Report|Volume|Journal|Conference|Proceedings|Edition|Press|Notes?|File|No|Street|Road|Avenue|The|This"
    rf"|{ENGLISH_MONTHS}"
)
_IS_ORGANIZATION = lazy_pattern(rf"\b(?:{_ORGANIZATION})\b")
_NO_NAME = lazy_pattern(rf"\b(?:{_ORGANIZATION}|{_OTHER})\b")
_JOINT = lazy_pattern(r",| and | & ")
_ABSTRACT = lazy_pattern(r"(?mi)^[ \t]*(?:abstract|summary)\b")


def byline(question: str, document: Document) -> Span | None:
    """The names of the authors, if a question asks who wrote the document and its head names them.

    None for other questions, and for those about a report that the document only mentions.
    """
    asked = _ASKS.fullmatch(" ".join(question.split()).rstrip("?？. "))
    if asked is None or ("this" not in (asked["one"], asked["of"]) and _TOLD.search(document.text)):
        return None
    for pattern in (_FIELD, _LABELLED):
        labelled = pattern.search(document.text, 0, HEAD_CHARS)
        if labelled and (pattern is _FIELD or not _NO_NAME.search(labelled["names"])):
            return Span(*labelled.span("names"))
    return _below_title(document)


def _below_title(document: Document) -> Span | None:
    """Lines of names directly below the title, if it looks like the head of a paper."""
    lines = _lines_below_title(document)
    first = next((n for n, line in enumerate(lines[:LINES_BELOW_TITLE]) if _names_in(document, line)), None)
    if first is None:
        return None
    names, *others = [_names_in(document, line) for line in lines[first:]]
    further = 0
    while further < len(others) and (more := others[further]) and names and _goes_on(document, names):
        names, further = Span(names.start, more.end), further + 1
    below = lines[first + further + 1 :][:AFFILIATION_LINES]
    is_head = any(_IS_ORGANIZATION.search(said := document.quote(line)) or "@" in said for line in below)
    return names if is_head or _ABSTRACT.search(document.text, 0, HEAD_CHARS) else None


def _goes_on(document: Document, names: Span) -> bool:
    """Whether a line of names ends in a comma or "and", so that more of them follow."""
    return _GOES_ON.match(document.text, names.end) is not None


def _lines_below_title(document: Document) -> list[Span]:
    """The lines of the head behind the title, without empty ones."""
    head = document.text[:HEAD_CHARS]
    lines = [Span(*found.span()) for found in re.finditer(r"(?m)^.*\S.*$", head)]
    title = " ".join(document.title.split()).casefold()
    read = ""
    for number, line in enumerate(lines):
        read = f"{read} {' '.join(document.quote(line).split())}".strip().casefold()
        if title and read.endswith(title):
            return lines[number + 1 :]
    return lines[1:]


def _names_in(document: Document, line: Span) -> Span | None:
    """The names of persons that are all that a line says."""
    found = _LINE.fullmatch(document.text, line.start, line.end)
    if found is None or _NO_NAME.search(found["names"]):
        return None
    words = re.findall(r"[^\W\d_]{4,}", found["names"])
    common = sum(re.search(rf"\b{re.escape(word.lower())}\b", document.text) is not None for word in words)
    is_heading = document.kind_at(line.start) is Kind.HEADING and not _JOINT.search(found["names"])
    return Span(*found.span("names")) if 2 * common < max(1, len(words)) and not is_heading else None
