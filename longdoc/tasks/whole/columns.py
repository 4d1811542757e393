"""Amounts of money in tables whose currency stands in a header only, as in the column "Fee in €"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from longdoc.documents.types import Document, Span, Table
from longdoc.lazy_pattern import lazy_pattern
from longdoc.tasks.currencies import CODES, COIN, DOLLAR_OF, SIGN
from longdoc.tasks.whole.numbers import BEGIN, END, FIGURE

__all__ = ["sums_in_tables"]

_SCALE = rf"(?:['’]?000s?|(?:thousand|million|billion)s?{END}|(?:k|mn?|bn|tn){END})"
_CODE = rf"(?-i:{BEGIN}(?:{DOLLAR_OF}?[$€£]|(?:{CODES}|kr|Rs|zł|Kč){END}))"
_ZH = r"(?:人民[币幣]|港[币幣元]|美元|[欧歐]元|日元|英[镑鎊]|新?[台臺][币幣]|(?:[百千万亿萬億]+)?[元圓])"
_MONEY = rf"(?:{_CODE}|{SIGN}|{_ZH}|{BEGIN}(?!pounds?\b(?!\s+sterling)){COIN}{END})"
_UNIT = rf"(?:(?:{_SCALE}\s?(?:of\s)?)?{_MONEY}(?:\s?(?:{_SCALE}|\({_SCALE}\)))?)(?!\s?\d)"
# in brackets, behind "in" or a comma, at the end, or all of it: the header "CAD drawings" names no currency
_IN_HEADER = lazy_pattern(
    rf"[(（\[,/:]\s?(?:all\s)?(?:(?:figures|amounts)\s)?(?:in\s)?(?P<aside>{_UNIT})"
    rf"|\bin\s(?P<said>{_UNIT})|(?<!\S)(?P<last>{_UNIT})\s*$|^\s*(?P<first>{_UNIT})\s*[,(-]",
    re.IGNORECASE,
)
_ONLY = lazy_pattern(
    rf"\W*(?:(?:all\s)?(?:figures|amounts)\s)?(?:in\s)?(?P<unit>{_UNIT})\s*\)?", re.IGNORECASE
)  # the corner of a table, which is then said of all its figures
_BARE = lazy_pattern(rf"\s*(?P<figure>[-−–+]?{FIGURE}|\({FIGURE}\))\s*")
_NO_MONEY = lazy_pattern(
    r"%|per\s?cent|\b(?:numbers?|no\.|employees|staff|headcount|passengers|customers|units?\b(?!\s?(?:price|cost))"
    r"|quantity|qty|days|hours|tonnes|kg|ratio|rank|year|date|weight|pounds(?!\ssterling))\b|数量|人数|比例|年份",
    re.IGNORECASE,
)


def sums_in_tables(document: Document) -> Iterator[tuple[Span, str]]:
    """(span, amount with its currency) of every bare figure whose column, row or table is in a currency."""
    for table in document.tables:
        said = {cell.span: document.quote(cell.span) for cell in table.cells if cell.span}
        whole = _unit_of_table(table, said, document)
        labels: dict[int, str] = {}
        for cell in table.cells:
            if cell.span:
                labels.setdefault(cell.row, said[cell.span])
            figure = cell.row >= table.header_rows and _BARE.fullmatch(said.get(cell.span, ""))
            if not figure or not cell.column:
                continue
            headers = [said.get(header.span, "") for header in table.headers_of(cell)]
            if unit := _unit_of(labels[cell.row], headers, whole):
                start, end = (cell.span.start + at for at in figure.span("figure"))
                yield Span(start, end), f"{figure['figure']} ({unit})"


def _unit_of_table(table: Table, said: dict[Span, str], document: Document) -> str | None:
    """The currency that the corner or the caption of a table names for all of it."""
    corner = [said.get(cell.span, "") for cell in table.cells[:1] if cell.row < table.header_rows]
    for text in corner:
        if found := _ONLY.fullmatch(text):
            return found["unit"]
    return _named(document.quote(table.caption)) if table.caption else None


def _unit_of(label: str, headers: Sequence[str], whole: str | None) -> str | None:
    """The currency of a figure: that of its row's label, of its headers, or of the whole table."""
    for text in (label, *reversed(headers)):
        if unit := _named(text):
            return unit
        if _counts_no_money(text):
            return None
    return whole


@lru_cache(maxsize=4_096)
def _counts_no_money(text: str) -> bool:
    """Whether a label or header says that its figures are shares, counts, measures or years."""
    return _NO_MONEY.search(text) is not None


@lru_cache(maxsize=4_096)
def _named(text: str) -> str | None:
    """The currency that a header or a caption names."""
    found = _IN_HEADER.search(text)
    return " ".join(str(found[found.lastgroup or 0]).split()) if found else None
