"""Formats numbers as a sheet displays them: percent, decimals, thousands and currencies."""

from __future__ import annotations

import io
import posixpath
import re
from functools import lru_cache
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from longdoc.documents.archive import Archive, parse_xml
from longdoc.documents.limits import Limits
from longdoc.errors import DocumentError

__all__ = ["ShownFormats", "shown_number"]

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
BUILT_IN = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 37: "#,##0", 39: "#,##0.00"}
CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})$")
LITERAL = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]|_.|\*.|\[[^\]]*\]')
PATTERN = re.compile(r"(?P<whole>[#0?][#0?,]*|(?=\.[#0?]))(?:\.(?P<decimals>[0?#]+))?(?P<scaling>,*)")
# beside the pattern: dates, exponents, fractions, and digits in several parts
UNSHOWN = re.compile(r"[eEyYdDhHsS#0?]|/ ?\d")
CONDITION = re.compile(r"(?:\[[A-Za-z][^\]]*\])?\[(?P<sign><>|[<>]=?|=)(?P<bound>-?\d+(?:\.\d+)?)\]")
HOLDS = {"<>": ne, "<": lt, "<=": le, ">": gt, ">=": ge, "=": eq}
MOST_FORM_CHARS = 255  # of a format: spreadsheet programs allow no more
MOST_STYLED = 2_000_000


def shown_number(value: float, form: str) -> str:
    """A number in its cell format; in its shortest form if the format does not say.

    >>> shown_number(0.256, "0.0%"), shown_number(1234.5, '#,##0.00 "€"'), shown_number(18.0, "")
    ('25.6%', '1,234.50 €', '18')
    """
    section, signed = _section(value, form) if len(form) <= MOST_FORM_CHARS else ("", value)
    masked = _masked(section)
    pattern = PATTERN.search(masked)
    if pattern is None:
        return _plain(value)
    start, end = pattern.span()
    if UNSHOWN.search(masked[:start]) or UNSHOWN.search(masked[end:]):
        return _plain(value)
    percent = 100 if "%" in masked else 1
    return (_words(section[:start]) + _written(signed * percent, pattern) + _words(section[end:])).strip()


def _section(value: float, form: str) -> tuple[str, float]:
    """The section of a format for a value, and the value with the sign that is to be written."""
    sections, start = [], 0
    for masked in _masked(form).split(";"):
        sections.append(form[start : start + len(masked)])
        start += len(masked) + 1
    conditions = [CONDITION.match(section) for section in sections]
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=True):
            if condition is None or HOLDS[condition["sign"]](value, float(condition["bound"])):
                return section, value
        return "", value
    if value >= 0 or len(sections) == 1:
        return sections[0], value
    is_only_coloured = _words(sections[0]).strip() == _words(sections[1]).strip()
    return sections[1], value if is_only_coloured else abs(value)


@lru_cache(maxsize=1024)
def _masked(form: str) -> str:
    """The format with every character of its literals replaced by a null character."""
    return LITERAL.sub(lambda match: "\0" * len(match[0]), form)


def _words(form: str) -> str:
    """What a part of a format displays: its literals without their quotes, and what is not a literal."""
    return LITERAL.sub(lambda match: match[1] or match[2] or match[3] or "", form)


def _written(value: float, pattern: re.Match[str]) -> str:
    """A number in its pattern; each comma after the last digit divides it by a thousand."""
    whole = pattern["whole"].rstrip(",")
    commas = len(pattern["whole"]) - len(whole) + len(pattern["scaling"])
    decimals = len(pattern["decimals"] or "")
    scaled = value / 1000.0 ** min(commas, 99)
    _, zero, others = whole.replace(",", "").partition("0")
    digits = len(zero + others) or 1  # from the first "0" on, all are shown
    grouping = "," if "," in whole else ""
    width = digits + (digits - 1) // 3 * len(grouping) + (decimals + 1 if decimals else 0) + (scaled < 0)
    return f"{scaled:0{width}{grouping}.{decimals}f}"


def _plain(value: float) -> str:
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.12g}"


class ShownFormats:
    """The cell formats of an XLSX workbook; other workbooks have none."""

    def __init__(self, archive: Archive | None, limits: Limits) -> None:
        self._archive = archive
        self._limits = limits
        self._by_style: list[str] = []
        self._parts: dict[str, str] = {}
        if archive is not None:
            try:
                self._by_style = self._read_styles()
                self._parts = self._read_parts()
            except DocumentError:  # formats are a comfort; the values are read without them
                self._by_style = []

    def of_sheet(self, name: str) -> dict[tuple[int, int], str]:
        """By row and column, from 0: the number format of each cell that has one."""
        part = self.part_of(name)
        if self._archive is None or not any(self._by_style) or part not in self._archive:
            return {}
        try:
            return self._cells(self._archive.read(part))
        except DocumentError:
            return {}

    def part_of(self, name: str) -> str:
        """The part of the archive with a sheet; "" if unknown."""
        return self._parts.get(name, "")

    def _cells(self, data: bytes) -> dict[tuple[int, int], str]:
        from lxml import etree

        found: dict[tuple[int, int], str] = {}
        first: tuple[int, int] | None = None
        walk = etree.iterparse(
            io.BytesIO(data), tag=(f"{S}c", f"{S}row"), resolve_entities=False, no_network=True, recover=True
        )
        for _, element in walk:
            if element.tag == f"{S}row":
                element.clear()
                continue
            place = CELL.match(element.get("r") or "")
            form = self._form(element.get("s"))
            if place is None or len(found) > MOST_STYLED:
                continue
            column = 0
            for letter in place[1]:
                column = column * 26 + ord(letter) - 64
            if form:
                found[int(place[2]) - 1, column - 1] = form
            first = first or (int(place[2]) - 1, column - 1)
        return found

    def _form(self, style: str | None) -> str:
        index = int(style) if style and style.isascii() and style.isdigit() and len(style) < 7 else -1
        return self._by_style[index] if 0 <= index < len(self._by_style) else ""

    def _read_styles(self) -> list[str]:
        root = self._xml("xl/styles.xml")
        if root is None:
            return []
        own = {one.get("numFmtId"): one.get("formatCode") or "" for one in root.iter(f"{S}numFmt")}
        cells = root.find(f"{S}cellXfs")
        forms = []
        for one in () if cells is None else cells:
            number = one.get("numFmtId") or "0"
            known = BUILT_IN.get(int(number), "") if number.isascii() and number.isdigit() else ""
            forms.append(own.get(number, known))
        return forms

    def _read_parts(self) -> dict[str, str]:
        """By sheet: its part of the archive."""
        book, relations = self._xml("xl/workbook.xml"), self._xml("xl/_rels/workbook.xml.rels")
        if book is None or relations is None:
            return {}
        targets = {one.get("Id"): one.get("Target") or "" for one in relations.iter("{*}Relationship")}
        return {
            sheet.get("name") or "": posixpath.normpath(
                posixpath.join("xl", targets.get(sheet.get(f"{R}id"), ""))
            ).removeprefix("/")
            for sheet in book.iter(f"{S}sheet")
        }

    def _xml(self, name: str) -> Any | None:
        assert self._archive is not None
        return parse_xml(self._archive.read(name), self._limits) if name in self._archive else None
