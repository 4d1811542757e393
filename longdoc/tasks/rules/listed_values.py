"""Finds the whole value of a field that holds several: "Authors: Ann Lee, Bo Roe", also over many lines."""

from __future__ import annotations

import re

from longdoc.documents.types import Document, Span
from longdoc.lazy_pattern import lazy_pattern

__all__ = ["listed_value"]

# the fields of a header whose lines were joined: "Title: On Nets Author: Ann Lee, Bo Roe Status: Final"
_IN_ONE_LINE = r"(?:(?-i:[A-Z])[\w-]*: [^\n:]{{1,100}} ){}(?:s|\(s\))?: (?P<said>[^\n:]{{1,400}}?)"
_IN_ONE_LINE += r"(?= (?-i:[A-Z])[\w-]*: |\n|$)"
OPENING_CHARS = 20_000  # of a document, in which its header stands
_ASKED = lazy_pattern(
    r"(?:who|what|which)\s(?:are|were)\s(?:all\s)?the\s(?P<label>[a-z][a-z-]{2,}(?:\s[a-z-]+)?)"
    r"(?:\s(?:of|in|on)\s(?:the|this|it)\b.{0,40})?",
    re.IGNORECASE,
)
_SEVERAL = lazy_pattern(r"[,;&\n]|\band\b")


def listed_value(question: str, document: Document) -> Span | None:
    """The value of the only field with the label that a question asks for, if the value names several."""
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
    if len(found) != 1 or not _SEVERAL.search(found[0]["said"]):
        return None
    start = found[0].start("said")
    return Span(start, start + len(found[0]["said"].rstrip()))
