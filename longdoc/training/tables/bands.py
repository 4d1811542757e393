"""Generates tables of rates by ranges, "2 to 5 years | 27", and questions about amounts within them.

Handbooks, tariffs and tax tables are such; published question sets about tables have few of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from longdoc.evaluation.table_text import markdown_document
from longdoc.tasks.tables.view import TableView, view_of
from longdoc.training.tables.lookups import Lookup, modified_name

__all__ = ["band_lookups"]

ROWS, COLUMNS = (3, 6), (1, 4)  # fewest and most
QUESTIONS = 3  # per table
OUTSIDE_SHARE = 0.15  # of questions whose amount lies in no range
MODIFIED_SHARE = 0.15  # of questions about something narrower than a column
MISSING_SHARE = 0.2  # of questions about a column that the table does not have
OPEN_SHARE = 0.7  # of tables whose last range has no end
ACROSS_SHARE = 0.2  # of tables with the ranges as headers


@dataclass(frozen=True, slots=True)
class _Measure:
    """What ranges measure.

    Attributes:
        heads: headers of the column of ranges.
        unit: as written behind amounts, or "£".
        phrases: in questions; {a} is the amount with its unit, {n} without.
        columns: names of the other columns.
        steps: the least width of a range.
    """

    heads: tuple[str, ...]
    unit: str
    phrases: tuple[str, ...]
    columns: tuple[str, ...]
    steps: tuple[int, ...]


_MEASURES = (
    _Measure(
        ("Length of service", "Service", "Years of service", "Employment"), "years",
        ("after {a}", "with {a} of service", "for {a} of service", "of someone with {a}", "at {a}"),
        ("Days of leave", "Notice period", "Bonus", "Sick pay", "Holiday", "Pension"), (1, 2, 3, 5),
    ),
    _Measure(
        ("Weight", "Parcel weight", "Mass", "Up to"), "kg",
        ("for a parcel of {a}", "for {a}", "weighing {a}", "of a letter of {a}", "to send {a}"),
        ("Domestic", "EU", "World", "Price", "Zone 1", "Zone 2", "Express", "Standard"), (1, 2, 5, 10),
    ),
    _Measure(
        ("Age", "Age group", "Passenger", "Visitors"), "years",
        (
            "for a {n}-year-old", "for someone aged {n}", "at the age of {n}", "for a child of {a}",
            "of a {n}-year-old",
        ),
        ("Single", "Day ticket", "Return", "Monthly pass", "Dose", "Fee", "Limit", "Premium"),
        (5, 10, 12, 20),
    ),
    _Measure(
        ("Distance", "Trip", "Journey"), "km",
        ("for {a}", "for a trip of {a}", "over {a}", "for a distance of {a}", "when I drive {a}"),
        ("Allowance", "Fare", "Rate", "Toll", "Car", "Motorcycle", "Bus"), (10, 50, 100),
    ),
    _Measure(
        ("Income", "Taxable income", "Salary", "Earnings", "Amount"), "£",
        ("for an income of {a}", "on {a}", "for {a}", "if I earn {a}", "for a loan of {a}"),
        ("Rate", "Tax rate", "Contribution", "Fee", "Rebate", "Interest"), (1000, 5000, 10000),
    ),
    _Measure(
        ("Quantity", "Order", "Units", "Copies"), "",
        ("for {a} pieces", "for {a} units", "for an order of {a}", "when I order {a}", "for {a} copies"),
        ("Discount", "Unit price", "Delivery", "Price each", "Lead time"), (10, 50, 100),
    ),
    _Measure(
        ("Rental period", "Stay", "Duration", "Delay", "Late by"), "days",
        ("for {a}", "for {a}' rent", "for a stay of {a}", "after {a}", "when it is {a} late"),
        ("Daily rate", "Price", "Penalty", "Deposit", "Refund", "Small", "Large"), (2, 3, 7),
    ),
    _Measure(
        ("Score", "Points", "Marks"), "points",
        ("for {a}", "with {a}", "for a score of {n}", "of someone with {n} points"),
        ("Grade", "Level", "Award", "Prize", "Rating"), (5, 10, 20),
    ),
)  # fmt: skip
_WORDINGS = (
    "What is the {column} {phrase}?", "How much is the {column} {phrase}?", "{column} {phrase}",
    "What {column} applies {phrase}?", "Which {column} do I get {phrase}?",
    "What do I pay {phrase} as {column}?",
    "How many {column} are there {phrase}?", "How high is the {column} {phrase}?",
    "{phrase}, what is the {column}?",
)  # fmt: skip
_LEAST = ("up to {}", "Up to {}", "less than {}", "under {}", "≤ {}")
_MOST = ("over {}", "more than {}", "Over {}", "> {}", "{}+", "{} and over", "{} or more")
_ALONE = (
    "How much {phrase}?", "What do I pay {phrase}?", "What does it cost {phrase}?",
    "How much do I get {phrase}?", "What applies {phrase}?",
)  # fmt: skip


def band_lookups(rng: Random) -> Iterator[Lookup]:
    """A few questions about a table of rates by ranges, some of which it does not answer."""
    measure = rng.choice(_MEASURES)
    bounds, is_open = _bounds(measure, rng), rng.random() < OPEN_SHARE
    columns = rng.sample(measure.columns, min(len(measure.columns) - 1, rng.randint(*COLUMNS)))
    values = [[_value(n, rng) for n in range(len(columns))] for _ in bounds[1:]]
    view = _view(measure, _bands(bounds, measure.unit, rng, is_open=is_open), columns, values, rng)
    for _ in range(QUESTIONS):
        row, n = rng.randrange(len(values)), rng.randrange(len(columns))
        amount, column = rng.randint(bounds[row] + 1, bounds[row + 1] - 1), columns[n]
        answer: tuple[str, ...] = (values[row][n],)
        if not is_open and rng.random() < OUTSIDE_SHARE:
            amount, answer = bounds[-1] * rng.randint(2, 5), ()
        elif rng.random() < MODIFIED_SHARE:
            column, answer = modified_name(column, rng), ()
        elif rng.random() < MISSING_SHARE:
            column, answer = rng.choice([one for one in measure.columns if one not in columns]), ()
        written = f"£{amount:,}" if measure.unit == "£" else f"{amount} {measure.unit}".strip()
        phrase = rng.choice(measure.phrases).format(a=written, n=amount)
        alone = answer and len(columns) == 1 and rng.random() < 0.5
        question = rng.choice(_ALONE if alone else _WORDINGS).format(column=column, phrase=phrase)
        yield Lookup(question.lower() if rng.random() < 0.5 else question, [view], answer)


def _bounds(measure: _Measure, rng: Random) -> list[int]:
    """Where the ranges begin, from 0 on, and where the last of them ends."""
    bounds, step = [0], max(2, rng.choice(measure.steps))
    for _ in range(rng.randint(*ROWS)):
        bounds.append(bounds[-1] + step * rng.randint(1, 3))
    return bounds


def _bands(bounds: Sequence[int], unit: str, rng: Random, *, is_open: bool) -> list[str]:
    """The ranges as one table writes them; they touch ("1–5", "5–10") or leave a gap ("6 to 10")."""
    between, gap = rng.choice((" to ", "–", " - ", " – ")), rng.choice((0, 1))
    everywhere = rng.random() < 0.7  # the unit stands in the cells, not in the header alone

    def written(number: int) -> str:
        if unit == "£":
            return f"£{number:,}"
        return f"{number} {unit}".strip() if everywhere else str(number)

    def begins(low: int) -> str:
        return written(low + gap * bool(low)) if unit == "£" else str(low + gap * bool(low))

    bands = [f"{begins(low)}{between}{written(high)}" for low, high in pairwise(bounds)]
    if rng.random() < 0.6:
        bands[0] = rng.choice(_LEAST).format(written(bounds[1]))
    if is_open:
        bands[-1] = rng.choice(_MOST).format(written(bounds[-2]))
    return bands


def _value(column: int, rng: Random) -> str:
    number = rng.randint(2, 900)
    written = (f"{number}", f"€{number / 10:.2f}", f"{number / 10:.1f}%", f"{number / 100:.2f}")
    return written[(number + column) % len(written)]


def _view(
    measure: _Measure, bands: Sequence[str], columns: Sequence[str], values: Sequence[Sequence[str]],
    rng: Random,
) -> TableView:  # fmt: skip
    """The table with the ranges as names of its rows, or of its columns."""
    head = rng.choice(measure.heads)
    if measure.unit not in ("", "£") and not bands[-2].endswith(measure.unit):
        head = f"{head} ({measure.unit})"
    rows = [[head, *columns], *([band, *row] for band, row in zip(bands, values, strict=True))]
    if rng.random() < ACROSS_SHARE:
        rows = [list(row) for row in zip(*rows, strict=True)]
    document = markdown_document("\n".join(" | ".join(row) for row in rows))
    return view_of(document, document.tables[0])
