"""The title of a PDF: from its metadata unless a program generated it, else from large type."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import dropwhile, takewhile

from longdoc.documents.pdf.words import Line
from longdoc.documents.text.clean import join_wrapped, normalise_characters
from longdoc.documents.types import Kind

__all__ = ["title_of"]

TIMES_BODY = 1.2  # of the usual type size
SHORTEST, LONGEST = 4, 200
_NO_TITLE = re.compile(
    r"(?:untitled.*|microsoft (?:word|powerpoint|excel)\b.*|document\d*|.{0,3}|.{301,}|[\W\d_]+"
    r"|(?:slide|page|scan|print|layout|draft|final|title|presentation|pdf|form)\s*\d*"
    r"|(?:strictly )?confidential|copy|sample|specimen|duplicate|void|paid|preliminary|proof"
    r"|table of contents|contents|index|cover(?: page)?|front ?matter"
    r"|arxiv:.*|\w{0,12}\d{4,}\w{0,12}|\S+\.\d{4,}\S*|[a-z]+:\S+|(?:https?|file)://.*"
    r"|.*\.(?:docx?|pdf|tex|dvi|indd|qxd|rtf|html?|pptx?|xlsx?|odt|ps|eps|fm|pmd|wpd|txt))",
    re.IGNORECASE | re.DOTALL,
)
_STAMP = re.compile(r"arxiv:\s*\d|\[[\w.-]+\]\s+\d{1,2} \w{3} \d{4}", re.IGNORECASE)


def title_of(named: str, pages: Sequence[Sequence[Line]]) -> str:
    """The title in the metadata if plausible, else the largest type on the first page, else ""."""
    named = " ".join(normalise_characters(named).split())
    if not _NO_TITLE.fullmatch(named):
        return named
    sizes: Counter[float] = Counter()
    for lines in pages[:20]:
        for line in lines:
            sizes[round(line.size)] += len(line.text)
    first = [line for lines in pages[:2] for line in lines] if not (pages and pages[0]) else list(pages[0])
    first = [line for line in first if _may_be_title(line)]
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    for largest in sorted({line.size for line in first if line.size >= TIMES_BODY * body}, reverse=True)[:4]:
        heading = _in_type(first, largest)
        if SHORTEST <= len(heading) <= LONGEST and not _NO_TITLE.fullmatch(heading):
            return heading
    return ""


def _in_type(lines: Sequence[Line], size: float) -> str:
    """The first adjacent lines of a size."""
    from_first = dropwhile(lambda line: line.size < 0.95 * size, lines)
    return join_wrapped([line.text for line in takewhile(lambda line: line.size >= 0.95 * size, from_first)])


def _may_be_title(line: Line) -> bool:
    plain = line.row is None and line.field is None and line.kind != Kind.HEADER_FOOTER.value
    return plain and not _STAMP.search(line.text) and any(map(str.isalpha, line.text))
