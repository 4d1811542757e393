"""The terms that a text defines, and the parties of a contract, by the phrases that introduce them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from longdoc.documents.types import Span

__all__ = ["defined_terms", "parties"]

OPENING_CHARS = 8_000  # of a contract, in which its parties are named
PREAMBLE_CHARS = 2_500
_QUOTED = r"[“\"](?P<{}>[^“”\"\n]{{1,80}})[”\"]"
_MEANS = r"(?:means?\b|ha(?:s|ve)\s+the\s+meaning|refers?\s+to|includes?\b)"
_TERM = re.compile(
    rf"(?:{_QUOTED.format('means')}(?:\s*,)?\s*(?:\([^()]{{0,80}}\)\s*)?(?:shall\s+|will\s+)?{_MEANS})"
    rf"|\((?:[^()“”\"]{{0,60}}?){_QUOTED.format('aside')}"
    r"|(?m:^[^\S\n]*(?P<plain>[A-Z][\w'’&-]*(?:[ ](?:(?:of|and|the|for)[ ])?[A-Z][\w'’&-]*){0,5})"
    r"[ ]means[ ,:])"
    r"|（以下(?:简称|合称|统称|称)(?:为|作)?[：:]?\s*[“\"「]?(?P<short>[^“”\"「」（）]{1,20})[”\"」]?）"
    r"|[“\"「](?P<zh>[^“”\"「」\n]{1,20})[”\"」]\s*[，,]?\s*(?:是指|系指|指|即)"
    r"|(?:本条例|本法|本合同|本协议|本办法|本规定)所称(?:的)?[“\"「]?(?P<law>[^“”\"「」，。\n]{1,15}?)[”\"」]?"
    r"[，,]?\s*(?:是指|系指|包括)"
)
_SUFFIX = (
    r"(?:Ltd|Limited|Inc|Incorporated|LLC|L\.L\.C|LLP|L\.P|LP|plc|PLC|GmbH|AG|KG|SE|S\.A|SA|S\.p\.A|B\.V|N\.V|Corp|"
    r"Corporation|Company|Co|Trust|Partnership|Bank|N\.A|Pty|SARL|AB|Oy|ApS|University|Association|Foundation)\b\.?"
)
_WORD = r"(?:[A-Z0-9][\w.&'’/-]*|&|of|and|the|de|van|von)"
_COMPANY = re.compile(
    rf"[A-Z][\w.&'’/-]*[ \n](?:{_WORD}[ \n]){{0,7}}?(?:,\s)?{_SUFFIX}|[A-Z][\w&'’-]*,?\s{_SUFFIX}"
)
_NAME = re.compile(r"[A-Z][\w.&'’-]*(?:[ \n][A-Z][\w.&'’-]*){1,6}")
_ROLE = re.compile(r"\((?:[^()“”\"]{0,60}?)[“\"](?:the\s+)?[A-Z][^“”\"\n]{1,40}[”\"][^()]{0,80}\)")
_PREAMBLE = re.compile(r"\b(?:between|among|BETWEEN|AMONG|by and between|Parties|PARTIES)\b")
_PREAMBLE_END = re.compile(
    r"\b(?:WHEREAS|Whereas|RECITALS?|Recitals?|BACKGROUND|Background|NOW,? THEREFORE|WITNESSETH)\b"
)
_ZH_PARTY = re.compile(
    r"(?:甲|乙|丙|丁|发包|承包|出租|承租|转让|受让|委托|受托|买|卖)方(?:（[^（）\n]{1,20}）)?\s*[：:]\s*(?P<name>[^\s，。；、（）]{2,40})"
)


def defined_terms(text: str) -> Iterator[tuple[Span, str]]:
    """Each place where a term is defined."""
    for found in _TERM.finditer(text):
        group = str(found.lastgroup)
        name = " ".join(found[group].split()).strip(" ,.")
        if name and not (group in ("means", "aside") and name[0].islower()):
            yield Span(*found.span(group)), name


def parties(text: str) -> Iterator[tuple[Span, str]]:
    """Each party where the opening of a contract names it, once."""
    opening = text[:OPENING_CHARS]
    preamble = _PREAMBLE.search(opening)
    found: list[tuple[Span, str]] = [(Span(*m.span("name")), m["name"]) for m in _ZH_PARTY.finditer(opening)]
    if preamble:
        end = min(len(opening), preamble.end() + PREAMBLE_CHARS)
        stop = _PREAMBLE_END.search(opening, preamble.end(), end)
        spans = _named_between(opening, preamble.end(), stop.start() if stop else end)
        found += [(span, opening[span.start : span.end]) for span in spans]
    seen: set[str] = set()
    for span, name in sorted(found, key=lambda one: one[0]):
        clean = " ".join(name.split()).rstrip(",")
        if clean.casefold() not in seen:
            seen.add(clean.casefold())
            yield span, clean


def _named_between(opening: str, start: int, end: int) -> list[Span]:
    """The names that roles are given to: “Acme Ltd, a company of Delaware (the “Supplier”)”."""
    spans = []
    at = start
    for role in _ROLE.finditer(opening, start, end):
        name = _COMPANY.search(opening, at, role.start()) or _NAME.search(opening, at, role.start())
        at = role.end()
        if name:
            spans.append(Span(*name.span()))
    return spans or [Span(*found.span()) for found in _COMPANY.finditer(opening, start, end)]
