"""An HTML tree → pieces of text: paragraphs, headings, list items, tables, code, fields of forms."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from typing import Any

from longdoc.characters import CJK, HAN_CHARACTER
from longdoc.documents.limits import Limits
from longdoc.documents.structure.pieces import LINK_END, LINK_START, Piece, one_line, without_marks
from longdoc.documents.text.equation import equation
from longdoc.documents.text.raised import ends_in_figure, raised
from longdoc.documents.types import Kind
from longdoc.documents.web.counters import COUNTED
from longdoc.documents.web.forms import CONTROLS, Labels
from longdoc.documents.web.lists import OrderedList
from longdoc.documents.web.pictures import words_of_picture
from longdoc.documents.web.tables import is_data_table, read_grid, tables_within, tag_of
from longdoc.errors import DocumentLimit

__all__ = ["html_pieces"]

BLOCK_TAGS = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog",
        "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
        "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol",
        "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    )
)  # fmt: skip
SILENT = frozenset({"script", "style", "head", "template", "noscript", "iframe", "rp", "rt"})
PICTURES = frozenset({"img", "svg"})
HEADINGS = {f"h{level}": level for level in range(1, 7)}
KINDS = {"pre": Kind.CODE, "li": Kind.LIST_ITEM, "figcaption": Kind.CAPTION, "caption": Kind.CAPTION}
INLINE = frozenset(("span", "label", "strong", "b", "em", "i", "small", "a", "time", "output", "data"))
CODE_TAGS = ("code", "kbd", "samp", "tt")
WORD_END = re.compile(r"[^\W\d_A-ZÀ-Þ]{2}[.,:;!?]?\Z")
WORD_START = re.compile(r"[A-ZÀ-Þ\d£$€]")
BLANKS = re.compile(r"\s+")
# a line end in the source between two Chinese characters stands for nothing
CHINESE_LINE_END = re.compile(
    rf"(?<=[{CJK}，。；：、！？”）])\s*+\n\s*+(?=[{CJK}“（])|(?<=[{CJK}，。；：、！？”）])\n\s*+(?=[{CJK}“（])"
)
NOTE_NUMBER = re.compile(r"\s*\d{1,3}(?:[,–-]\d{1,3})*\s*")
MOST_PARTS_BACK = 8  # that are empty or begin or end a link, between a superscript and what it belongs to
TICKS = {True: "☒ ", False: "☐ "}


def html_pieces(
    root: Any, limits: Limits, skip: Container[Any] = (), quoted: Container[Any] = ()
) -> Iterator[Piece]:
    """The pieces of a tree in document order, without the elements to skip, up to the nesting limit.

    Args:
        quoted: elements that contain an earlier mail.
    """
    writer = _Writer(Labels(root))
    stack: list[tuple[Any, bool]] = [(root, False)]
    depth = 0
    while stack:
        element, leaving = stack.pop()
        tag = tag_of(element)
        if leaving:
            depth -= 1
            writer.leave(tag)
            if element in quoted:
                writer.close()
                writer.quotes -= 1
            if depth:
                writer.add(element.tail)
            yield from writer.take()
            continue
        if not tag or tag in SILENT or (element in skip and tag not in CONTROLS and tag != "svg"):
            writer.add(element.tail)
            continue
        if tag in CONTROLS or tag in PICTURES or tag == "math" or (tag == "table" and is_data_table(element)):
            writer.put(element, tag, limits, skip)
            if depth:
                writer.add(element.tail)
            yield from writer.take()
            continue
        depth += 1
        if depth > 10 * limits.max_nesting:
            raise DocumentLimit(f"its HTML elements are nested more than {10 * limits.max_nesting} deep")
        writer.enter(element, tag)
        if element in quoted:
            writer.close()
            writer.quotes += 1
        writer.add(element.text)
        stack.append((element, True))
        stack.extend((child, False) for child in reversed(element))
    writer.close()
    yield from writer.take()


class _Writer:
    """Collects the text of inline elements until a block element begins or ends."""

    def __init__(self, labels: Labels) -> None:
        self.pieces: list[Piece] = []
        self.quotes = 0  # quoted elements that are open
        self._labels = labels
        self._parts: list[str] = []
        self._links: list[str] = []
        self._open_links = 0
        self._raised: list[int] = []  # where in the parts each open <sup> begins
        self._level: int | None = None
        self._mark = ""
        self._open: list[str] = []  # block elements that say what kind of text is in them
        self._lists: list[OrderedList | None] = []  # those that are open; None for one with bullets

    def add(self, text: str | None) -> None:
        if text:
            text = without_marks(text)
            self._parts.append(text if self._code else BLANKS.sub(" ", CHINESE_LINE_END.sub("", text)))

    @property
    def _code(self) -> bool:
        return "pre" in self._open

    def enter(self, element: Any, tag: str) -> None:
        if tag in INLINE and self._joins_words(element):
            self._parts.append(" ")
        if tag == "br":
            self._parts.append("\n")
        elif tag == "sup":
            self._raised.append(len(self._parts))
        elif tag == "q":
            self._parts.append("“")
        elif tag == "a" and not self._open_links:
            self._open_links += 1
            self._links.append(element.get("href") or "")
            self._parts.append(LINK_START)
        if tag not in BLOCK_TAGS:
            return
        self.close()
        self._level = HEADINGS.get(tag)
        if tag in KINDS:
            self._open.append(tag)
        if tag in ("ul", "ol", "menu", "dir"):
            self._lists.append(OrderedList(element) if tag == "ol" else None)
        elif tag == "li":
            self._mark = self._item_mark(element)

    def leave(self, tag: str) -> None:
        if tag == "sup" and self._raised:
            self._raise(self._raised.pop())
        elif tag == "q":
            self._parts.append("”")
        elif tag == "a" and self._open_links:
            self._open_links -= 1
            words = self._parts[-1].rstrip(" ")
            self._parts[-1:] = [words, LINK_END, " "] if words != self._parts[-1] else [words, LINK_END]
        if tag not in BLOCK_TAGS:
            return
        self.close()
        if tag in KINDS and tag in self._open:
            self._open.remove(tag)
        if tag in ("ul", "ol", "menu", "dir"):
            self._lists.pop()
        elif tag == "li":
            self._mark = ""

    def put(self, element: Any, tag: str, limits: Limits, skip: Container[Any]) -> None:
        """Write an element that is more than the text in it."""
        if tag in PICTURES:
            self._put_picture(element)
        elif tag == "math":
            self._parts.append(equation(element, "".join(self._parts[-1:])))
        elif tag == "table":
            self.close()
            grid = read_grid(element, lambda cell: _text_of(cell, limits, skip), skip)
            self.pieces.append(Piece("", grid=grid))
            for inner in tables_within(element):
                self.pieces += html_pieces(inner, limits, skip)
        elif (ticked := self._labels.ticked(element)) is not None:
            self._parts.append(TICKS[ticked])
        elif (field := self._labels.field(element, "".join(self._parts))) is not None:
            if one_line("".join(self._parts)).rstrip(" :") == field[0].rstrip(" :"):
                self._parts.clear()  # the field is shown with its name
            self.close()
            self.pieces.append(Piece.of_field(*field, tight=False))

    def close(self) -> None:
        """End the current piece."""
        text = "".join(self._parts)
        self._parts.clear()
        self._raised = [0 for _ in self._raised]
        links, self._links = tuple(self._links), []
        if self._open_links:  # the link goes on in the next block
            target = links[-1] if links else ""
            self._links.append(target)
            self._parts.append(LINK_START)
            text += LINK_END
        if without_marks(text).strip():
            kind = KINDS[self._open[-1]] if self._open else Kind.PROSE
            kind = Kind.QUOTED if self.quotes else kind
            is_exact = self._code
            shown = text if is_exact else self._mark + text.strip()
            if is_exact:
                kind = Kind.PROSE if _is_chinese(text) else Kind.CODE
            self.pieces.append(Piece(shown, self._level, exact=is_exact, kind=kind, links=links))
            self._mark = ""
            self._level = None

    def take(self) -> list[Piece]:
        pieces, self.pieces = self.pieces, []
        return pieces

    def _raise(self, first: int) -> None:
        inner = self._parts[first:]
        words = "".join(inner)
        start = first
        while start > max(0, first - MOST_PARTS_BACK) and not without_marks(self._parts[start - 1]):
            start -= 1
        before = self._parts[start - 1] if start else ""
        if LINK_START not in words and LINK_START not in self._parts[start:first]:
            self._parts[first:] = [raised(before, words)]
        elif ends_in_figure(before) and NOTE_NUMBER.fullmatch(without_marks(words)):
            self._parts[first:] = ["[", *inner, "]"]

    def _put_picture(self, element: Any) -> None:
        """A picture's description as a paragraph of its own; inside a link, heading or item, inline."""
        words = words_of_picture(element)
        if not words:
            return
        if self._open_links or self._level is not None or self._mark:
            before = "" if self._parts[-1:] in ([], [LINK_START]) else " "
            self._parts.append(f"{before}{words} ")
            return
        self.close()
        self.pieces.append(Piece(words, kind=Kind.CAPTION))

    def _joins_words(self, element: Any) -> bool:
        """Whether nothing but the layout keeps it from what is before it: "Phone" and "555" in two spans."""
        before = element.getprevious()
        if before is None or before.tail or tag_of(before) not in INLINE or self._code:
            return False
        if not WORD_END.search(without_marks("".join(self._parts[-3:]))):
            return False
        words = next((words for text in element.itertext() if (words := text.strip())), "")
        return bool(WORD_START.match(words)) and next(element.iterancestors(*CODE_TAGS), None) is None

    def _item_mark(self, element: Any) -> str:
        if counted := element.get(COUNTED):
            return f"{counted} "
        ordered = self._lists[-1] if self._lists else None
        return "- " if ordered is None else ordered.mark(element.get("value"))


def _text_of(cell: Any, limits: Limits, skip: Container[Any]) -> str:
    return " ".join(without_marks(piece.text) for piece in html_pieces(cell, limits, skip))


def _is_chinese(text: str) -> bool:
    """Whether most of a text is Chinese: statutes and notices stand in <pre> as well as code does."""
    return 2 * len(HAN_CHARACTER.findall(text)) > len("".join(text.split()))
