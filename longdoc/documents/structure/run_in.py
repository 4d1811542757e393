"""Paragraphs of contracts that are styled as headings: "1.2 Non-Solicitation. During the term of this …"."""

from __future__ import annotations

import re

from longdoc.documents.structure.headings import is_title

__all__ = ["run_in_title"]

LONGEST_HEADING_CHARS = 200
LEAST_WORDS = 6  # of the sentence behind a title
SHOWN_CHARS = 80  # of a paragraph that begins with neither a number nor a title
LABEL = re.compile(
    r"(?:(?:Section|Article|Clause|§)\s*)?(?:\d{1,3}(?:\.\d{1,3}){0,4}|[IVXL]{1,7}|[A-Z])[.):]?(?=\s)"
    r"|\((?:\d{1,3}|[a-z]{1,4})\)(?=\s)"
)
# of a sentence; headings as "Rates: why they stay as they are" end without a point
ENDS = re.compile(r"[.;:,][\"”’)\]]*$|[;,] (?:and|or)$")
SENTENCE_END = re.compile(r"[.:;](?=\s+[\"“(]?[^\W\d_])")


def run_in_title(text: str) -> str | None:
    """The title that a paragraph begins with; None for a heading, which may be long but is one phrase.

    >>> run_in_title("1.2 Non-Solicitation. " + "The Contractor shall not hire anybody. " * 6)
    '1.2 Non-Solicitation'
    >>> run_in_title("3. The Supplier shall deliver. " * 9), run_in_title("1. Fees and Payment")
    ('3.', None)
    >>> run_in_title("Rates: why the central bank will not change them this year")
    """
    end = SENTENCE_END.search(text, _label_end(text))
    if end is None:
        return None
    label = text[: _label_end(text)]
    head, behind = text[len(label) : end.start()].strip(), text[end.end() :].strip()
    is_sentence = len(behind.split()) >= LEAST_WORDS and not is_title(behind)
    if len(text) <= LONGEST_HEADING_CHARS:
        is_sentence &= ENDS.search(behind) is not None and (bool(label) or text[end.start()] == ".")
    if head and is_title(head) and is_sentence:
        return " ".join(f"{label} {head}".split())
    if len(text) <= LONGEST_HEADING_CHARS:
        return None
    return label or f"{text[:SHOWN_CHARS].rsplit(None, 1)[0]} …"


def _label_end(text: str) -> int:
    found = LABEL.match(text)
    return found.end() if found else 0
