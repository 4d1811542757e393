"""Finds what a figure or a table shows, in its caption: "Figure 2: Noise of swifts by hour."."""

from __future__ import annotations

import re

from longdoc.documents.types import Document, Kind, Span
from longdoc.lazy_pattern import lazy_pattern

__all__ = ["caption_asked"]

MAX_CHARS = 600  # of a caption; whole sentences of it
_NUMBER = r"(?P<number>(?:[A-Z]\.?)?\d{1,3}(?:[.-]\d{1,2})?[a-z]?|[IVX]{1,5})"
_NAME = (
    r"(?:the )?(?P<kind>figure|fig\.?|table|tab\.?|box|algorithm|listing|chart|exhibit|scheme|plate|map)"
    rf" {_NUMBER}"
)
_SHOW = (
    r"(?:show|depict|illustrate|present|list|report|contain|display|give|describe|summari[sz]e|compare|plot|represent"
    r"|visuali[sz]e|outline)"
)
_ASKS = tuple(
    lazy_pattern(pattern, re.IGNORECASE)
    for pattern in (
        rf"what (?:does|do|did) {_NAME} {_SHOW}",
        rf"what (?:is|are) (?:{_SHOW}(?:e?d|n|ted)?|shown|given|seen|found|plotted) (?:in|on|by) {_NAME}",
        rf"what (?:is|'s|’s) (?:(?:in|on) )?{_NAME}(?: about)?",
        rf"what (?:is|'s|’s) the (?:caption|title) of {_NAME}",
    )
)
_FORMS = {"f": r"(?:figure|fig\.?)", "t": r"(?:table|tab\.?)"}  # by the first letter
_SENTENCE_END = lazy_pattern(r"[.!?](?=\s|$)")


def caption_asked(question: str, document: Document) -> Span | None:
    """The caption of the figure or table that a question asks about, without its label.

    None for other questions, and if there is no caption with that label or there are different ones.
    """
    plain = " ".join(question.split()).rstrip("?？. ")
    asked = next(filter(None, (ask.fullmatch(plain) for ask in _ASKS)), None)
    if asked is None:
        return None
    kind, number = asked["kind"].lower(), asked["number"]
    found = [span for span in _captions(document, kind, number) if len(span)]
    return found[0] if len({document.quote(span) for span in found}) == 1 else None


def _captions(document: Document, kind: str, number: str) -> list[Span]:
    """What stands behind the label, where a mark or the form of the paragraph shows that it is one."""
    name = _FORMS.get(kind[0] if kind.startswith(("fig", "tab")) else "", re.escape(kind))
    label = re.compile(
        rf"(?m)^[ \t*>-]*(?i:{name})[ \t\u00a0]*{re.escape(number)}(?![\w–—-]|\.\d)"
        r"(?P<mark>[ \t]*[.:|]|[ \t]+[–—-])?[ \t*]*(?P<break>\n{0,2})(?P<words>[^\n]*)"
    )
    spans = []
    for found in label.finditer(document.text):
        is_alone = bool(found["break"])  # on a line above the caption
        is_caption = document.kind_at(found.start()) is Kind.CAPTION
        if not (found["mark"] or is_alone or is_caption):
            continue
        start, end = found.span("words")
        spans.append(_sentences(document.text, start, end))
    return spans


def _sentences(text: str, start: int, end: int) -> Span:
    """As many whole sentences as fit, without white space at the ends."""
    if end - start > MAX_CHARS:
        last = [stop.end() for stop in _SENTENCE_END.finditer(text, start, start + MAX_CHARS)]
        end = last[-1] if last else start + MAX_CHARS
    words = text[start:end]
    return Span(start + len(words) - len(words.lstrip()), start + len(words.rstrip()))
