"""Answers about another party than the one asked about: the landlord's address for the tenant's."""

from __future__ import annotations

import re

from longdoc.lazy_pattern import lazy_pattern
from longdoc.tasks.rules.defining_phrases import role_in_parentheses

__all__ = ["is_of_other_party"]

OPENING_CHARS = 8_000  # of a contract, in which its parties are introduced
_ROLE = lazy_pattern(role_in_parentheses(r"(?P<role>[A-Z][\w ]{1,40})"))


def is_of_other_party(question: str, sentence: str, text: str) -> bool:
    """Whether a sentence introduces a party, and not the one that the question is about.

    Args:
        text: the document, whose opening introduces both.

    >>> opening = 'Oak Ltd, 3 Mill Row (the "Buyer"); and Ivy Ltd (the "Seller").'
    >>> is_of_other_party("What is the seller's address?", 'Oak Ltd, 3 Mill Row (the "Buyer");', opening)
    True
    >>> is_of_other_party("What is the buyer's address?", 'Oak Ltd, 3 Mill Row (the "Buyer");', opening)
    False
    """
    introduced = _roles(sentence)
    if not introduced:
        return False
    asked = {role for role in _roles(text[:OPENING_CHARS]) if re.search(rf"\b{role}\b", question.lower())}
    return bool(asked) and not any(re.search(rf"\b{role}\b", sentence.lower()) for role in asked)


def _roles(text: str) -> set[str]:
    return {found["role"].lower() for found in _ROLE.finditer(text)}
