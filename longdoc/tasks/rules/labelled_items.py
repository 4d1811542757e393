"""Finds what a manual says behind the label of a setting, key or mode: "Manual Reset - The timer is …"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from longdoc.documents.types import Document, Kind, Span
from longdoc.lazy_pattern import lazy_pattern
from longdoc.tasks.terms import lowered

__all__ = ["description_of"]

MAX_CHARS = 400  # of a description; whole sentences of it
LEAST_WORDS = 4  # of a description; fewer are a value, as in "Supplier: Acme Ltd"
MAX_LABELS = 5000  # in a document; others are not looked at
_KIND = (
    r"(?:setting|option|mode|switch|parameter|flag|command|field|function|button|key|value|status|state|level"
    r"|type|menu|item|property|attribute|argument|variable)s?"
)
_TERM = rf"(?:the |an? )?[\"“'‘]?(?P<term>[^?\"“”]{{2,60}}?)[\"”'’]?(?: {_KIND})?"
_QUESTIONS = tuple(
    lazy_pattern(rf"\W*{pattern}\W*", re.IGNORECASE)
    for pattern in (
        rf"what (?:does|do|would|will) {_TERM} (?:do|mean|control|indicate|specify)",
        rf"how (?:does|do) {_TERM} work",
        rf"what(?:'s|’s| is| are) {_TERM} (?:used )?for",
        rf"what happens (?:if|when) {_TERM} is (?:set|selected|chosen|enabled|activated|on|used)",
    )
)
# a label, perhaps with its long form in brackets, and what it stands for; the dash stands between blanks
_LABELLED = lazy_pattern(
    r"^[^\S\n]*(?:[-*•·▪◦]\s+)?(?P<label>[^\s:;.,?!()][^\n:;?!()]{0,40}?)"
    r"(?:[^\S\n]?\((?P<long>[^()\n]{2,40})\))?(?:[:：]|[^\S\n][-–—:])[^\S\n]+(?=\S)",
    re.MULTILINE,
)
_WORD = lazy_pattern(r"[^\W_]+")


def description_of(question: str, document: Document) -> Span | None:
    """What the document says behind the label that a question names; None if it is not clear which.

    A label must be all that the question names, or at least two words of it ("Persistence manual reset").
    """
    asked = next((found["term"] for ask in _QUESTIONS if (found := ask.fullmatch(question))), None)
    words = _words(asked) if asked else []
    best = 0
    begins: set[int] = set()
    for label, begin in _labels(document) if words else ():
        shared = len(label) if _contains(words, label) else 0
        if shared and (shared > 1 or len(words) == 1) and shared >= best:
            begins = {begin} if shared > best else {*begins, begin}
            best = shared
    return _sentences_from(document, begins.pop()) if len(begins) == 1 else None


def _labels(document: Document) -> Iterator[tuple[list[str], int]]:
    """The words of each label, and where the text behind it begins; a long form is a label of its own."""
    for n, found in enumerate(_LABELLED.finditer(document.text)):
        if n > MAX_LABELS:
            return
        if document.table_at(found.end()) is None and document.kind_at(found.end()) is not Kind.DIALOGUE:
            yield _words(found["label"]), found.end()
            if found["long"]:
                yield _words(found["long"]), found.end()


def _words(text: str) -> list[str]:
    return [word.group() for word in _WORD.finditer(lowered(text))]


def _contains(words: list[str], label: list[str]) -> bool:
    """Whether the words of a label stand one after another among those of a question."""
    return bool(label) and any(words[at : at + len(label)] == label for at in range(len(words)))


def _sentences_from(document: Document, begin: int) -> Span | None:
    """The sentences from an offset to the end of the block, up to MAX_CHARS."""
    blocks = (block.span.end for block in document.blocks if block.span.start <= begin < block.span.end)
    line_end = document.text.find("\n", begin)
    last = next(blocks, line_end if line_end >= 0 else len(document.text))
    last = min(last, begin + MAX_CHARS)
    ends = takewhile(lambda end: end <= last, (s.end for s in document.sentences if s.end > begin))
    end = max(ends, default=None)
    said = document.text[begin:end].rstrip() if end else ""
    return Span(begin, begin + len(said)) if len(said.split()) >= LEAST_WORDS else None
