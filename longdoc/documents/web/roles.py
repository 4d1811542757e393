"""Makes the tables, headings and lists that a page marks by ARIA roles elements of HTML."""

from __future__ import annotations

from typing import Any

from longdoc.documents.web.tables import tag_of

__all__ = ["write_roles"]

ELEMENTS = {
    "table": "table", "grid": "table", "treegrid": "table", "rowgroup": "tbody", "row": "tr", "cell": "td",
    "gridcell": "td", "columnheader": "th", "rowheader": "th", "list": "ul", "listitem": "li",
}  # fmt: skip
GENERIC = frozenset(("div", "span", "section", "p", "a", "b", "strong"))
HEADING_LEVELS = frozenset("123456")


def write_roles(root: Any) -> None:
    """Rename the generic elements that have such a role."""
    for element in root.xpath("//*[@role]"):
        tag, role = tag_of(element), element.get("role")
        if tag not in GENERIC and "-" not in tag:
            continue
        if role == "heading":
            level = element.get("aria-level") or "2"
            element.tag = f"h{level}" if level in HEADING_LEVELS else "h6"
        elif role in ELEMENTS:
            element.tag = ELEMENTS[role]
