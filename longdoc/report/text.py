"""Text of a document as HTML, fully escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from itertools import pairwise

from longdoc.documents.text.clean import share_of_cjk
from longdoc.documents.types import Document, Span
from longdoc.report.types import Numbered

__all__ = ["flat", "language", "marked", "safe"]

# Control characters, those that turn the direction of text, and halves of characters.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
CHINESE = 0.2  # share of its letters from which on a text is shown in Chinese fonts


def safe(text: str) -> str:
    """Escape text for an element or a quoted attribute."""
    return escape(_UNSAFE.sub("\ufffd", text.replace("\f", "\n")), quote=True)


def flat(text: str, most: int | None = None) -> str:
    """Escape text on one line, shortened with an ellipsis beyond `most` characters."""
    line = " ".join(text.split())
    return safe(line if most is None or len(line) <= most else line[: most - 1] + "…")


def language(text: str) -> str:
    """The `lang` attribute for an element with Chinese text, which selects Chinese fonts; else empty."""
    return ' lang="zh"' if share_of_cjk(text[:20_000]) > CHINESE else ""


def marked(document: Document, span: Span, marks: Sequence[Numbered]) -> str:
    """A span of the text with its marks, each a link back to its question or summary."""
    inside = [one for one in marks if one.mark.quote.overlaps(span) or one.mark.span.overlaps(span)]
    edges = {span.start, span.end}
    for one in inside:
        for part in (one.mark.span, one.mark.quote):
            edges |= {min(max(edge, span.start), span.end) for edge in (part.start, part.end)}
    ordered = sorted(edges)
    return "".join(
        _piece(document.text[start:end], Span(start, end), inside, span.start)
        for start, end in pairwise(ordered)
    )


def _piece(text: str, span: Span, marks: Sequence[Numbered], begin: int) -> str:
    over = [one for one in marks if one.mark.span.overlaps(span)]
    if not over:
        around = any(one.mark.quote.overlaps(span) for one in marks)
        return f'<span class="around">{safe(text)}</span>' if around else safe(text)
    best = over[0]
    starts = [one for one in over if max(one.mark.span.start, begin) == span.start]
    anchors = "".join(f'<span id="m{one.number}" class="anchor"></span>' for one in starts if one is not best)
    own = f' id="m{best.number}"' if best in starts else ""
    label = f' aria-label="{flat(best.mark.note)}: {flat(text, 200)}"' if best in starts else ""
    return (
        f'{anchors}<a class="mark {best.grade}"{own} href="#f{best.finding}"'
        f' title="{flat(best.mark.note)}"{label}>{safe(text)}</a>'
    )
