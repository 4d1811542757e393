"""Joins what a page's styles and layout tables set on one line: the number of a clause and its words.

Programs that convert contracts to HTML set "2." and "Duties." side by side as blocks shown inline, as
elements with a margin, or as two cells of a table for each item. Each becomes one paragraph: "2. Duties."
"""

from __future__ import annotations

import re
from typing import Any

from longdoc.documents.web.tables import tag_of

__all__ = ["write_layout"]

BLOCKS = frozenset(("div", "p"))
INLINE = frozenset(("a", "b", "em", "font", "i", "span", "strong", "u"))
SHOWN_INLINE = re.compile(r"(?<![\w-])display\s*:\s*inline\s*(?:;|$)", re.I)
SHOWN_BESIDE = re.compile(r"(?<![\w-])display\s*:\s*(?:inline-)?flex\b", re.I)
STACKED = re.compile(r"(?<![\w-])flex-direction\s*:\s*column", re.I)
INDENTED = re.compile(r"(?<![\w-])(?:padding|margin)-left\s*:\s*0*[1-9][\d.]*\s*(?:pt|px|em|in)", re.I)
# a box of a fixed width, as around the number of a clause
BOXED = re.compile(r"(?<![\w-])display\s*:\s*inline-block\b", re.I)
WIDE = re.compile(r"(?<![\w-])(?:min-)?width\s*:\s*0*[1-9]", re.I)
# of an item: "(iv)", "a.", "12)", "•"
MARK = re.compile(r"\(?(?:\d{1,3}|[A-Za-z]|[ivxlIVXL]{1,6})(?:\)|\.\)?)|[•●○▪■◦·–—]")
CLAUSE_NUMBER = re.compile(r"(?:§\s?)?\d{1,2}(?:\.\d{1,3}){1,4}\.?")
BLANK = re.compile(r"\s+")


def write_layout(root: Any) -> None:
    """Make one element of the parts of a line: blocks shown inline, indented words, tables of items."""
    for table in list(root.iter("table")):
        rows = [row for row in table.iter("tr") if _text(row)]
        if _is_list(table, rows):
            _as_items(table, rows)
    styled = root.xpath("//*[@style]")
    for element in styled:
        if tag_of(element) in BLOCKS and SHOWN_INLINE.search(element.get("style")):
            element.tag = "span"
    for element in styled:
        style = element.get("style")
        if SHOWN_BESIDE.search(style) and not STACKED.search(style):
            for child in element:
                _set_apart(child)
        if INDENTED.search(style):
            _set_apart(element)
        if BOXED.search(style) and WIDE.search(style) and tag_of(element) in INLINE:
            element.tail = f" {element.tail or ''}"


def _is_list(table: Any, rows: list[Any]) -> bool:
    """Whether each row of a table is the mark of an item and its words, or the only row a numbered clause."""
    if not rows or next(table.iter("th", "caption"), None) is not None:
        return False
    if next(table.iterdescendants("table"), None) is not None:
        return False
    for row in rows:
        cells = [_text(cell) for cell in row if tag_of(cell) == "td" and _text(cell)]
        if len(cells) != 2 or not any(map(str.isalpha, cells[1])):
            return False
        if not MARK.fullmatch(cells[0]) and not (len(rows) == 1 and CLAUSE_NUMBER.fullmatch(cells[0])):
            return False
    return True


def _as_items(table: Any, rows: list[Any]) -> None:
    """Make each row one paragraph, which begins with the mark."""
    for row in rows:
        row.tag = "div"
        for cell in row:
            if tag_of(cell) != "td":
                continue
            cell.tag = "span"
            first = next((one for one in cell if _text(one)), None)
            while (
                first is not None and tag_of(first) in BLOCKS and not (first.getparent().text or "").strip()
            ):
                first.tag = "span"
                first = next((one for one in first if _text(one)), None)
            _set_apart(cell)
    for element in [table, *table.iter("tbody", "thead", "tfoot", "tr")]:
        element.tag = "div"


def _set_apart(element: Any) -> None:
    """Put a space before the words of an inline element."""
    if tag_of(element) in INLINE:
        element.text = f" {element.text or ''}"


def _text(element: Any) -> str:
    return BLANK.sub(" ", "".join(element.itertext())).strip()
