"""The terms that a text defines, by the phrases that introduce them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from longdoc.documents.types import Span
from longdoc.tasks.rules.defining_phrases import (
    CHINESE_MEANS,
    IS_DEFINED,
    MEANS,
)

__all__ = ["defined_terms"]

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
