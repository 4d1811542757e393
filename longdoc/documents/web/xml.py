"""Arbitrary XML → text: elements as paragraphs, titles as headings, records as tables or fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from longdoc.documents.archive import recover_xml
from longdoc.documents.extract import Extract
from longdoc.documents.limits import Limits
from longdoc.documents.source import Source
from longdoc.documents.structure.pieces import Grid, Piece, assemble, one_line
from longdoc.documents.structure.struck import told_struck
from longdoc.documents.types import Kind
from longdoc.documents.web.jats import write_article
from longdoc.documents.web.property_list import property_list
from longdoc.documents.web.tables import is_data_table, read_grid, tag_of
from longdoc.documents.web.xml_lists import is_list, marked_items
from longdoc.documents.web.xml_tables import as_html_table
from longdoc.documents.web.xml_text import INLINE, XmlText
from longdoc.plurals import counted

__all__ = ["read_xml"]

TITLES = frozenset(("title", "head", "heading", "article-title", "subtitle", "h1", "h2", "h3"))
PROSE = frozenset(("p", "para", "simpara", "ab", "l", "paragraph", "abstract"))
ITEMS = frozenset(("li", "item", "listitem"))
VERSES = frozenset(("v",))
PARAGRAPHS = PROSE | ITEMS
TABLES = frozenset(("table", "informaltable"))
# how documents begin whose attributes tell programs how to display them
DOCUMENTS = frozenset(
    (
        "article",
        "book",
        "chapter",
        "section",
        "tei",
        "topic",
        "concept",
        "task",
        "reference",
        "part",
        "fictionbook",
    )
)
HTML = re.compile(r"</(?:p|div|li|ul|ol|b|i|em|strong|a|span|table|h[1-6]|blockquote)\s*>|<br\s*/?>", re.I)
CODE = frozenset(("code", "programlisting", "screen", "pre", "codeblock"))
NO_CELLS = PROSE | TITLES | CODE
SILENT = frozenset(("script", "style", "path", "defs"))
UNSAID = frozenset(
    (
        "id", "class", "style", "href", "src", "d", "x", "y", "x1", "y1", "x2", "y2", "width", "height",
        "viewbox", "transform", "fill", "stroke", "schemaversion",
    )
)  # fmt: skip
WORD_CUT = re.compile(r"(?<=[a-z])(?=[A-Z])|[_.-]")
LEAST_RECORDS = 3
LEAST_ENCODED = 100  # characters
ENCODED = re.compile(r"\s*+(?:[A-Za-z0-9+/]{60,}+\s*+)+[A-Za-z0-9+/]*+={0,2}\s*")
MOST_COLUMNS = 60
MOST_VALUE_CHARS = 200


def read_xml(source: Source) -> Extract:
    """Read an XML document; external entities and document types are ignored, damaged places are told."""
    root, notices = recover_xml(source.data, source.limits)
    if tag_of(root) == "plist" and (values := property_list(source)) is not None:
        return values
    write_article(root)
    reader = _Reader(source.limits, root)
    pieces = list(reader.element(root, 0))
    notices += told_struck(reader.text.struck_chars)
    if reader.encoded:
        were = counted(reader.encoded, "file in it was", "files in it were")
        notices += (f"{were} not read: base64 in an element",)
    title = next((one_line(piece.text) for piece in pieces if piece.level is not None), "")
    return assemble(pieces, title=title, notices=notices)


class _Reader:
    def __init__(self, limits: Limits, root: Any) -> None:
        self._limits = limits
        self.text = XmlText()
        self._mark = ""  # of an item whose text comes next
        self.encoded = 0  # files within elements
        self._is_document = tag_of(root) in DOCUMENTS and next(root.iter("{*}p", "{*}para"), None) is not None

    def element(self, element: Any, depth: int) -> Iterator[Piece]:
        """The pieces of one element and its descendants."""
        tag = tag_of(element)
        if not tag or tag in SILENT:
            return
        if not len(element) and _is_encoded(element.text or ""):
            self.encoded += 1
            return
        if tag in TABLES:
            as_html_table(element)
        if tag in TABLES and is_data_table(element):
            yield Piece("", grid=read_grid(element, self.text.words))
            yield from self.text.waiting()
        elif tag in TITLES:
            yield Piece(self.text.words(element), min(max(depth, 1), 6))
        elif tag in CODE:
            yield Piece.of_code("".join(element.itertext()))
        elif not len(element) and HTML.search(element.text or ""):
            yield from self._page(element.text)
        elif (
            (tag in PARAGRAPHS and not self._is_structured(element))
            or not len(element)
            or self._is_mixed(element)
        ):
            yield from self._paragraph(element, tag)
        elif (grid := self._records(element)) is not None:
            yield Piece("", grid=grid)
        elif tag == "fn":
            yield self._footnote(element)
        elif is_list(element):
            for child, self._mark in marked_items(element):
                yield from self.element(child, depth + 1)
        else:
            if not self._is_document and (attributes := _attributes(element)):
                yield Piece.of_field(_name(element.tag), ", ".join(attributes), tight=False)
            for child in element:
                yield from self.element(child, depth + 1)

    def _paragraph(self, element: Any, tag: str) -> Iterator[Piece]:
        words = self.text.words(element)
        attributes = [] if self._is_document else _attributes(element)
        is_text = tag in PARAGRAPHS or (self._is_document and tag in VERSES)
        if words and not len(element) and not is_text and len(words) <= MOST_VALUE_CHARS:
            yield Piece.of_field(_name(element.tag), ", ".join([words, *attributes]))
        elif words:
            around = element.getparent()
            is_caption = "caption" in (tag, "" if around is None else tag_of(around))
            plain = Kind.CAPTION if is_caption else Kind.PROSE
            yield Piece(self._mark + words, kind=Kind.LIST_ITEM if self._mark else plain)
            self._mark = ""
            yield from self.text.waiting()
        elif attributes:
            yield Piece.of_field(_name(element.tag), ", ".join(attributes))

    def _footnote(self, element: Any) -> Piece:
        """A footnote of JATS, which stands elsewhere than its mark."""
        label = element.find("{*}label")
        mark = ""
        if label is not None:
            mark = f"[{one_line(''.join(label.itertext()))}] "
            label.clear(keep_tail=True)
        return Piece(mark + " ".join(self.text.words(part) for part in element), kind=Kind.NOTE)

    def _page(self, html: str) -> Iterator[Piece]:
        """The text of a page that is written within an element, as in feeds."""
        from longdoc.documents.web.blocks import html_pieces
        from longdoc.documents.web.html import parse_html

        root, _ = parse_html(html.encode("utf-8", "replace"))
        yield from html_pieces(root, self._limits)

    def _is_structured(self, element: Any) -> bool:
        """Whether an item holds more than running text: paragraphs, or fields of its own."""
        parts = [child for child in element if isinstance(child.tag, str)]
        return (
            tag_of(element) in ITEMS
            and not self._is_mixed(element)
            and any(tag_of(child) not in INLINE for child in parts)
        )

    @staticmethod
    def _is_mixed(element: Any) -> bool:
        """Whether it has mixed content, as a paragraph does, whatever its name."""
        return bool((element.text or "").strip()) or any((child.tail or "").strip() for child in element)

    def _records(self, element: Any) -> Grid | None:
        """Children of one name with a few short values each, as a table with one row per child."""
        children = [child for child in element if isinstance(child.tag, str)]
        if len(children) < LEAST_RECORDS or len({child.tag for child in children}) > 1:
            return None
        columns: dict[str, None] = {}
        rows: list[dict[str, str]] = []
        for child in children:
            row = _flat(child)
            if row is None:
                return None
            columns.update(dict.fromkeys(row))
            rows.append(row)
        if not 2 <= len(columns) <= MOST_COLUMNS:
            return None
        names = list(columns)
        cells = [[row.get(name, "") for name in names] for row in rows]
        return Grid([[_name(name) for name in names], *cells], 1, caption=_name(element.tag))


def _is_encoded(text: str) -> bool:
    """Whether a text is a file in base64, such as a picture."""
    return len(text) >= LEAST_ENCODED and ENCODED.fullmatch(text) is not None


def _attributes(element: Any) -> list[str]:
    return [f"{_name(key)}: {value}" for key, value in _said(element)]


def _said(element: Any) -> list[tuple[str, str]]:
    """The attributes that are of interest to a reader."""
    return [(key, value) for key, value in element.attrib.items() if _is_said(key, value)]


def _flat(record: Any) -> dict[str, str] | None:
    """The values of a record by name; None if they are nested, repeated, long or running text."""
    values = dict(_said(record))
    if not len(record):
        words = one_line(record.text or "")
        fits = not words or (tag_of(record) not in NO_CELLS and _add(values, _name(record.tag), words))
        return (values or None) if fits else None
    if (record.text or "").strip() or any((child.tail or "").strip() for child in record):
        return None
    for child in record:
        if not isinstance(child.tag, str):
            continue
        name = _name(child.tag)
        about = [(f"{name} {_name(key)}", value) for key, value in _said(child)]
        parts = [(name, one_line("".join(child.itertext()))), *about]
        if len(child) or not all(_add(values, *part) for part in parts):
            return None
    return values or None


def _add(values: dict[str, str], name: str, value: str) -> bool:
    """Add a value to a record, unless the name is taken or the value is too long for a cell."""
    if name in values or len(value) > MOST_VALUE_CHARS:
        return False
    values[name] = value
    return True


def _name(name: str) -> str:
    """The name of an element in words: "unitPrice" becomes "unit price"."""
    return " ".join(WORD_CUT.sub(" ", name.rsplit("}", 1)[-1]).split()) or name


def _is_said(key: str, value: str) -> bool:
    """Whether an attribute is of interest to a reader; coordinates, ids and URLs are not."""
    plain = key.rsplit("}", 1)[-1].lower()
    return "}" not in key and bool(value.strip()) and plain not in UNSAID
