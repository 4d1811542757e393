"""Answers about the opposite of what a question asks about: winter for summer, gross for net."""

from __future__ import annotations

import re
from functools import cache

from longdoc.lazy_pattern import lazy_pattern
from longdoc.tasks.spans.phrasing import asks_yes_or_no

__all__ = ["is_about_opposite"]

_PAIRS = tuple(
    (re.compile(rf"\b(?:{one})\b", re.IGNORECASE), re.compile(rf"\b(?:{other})\b", re.IGNORECASE))
    for one, other in (
        (r"summers?", r"winters?"),
        (r"shallow", r"deep"),
        (r"north(?:ern)?", r"south(?:ern)?"),
        (r"east(?:ern)?", r"west(?:ern)?"),
        (r"minimum|(?<!\d)(?<!\d\s)min\.?", r"maximum|max\.?"),
        (r"gross", r"net"),
        (r"indoors?", r"outdoors?"),
        (r"weekends?", r"weekdays?"),
        (r"domestic", r"foreign"),
        (r"arriv(?:es?|ed|als?|ing)", r"depart(?:s|ed|ures?|ing)?"),
        (r"die[sd]?|dying|deaths?", r"born|births?"),
        (r"(?:was|were|been|who) closed|closed (?:it|the|this)", r"opened"),
        (r"demolished|destroyed|torn down", r"built|erected|constructed"),
        (
            r"dissolved(?! (?:oxygen|solids?|gas(?:es)?|carbon|in water|organic))|disbanded",
            r"founded|established",
        ),
        (r"resign(?:s|ed)?|dismiss(?:es|ed)|(?<![-–])fired", r"appointed|hired"),
        (r"divorced?", r"married|marry"),
        (
            r"(?-i:fell|fall|fallen|decreased?|declined?|drop(?:ped)?)",
            r"(?-i:rose|rise|risen|increased?|grew|grow|grown)",
        ),
    )
)
# a sentence on one of these says nothing about the other, even if the next sentence does
_APART = (
    (r"primary", r"secondary"),
    (r"inclusion", r"exclusion"),
    (r"suspend(?:s|ed|ing)?|suspension", r"reinstate(?:s|d|ment)?|reinstating"),
)
_PAIRS_APART = tuple(
    (re.compile(rf"\b(?:{one})\b", re.IGNORECASE), re.compile(rf"\b(?:{other})\b", re.IGNORECASE))
    for one, other in _APART
)
# Of 4,564 questions of the training sets that have a word of one side only, three are answered by a sentence
# that has the other one, with nothing around it that has the first. A yes or no may be said by either side.
_COMPLEMENTS = (
    "interim/final basic/diluted long.term/short.term full.time/part.time imports?/exports? upper/lower "
    "inner/outer front/rear input/output assets?/liabilit(?:y|ies) senior/junior encrypt\\w*/decrypt\\w* "
    "earliest/latest single/double first.half/second.half internal/external urban/rural civil/criminal "
    "fixed/variable|floating voluntary/mandatory|compulsory optional/required|mandatory debits?/credits? "
    "income/expenses? profits?/loss(?:es)? horizontal/vertical positive/negative static/dynamic "
    "wholesale/retail residential/commercial undergraduates?/graduates?|postgraduates? hardware/software "
    "senders?/recipients?|receivers? majority/minority national/international temporary/permanent "
    "strengths?/weakness(?:es)? advantages?|benefits?/disadvantages?|drawbacks? "
    "enabl(?:es?|ed|ing)/disab(?:les?|led|ling) "
    "entry|enter\\w*/exit\\w* paid/unpaid debt/equity prefix/suffix mothers?/fathers? brothers?/sisters? "
    "males?|men|boys?/females?|women|girls? adults?/child(?:ren)? mornings?/evenings?|afternoons? "
    "inbound/outbound in.?patients?/out.?patients? systolic/diastolic anterior/posterior dorsal/ventral "
    "physical/digital|virtual current/non.?current (?:before|pre).tax(?:ation)?/(?:after|post).tax(?:ation)?"
)
_ANY_COMPLEMENT = lazy_pattern(rf"\b(?:{_COMPLEMENTS.replace(' ', '|').replace('/', '|')})\b", re.IGNORECASE)
_HOW = re.compile(r"\bhow (?:deep|high|low|long|far|many|much)\b", re.IGNORECASE)
_NEAR_CHARS = 60  # on either side of an answer


def is_about_opposite(question: str, sentence: str, start: int, end: int, context: str = "") -> bool:
    """Whether the words around an answer speak of the opposite of what the question asks about.

    Args:
        sentence: the sentence in which [start, end) is the answer.
        context: text around the sentence; if it speaks of both, the answer may be about either.

    >>> is_about_opposite("How is the weather in summer?", "It is sunny in winter.", 6, 11)
    True
    >>> is_about_opposite("How is the weather in winter?", "It is sunny in winter.", 6, 11)
    False
    >>> is_about_opposite("What is the secondary aim?", "The primary aim is speed.", 19, 24)
    True
    """
    asked = _HOW.sub(" ", question)
    near = sentence[max(0, start - _NEAR_CHARS) : end + _NEAR_CHARS]
    whole = f"{context} {sentence}"
    has_complement = _ANY_COMPLEMENT.search(asked) and not asks_yes_or_no(question)
    complements = _complements() if has_complement else ()
    return any(
        meant.search(asked) and not other.search(asked) and other.search(said) and not meant.search(around)
        for pairs, said, around in (
            (_PAIRS, near, whole),
            (_PAIRS_APART, sentence, sentence),
            (complements, sentence, whole),
        )
        for pair in pairs
        for meant, other in (pair, pair[::-1])
    )


@cache
def _complements() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """The pairs of _COMPLEMENTS, compiled for the first question that has such a word."""
    pairs = (pair.split("/") for pair in _COMPLEMENTS.split())
    return tuple(
        (re.compile(rf"\b(?:{one})\b", re.IGNORECASE), re.compile(rf"\b(?:{other})\b", re.IGNORECASE))
        for one, other in pairs
    )
