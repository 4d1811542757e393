"""Makes the tables, headings and lists that a page marks by ARIA roles or by its style elements of HTML."""

from __future__ import annotations

import re
from typing import Any

from longdoc.documents.web.tables import tag_of

__all__ = ["DISPLAYED", "write_roles", "write_styled_tables"]

ELEMENTS = {
    "table": "table", "grid": "table", "treegrid": "table", "rowgroup": "tbody", "row": "tr", "cell": "td",
    "gridcell": "td", "columnheader": "th", "rowheader": "th", "list": "ul", "listitem": "li",
    "doc-noteref": "sup",
}  # fmt: skip
DISPLAYED = {
    "table": "table", "inline-table": "table", "table-row": "tr", "table-cell": "td",
    "table-row-group": "tbody", "table-header-group": "thead", "table-footer-group": "tfoot",
    "table-caption": "caption",
}  # fmt: skip
TABLE_DISPLAY = re.compile(rf"\bdisplay\s*:\s*(?P<name>{'|'.join(DISPLAYED)})(?![\w-])", re.I | re.A)
GENERIC = frozenset(("div", "span", "section", "p", "a", "b", "strong", "ul", "li", "dl", "dt", "dd"))
HEADING_LEVELS = frozenset("123456")
NOTE_TYPE = "epub:type"  # what books say in place of a role


def write_roles(root: Any) -> None:
    """Rename the generic elements that have such a role."""
    for element in root.xpath("//*[@role]"):
        tag, role = tag_of(element), element.get("role")
        if tag not in GENERIC and "-" not in tag:
            continue
        if role == "heading":
            level = element.get("aria-level") or "2"
            element.tag = f"h{level}" if level in HEADING_LEVELS else "h6"
        elif role in ELEMENTS and not (role == "doc-noteref" and _is_raised(element)):
            element.tag = ELEMENTS[role]
    for link in list(root.iter("a")):
        if "noteref" in (link.get(NOTE_TYPE) or "").split() and not _is_raised(link):
            link.tag = "sup"


def write_styled_tables(root: Any) -> None:
    """Rename the generic elements that are displayed as tables of several rows and columns."""
    styled = {
        element: DISPLAYED[found["name"].lower()]
        for element in root.xpath("//*[contains(@style, 'table')]")
        if tag_of(element) in GENERIC and (found := TABLE_DISPLAY.search(element.get("style")))
    }
    for table in [element for element, name in styled.items() if name == "table"]:
        rows = [row for row in table.iter() if styled.get(row) == "tr"]
        cells = [sum(styled.get(cell) == "td" for cell in row) for row in rows]
        if len(rows) > 1 and min(cells) == max(cells) > 1:
            for element in [table, *table.iterdescendants()]:
                if element in styled:
                    element.tag = styled[element]


def _is_raised(element: Any) -> bool:
    inside, around = element.iter("sup"), element.iterancestors("sup")
    return next(inside, None) is not None or next(around, None) is not None
