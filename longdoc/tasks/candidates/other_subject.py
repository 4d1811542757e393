"""Answers about another thing than the one asked about: the hill for the church, the museum for the bank."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from longdoc.lazy_pattern import lazy_pattern
from longdoc.tasks.terms import lowered, stem, words_of

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
# of a thing that is named once: when it opened, how many it seats, who built it
_ASKS_OF_ONE = (
    lazy_pattern(
        r"^\W*(?:and\s)?(?:when|where|how\s\w+(?:\s[a-z]+)?)\s(?:is|are|was|were|do(?:es)?|did|must|should|can|will"
        r"|ha[sd]|have)\sthe\s(?P<thing>[a-z][a-z-]+)\s(?:be(?:en)?\s)?(?!(?:of|in|at|on|for|to|from|with|and|or)\b)[a-z]+"
        r"(?=\W*$|\s(?:in|on|at|by|to|for|from|with|after|before|during|an?|the|its|his|her|their)\b)"
    ),
    lazy_pattern(r"^\W*(?:and\s)?who\s(?!is\b|was\b|are\b|were\b)[a-z]+\sthe\s(?P<thing>[a-z][a-z-]+)\W*$"),
)
# what a document calls itself, or what it is all about
_NAMES_OF_ITSELF = (
    "agreement", "contract", "lease", "deed", "document", "policy", "paper", "study", "report", "article",
    "license", "licence", "term", "act", "law", "book", "story", "work", "project", "case", "parties",
    "company", "firm",
)  # fmt: skip
_ITSELF = frozenset(map(stem, _NAMES_OF_ITSELF))
_THE_OTHER = lazy_pattern(r"\b[Tt]he\s(?P<thing>[a-z][a-z-]+)")
_REFERS_BACK = lazy_pattern(
    r"\b(?:it|its|they|their|them|this|these|that|those|he|she|his|her|i|my|we|our|you|which|who|one|ones|there)\b"
)
_HAS_SUBJECT = lazy_pattern(
    r"\W*(?:[Tt]he|[Aa]n?|[A-Z]\w+)\s[^.]*?\b(?:is|are|was|were|has|had|have|stands?|stood|measures?|reach\w*|rises?"
    r"|covers?|runs?|extends?|weighs?|lasts?|lasted|takes?|took|contains?|holds?|held)\b"
)
_WORD = lazy_pattern(r"[^\W\d_]+")


def is_of_other_subject(question: str, sentence: str, heading: str, text: str) -> bool:
    """Whether a question asks about one thing, and a sentence has a subject that is another.

    The thing is named elsewhere in the document, and no pronoun of the sentence may stand for it. Of the
    answers of the training sets to questions for measures, 3 of 353 are in such sentences; of those about one
    thing, 8 of 1,091.

    Args:
        heading: of the section of the sentence.
        text: the document.

    >>> said = "The hut stands on a hill of 3000 feet."
    >>> is_of_other_subject("How high is the church?", said, "", f"{said} The church is old.")
    True
    >>> is_of_other_subject("How high is the hill?", said, "", said)
    False
    >>> said = "The museum was built in 1931."
    >>> is_of_other_subject("When was the library built?", said, "", f"{said} The library is old.")
    True
    """
    measured = _thing(_ASKS, question)
    one = None if measured else _thing(_ASKS_OF_ONE, question[:1].lower() + question[1:])
    said = lowered(f"{sentence} {heading}")
    if _REFERS_BACK.search(said):
        return False
    if measured and not _HAS_SUBJECT.match(sentence):
        return False
    if not measured and (one is None or one in _ITSELF or not _is_parallel(question, sentence)):
        return False
    thing = measured or one
    return thing not in _stems(said) and thing in _stems_of_document(text)


def _thing(patterns: Sequence[re.Pattern[str]], question: str) -> str | None:
    """The stem of the noun of the thing that a question of these forms asks about."""
    asked = next((found for one in patterns if (found := one.search(question))), None)
    words = _WORD.findall(lowered(asked["thing"])) if asked else []
    return stem(words[-1]) if words else None


def _is_parallel(question: str, sentence: str) -> bool:
    """Whether a sentence says of another thing, in the question's words, what the question asks."""
    asked = {word for _, word in words_of(lowered(question))}
    said = {word for _, word in words_of(lowered(sentence))}
    others = {stem(found["thing"]) for found in _THE_OTHER.finditer(sentence)}
    return bool(asked & said) and bool(others - asked)


@lru_cache(maxsize=4)
def _stems_of_document(text: str) -> set[str]:
    return _stems(lowered(text))


def _stems(low: str) -> set[str]:
    return set(map(stem, set(_WORD.findall(low))))
