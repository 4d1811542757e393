"""Workbooks with sheets of kinds that Excel had once (macros, modules), which the library refuses."""

from __future__ import annotations

import io
import zipfile

from longdoc.documents.archive import Archive, parse_xml
from longdoc.documents.limits import Limits

__all__ = ["without_odd_sheets"]

BOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
KNOWN = ("worksheet", "chartsheet")  # kinds of relationships


def without_odd_sheets(archive: Archive, limits: Limits) -> tuple[bytes, list[str]] | None:
    """The workbook without such sheets, and their names; None if it has none."""
    from lxml import etree

    if BOOK not in archive or RELATIONS not in archive:
        return None
    book, relations = (parse_xml(archive.read(name), limits) for name in (BOOK, RELATIONS))
    kinds = {
        one.get("Id"): (one.get("Type") or "").rsplit("/", 1)[-1] for one in relations.iter("{*}Relationship")
    }
    odd = [one for one in book.iter("{*}sheet") if kinds.get(one.get(ID)) not in KNOWN]
    if not odd:
        return None
    for sheet in odd:
        sheet.getparent().remove(sheet)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as written:
        for name in archive.names:
            written.writestr(name, etree.tostring(book) if name == BOOK else archive.read(name))
    return out.getvalue(), [sheet.get("name") or "" for sheet in odd]
