"""Finds the quotations of a draft in order, each with its citation."""

from __future__ import annotations

from collections.abc import Sequence

from longdoc.documents.types import Document, Kind, Span
from longdoc.tasks.verify.block_quotes import block_quotations
from longdoc.tasks.verify.citations import Citations
from longdoc.tasks.verify.index import passed_over
from longdoc.tasks.verify.marks import marked_quotations
from longdoc.tasks.verify.types import Quotation

__all__ = ["quotations_of"]


def quotations_of(draft: Document, sources: Sequence[Document]) -> list[Quotation]:
    """Every quotation of a draft: block quotations, and text in quotation marks outside of them."""
    found = [(span, text, True) for span, text in block_quotations(draft)]
    blocks = [span for span, _, _ in found]
    for span, text in marked_quotations(draft.text):
        is_inside = any(block.overlaps(span) for block in blocks)
        if not is_inside and draft.kind_at(span.start) is not Kind.CODE:
            found.append((span, _without_running_lines(draft, span) or text, False))
    found.sort(key=lambda one: one[0])
    citations = Citations(draft, sources)
    quotations = []
    for n, (span, text, is_block) in enumerate(found):
        since = found[n - 1][0].end if n else 0
        until = found[n + 1][0].start if n + 1 < len(found) else len(draft.text)
        cited = citations.of(span, since=since, until=until, is_block=is_block)
        quotations.append(Quotation(span, text.strip(), cited, is_block))
    return quotations


def _without_running_lines(draft: Document, span: Span) -> str:
    """The text of a quotation without the headers and page numbers inside it; empty if there are none."""
    lines = sorted(line for line in passed_over(draft) if line.overlaps(span))
    if not lines:
        return ""
    pieces, at = [], span.start
    for line in lines:
        pieces.append(draft.text[at : max(at, line.start)])
        at = line.end
    return "".join([*pieces, draft.text[at : span.end]])
