"""HTML within a value of another format → pieces, as exports of content systems and chats hold it."""

from __future__ import annotations

from longdoc.documents.limits import Limits
from longdoc.documents.structure.pieces import Piece, one_line, without_marks
from longdoc.lazy_pattern import lazy_pattern

__all__ = ["fragment_pieces", "fragment_text"]

_TAGS = "p|div|span|br|a|b|i|u|em|strong|h[1-6]|[uo]l|li|table|t[rdh]|blockquote|pre|code|su[pb]|font|section"
OPENING = lazy_pattern(rf"(?i)<(?:{_TAGS})(?:\s[^<>]{{0,2000}})?/?>")
ENDED = lazy_pattern(rf"(?i)</(?:{_TAGS})\s*>|<(?:br|p)\s*/?>")


def fragment_pieces(value: str) -> list[Piece]:
    """The pieces of a value that is HTML; none if it is not, or has no text.

    >>> [piece.text for piece in fragment_pieces("<p>Closed in <b>winter</b>.</p><p>Ask &amp; see.</p>")]
    ['Closed in winter.', 'Ask & see.']
    >>> fragment_pieces("if a<b and c>d")
    []
    """
    if "<" not in value or not OPENING.search(value) or not ENDED.search(value):
        return []
    from lxml import etree, html

    from longdoc.documents.web.blocks import html_pieces
    from longdoc.documents.web.main_text import silent_elements
    from longdoc.documents.web.styles import hidden_elements, write_styles

    parser = html.HTMLParser(huge_tree=True, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(f"<body>{value}</body>", parser)
    except (etree.ParserError, ValueError):  # no elements, or control characters
        return []
    write_styles(root, ())
    skip = silent_elements(root) | hidden_elements(root)
    return [piece for piece in html_pieces(root, Limits(), skip) if piece.text.strip() or piece.grid]


def fragment_text(value: str) -> str:
    """A value in one line, without the tags of HTML that it holds."""
    pieces = fragment_pieces(value)
    return " ".join(one_line(without_marks(piece.text)) for piece in pieces) if pieces else value
