"""Formats numbers as a sheet displays them: percent, decimals, thousands and currencies."""

from __future__ import annotations

import io
import posixpath
import re
from contextlib import suppress
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from math import isfinite
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from longdoc.documents.archive import Archive, parse_xml
from longdoc.documents.limits import Limits
from longdoc.documents.office.strict import transitional
from longdoc.documents.tables.places import place_of, row_of, whole_number
from longdoc.errors import DocumentError

__all__ = ["BUILT_IN", "ShownFormats", "is_date_format", "is_number_format", "shown_number"]

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    5: '"$"#,##0;("$"#,##0)', 6: '"$"#,##0;("$"#,##0)', 7: '"$"#,##0.00;("$"#,##0.00)',
    8: '"$"#,##0.00;("$"#,##0.00)', 37: "#,##0;(#,##0)", 38: "#,##0;(#,##0)", 39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;(#,##0.00)", 41: "#,##0;(#,##0)", 42: '"$"#,##0;("$"#,##0)', 43: "#,##0.00;(#,##0.00)",
    44: '"$"#,##0.00;("$"#,##0.00)',
}  # fmt: skip
LITERAL = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]|_.|\*.|\[[^\]]*\]')
PATTERN = re.compile(r"(?P<whole>[#0?][#0?,]*|(?=\.[#0?]))(?:\.(?P<decimals>[0?#]+))?(?P<scaling>,*)")
# beside the pattern: dates, exponents, fractions, and digits in several parts
UNSHOWN = re.compile(r"[eEyYdDhHsS#0?]|/ ?\d")
DATE = re.compile(r"[yd]|mmm", re.I)
GENERAL = re.compile(r"general", re.I)
CONDITION = re.compile(r"(?:\[[A-Za-z][^\]]*\])?\[(?P<sign><>|[<>]=?|=)(?P<bound>-?\d+(?:\.\d+)?)\]")
HOLDS = {"<>": ne, "<": lt, "<=": le, ">": gt, ">=": ge, "=": eq}
EXACT = Context(prec=700)  # more digits than any number and format have together
MOST_FORM_CHARS = 255  # of a format: spreadsheet programs allow no more
MOST_STYLED = 2_000_000


def shown_number(value: float, form: str) -> str:
    """A number in its cell format; in its shortest form if the format does not say.

    >>> shown_number(0.256, "0.0%"), shown_number(1234.5, '#,##0.00 "€"'), shown_number(18.0, "")
    ('25.6%', '1,234.50 €', '18')
    """
    if not isfinite(value):
        return "#NUM!"  # what spreadsheet programs show
    section, signed = _section(value, form) if len(form) <= MOST_FORM_CHARS else ("", value)
    masked = _masked(section)
    pattern = PATTERN.search(masked)
    if pattern is None:
        return _without_pattern(signed, section, masked)
    start, end = pattern.span()
    if UNSHOWN.search(masked[:start]) or UNSHOWN.search(masked[end:]):
        return _plain(value)
    percent = 100 if "%" in masked else 1
    return (_words(section[:start]) + _written(signed * percent, pattern) + _words(section[end:])).strip()


def is_date_format(form: str) -> bool:
    """Whether a format shows a number as a date.

    >>> is_date_format("d. mmm yyyy"), is_date_format('0.0 "days"'), is_date_format("General")
    (True, False, False)
    """
    masked = GENERAL.sub("", _masked(form[:MOST_FORM_CHARS])).split(";")[0]
    return DATE.search(masked) is not None and PATTERN.search(masked) is None


def is_number_format(form: str) -> bool:
    """Whether a format shows a number by its digits, not as a date, a time or a fraction.

    >>> is_number_format('#,##0.00 "days"'), is_number_format("0.0%"), is_number_format("h:mm")
    (True, True, False)
    """
    masked = _masked(form[:MOST_FORM_CHARS]).split(";")[0]
    pattern = PATTERN.search(masked)
    if pattern is None:
        return False
    return not UNSHOWN.search(masked[: pattern.start()]) and not UNSHOWN.search(masked[pattern.end() :])


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
    if value == 0 and len(sections) > 2 and _shows_zero(sections[2]):
        return sections[2], value
    if value >= 0 or len(sections) == 1:
        return sections[0], value
    is_only_coloured = _words(sections[0]).strip() == _words(sections[1]).strip()
    return sections[1], value if is_only_coloured else abs(value)


def _shows_zero(section: str) -> bool:
    """Whether a section for zero displays a number or a word, not just a dash or nothing."""
    pattern = PATTERN.search(_masked(section))
    if pattern is None:
        return any(map(str.isalpha, _words(section)))
    return not set(pattern["whole"]).isdisjoint("0#")


def _without_pattern(value: float, section: str, masked: str) -> str:
    """A number in a section without places for digits: words in its place, or "General" with words around."""
    if general := GENERAL.search(masked):
        start, end = general.span()
        return (_words(section[:start]) + _plain(value) + _words(section[end:])).strip()
    words = _words(section).strip()
    is_only_words = not masked.strip("\0 ") and any(map(str.isalpha, words))
    return words if is_only_words else _plain(value)


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
    scaled = _rounded(value / 1000.0 ** min(commas, 99), decimals)
    _, zero, others = whole.replace(",", "").partition("0")
    digits = len(zero + others) or 1  # from the first "0" on, all are shown
    grouping = "," if "," in whole else ""
    width = digits + (digits - 1) // 3 * len(grouping) + (decimals + 1 if decimals else 0) + (scaled < 0)
    return f"{scaled:0{width}{grouping}.{decimals}f}"


def _rounded(value: float, decimals: int) -> Decimal:
    """The number as spreadsheet programs round it: halves away from zero, by its first 15 digits."""
    return Decimal(f"{value:.15g}").quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, EXACT)


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
        walk = etree.iterparse(
            io.BytesIO(transitional(data)), ("start", "end"), tag=(f"{S}c", f"{S}row"),
            resolve_entities=False, no_network=True, recover=True,
        )  # fmt: skip
        row, column = -1, -1
        with suppress(etree.XMLSyntaxError):  # an empty part
            for event, element in walk:
                if element.tag == f"{S}row":
                    if event == "start":
                        row, column = row_of(element, row + 1), -1
                    else:
                        element.clear()
                elif event == "start":
                    row, column = place_of(element, row, column + 1)
                    if len(found) <= MOST_STYLED and (form := self._form(element.get("s"))):
                        found[row, column] = form
        return found

    def _form(self, style: str | None) -> str:
        index = whole_number(style, -1)
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
            forms.append(own.get(number, BUILT_IN.get(whole_number(number, 0), "")))
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
        if name not in self._archive:
            return None
        return parse_xml(transitional(self._archive.read(name)), self._limits)
