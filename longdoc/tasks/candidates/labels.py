"""Answers on another thing of the kind that a question names: on Facility A or Tier 1 instead of B or 2."""

from __future__ import annotations

import re
from collections.abc import Iterable

from longdoc.tasks.candidates.figures import NUMBER, figures_like, is_figure

__all__ = ["figure_of_label_asked", "is_in_other_section", "is_of_other_label"]

_LABEL = r"(?:[A-Z]|\d{1,3}|[IVX]{1,5})"
# "can I" and "can A tenant" name nothing
_NO_NAME = (
    r"(?!(?i:can|could|may|might|must|shall|should|will|would|did|does|have|had|was|if|when|what|where|why|how|and"
    r"|but|that|than|before|after|once|until|unless)\s[IA]\b)"
)
_ASKED = re.compile(rf"\b{_NO_NAME}(?P<kind>[^\W\d_]{{3,20}})\s(?P<label>{_LABEL})(?![\w.,]?\d)\b")
# between a figure and the name that it belongs to, no other figure and no other part of a series
_APART = re.compile(r"\d|[,;:]|\b(?:and|or|but|while|whereas)\b")


def is_of_other_label(question: str, sentence: str, start: int, end: int) -> bool:
    """Whether the figure [start, end) of a sentence belongs to another label than the question names.

    >>> sentence = "The margin is 2.25% for Facility A and 2.75% for Facility B."
    >>> is_of_other_label("What is the margin for Facility B?", sentence, 14, 19)
    True
    >>> is_of_other_label("What is the margin for Facility A?", sentence, 14, 19)
    False
    """
    asked = _asked(question, sentence)
    if asked is None or not is_figure(sentence[start:end]):
        return False
    return _label_of(asked["kind"], sentence, start, end) not in ("", asked["label"])


def figure_of_label_asked(question: str, sentence: str, start: int, end: int) -> tuple[int, int] | None:
    """Where a figure like [start, end) stands in a sentence that belongs to the label which a question names.

    >>> sentence = "The margin is 2.25% for Facility A and 2.75% for Facility B."
    >>> figure_of_label_asked("What is the margin for Facility B?", sentence, 14, 19)
    (39, 44)
    """
    asked = _asked(question, sentence)
    if asked is None:
        return None
    like = figures_like(sentence, start, end)
    return next((at for at in like if _label_of(asked["kind"], sentence, *at) == asked["label"]), None)


def is_in_other_section(question: str, sentence: str, heading: str, headings: Iterable[str]) -> bool:
    """Whether an answer stands under "Tier 3", its sentence aside, and the question asks about "Tier 1".

    Args:
        sentence: the sentence of the answer; if it names what is asked about, it may answer anywhere.
        heading: the heading of its section.
        headings: all headings of the document; what is asked about must have one, too.

    >>> headings = ["Tier 1", "Tier 3"]
    >>> is_in_other_section("What follows if tier 1 fails?", "It does not block.", "Tier 3", headings)
    True
    >>> is_in_other_section("What follows if tier 3 fails?", "It does not block.", "Tier 3", headings)
    False
    """
    for asked in _ASKED.finditer(question):
        names = _names(asked["kind"])
        labels = {found["label"] for found in names.finditer(heading)}
        if not labels or asked["label"] in labels:
            continue
        if any(found["label"] == asked["label"] for found in names.finditer(sentence)):
            continue
        return any(found["label"] == asked["label"] for one in headings for found in names.finditer(one))
    return False


def _asked(question: str, sentence: str) -> re.Match[str] | None:
    """The name with a label in a question, if the sentence has it, and another of its kind."""
    for asked in _ASKED.finditer(question):
        labels = {found["label"] for found in _names(asked["kind"]).finditer(sentence)}
        if asked["label"] in labels and len(labels) > 1:
            return asked
    return None


def _label_of(kind: str, sentence: str, start: int, end: int) -> str:
    """The label of the name behind a figure, or else in front of it; empty if there is none."""
    names = list(_names(kind).finditer(sentence))
    behind = next((name for name in names if name.start() >= end), None)
    if behind and not _APART.search(sentence, end, behind.start()):
        return behind["label"]
    before = next((name for name in reversed(names) if name.end() <= start), None)
    return before["label"] if before and not NUMBER.search(sentence, before.end(), start) else ""


def _names(kind: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?i:{re.escape(kind)})\s(?P<label>{_LABEL})\b")
