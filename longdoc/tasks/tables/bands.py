"""Rows and columns named by ranges: "2 to 5 years", "over 200 km", "65+", "1 June to 31 August".

A question names an amount that lies in one of them: "how much leave after 7 years?". That row is then read as
if the amount were its name, and the other ranges as if they had none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf
from operator import gt, lt

from longdoc.lazy_pattern import lazy_pattern
from longdoc.tasks.currencies import CODES, SIGN
from longdoc.tasks.tables.asked_amounts import DATE, AskedAmount
from longdoc.tasks.tables.calendar_days import season_of
from longdoc.tasks.tables.conventions import can_be_year
from longdoc.tasks.tables.numerals import numbers_in
from longdoc.tasks.tables.question import TableQuestion
from longdoc.tasks.tables.units import factor_at
from longdoc.tasks.tables.view import Entry, TableView, stems_of
from longdoc.tasks.terms import lowered

__all__ = ["Band", "band_of", "with_amounts_in_bands"]

FEWEST_BANDS = 2  # in a column or among the headers
MIN_SHARE = 0.6  # of the cells of a column, or of the headers but the first, that are ranges
_ORDER = frozenset({"after", "before", "over", "under", "highest", "lowest", "first", "last"})

_CURRENCY = rf"(?:{SIGN}|(?:{CODES.lower()})\b)"
_NUMBER = rf"{_CURRENCY}?\s?(?:\d[\d,.]*\d|\d)(?:\s?(?:k|million|thousand|billion|m)\b)?"
_UNIT = r"(?:\s?(?:%|°c|[^\W\d_]+\.?)(?: of [^\W\d_]+)?(?: [^\W\d_]+)?|\s?€)?"
_BEFORE = r"(?:(?:aged?|ages|from|between|orders?|for|next|the)\s)*"
_TWO = lazy_pattern(
    rf"{_BEFORE}(?P<over>(?:more than|over|above) )?(?P<low>{_NUMBER}){_UNIT}\s?"
    r"(?:to|[-–—]|and|until|up to|(?P<under>(?:but |to |and )?(?:less than|under|below)))\s?"
    rf"(?P<high>{_NUMBER}){_UNIT}(?: inclusive)?"
)
_LEAST = r"(?:≥|>=|at least|from|minimum(?: of)?|min\.?|not less than|no less than)"
_OVER = r"(?:>|over|above|more than|greater than|exceeding|older than|longer than|beyond|in excess of)"
_MOST = (
    r"(?:≤|<=|up to(?: and including)?|at most|max\.?|maximum(?: of)?|(?:no|not) more than|not exceeding"
    r"|until|first|to)"
)
_UNDER = r"(?:<|under|below|less than|fewer than|younger than|shorter than|lower than)"
_BOUND = lazy_pattern(
    rf"{_BEFORE}(?:(?P<least>{_LEAST})|(?P<over>{_OVER})|(?P<most>{_MOST})|(?P<under>{_UNDER}))\s?"
    rf"(?P<number>{_NUMBER}){_UNIT}"
)
_OPEN = lazy_pattern(
    rf"{_BEFORE}(?P<number>{_NUMBER})(?:s|{_UNIT})\s?"
    r"(?:(?P<least>\+|(?:and|or) (?:over|above|more|older|greater|up|upwards?|longer|higher))"
    r"|(?P<most>(?:and|or) (?:under|below|less|younger|fewer|shorter|lower)))"
)
_WORD = lazy_pattern(r"[^\W\d_]+")
# what headers call amounts whose unit they leave out
_MEASURED = {
    "time": stems_of("age aged service duration length term tenure experience period seniority stay"),
    "mass": stems_of("weight mass"),
    "length": stems_of("distance length height size depth width range"),
}
_RANGE_WORDS = stems_of(
    "to from up over under less more than and or above below at least most between older younger next first "
    "of for the until inclusive aged age ages minimum min maximum max exceeding not no but in excess beyond "
    "longer shorter higher lower fewer greater upwards including"
)


@dataclass(frozen=True, slots=True)
class Band:
    """A range of amounts, or of days of a year.

    Attributes:
        low: the lower bound, or the first day (`calendar_days`).
        high: the upper bound, or the last day; less than `low` if that is in the next year.
        open_low: the lower bound itself is not in it.
        open_high: the upper bound itself is not in it.
        is_season: its bounds are days.
    """

    low: float
    high: float
    open_low: bool = False
    open_high: bool = False
    is_season: bool = False

    def contains(self, amount: AskedAmount, factor: float = 1.0) -> bool:
        """Whether an amount, multiplied by a factor, lies in the range, with all days that it stands for."""
        first, last = ((amount.value + side * amount.spread) * factor for side in (-1, 1))
        above = first > self.low if self.open_low else first >= self.low
        below = last < self.high if self.open_high else last <= self.high
        return above or below if self.low > self.high else above and below


def band_of(text: str) -> Band | None:
    """The range that a cell or a header names; None if it names none.

    >>> band_of("2 to 5 years") == Band(2, 5), band_of("2019–2020"), band_of("Leeds to Hull")
    (True, None, None)
    """
    if season := season_of(text):
        return Band(*season, is_season=True)
    said = " ".join(lowered(text).split())
    if found := _TWO.fullmatch(said):
        low, high = _amount(found["low"]), _amount(found["high"])
        scaled = numbers_in(found["high"])
        if low >= high or (can_be_year(low) and can_be_year(high)):
            return None
        if len(scaled) > 1 and len(numbers_in(found["low"])) == 1 and low < scaled[1]:
            low *= scaled[0] / scaled[1]  # "1 to 5 million"
        return Band(low, high, open_low=bool(found["over"]), open_high=bool(found["under"]))
    for pattern in (_BOUND, _OPEN):
        if found := pattern.fullmatch(said):
            amount, named = _amount(found["number"]), found.groupdict()
            if named["least"] or named.get("over"):
                return Band(amount, inf, open_low=bool(named.get("over")))
            return Band(-inf, amount, open_high=bool(named.get("under")))
    return None


def with_amounts_in_bands(question: TableQuestion, view: TableView) -> tuple[TableQuestion, TableView]:
    """The table with the amounts of the question as names of the ranges in which they lie.

    Unchanged if no column and no headers are ranges of what the question names an amount of. What the
    question says of order ("after 7 years") is then no condition.
    """
    if not question.amounts or not view.columns:
        return question, view
    used: list[AskedAmount] = []
    columns, rows = list(view.columns), [list(row) for row in view.rows]
    for amount in question.amounts:
        heads = [column.head for column in columns]
        if (factor := _factor(amount, heads[1:], heads[0], question)) is not None:
            used.append(amount)
            for n, head in enumerate(heads[1:], start=1):
                if band := band_of(head):
                    inside = band.contains(amount, factor)
                    stems = stems_of(amount.text) if inside else frozenset[str]()
                    columns[n] = replace(columns[n], stems=stems, core=stems, is_band=inside)
        for n, column in enumerate(view.columns):
            texts = [entry.text if (entry := row[n]) else "" for row in view.rows]
            if (factor := _factor(amount, texts, column.head, question)) is not None:
                used.append(amount)
                columns[n] = replace(columns[n], kind="words", distinct=1.0)
                for row in rows:
                    row[n] = _renamed(row[n], amount, factor)
    if not used:
        return question, view
    values = {round(amount.value, 3) for amount in used}
    conditions = tuple(one for one in question.conditions if round(one.bound.amount, 3) not in values)
    changed = TableView.of(tuple(columns), tuple(map(tuple, rows)), view.context_stems, view.sections)
    return replace(question, flags=question.flags - _ORDER, conditions=conditions), changed


def _renamed(entry: Entry | None, amount: AskedAmount, factor: float) -> Entry | None:
    """A cell named by the amount if it is a range that contains it, and by nothing if it does not."""
    band = band_of(entry.text) if entry else None
    if entry is None or band is None:
        return entry
    inside = band.contains(amount, factor)
    stems = stems_of(amount.text) if inside else frozenset[str]()
    return replace(entry, stems=stems, value=None, is_band=inside)


def _factor(
    amount: AskedAmount, texts: Sequence[str], head: str, question: TableQuestion
) -> float | None:  # fmt: skip
    """By what an amount is multiplied to compare it with ranges; None if they measure something else."""
    filled = [text for text in texts if text.strip()]
    is_date = amount.unit == DATE
    bands = [band for text in filled if (band := band_of(text)) and band.is_season == is_date]
    if len(bands) < FEWEST_BANDS or len(bands) < MIN_SHARE * len(filled):
        return None
    if is_date:
        return 1.0
    said, titled = " ".join(filled), stems_of(head)
    units = {stem for stem in stems_of(said) if not any(map(str.isdigit, stem))} - _RANGE_WORDS
    if amount.currency:
        return 1.0 if amount.currency in f"{said} {head}" or not units else None
    if not units and not _is_scale(bands):
        return None
    if not amount.unit:
        return 1.0 if titled & question.terms or (not units and len(question.amounts) == 1) else None
    if stems_of(amount.unit) & (units | titled) or (amount.unit == "%" and "%" in f"{said} {head}"):
        return 1.0
    own = factor_at(f" {amount.unit}", 0)
    if own is None:
        return 1.0 if not units and len(question.amounts) == 1 else None
    named = [found for word in _WORD.findall(f"{said} {head}") if (found := factor_at(f" {word}", 0))]
    alike = {factor for dimension, factor in named if dimension == own[0]}
    if len(alike) == 1:
        return own[1] / alike.pop()
    return 1.0 if not units and titled & _MEASURED.get(own[0], frozenset()) else None


def _is_scale(bands: Sequence[Band]) -> bool:
    """Whether ranges follow one another, up or down: the scores 1-3, 2-4 and 0-1 do not."""
    lows = [band.low for band in bands]
    return all(map(lt, lows, lows[1:])) or all(map(gt, lows, lows[1:]))


def _amount(text: str) -> float:
    return numbers_in(text)[0]
