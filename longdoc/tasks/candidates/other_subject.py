"""Measures of another thing than the one asked about: the height of the hill for that of the church."""

from __future__ import annotations

import re

from longdoc.lazy_pattern import lazy_pattern
from longdoc.tasks.terms import lowered, stem

__all__ = ["is_of_other_subject"]

_BE = r"(?:is|are|was|were)"
_THING = r"(?:the|this|his|her|its|their|our|your|my)\s(?P<thing>(?:[\w'’-]+\s){0,3}?[\w-]+)"
_END = r"\s*(?:\?|$|(?:in|at|of|on|from|after|before|now|today)\b)"
_ASKS = (
    lazy_pattern(
        r"^\W*(?:and\s|about\s|exactly\s)?how\s(?:high|tall|long|old|wide|deep|heavy|big|large|thick|far|steep)\s"
        rf"{_BE}\s{_THING}{_END}",
        re.IGNORECASE,
    ),
    lazy_pattern(
        rf"^\W*what\s{_BE}\sthe\s(?:\w+\s)?(?:height|length|width|depth|age|weight|thickness|diameter|area)\sof"
        rf"\s{_THING}{_END}",
        re.IGNORECASE,
    ),
)
_REFERS_BACK = lazy_pattern(
    r"\b(?:it|its|they|their|them|this|these|that|those|he|she|his|her|i|my|we|our|you|which|who|one|ones|there)\b"
)
_HAS_SUBJECT = lazy_pattern(
    r"\W*(?:[Tt]he|[Aa]n?|[A-Z]\w+)\s[^.]*?\b(?:is|are|was|were|has|had|have|stands?|stood|measures?|reach\w*|rises?"
    r"|covers?|runs?|extends?|weighs?|lasts?|lasted|takes?|took|contains?|holds?|held)\b"
)
_WORD = lazy_pattern(r"[^\W\d_]+")


def is_of_other_subject(question: str, sentence: str, heading: str, text: str) -> bool:
    """Whether a question asks for a measure of one thing, and a sentence has a subject that is another.

    The thing is named elsewhere in the document, and no pronoun of the sentence may stand for it. Of the 353
    answers of the training sets to such questions, 3 are in such sentences.

    Args:
        heading: of the section of the sentence.
        text: the document.

    >>> said = "The hut stands on a hill of 3000 feet."
    >>> is_of_other_subject("How high is the church?", said, "", f"{said} The church is old.")
    True
    >>> is_of_other_subject("How high is the hill?", said, "", said)
    False
    """
    asked = next((found for one in _ASKS if (found := one.search(question))), None)
    if asked is None:
        return False
    words = _WORD.findall(lowered(asked["thing"]))
    said = lowered(f"{sentence} {heading}")
    if not words or _REFERS_BACK.search(said) or not _HAS_SUBJECT.match(sentence):
        return False
    thing = stem(words[-1])
    return thing not in _stems(said) and thing in _stems(lowered(text))


def _stems(low: str) -> set[str]:
    return {stem(word) for word in _WORD.findall(low)}
