"""What `ask` returns for a question about a whole document, whose every word is scanned."""

from __future__ import annotations

from collections.abc import Iterator

from longdoc.documents.types import Document
from longdoc.plurals import counted
from longdoc.tasks.whole.recognise import recognise
from longdoc.tasks.whole.search import search_whole
from longdoc.tasks.whole.types import Findings, Occurrence, Way

__all__ = ["whole_findings"]


def whole_findings(document: Document, question: str) -> tuple[str, list[tuple[str, Occurrence]]] | None:
    """How many there are, then each value, form or section with its count and first place.

    None if the question does not ask for a count, a list or all places.
    """
    request = recognise(question)
    if request is None:
        return None
    found = search_whole(document, request, question)
    scanned = f"all {counted(found.coverage.tokens_read, 'word')} were scanned"
    return f"{request.what}: {counted(len(found.occurrences), 'place')}; {scanned}", list(_firsts(found))


def _firsts(found: Findings) -> Iterator[tuple[str, Occurrence]]:
    named: dict[str, list[Occurrence]] = {}
    for one in found.occurrences:
        name = (one.section or "no section") if found.request.way is Way.WHERE else one.name
        named.setdefault(name, []).append(one)
    for name, places in named.items():
        yield (f"{name} ({len(places):,})" if len(places) > 1 else name), places[0]
