"""The lists of XML documents (JATS, DocBook, TEI …): what stands before each item."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from longdoc.documents.office.number_forms import written_number
from longdoc.documents.structure.pieces import one_line
from longdoc.documents.web.tables import tag_of

__all__ = ["is_list", "marked_items"]

ITEMS = ("listitem", "list-item", "item", "li")
BULLET = "- "
# by what a list says of its kind
FORMS = {
    "order": "decimal", "ordered": "decimal", "arabic": "decimal", "number": "decimal", "numbered": "decimal",
    "alpha-lower": "lowerLetter", "loweralpha": "lowerLetter", "alpha-upper": "upperLetter",
    "upperalpha": "upperLetter", "roman-lower": "lowerRoman", "lowerroman": "lowerRoman",
    "roman-upper": "upperRoman", "upperroman": "upperRoman",
}  # fmt: skip
BULLETS = ("bullet", "bulleted", "unordered")


def is_list(element: Any) -> bool:
    """Whether an element is a list that says whether its items are numbered."""
    return bool(_kind(element))


def marked_items(element: Any) -> Iterator[tuple[Any, str]]:
    """The children of a list, and what stands before the text of each; a label of its own comes first."""
    form = FORMS.get(_kind(element), "")
    given = element.get("startingnumber") or ""
    number = int(given) - 1 if given.isdecimal() and len(given) < 5 else 0
    for child in element:
        mark = ""
        if tag_of(child) in ITEMS:
            number += 1
            label = next((one for one in child if tag_of(one) == "label"), None)
            if label is not None:
                mark = f"{one_line(''.join(label.itertext()))} "
                child.remove(label)
            else:
                mark = f"{written_number(number, form)}. " if form else BULLET
        yield child, mark


def _kind(element: Any) -> str:
    tag = tag_of(element)
    if tag == "itemizedlist":
        return BULLETS[0]
    if tag == "orderedlist":
        return element.get("numeration") or "arabic"
    if tag != "list":
        return ""
    said = (element.get("list-type") or element.get("type") or element.get("rend") or "").rpartition(":")[2]
    return said if said in FORMS or said in BULLETS else ""
