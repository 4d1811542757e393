"""Who holds an office, by a list of names and offices: "Ann Lee '14, Chair & Founder", "Ben Ray - Clerk"."""

from __future__ import annotations

import re

from longdoc.documents.types import Document, Span
from longdoc.lazy_pattern import lazy_pattern

__all__ = ["holder_asked"]

LEAST_LINES = 3  # of a list
_ASKED = lazy_pattern(
    r"who(?:'s|’s| is| was) the (?:current |acting )?(?P<role>[a-z][\w-]*(?: [\w-]+){0,5})\W*", re.IGNORECASE
)
_HELD = lazy_pattern(
    r"(?m)^[^\S\n]*(?:[-*•·]\s+)?(?P<name>(?:(?:Dr|Mrs?|Ms|Prof|Sir|Dame)\.? )?[A-Z][\w.'’-]+"
    r"(?: (?:(?:de|van|von|der|la)\b|[A-Z][\w.'’-]*)){1,4}?)"
    r",?(?: ['’]\d\d)?(?:, (?:PhD|Ph\.D\.|MD|MBA|CPA|Esq\.?))*"
    r"(?:,[^\S\n]*|[^\S\n][-–—|][^\S\n]|[^\S\n]\()(?P<roles>[A-Z][\w&,/. -]{2,60}?)\)?[^\S\n]*$"
)
_PARTS = lazy_pattern(r"\s*(?:,|&|/|\band\b)\s*")


def holder_asked(question: str, document: Document) -> Span | None:
    """The one person who holds the office that a question names; None if the list has none or several.

    >>> board = Document.from_text("Ann Lee, Chair\\nBo Ray, Clerk\\nCy Fox, Cook")
    >>> holder_asked("Who is the chair?", board)
    Span(start=0, end=7)
    """
    asked = _ASKED.fullmatch(question.strip())
    held = list(_HELD.finditer(document.text)) if asked else []
    if asked is None or len(held) < LEAST_LINES:
        return None
    for role in (asked["role"], re.sub(r"\s(?:of|for|at|in)\s.*", "", asked["role"])):
        wanted = role.casefold()
        found = [line for line in held if wanted in map(str.casefold, _PARTS.split(line["roles"].strip()))]
        if len({line["name"] for line in found}) == 1:
            return Span(*found[0].span("name"))
    return None
