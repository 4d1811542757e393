"""Answers that a sentence names in passing: an exception, a condition, what a figure is compared with."""

from __future__ import annotations

import re

from longdoc.lazy_pattern import lazy_pattern
from longdoc.tasks.candidates.figures import figures_like, is_figure
from longdoc.tasks.terms import lowered, question_terms

__all__ = ["figure_compared", "is_compared_with", "is_condition", "is_exception"]

_COMPARED_CHARS = 160  # in front of a figure, in which what it is compared with may stand
_NEAR_CHARS = 60  # in front of an answer, in which the word stands that makes it an exception
_EXCEPTION = lazy_pattern(
    r"\b(?:with the (?:sole |only )?exceptions? of|except(?:ing)?(?: for| in the case of| as to)?|other than"
    r"|excluding|apart from|aside from)\s+(?:(?:the|an?|any|all|such|those|its|their|your|our)\s+)?$",
    re.IGNORECASE,
)
# "nothing other than rent" is all that there is
_ONLY_THESE = lazy_pattern(
    r"(?:\b(?:no|not|nothing|nobody|none|never|neither|only)\b|n['’]t\b)[^.;:]{0,60}$"
    r"|\bany\w*\b[^.,;:]{0,30}$",
    re.IGNORECASE,
)
# a question that may be answered by an exception
_ASKS_EXCEPTION = lazy_pattern(
    r"\b(?:except\w*|exempt\w*|exclu\w*|not|no|never|cannot|without|unless|other than|apart|aside|besides"
    r"|free|leave out|left out|outside)\b|n['’]t\b",
    re.IGNORECASE,
)
# Conditions answer neither what something is nor why: of the answers of the training sets, 8 of 40,476 to
# "who", "which" and "what" begin with such a word, and 17 of 2,710 to "why" with one of these or "if".
_CONDITION = lazy_pattern(r"\W*(?:unless|except|provided|only (?:if|when))\b", re.IGNORECASE)
_IF = lazy_pattern(r"\W*(?:if|provided|unless)\b", re.IGNORECASE)
_WHY = lazy_pattern(r"^\W*why\b", re.IGNORECASE)
_ASKS_CONDITION = lazy_pattern(
    r"\b(?:condition|exception|circumstance|case|limit|restriction|requirement|happens|if|when|where|how)\w*\b",
    re.IGNORECASE,
)
_NOUN_ASKED = lazy_pattern(r"^\W*(?:which|what|who|whom|whose)\b", re.IGNORECASE)
_WANTS_THING = lazy_pattern(
    r"^\W*(?:which|what|who|whose|whom|where|when|how (?:many|much))\b", re.IGNORECASE
)
# what no longer belongs to a comparison: ", and profit was"
_GOES_ON = (
    r",\s+(?:and|but|while|whereas|with)\b|\b(?:was|were|is|are|had|rose|fell|reached|amounted|totall?ed)\b"
)
# "$44.2 million, compared with net income of $51.8 million, or $1.05 per share"
_COMPARED = lazy_pattern(
    r"(?:\b(?:(?:as )?compared (?:with|to)|in comparison (?:with|to)|versus|vs\.?|as against|as opposed to"
    r"|(?:up|down) from)|\d(?: (?:percent|per cent|thousand|million|billion)|%)?,? from)\s"
    rf"(?:(?!{_GOES_ON})[^;:])*$",
    re.IGNORECASE,
)
_UNIT_BEHIND = lazy_pattern(
    r"[ -]?(%|(?:percent|per cent|per \w+|thousand|million|billion)\b)", re.IGNORECASE
)
_ASKS_COMPARED = lazy_pattern(
    r"\b(?:compar\w*|versus|vs|against|previous\w*|prior|before|earlier|former\w*|last|preceding|ago|used to"
    r"|from|than|rather|original\w*|both)\b|\b(?:19|20)\d\d\b",
    re.IGNORECASE,
)


def is_exception(question: str, sentence: str, start: int, end: int) -> bool:
    """Whether [start, end) of a sentence is what it excepts, and the question asks for what it includes.

    >>> sentence = "Cheques of $10,000 or more, except rent payments, need two signatures."
    >>> is_exception("Which cheques need two signatures?", sentence, 35, 48)
    True
    >>> is_exception("Which cheques do not need two signatures?", sentence, 35, 48)
    False
    """
    if not _WANTS_THING.search(question) or _ASKS_EXCEPTION.search(question):
        return False
    exception = _EXCEPTION.search(sentence[:start], max(0, start - _NEAR_CHARS))
    if exception is None or _ONLY_THESE.search(sentence[: exception.start()]):
        return False
    said = lowered(sentence[start:end])
    return not any(len(term.places(said)) for term in question_terms(question))


def is_condition(question: str, answer: str) -> bool:
    """Whether an answer begins as a condition, and the question asks for a thing, a person or a reason.

    >>> is_condition("What data may not be submitted?", "unless authorized by the Order Form")
    True
    >>> is_condition("What are the conditions of a refund?", "unless authorized by the Order Form")
    False
    >>> is_condition("Why was he dismissed?", "provided that he signs a release")
    True
    """
    if _WHY.search(question):
        return bool(_IF.match(answer))
    asked = _NOUN_ASKED.search(question) and not _ASKS_CONDITION.search(question)
    return bool(asked and _CONDITION.match(answer))


def is_compared_with(question: str, sentence: str, start: int, end: int) -> bool:
    """Whether the figure [start, end) of a sentence is only what another figure is compared with.

    >>> sentence = "Net income was $44.2 million, compared with $51.8 million a year before."
    >>> is_compared_with("What was net income?", sentence, 44, 57)
    True
    >>> is_compared_with("What was net income a year before?", sentence, 44, 57)
    False
    """
    if not is_figure(sentence[start:end]) or _ASKS_COMPARED.search(question):
        return False
    return figure_compared(sentence, start, end) is not None


def figure_compared(sentence: str, start: int, end: int) -> tuple[int, int] | None:
    """Where the figure stands that is compared with [start, end): the first of its form in the sentence.

    >>> figure_compared("Net income was $44.2 million, compared with $51.8 million a year before.", 44, 57)
    (15, 28)
    """
    first = max(0, start - _COMPARED_CHARS)
    comparison = _COMPARED.search(sentence[first:start])
    if comparison is None:
        return None
    reached, unit = first + comparison.start(), _unit_behind(sentence, end)
    like = (at for at in figures_like(sentence, start, end) if at[0] <= reached and at[1] <= start)
    return next((at for at in like if _unit_behind(sentence, at[1]) == unit), None)


def _unit_behind(sentence: str, at: int) -> str:
    """What a figure is counted in, such as "million" or "per share"; empty if that does not follow it."""
    found = _UNIT_BEHIND.match(sentence, at)
    return found[1].lower() if found else ""
