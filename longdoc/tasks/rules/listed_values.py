"""Finds the whole value of a field that holds several: "Authors: Ann Lee, Bo Roe", also over many lines."""

from __future__ import annotations

import re

from longdoc.documents.types import Document, Span
from longdoc.lazy_pattern import lazy_pattern
from longdoc.tasks.terms import lowered, question_terms

__all__ = ["listed_value"]

# the fields of a header whose lines were joined: "Title: On Nets Author: Ann Lee, Bo Roe Status: Final"
_IN_ONE_LINE = r"(?:(?-i:[A-Z])[\w-]*: [^\n:]{{1,100}} ){}(?:s|\(s\))?: (?P<said>[^\n:]{{1,400}}?)"
_IN_ONE_LINE += r"(?= (?-i:[A-Z])[\w-]*: |\n|$)"
OPENING_CHARS = 20_000  # of a document, in which its header stands
_ASKED = lazy_pattern(
    r"(?:who|what|which)\s(?:are|were)\s(?:all\s)?the\s(?P<label>[a-z][a-z-]{2,}(?:\s[a-z-]+)?)"
    r"(?:\s(?:of|in|on)\s(?P<of>(?:the|this|it)\b.{0,40}))?",
    re.IGNORECASE,
)
_SEVERAL = lazy_pattern(r"[,;&\n]|\band\b")
_NEXT_SENTENCE = lazy_pattern(r"\b[a-z]{3,}[.!?]\s+[A-Z]")
# what a header belongs to, whatever the document says of itself
_WHOLE_NOUNS = (
    "document paper article study report book thesis text contract agreement lease deed letter page file "
    "project proposal standard specification meeting company event course case"
)
_WHOLE = frozenset(term.text for term in question_terms(_WHOLE_NOUNS))


def listed_value(question: str, document: Document) -> Span | None:
    """The value of the only field with the label that a question asks for, if the value names several.

    None if it is prose, and if the question asks about a part of what the document is about.
    """
    asked = _ASKED.fullmatch(" ".join(question.split()).rstrip("?？. "))
    if asked is None:
        return None
    label = re.escape(asked["label"].lower().rstrip("s")).replace(r"\ ", r"[ \t]+")
    field = re.compile(
        rf"^[ \t>*_-]*{label}(?:s|\(s\))?[*_]*[ \t]*:[*_]*[ \t]*"
        r"(?P<said>\S[^\n]*(?:\n[ \t]+[^\s:][^:\n]*$)*)",
        re.IGNORECASE | re.MULTILINE,
    )
    found = list(field.finditer(document.text, 0, OPENING_CHARS)) or list(
        re.compile(_IN_ONE_LINE.format(label), re.IGNORECASE).finditer(document.text, 0, OPENING_CHARS)
    )
    if len(found) != 1 or not _SEVERAL.search(found[0]["said"]) or _NEXT_SENTENCE.search(found[0]["said"]):
        return None
    if not _is_on_whole(asked["of"] or "", f"{document.title}\n{document.text[: found[0].start()]}"):
        return None
    start = found[0].start("said")
    return Span(start, start + len(found[0]["said"].rstrip()))


def _is_on_whole(named: str, title: str) -> bool:
    """Whether words name the document itself: by its kind, or by what its title says."""
    low = lowered(title)
    return all(term.text in _WHOLE or len(term.places(low)) for term in question_terms(named))
