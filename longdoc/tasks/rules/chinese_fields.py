"""Fields of Chinese forms and contracts, “开户银行：…”, and the party whose fields they are.

The fields of both parties stand below each other, or in two columns of a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from longdoc.documents.types import Cell, Document, Table
from longdoc.lazy_pattern import lazy_pattern

__all__ = ["begins_field", "has_other_party"]

PARTY_CHARS = 300  # in front of a field, in which the line of its party begins
LINE_CHARS = 40
_PARTY = lazy_pattern(
    r"(?:^|\|)\s*(?P<name>[^\s：:（(|]{1,6}[方人])\s*(?:[（(](?P<other>[^()（）\n]{1,20})[)）])?\s*[：:]",
    re.MULTILINE,
)
_CALLED = lazy_pattern(r"以下|下称|简称|称为|[“”\"「」]")


def begins_field(text: str, start: int, *, after_blank: bool = False) -> bool:
    """Whether a line or a cell begins at an offset, or the next field of one.

    Args:
        after_blank: whether a blank is enough in front of it, as where a colon tells that it is a label.
    """
    before = text[max(0, start - LINE_CHARS) : start]
    if not before.rpartition("\n")[2].strip() or before.rstrip(" ")[-1:] in "，；|":
        return True
    return after_blank and before[-1:].isspace()


def has_other_party(document: Document, text: str, start: int, party: str) -> bool:
    """Whether the field at an offset belongs to another party of the text than the named one.

    Args:
        text: that of the document, folded.
        party: as the question names it: 甲方, 出租人.
    """
    own = _party_of(document, text, start)
    return bool(own) and party not in own and any(party in _names(found) for found in _PARTY.finditer(text))


def _party_of(document: Document, text: str, start: int) -> frozenset[str]:
    """The names of the party whose field begins at an offset; empty if it is nobody's."""
    table = document.table_at(start)
    own = _cell_at(table, start) if table is not None else None
    if table is not None and own is not None:
        above = (c for c in table.cells if c.column == own.column and c.row <= own.row)
        found = [one for cell in above for one in _parties(text, cell.span.start, min(cell.span.end, start))]
    else:
        found = list(_parties(text, max(0, start - PARTY_CHARS), start + 1))
    return _names(found[-1]) if found else frozenset()


def _parties(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The names of parties at the beginning of lines and cells."""
    for found in _PARTY.finditer(text, max(0, start - 3), end):
        if found.start("name") >= start:
            yield found


def _cell_at(table: Table, at: int) -> Cell | None:
    return next((cell for cell in table.cells if cell.span.start <= at < cell.span.end), None)


def _names(found: re.Match[str]) -> frozenset[str]:
    return frozenset(name for name in (found["name"], _CALLED.sub("", found["other"] or "")) if name)
