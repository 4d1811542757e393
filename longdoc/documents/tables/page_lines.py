"""The headers and footers of sheets, which they have when printed: the text, without its codes."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

from longdoc.documents.structure.pieces import Piece, one_line
from longdoc.documents.types import Kind

__all__ = ["page_lines", "written_lines"]

ELEMENT = re.compile(
    rb"<(?P<ns>(?:\w{1,20}:)?)(?P<name>(?:odd|even|first)(?:Header|Footer))\b[^>]*>([^<]*)</(?P=ns)(?P=name)>"
)
PARTS = re.compile(r"&[LCR]")  # left, middle and right
# fonts, colours and sizes, then numbers of pages, dates, names, pictures and effects
CODE = re.compile(r'&(?:"[^"]*"|K(?:[0-9A-Fa-f]{6}|\d\d[+-]\d{3})|\d{1,3}|[PNDTFAZGBIUESXYOH][+-]?)')
# what is left of "Page 3 of 12"
AROUND_NUMBER = re.compile(r"(?:\W|page|seite|página|pagina|pág|of|von|sur|de|di|第|页|頁|共)*", re.I)
AMPERSAND = "\0"


def written_lines(sheet: bytes) -> Iterator[str]:
    """The headers and footers in the XML of a sheet, with their codes."""
    if b"eader>" in sheet or b"ooter>" in sheet:
        for found in ELEMENT.finditer(sheet):
            yield html.unescape(found[3].decode("utf-8", "replace"))


def page_lines(written: Iterable[str], known: set[str]) -> Iterator[Piece]:
    """The parts with words of headers and footers; those in `known`, to which they are added, are left out.

    >>> [piece.text for piece in page_lines(['&L&"Arial,Bold"R&&D 2027&CPage &P of &N'], set())]
    ['R&D 2027']
    """
    for line in written:
        for part in PARTS.split(line.replace("&&", AMPERSAND)):
            text = one_line(CODE.sub("", part).replace(AMPERSAND, "&"))
            is_only_number = ("&P" in part or "&N" in part) and AROUND_NUMBER.fullmatch(text)
            if not is_only_number and text not in known and any(map(str.isalpha, text)):
                known.add(text)
                yield Piece(text, kind=Kind.HEADER_FOOTER)
