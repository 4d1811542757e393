"""Answers without what their question asks for: a count without a number, a date or length without a time."""

from __future__ import annotations

import re

from longdoc.documents.text.number_words import CARDINAL
from longdoc.lazy_pattern import lazy_pattern
from longdoc.tasks.months import ENGLISH_MONTHS, SHORT_MONTHS

__all__ = ["lacks_count", "lacks_length", "lacks_time"]

_HOW_MANY = lazy_pattern(
    r"^\W*(?:(?:and|so|but|about|exactly)\s)?how\smany\b(?!.*\band\s(?:which|what|who|where)\b)",
    re.IGNORECASE,
)
_COUNT = lazy_pattern(
    rf"""\d | \b(?:{CARDINAL}|\w+teen(?:th)?|hundreds?|thousands?|[mbz]illions?|half|halves|quarters?|thirds?
    |dozens?|twice|thrice|once|first|second|fifth|single|sole|both|couple|pair|zero|none|no|nobody|nothing|all
    |each|every|any|several|various|few|many|most|some|an?|more|less|fewer|much|multiple|numerous|countless
    |unlimited|majority|minority|double|triple|duplicate|triplicate|neither|whole|entire|only|[ivx]+)\b""",
    re.IGNORECASE | re.VERBOSE,
)
# of an event; conditions answer other questions with "when"
_WHEN = lazy_pattern(
    r"^\W*(?:(?:and|so|but)\s)?when\s(?:did|was|were|will)\b(?![^?]*,\s(?:and\s)?(?:what|who|which|how|where)\b)",
    re.IGNORECASE,
)
_TIME = lazy_pattern(
    rf"""\d | \b(?:{ENGLISH_MONTHS}|{SHORT_MONTHS}|(?:mon|tues|wednes|thurs|fri|satur|sun)days?)\b
    | \b(?:\w*days?|\w*night|year|month|week|quarter|hour|minute|second|moment|\w*time|decade|centur|morning
    |evening|\w*noon|dawn|dusk|sun(?:rise|set)|spring|summer|autumn|fall|winter|season|\w+mas|easter|period|date
    |era|age|term|semester|grade|stage|phase|start|beginning|end|birth|death|\w+hood|half-past|retirement|war
    |\w+(?:tion|sion|ment|ance|ing))(?:s|ly|ies|y|al|ed)?\b
    | \b\w+(?:teen|ty|ties)\b | \b{CARDINAL}\b
    | \b(?:when\w*|if|unless|once|after|before|until|till|upon|during|while|whilst|since|within|prior
    |following|as|by|whichever|where|provided|without|later|sooner|earlier|previously|throughout|between|beyond|shortly|directly)\b
    | \b(?:immediate|prompt|recent|soon|now|then|today|tomorrow|tonight|dai|annual|always|never|already
    |simultaneous|forthwith|eventual|initial|final|first|last|next|latest|early|late|ago|past|present|future
    |current|instant|ever|yet|frequent|often|regular|occasional|automatic|xmas)(?:ly)?\b
    | ^\W*(?:on|at|in|from|for|only|not|any|every|each|under|per|to|with)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_HOW_LONG = lazy_pattern(r"^\W*(?:(?:and|so|but|about|exactly|for)\s)*how\slong\b(?!-)", re.IGNORECASE)
# a duration, a distance, or what limits them
_LENGTH = lazy_pattern(
    rf"""\d | \b(?:second|min(?:ute)?\b|hour|da(?:y|il)|night|week|fortnight|month|quarter|year|annual|decade
    |centur|millenni|season|semester|term|generation|li[fv]e|forever|indefinite|perpetu|permanent|tempor
    |always|ever\b|never|no\b|not\b|only|until|till|while|whil|as\slong|so\slong|during|throughout|after|before
    |since|upon|when|once|within|through|expir|terminat|end|rest\b|{CARDINAL}\b|hundred
    |thousand|million|dozen|half|several|few|many|some|short|long|brief|moment|instant|immediate|prompt|quick
    |time|period|stage|phase|release|version|date|interval|session|trip|met(?:er|re)s?\b|feet\b|foot\b|inch
    |mile|yard|page|word|character|line|length|from\b|to\b|between|continu|remain
    |jan|feb|mar\b|march|apr|may\b|june?\b|july?\b|aug|sep|oct|nov|dec)""",
    re.IGNORECASE | re.VERBOSE,
)


def lacks_count(question: str, answer: str) -> bool:
    """Whether a question asks how many, and an answer has no word of a number.

    Of the answers of the training sets to such questions, 1 in 140 has none.

    >>> lacks_count("How many staff leave?", "the whole team"), lacks_count("How many leave?", "the team")
    (False, True)
    """
    return bool(_HOW_MANY.search(question)) and not _COUNT.search(answer)


def lacks_time(question: str, answer: str) -> bool:
    """Whether a question asks when something was or will be, and an answer has no word of a time.

    Of the answers of the training sets to such questions, 1 in 130 has none.

    >>> lacks_time("When did it end?", "in May"), lacks_time("When did it end?", "our office has closed")
    (False, True)
    """
    return bool(_WHEN.search(question)) and not _TIME.search(answer)


def lacks_length(question: str, answer: str) -> bool:
    """Whether a question asks how long, and an answer has no word of a duration or a distance.

    Of the answers of the training sets to such questions, 1 in 200 has none.

    >>> lacks_length("How long is the ban?", "a year"), lacks_length("How long is the ban?", "the Ban")
    (False, True)
    """
    return bool(_HOW_LONG.search(question)) and not _LENGTH.search(answer)
