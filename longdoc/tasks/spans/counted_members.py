"""Questions that say how many things they ask for: "What are the three phases?"."""

from __future__ import annotations

import re

from longdoc.documents.text.number_words import CARDINALS
from longdoc.documents.types import Span
from longdoc.lazy_pattern import lazy_pattern

__all__ = ["counted_members", "lacks_members", "number_asked"]

_NUMBERS = {word: number for word, number in CARDINALS.items() if 2 <= number <= 10}
MOST_CHARS = 600  # of what stands behind "in three phases:"
_COUNTED = lazy_pattern(
    rf"""^\W*(?:(?:what|which)(?:\s(?:are|were)(?:\s(?:the|his|her|its|their|our|your))?)?|(?:name|list)(?:\sthe)?)
    \s(?P<number>(?a:{"|".join(_NUMBERS)}))\s(?!of\b|or\b)(?:[\w-]+\s){{0,3}}?
    (?:[\w-]+s|people|men|women|children|criteria|phenomena)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_JOINT = lazy_pattern(
    r"""[,;]\s(?:and|or)\s | ;\s? | ,\s | \s(?:and|or|&|vs\.?|versus|as\swell\sas|to|with)\s | \n+ | /""",
    re.IGNORECASE | re.VERBOSE,
)


def number_asked(question: str) -> int | None:
    """The number of things that a question asks for, if it says so.

    >>> number_asked("Which three phases are there?"), number_asked("Which of the three phases is first?")
    (3, None)
    """
    asked = _COUNTED.match(question)
    return _NUMBERS[asked["number"].lower()] if asked else None


def lacks_members(question: str, answer: str) -> bool:
    """Whether a question says how many things it asks for, and an answer has fewer.

    Of the 272 answers of the training sets to such questions, six have fewer.

    >>> lacks_members("What are the three phases?", "design and test")
    True
    >>> lacks_members("What are the three phases?", "design, build and test")
    False
    """
    return len(_JOINT.findall(answer.strip())) + 1 < (number_asked(question) or 0)


def counted_members(question: str, text: str, span: Span, unit: Span) -> Span | None:
    """What stands behind the number asked for and a colon: "two surfaces: the | rudder |, and the keel".

    None if the span does not stand there.

    Args:
        unit: the sentence that contains the span.
    """
    number = number_asked(question)
    if number is None:
        return None
    word = next(word for word, value in _NUMBERS.items() if value == number)
    introduction = rf"\b(?:{word}|{number})\s[^:;.\n]{{1,120}}:\s+"
    introduced = re.search(introduction, text[unit.start : unit.end], re.IGNORECASE)
    end = unit.start + len(text[unit.start : unit.end].rstrip(" .;\n"))
    if introduced is None or not unit.start + introduced.end() <= span.start < end:
        return None
    members = Span(unit.start + introduced.end(), end)
    is_short = len(members) <= MOST_CHARS
    return members if is_short and not lacks_members(question, text[members.start : end]) else None
