"""Finds the cell of a table that a Chinese question names by row and column: “呼吸机的单价是多少？”.

A row is named by one of its cells, whole or in part, a column by its header or by the question's words for it
(几台: 数量). Rows of a title, of groups of columns or of notes may stand around the headers. Both must be
unmistakable. If the question names no column, and the columns are of several years or periods, the latest is
meant. “哪个产品的毛利率最高？” asks for the name of the row with the highest value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial

from longdoc.characters import HAN_CHARACTER
from longdoc.documents.types import Cell, Document, Span, Table
from longdoc.lazy_pattern import lazy_pattern
from longdoc.tasks.tables.numerals import number_of
from longdoc.tasks.terms import lowered

__all__ = ["chinese_cell"]

LEAST_NAMED = 3  # characters of a cell that a question has, if it has not the whole cell
LEAST_LABEL = 2  # characters of a cell that may name its row
MAX_ROWS = 2000  # of a table; others are left to search
HEADER_ROWS = 5  # of a table, among which its headers are
LEAST_HEADERS = 3  # of a row of headers that is not marked as such
MAX_HEADER_CHARS = 15
_NUMBER_ALONE = lazy_pattern(r"(?![^\d]*\d{1,4}[:：/-]\d\d)[\W\d_]*")  # but a time or a date names a row
_CODE = lazy_pattern(r"(?=[a-z0-9/_.-]*\d)(?=[a-z0-9/_.-]*[a-z])[a-z0-9][a-z0-9/_.-]{5,}")
_UNIT = lazy_pattern(r"[（(][^（()）]*[)）]|/\s?[%\w²³℃°]{1,6}$|\s")
_VALUES = lazy_pattern(r"数值|参数值|内容|说明|取值|规格|值|金额|要求")  # headers of a table with two columns
# what a question asks, and the headers of columns that tell it
_ASKED = tuple(
    (lazy_pattern(asks), lazy_pattern(heads))
    for asks, heads in (
        (r"多少钱|什么价|几元|几块", r"单价|价格|售价|金额|费用|票价|价"),
        (r"几[台套件个张条只辆本份]|多少[台套件个张条只辆本份]", r"数量|台数|件数|个数"),
        (r"怎么处理|如何处理|怎么办|怎么解决|如何解决", r"处理|解决|措施|对策"),
        (r"什么故障|什么原因|为什么|什么意思|什么问题", r"原因|含义|故障现象|故障名称|说明|描述"),
        (r"谁|哪位", r"负责人|责任人|姓名|联系人|人员"),
        (r"什么时候|何时|哪一?天|几号", r"日期|时间|期限"),
        (r"电话", r"电话|联系方式"),
        (r"哪里|哪儿|什么地方|何处", r"地点|地址|位置"),
    )
)
_YEAR = lazy_pattern(r"((?:19|20)\d\d)年?(?:度|末|年末)?")
_THIS_PERIOD = lazy_pattern(r"本期|本年|本年度|本期金额|期末|期末余额|本期数")
_TIME = lazy_pattern(
    r"(?:19|20)\d\d|[〇零一二三四五六七八九]{4}年|去年|前年|[上今明本后]年|[上下]期|[期年]初|季度|月"
)
_AMOUNT_ASKED = lazy_pattern(r"多少|几|多大|多高")
_EXTREME = lazy_pattern(r"(?:哪|什么|谁).*最(?:(?P<high>[高多大长贵重快强])|[低少小短轻慢]|便宜)")
_WHICH = lazy_pattern(r"(?:哪[一几]?[个家种款位名项类]|什么)([\u4e00-\u9fff]{2,12})")
_TOTAL = lazy_pattern(r"合\s*计|总\s*计|小\s*计|总额|平均|其他|其它|全部")


def chinese_cell(question: str, document: Document) -> Span | None:
    """The cell at the row and column that a Chinese question names; None if either is unclear."""
    if not HAN_CHARACTER.search(question):
        return None
    asked = _plain(question)
    extreme = _EXTREME.search(asked)
    cells = _cells if extreme is None else partial(_extremes, highest=extreme["high"] is not None)
    found = {span for table in document.tables for span in cells(asked, document, table)}
    return found.pop() if len(found) == 1 else None


def _extremes(asked: str, document: Document, table: Table, *, highest: bool) -> Iterator[Span]:
    """The name of the row with the highest or lowest value in the column that the question names."""
    header = _header_row(document, table)
    heads = _heads(document, table, header)
    kind = _WHICH.search(asked)
    compared = {n: head for n, head in heads.items() if kind is None or not kind[1].startswith(head)}
    column = _column(asked, compared)
    values: dict[int, float] = {}
    names: dict[int, Span] = {}
    for cell in table.cells:
        said = document.quote(cell.span).strip()
        if cell.row <= header or not said:
            continue
        if cell.column == column and (value := number_of(said)) is not None:
            values[cell.row] = value
        elif HAN_CHARACTER.search(said) and cell.column != column:
            names.setdefault(cell.row, cell.span)
    rows = [row for row in values if row in names and not _TOTAL.search(document.quote(names[row]))]
    if len(rows) > 1:
        best = (max if highest else min)(values[row] for row in rows)
        yield from (names[row] for row in rows if values[row] == best)


def _cells(asked: str, document: Document, table: Table) -> Iterator[Span]:
    rows: dict[int, list[Cell]] = {}
    header = _header_row(document, table)
    for cell in table.cells:
        if cell.row > header:
            rows.setdefault(cell.row, []).append(cell)
    heads = _heads(document, table, header)
    if not heads or len(rows) > MAX_ROWS:
        return
    column = _column(asked, heads)
    rest = asked if column is None else asked.replace(heads[column], " ", 1)
    named = [(row, *_named(rest, document, cells, column)) for row, cells in rows.items()]
    best = max((length for _, length, _ in named), default=0)
    chosen = [(row, label) for row, length, label in named if length == best]
    whole = [(row, label) for row, label in chosen if best == len(_plain(document.quote(label.span)))]
    if len(chosen) > 1 and whole:
        first = min(label.column for _, label in whole)  # an item's own number is left of others
        chosen = [(row, label) for row, label in whole if label.column == first]
    if not best or len(chosen) != 1 or not _has_codes(rest, document, rows[chosen[0][0]]):
        return
    row, label = chosen[0]
    if column is None and len(heads) == 2 and best == len(_plain(document.quote(label.span))):
        column = 1 - label.column if _VALUES.search(heads.get(1 - label.column, "")) else None
    elif column is None and best >= LEAST_NAMED and _AMOUNT_ASKED.search(asked) and not _TIME.search(asked):
        column = _latest({n: heads[n] for n in _named_in_part(asked, heads)} or heads)
    yield from (c.span for c in rows[row] if c.column == column and document.quote(c.span).strip())


def _heads(document: Document, table: Table, header: int) -> dict[int, str]:
    """The headers of the columns in a row, without units."""
    return {
        cell.column: _plain(_UNIT.sub("", document.quote(cell.span)))
        for cell in table.cells if cell.row == header
    }  # fmt: skip


def _header_row(document: Document, table: Table) -> int:
    """The last row of headers; if its cells do not tell the columns apart, the first row that does.

    Tables written by hand begin with a title, with groups of columns, or with who fills in what.
    """
    marked = table.header_rows - 1
    rows: dict[int, list[str]] = {}
    for cell in table.cells:
        if cell.row < HEADER_ROWS:
            rows.setdefault(cell.row, []).append(document.quote(cell.span).strip())
    width = max(map(len, rows.values()), default=0)
    if len(set(rows.get(marked, ()))) == width:
        return marked
    fit = (row for row, said in sorted(rows.items()) if row >= marked and _tell_columns_apart(said, width))
    return next(fit, marked)


def _tell_columns_apart(said: Sequence[str], width: int) -> bool:
    """Whether the cells of a row may be headers: short, different, without figures, and none is empty."""
    return (
        len(said) == width >= LEAST_HEADERS
        and len(set(said)) == width
        and all(said)
        and not any(len(one) > MAX_HEADER_CHARS or re.search(r"\d", one) for one in said)
    )


def _column(asked: str, heads: dict[int, str]) -> int | None:
    """The column whose header is in the question, the longest first, else one that tells what it asks."""
    inside = sorted((len(head), n) for n, head in heads.items() if len(head) >= LEAST_LABEL and head in asked)
    if inside:
        return inside[-1][1] if len(inside) == 1 or inside[-1][0] > inside[-2][0] else None
    for asks, tells in _ASKED:
        if asks.search(asked):
            fit = [n for n, head in heads.items() if tells.search(head)]
            return fit[0] if fit else None
    return None


def _named_in_part(asked: str, heads: dict[int, str]) -> list[int]:
    """The columns whose headers end in a word of the question: 本期占比 and 累计占比 for 占比."""
    return [n for n, head in heads.items() if len(head) > LEAST_LABEL and head[-LEAST_LABEL:] in asked]


def _latest(heads: dict[int, str]) -> int | None:
    """The column of the latest year, or of this period; None if the headers are of neither."""
    years = sorted((found[1], n) for n, head in heads.items() if (found := _YEAR.fullmatch(head)))
    if len(years) > 1:
        return years[-1][1]
    now = [n for n, head in heads.items() if _THIS_PERIOD.fullmatch(head)]
    now = now or [n for n, head in heads.items() if _THIS_PERIOD.match(head)]
    return now[0] if len(now) == 1 else None


def _named(asked: str, document: Document, cells: Sequence[Cell], column: int | None) -> tuple[int, Cell]:
    """How many characters of one of the cells, other than that of the column, the question has; that cell."""
    found = [(_shared(asked, _plain(document.quote(c.span))), c) for c in cells if c.column != column]
    return max(found, key=lambda pair: pair[0], default=(0, cells[0]))


def _has_codes(asked: str, document: Document, cells: Sequence[Cell]) -> bool:
    """Whether a row has the numbers of contracts, articles or models that the question names."""
    said = " ".join(_plain(document.quote(cell.span)) for cell in cells)
    return all(code in said for code in _CODE.findall(asked))


def _shared(asked: str, label: str) -> int:
    if len(label) < LEAST_LABEL or _NUMBER_ALONE.fullmatch(label):
        return 0
    if label.isascii():
        return len(label) if re.search(rf"(?<![a-z0-9]){re.escape(label)}(?![a-z0-9])", asked) else 0
    if label in asked:
        return len(label)
    longest = 0  # characters that both have in common
    for at in range(len(asked)):
        while at + longest < len(asked) and asked[at : at + longest + 1] in label:
            longest += 1
    if longest >= LEAST_NAMED:
        return longest
    return LEAST_LABEL if label[-LEAST_LABEL:] in asked else 0  # 水饺 of 速冻水饺


def _plain(text: str) -> str:
    return re.sub(r"\s", "", lowered(text))
