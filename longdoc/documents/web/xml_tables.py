"""Tables of DocBook, OASIS, TEI and the like → the elements of HTML tables."""

from __future__ import annotations

from typing import Any

from longdoc.documents.web.tables import tag_of

__all__ = ["as_html_table"]

NAMES = {
    "row": "tr", "tr": "tr", "entry": "td", "cell": "td", "td": "td", "th": "th", "thead": "thead",
    "tbody": "tbody", "tfoot": "tfoot", "caption": "caption",
}  # fmt: skip
CELLS = ("entry", "cell", "td", "th")
TITLES = ("title", "caption", "head")
MOST_ROWS = 1000


def as_html_table(table: Any) -> None:
    """Rename the parts of a table, whatever their namespace, and write out which cells are merged."""
    if not any(
        tag_of(one) in CELLS and tag_of(one.getparent()) in ("row", "tr") for one in table.iter("{*}*")
    ):
        return  # its rows are records
    columns: dict[str, int] = {}
    for element in list(table.iter("{*}*")):
        tag = tag_of(element)
        if tag == "colspec" and element.get("colname"):
            columns.setdefault(element.get("colname"), len(columns))
        if tag in TITLES and element.getparent() is table:
            element.tag = "caption"
        elif tag in NAMES:
            element.tag = NAMES[tag]
        if tag in ("entry", "cell"):
            _merge(element, columns)
    for head in table.iter("thead"):
        for cell in head.iter("td"):
            cell.tag = "th"
    for row in table.iter("tr"):
        for cell in row if row.get("role") == "label" else ():  # of TEI
            cell.tag = "th"


def _merge(entry: Any, columns: dict[str, int]) -> None:
    more = entry.get("morerows") or ""
    if more.isdecimal() and len(more) < 5:
        entry.set("rowspan", str(min(int(more) + 1, MOST_ROWS)))
    first, last = (columns.get(entry.get(name) or "", -1) for name in ("namest", "nameend"))
    if 0 <= first < last:
        entry.set("colspan", str(last - first + 1))
    for name, span in (("rows", "rowspan"), ("cols", "colspan")):  # of TEI
        if value := entry.get(name):
            entry.set(span, value)
