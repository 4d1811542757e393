"""An HTML tree → blocks of text: paragraphs, headings, list items, table rows, code."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from typing import Any

from longdoc.documents.limits import Limits
from longdoc.documents.sentences.line_ends import CJK
from longdoc.documents.structure.blocks import Block, row_of
from longdoc.errors import DocumentLimit

__all__ = ["html_blocks"]

BLOCK_TAGS = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog",
        "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
        "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol",
        "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    )
)  # fmt: skip
NESTED_IN_CELL = ("p", "div", "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote")
SILENT = frozenset(
    {"script", "style", "head", "template", "noscript", "svg", "iframe", "select", "textarea", "rp", "rt"}
)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
BLANKS = re.compile(r"\s+")
# a line end in the source between two Chinese characters stands for nothing
CHINESE_LINE_END = re.compile(rf"(?<=[{CJK}，。；：、！？”）])\s*\n\s*(?=[{CJK}“（])")
MANY_CHARS = 400  # a cell with more is a column of a layout, not of a table


def html_blocks(root: Any, limits: Limits, skip: Container[Any] = ()) -> Iterator[Block]:
    """Blocks in document order, without the elements to skip, nested to any depth that the limits allow."""
    writer = _Writer()
    stack: list[tuple[Any, bool]] = [(root, False)]
    depth = 0
    while stack:
        element, leaving = stack.pop()
        if leaving:
            depth -= 1
            writer.leave(_tag(element))
            if depth:
                writer.add(element.tail)
            yield from writer.take()
            continue
        if not isinstance(element.tag, str) or _tag(element) in SILENT or element in skip:
            writer.add(element.tail)
            continue
        if _tag(element) == "table" and _is_data_table(element):
            writer.close()
            writer.blocks.append(Block("\n".join(_rows(element, limits, skip)), exact=True))
            if depth:
                writer.add(element.tail)
            yield from writer.take()
            continue
        depth += 1
        if depth > 10 * limits.max_nesting:
            raise DocumentLimit(f"its HTML elements are nested more than {10 * limits.max_nesting} deep")
        writer.enter(element)
        writer.add(element.text)
        stack.append((element, True))
        stack.extend((child, False) for child in reversed(element))
    writer.close()
    yield from writer.take()


class _Writer:
    """Collects the text of inline elements until a block element begins or ends."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._parts: list[str] = []
        self._level: int | None = None
        self._mark = ""
        self._code = 0  # depth in <pre>
        self._lists: list[int | None] = []  # the next number of each open list; None for bullets

    def add(self, text: str | None) -> None:
        if text:
            self._parts.append(text if self._code else BLANKS.sub(" ", CHINESE_LINE_END.sub("", text)))

    def enter(self, element: Any) -> None:
        tag = _tag(element)
        if tag == "br":
            self._parts.append("\n")
        if tag not in BLOCK_TAGS:
            return
        self.close()
        self._level = HEADINGS.get(tag)
        if tag == "pre":
            self._code += 1
        elif tag in ("ul", "ol", "menu", "dir"):
            start = element.get("start") or "1"
            self._lists.append(int(start) if tag == "ol" and start.isdigit() else 1 if tag == "ol" else None)
        elif tag == "li":
            self._mark = self._item_mark()

    def leave(self, tag: str) -> None:
        if tag not in BLOCK_TAGS:
            return
        self.close()
        if tag == "pre":
            self._code -= 1
        elif tag in ("ul", "ol", "menu", "dir"):
            self._lists.pop()
        elif tag == "li":
            self._mark = ""

    def close(self) -> None:
        """End the block that is being written."""
        text = "".join(self._parts)
        self._parts.clear()
        if text.strip():
            self.blocks.append(
                Block(text if self._code else self._mark + text.strip(), self._level, exact=self._code > 0)
            )
            self._mark = ""
            self._level = None

    def take(self) -> list[Block]:
        blocks, self.blocks = self.blocks, []
        return blocks

    def _item_mark(self) -> str:
        if not self._lists or self._lists[-1] is None:
            return "- "
        number = self._lists[-1]
        self._lists[-1] = number + 1
        return f"{number}. "


def _tag(element: Any) -> str:
    tag = element.tag
    return tag.rsplit("}", 1)[-1].lower() if isinstance(tag, str) else ""


def _is_data_table(table: Any) -> bool:
    """Whether a table holds data and is no mere layout: several columns of short cells, none nested."""
    widths = [len([cell for cell in row if _tag(cell) in ("td", "th")]) for row in table.iter("tr")]
    if not widths or max(widths) < 2:
        return False
    for cell in table.iter("td", "th"):
        if next(cell.iter("table"), None) is not None or len("".join(cell.itertext())) > MANY_CHARS:
            return False
        if sum(1 for _ in cell.iter(*NESTED_IN_CELL)) > 3:
            return False
    return True


def _rows(table: Any, limits: Limits, skip: Container[Any]) -> Iterator[str]:
    for caption in table.iter("caption"):
        if text := row_of([_text_of(caption, limits, skip)]):
            yield text
    for row in table.iter("tr"):
        cells = [_text_of(cell, limits, skip) for cell in row if _tag(cell) in ("td", "th")]
        if text := row_of(cells):
            yield text


def _text_of(cell: Any, limits: Limits, skip: Container[Any]) -> str:
    return " ".join(block.text for block in html_blocks(cell, limits, skip))
