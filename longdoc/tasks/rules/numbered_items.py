"""Finds the step or point of a numbered list that a question asks for by its place: "the third step"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from longdoc.documents.types import Document, Kind, Span
from longdoc.lazy_pattern import lazy_pattern
from longdoc.tasks.terms import Term, lowered, question_terms

__all__ = ["numbered_item"]

_PLACES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
LAST = -1  # the place of the last item
_NOUN = (
    r"(?:step|stage|phase|rule|point|item|principle|requirement|condition|instruction|recommendation|finding"
    r"|objective|goal|task|reason|action|measure|criterion)"
)
_ASKED = lazy_pattern(
    rf"\W*what(?:['’]s| is| was) (?:the )?(?:(?P<place>{'|'.join(_PLACES)}|last|final) {_NOUN}"
    rf"|{_NOUN} (?:no\. ?|number )?(?P<number>\d{{1,2}}))(?P<rest> (?:of|in|for|when|to) [^?]{{2,80}})?\W*",
    re.IGNORECASE,
)
_LABEL = lazy_pattern(r"\(?(?P<number>\d{1,2})[.)]\s+")


def numbered_item(question: str, document: Document) -> Span | None:
    """The item at the place that a question names, of the only numbered list that it may mean.

    What follows the place ("of assembling the kite") must stand in the heading or the line above the list.
    None for other questions, and if several lists fit.
    """
    asked = _ASKED.fullmatch(question.strip())
    if asked is None:
        return None
    terms = question_terms(asked["rest"]) if asked["rest"] else []
    fitting = [items for items in _numbered_lists(document) if _fits(document, items, terms)]
    place = _place(asked)
    if len(fitting) != 1 or place > len(fitting[0]):
        return None
    item = fitting[0][place - 1 if place != LAST else LAST]
    marker = _LABEL.match(document.text, item.start)
    return Span(marker.end() if marker else item.start, item.end)


def _place(asked: re.Match[str]) -> int:
    """The place of the item, from 1, or LAST."""
    if asked["number"]:
        return int(asked["number"]) or 1
    named = asked["place"].lower()
    return _PLACES.index(named) + 1 if named in _PLACES else LAST


def _numbered_lists(document: Document) -> Iterator[Sequence[Span]]:
    """The lists whose items are numbered 1, 2, 3, …, each with at least two items."""
    items: list[Span] = []
    for block in document.blocks:
        label = _LABEL.match(document.text, block.span.start) if block.kind is Kind.LIST_ITEM else None
        if label and int(label["number"]) == len(items) + 1:
            items.append(block.span)
            continue
        if len(items) > 1:
            yield items
        items = [block.span] if label and label["number"] == "1" else []
    if len(items) > 1:
        yield items


def _fits(document: Document, items: Sequence[Span], terms: Sequence[Term]) -> bool:
    """Whether all terms stand in the heading of a list, or in the line above it."""
    before = document.text[: items[0].start].rstrip().rsplit("\n", 1)[-1]
    said = lowered(f"{document.locate(items[0]).section or ''} {before}")
    return all(len(term.places(said)) for term in terms)
