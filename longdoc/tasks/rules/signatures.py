"""Who signed for a party, by the signature blocks at the end of a contract.

HELIX PHOTONICS, INC.          NORRSKEN OPTIK AB
By: /s/ Dana R. Whitfield      By: /s/ Lars-Erik Sandström
"""

from __future__ import annotations

import re

from longdoc.documents.types import Document, Span
from longdoc.lazy_pattern import lazy_pattern
from longdoc.tasks.rules.definitions import definition_of
from longdoc.tasks.rules.parties import parties

__all__ = ["signatory_asked"]

ENDING_CHARS = 8_000  # of a contract, in which it is signed
BLOCK_CHARS = 400  # behind the name of a party, in which the name of its signatory stands
BLOCK_LINES = 6
LINE_CHARS = 400  # of a line with columns

_ASKED = lazy_pattern(
    r"who\s(?:has\s)?(?:signed|signs|executed|executes)\s(?:(?:it|(?:this|the)\s\w+)\s)?"
    r"(?:for|on\sbehalf\sof|for\sand\son\sbehalf\sof)\s(?:the\s)?(?P<party>[^?]{2,60})",
    re.IGNORECASE,
)
_NAME = r"(?P<name>[A-Z][\w.'’-]*(?:[ ](?:(?:de|van|von|der|of)[ ])*[A-Z][\w.'’-]*){1,4})"
_SIGNED = (
    lazy_pattern(
        rf"\b(?:acting\sby|signed\sby|executed\sby|represented\sby|by\sits\s\w+),?\s(?:\(1\)\s)?{_NAME}"
    ),
    lazy_pattern(rf"\b(?:By|BY|Name|NAME|Signed|Print name)\s?:[^\S\n]*(?:/s/\s?)?{_NAME}"),
)
_COLUMNS = lazy_pattern(r"\S(?:[^\S\n]{0,2}\S)*")  # the parts of a line between wide gaps


def signatory_asked(question: str, document: Document) -> Span | None:
    """The person who signed for the party that a question names; None for other questions."""
    asked = _ASKED.fullmatch(" ".join(question.split()).rstrip("?. "))
    if asked is None:
        return None
    text, role = document.text, asked["party"]
    definition = definition_of(f"Who is the {role}?", document)
    names = [document.quote(definition)] if definition else []
    names += [name for _, name in parties(text) if role.casefold() in name.casefold()]
    for name in [*names, role]:
        if found := _signatory(text, name):
            return found
    return None


def _signatory(text: str, party: str) -> Span | None:
    """The first name in the signature block of a party, which is where it is named last."""
    ending = max(0, len(text) - ENDING_CHARS)
    name = r"\s+".join(map(re.escape, party.split()))
    for block in reversed(list(re.finditer(rf"\b{name}", text[ending:], re.IGNORECASE))):
        start, end = block.start() + ending, block.end() + ending
        line = Span(text.rfind("\n", 0, start) + 1, _line_end(text, end))
        columns = _parts(text, line)
        place = next((n for n, part in enumerate(columns) if part.contains(Span(start, end))), 0)
        found = _in_column(text, line.end, place) if len(columns) > 1 else _behind(text, end)
        if found:
            return found
    return None


def _behind(text: str, start: int) -> Span | None:
    found = [one for pattern in _SIGNED if (one := pattern.search(text, start, start + BLOCK_CHARS))]
    return Span(*min(found, key=lambda one: one.start()).span("name")) if found else None


def _in_column(text: str, start: int, place: int) -> Span | None:
    """The name in the same column of the lines below."""
    for _ in range(BLOCK_LINES):
        line = Span(start + 1, _line_end(text, start + 1))
        columns = _parts(text, line)
        if place < len(columns):
            found = _SIGNED[1].match(text, columns[place].start, columns[place].end)
            if found:
                return Span(*found.span("name"))
        start = line.end
        if start >= len(text):
            break
    return None


def _parts(text: str, line: Span) -> list[Span]:
    """The columns of a line; none of a line of prose."""
    if len(line) > LINE_CHARS:
        return []
    return [Span(*part.span()) for part in _COLUMNS.finditer(text, line.start, line.end)]


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end
