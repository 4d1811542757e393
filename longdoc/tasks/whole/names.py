"""The terms that a text defines, and the parties of a contract, by the phrases that introduce them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from longdoc.documents.types import Span
from longdoc.tasks.rules.defining_phrases import (
    CHINESE_MEANS,
    COMPANY,
    IS_DEFINED,
    MEANS,
    labelled_value,
    party_before,
    role_in_parentheses,
)

__all__ = ["defined_terms", "parties"]

OPENING_CHARS = 8_000  # of a contract, in which its parties are named
PREAMBLE_CHARS = 2_500
WORDS_BEFORE_CHARS = 120  # of a term, in which it may be called a word
_QUOTED = r"(?:[“\"‘]|\*\*)(?P<{}>[^“”\"‘’*\n]{{1,80}})(?:[”\"’]|\*\*)"
_OF_WHAT = r"(?:\s+(?:of|for|with\s+respect\s+to)\s[^.;“”\"\n]{1,60}?)?"
_TERM = re.compile(
    rf"(?:{_QUOTED.format('means')}{_OF_WHAT}(?:\s*,)?\s*(?:\([^()]{{0,80}}\)\s*)?(?:shall\s+|will\s+)?"
    rf"(?:{MEANS}|includes?\b|{IS_DEFINED}))"
    r"|\((?P<aside>[^()“”\"]{0,60}?[“\"][^“”\"\n]{1,80}[”\"][^()]{0,120})\)"
    r"|(?m:^[^\S\n]*(?P<plain>[A-Z][\w'’&-]*(?:[ ](?:(?:of|and|the|for)[ ])?[A-Z][\w'’&-]*){0,5})"
    r"[ ]means[ ,:])"
    r"|（(?:以下|下文|后文|下)(?:简称|合称|统称|称)(?:为|作)?[：:]?\s*[“\"「]?(?P<short>[^“”\"「」（）]{1,20})[”\"」]?）"
    rf"|[“\"「](?P<zh>[^“”\"「」\n]{{1,20}})[”\"」](?:{CHINESE_MEANS}|\s*[，,：:]?\s*即)"
    r"|(?:本条例|本法|本合同|本协议|本办法|本规定)所称(?:的)?[“\"「]?(?P<law>[^“”\"「」，。\n]{1,15}?)[”\"」]?"
    r"[，,]?\s*(?:是指|系指|包括)"
    rf"|(?m:^[^\S\n]*(?P<line>[\u3400-\u9fff]{{2,15}})[：:]{CHINESE_MEANS})"
)
# "the words “shall” and “will” mean", "what “love” means"
_WORDS_TALKED_OF = re.compile(
    r"\b(?:(?:word|term|phrase|expression)s?|what)\s+"
    r"(?:[“\"‘][^“”\"‘’]{1,30}[”\"’],?\s+(?:(?:and|or)\s+)?){0,4}[“\"‘*]{1,2}$",
    re.IGNORECASE,
)
_ASIDE_NAME = re.compile(r"[“\"](?:[Tt]he\s+)?(?P<name>[^\Wa-z][^“”\"\n]{0,79}|[\u3400-\u9fff]+)[”\"]")
_NAME = re.compile(r"[A-Z][\w.&'’-]*(?:[ \n](?:of[ \n](?:the[ \n])?)?[A-Z][\w.&'’-]*){1,6}")
_ROLES = (
    "Landlord|Tenant|Lessor|Lessee|Buyer|Seller|Purchaser|Vendor|Supplier|Customer|Client|Provider|Contractor"
    "|Consultant|Licensor|Licensee|Borrower|Lender|Employer|Employee|Owner|Charterer|Company|Distributor|Franchisor"
    "|Franchisee|Agent|Principal|Guarantor|Assignor|Assignee|Grantor|Grantee|Trustee|Insurer|Insured|Shipper|Carrier"
    "|Publisher|Author"
)
_ROLE_NAME = rf"(?:{_ROLES}|{_ROLES.upper()})"
_CAPITALISED = r"[A-Z][^“”\"\n]{1,40}"
_ROLE = re.compile(rf"{role_in_parentheses(_CAPITALISED)}|\((?:the\s+)?{_ROLE_NAME}\)")
_CHINESE_ROLE = r"(?:甲|乙|丙|丁|发包|承包|出租|承租|转让|受让|委托|受托|买|卖)方"
_LABELLED = (
    (re.compile(labelled_value(_CHINESE_ROLE)), re.compile(r"[^\s，。；、（）]{2,40}")),
    (re.compile(rf"(?m)^[^\S\n]*{labelled_value(_ROLE_NAME)}"), re.compile(r"[A-Z][^\n,;:()]{1,80}")),
)  # each with the name at the beginning of the value
_PREAMBLE = re.compile(r"\b(?:between|among|BETWEEN|AMONG|by and between|[Pp]arties|PARTIES)\b")
_PREAMBLE_END = re.compile(
    r"\b(?:WHEREAS|Whereas|RECITALS?|Recitals?|BACKGROUND|Background|NOW,? THEREFORE|WITNESSETH)\b"
)


def defined_terms(text: str) -> Iterator[tuple[Span, str]]:
    """Every place that defines a term."""
    for found in _TERM.finditer(text):
        group = str(found.lastgroup)
        if group == "aside":
            inside = list(_ASIDE_NAME.finditer(text, *found.span(group)))
            named = [(Span(*one.span("name")), one["name"]) for one in inside]
        else:
            named = [(Span(*found.span(group)), found[group])]
        for span, said in named:
            name = " ".join(said.split()).strip(" ,.")
            before = text[max(0, span.start - WORDS_BEFORE_CHARS) : span.start]
            if name and not (group == "means" and name[0].islower() and _WORDS_TALKED_OF.search(before)):
                yield span, name


def parties(text: str) -> Iterator[tuple[Span, str]]:
    """Each party, at the place where the opening of a contract names it."""
    opening = text[:OPENING_CHARS]
    preamble = _PREAMBLE.search(opening)
    found = list(_labelled_parties(opening))
    if preamble:
        end = min(len(opening), preamble.end() + PREAMBLE_CHARS)
        stop = _PREAMBLE_END.search(opening, preamble.end(), end)
        spans = _named_between(opening, preamble.end(), stop.start() if stop else end)
        found += [(span, opening[span.start : span.end]) for span in spans]
    seen: set[str] = set()
    for span, name in sorted(found, key=lambda one: one[0]):
        clean = " ".join(name.split()).rstrip(" ,")
        if clean.casefold() not in seen:
            seen.add(clean.casefold())
            yield span, clean


def _labelled_parties(opening: str) -> Iterator[tuple[Span, str]]:
    """“Landlord: Ann Lee”, “甲方（出租人）：海港物业有限公司”."""
    for pattern, name in _LABELLED:
        at = 0
        while labelled := pattern.search(opening, at):
            at = labelled.start("value")  # there may be another label in the same line
            if found := name.match(opening, at, labelled.end()):
                yield Span(*found.span()), found.group()


def _named_between(opening: str, start: int, end: int) -> list[Span]:
    """The names that roles are assigned to: “Acme Ltd, a company of Delaware (the “Supplier”)”."""
    spans = []
    at = start
    for role in _ROLE.finditer(opening, start, end):
        party = party_before(opening, at, role.start()) or _first_name(opening, at, role.start())
        at = role.end()
        if party:
            spans.append(party)
    return spans or [Span(*found.span()) for found in COMPANY.finditer(opening, start, end)]


def _first_name(opening: str, start: int, end: int) -> Span | None:
    found = COMPANY.search(opening, start, end) or _NAME.search(opening, start, end)
    return Span(*found.span()) if found else None
