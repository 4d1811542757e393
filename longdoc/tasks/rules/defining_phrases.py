"""The phrases by which contracts define terms and name their parties, in English and Chinese.

Shared by the rules that answer "Who is the supplier?" (`longdoc.tasks.rules.definitions`) and by those that
list all parties and defined terms (`longdoc.tasks.whole.names`).
"""

from __future__ import annotations

import re

from longdoc.documents.types import Span

__all__ = [
    "CHINESE_MEANS",
    "CHINESE_MEANS_UNQUOTED",
    "COMPANY",
    "IS_DEFINED",
    "MEANS",
    "labelled_value",
    "party_before",
    "role_in_parentheses",
]

MAX_NAME_CHARS = 300

MEANS = r"(?:means?\b|ha(?:s|ve)\s+the\s+meanings?\b|refers?\s+to)"
IS_DEFINED = r"(?:is|are|has\s+been|shall\s+be)\s+defined\b"
_POINTS = r"指(?![标数南定导令示引])"  # not the beginning of 指标, 指数, 指定
CHINESE_MEANS = rf"\s*[，,：:]?\s*(?:是指|系指|{_POINTS})"
CHINESE_MEANS_UNQUOTED = rf"\s*(?:[，,：:]?\s*(?:是指|系指)|[：:]\s*{_POINTS})"

_BLANKS = r"[^\S\n]*"
_NEXT_LINE = rf"\n{_BLANKS}(?![^\n:：]{{1,60}}[:：])"  # one that begins with no other label
# a rule, the next label, or where it says
_NOT_FILLED_IN = r"[_＿…—–-]{2,}|[^\s\d:：]{1,20}[:：](?!//)|(?i:see\s|n/a\b|tb[acd]\b|as\s(?:above|below)\b)"

_LEGAL_FORM = (
    r"(?:Ltd|Limited|Inc|Incorporated|LLC|L\.L\.C|LLP|L\.P|LP|plc|PLC|GmbH|AG|KG|SE|S\.A|SA|S\.p\.A|B\.V|N\.V|Corp|"
    r"Corporation|Company|Co|Trust|Partnership|Bank|N\.A|Pty|SARL|AB|Oy|ApS|University|Association|Foundation|"
    r"LTD|LIMITED|INC|INCORPORATED|CORP|CORPORATION|PARTNERSHIP|ASSOCIATION)\b\.?"
)
_WORD = r"(?:[A-Z0-9][\w.&'’/-]*|&|of|(?<!\d\s)and|the|de|van|von)"
COMPANY = re.compile(
    rf"(?<![\w-])(?:\d{{6,8}}\s{{1,2}})?[a-z]?[A-Z][\w.&'’/-]*(?:[ \n]{{1,2}}{_WORD}){{0,7}}?"
    rf",?\s{{1,2}}{_LEGAL_FORM}(?!\w)"
)
_DESCRIPTION = re.compile(
    r"\s*[,，]?\s*(?:\b(?:an?|the|with|having|whose|located|incorporated|organi[sz]ed|established|acting|of|by)\s"
    r"|\()"
)
# behind a note such as "(company number 123),", the description of the same party
_GOES_ON = re.compile(r"\s*(?:whose|with|having|acting|incorporated|organi[sz]ed|registered|located|an?)\b")
_CONNECTIVES = re.compile(
    r"(?:[\s,;:.)]|and\b|between\b|among\b|by\b|with\b|\(\d+\)|\([a-z]\)|\d+[.)])+", re.IGNORECASE
)
_BOUNDARY = re.compile(
    r"[”\"][^()“”\"]{0,60}\)|[)”\"]\s*[,;.]|\b(?:between|among)\b|\n\s*\n|;", re.IGNORECASE
)
_PARTICLES = frozenset(
    {"&", "of", "and", "the", "de", "der", "la", "le", "van", "von", "y", "et", "for", "in", "at"}
)
_HEADING_WORDS = frozenset(
    {"agreement", "schedule", "exhibit", "whereas", "recitals", "parties", "this", "article", "section"}
)


def role_in_parentheses(role: str) -> str:
    """A pattern for “(the "Supplier")”, “(together, the “Tenant”)” or “（"甲方"）”.

    Args:
        role: a pattern for the quoted term, without an article.
    """
    return rf"[(（][^()（）“”\"]{{0,60}}[“\"「](?:[Tt]he\s+)?{role}[”\"」][^()（）]{{0,80}}[)）]"


def labelled_value(label: str) -> str:
    """A pattern for a form field such as “Landlord: Harbor Point LLC” or “甲方（出租人）：…”.

    The group `value` is the rest of the line, or the next line if the label stands alone in its own. A field
    that is not filled in does not match.

    Args:
        label: a pattern for the label, without an article.
    """
    alone = rf"(?:[Tt]he\s+)?{label}(?:\s*[（(][^()（）\n]{{1,20}}[)）])?"
    name = rf"(?:{alone}|[^\W\d_][\w ]{{0,11}}[（(]\s*(?:[Tt]he\s+)?{label}\s*[)）])"  # 甲方（出租方）：
    return rf"{name}\s*[:：]{_BLANKS}(?:{_NEXT_LINE})?(?!{_NOT_FILLED_IN})(?P<value>\S[^\n]*)"


def party_before(text: str, start: int, end: int) -> Span | None:
    """The party whose role is given in parentheses at `end`, without its description.

    In “between Acme Ltd, a Delaware company (the "Supplier")” that is “Acme Ltd”.

    Args:
        start: the first character at which the name may begin.
    """
    part = text[start:end]
    boundaries = [
        boundary for boundary in _BOUNDARY.finditer(part)
        if boundary.group()[0] != ")" or not _GOES_ON.match(part, boundary.end())
    ]  # fmt: skip
    first = max((boundary.end() for boundary in boundaries), default=0)
    first += match.end() if (match := _CONNECTIVES.match(part[first:])) else 0
    name = part[first:].rstrip()
    company = COMPANY.match(name)
    description = _DESCRIPTION.search(name)
    name = name[: description.start()] if description else name
    if company and len(company.group()) > len(name):  # "Bank of China Ltd": "of" begins no description
        return Span(start + first, start + first + company.end())
    return Span(start + first, start + first + len(name)) if _is_name(name) else None


def _is_name(text: str) -> bool:
    """Whether all words are capitalised as in a name, and none of them is typical of headings."""
    words = [word.strip(",.()") for word in text.split()]
    significant = [word for word in words if word[:1].isalpha() and word not in _PARTICLES]
    return (
        bool(significant) and len(text) <= MAX_NAME_CHARS and ":" not in text
        and not any(word[:1].islower() and not word[1:2].isupper() for word in significant)
        and not _HEADING_WORDS & {word.lower() for word in words}
    )  # fmt: skip
