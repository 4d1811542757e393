"""Generates questions about the order of rows, about conditions on values, and ones that no cell answers.

"Which item weighs more than 2 kg?" and "which month had the second most visitors?" are what analysts ask of
price lists and reports. A count or a difference of cells is in no cell; that is to be learned as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from longdoc.tasks.tables.view import Entry, TableView, is_sum
from longdoc.training.tables.lookups import DISTINCT, Lookup, asked_name, column_name, is_name, is_price

__all__ = ["Field", "Made", "adjectives", "amount_of", "fields", "ordered_lookups"]

QUESTIONS = 3  # per table
FEWEST_ROWS = 3
LONGEST_KEY = 12  # characters of a cell that is named with its header
FEW = 2  # rows at most that satisfy a condition
PRICE_SHARE = 0.6  # of the extremes of prices are asked for as "cheapest" or "most expensive"
UP = ("highest", "largest", "most", "greatest", "maximum", "biggest", "top")
DOWN = ("lowest", "smallest", "least", "fewest", "minimum")
OVER, UNDER = ("more than", "over", "above", "greater than"), ("less than", "under", "below")
AFTER, BEFORE = ("after", "later than"), ("before", "earlier than")
LATE, EARLY = ("latest", "last", "most recent", "newest"), ("earliest", "first", "oldest")


@dataclass(frozen=True, slots=True)
class Field:
    """A table, the column that names its rows, and one of amounts or dates, by which they are compared."""

    view: TableView
    name: str
    head: str
    rows: Sequence[tuple[str, Entry, int]]  # name, value and index of each row
    is_date: bool
    is_price: bool

    def sorted(self, *, up: bool) -> list[tuple[str, Entry, int]]:
        """The rows, the highest value first, or the lowest."""
        return sorted(self.rows, key=lambda row: amount_of(row[1]) * (-1 if up else 1))


def ordered_lookups(views: Sequence[TableView], rng: Random) -> Iterator[Lookup]:
    """A few questions about these tables."""
    for view in views:
        known = list(fields(view, rng))
        for _ in range(QUESTIONS if known else 0):
            made = rng.choice(_KINDS)(rng.choice(known), rng)
            if made is not None:
                question, answers = made
                text = question.lower() if rng.random() < 0.5 else question
                yield Lookup(text, views, answers)


def fields(view: TableView, rng: Random) -> Iterator[Field]:
    """The columns of a table by which its rows can be compared."""
    names = [n for n, c in enumerate(view.columns) if c.kind == "words" and c.distinct >= DISTINCT][:1]
    for number, column in enumerate(view.columns):
        if not names or column.kind not in ("number", "date") or not is_name(column.head):
            continue
        rows = [
            (name.text, entry, n)
            for n, row in enumerate(view.rows)
            if (name := row[names[0]]) and is_name(name.text)
            and (entry := row[number]) and entry.value and entry.value.kind == column.kind
        ]  # fmt: skip
        if len(rows) >= FEWEST_ROWS:
            yield Field(
                view, column_name(view.columns[names[0]].head), asked_name(view, number, rng), rows,
                is_date=column.kind == "date", is_price=is_price(view, number),
            )  # fmt: skip


def amount_of(entry: Entry) -> float:
    """What a cell compares by."""
    return entry.value.amount if entry.value else 0.0


Made = tuple[str, tuple[str, ...]] | None


def adjectives(field: Field, *, up: bool) -> tuple[str, ...]:
    """Adjectives for the highest value, or the lowest."""
    if field.is_date:
        return LATE if up else EARLY
    return UP if up else DOWN


def _extreme(field: Field, rng: Random) -> Made:
    """The row with the highest or lowest value, or that value."""
    up = rng.random() < 0.6
    words = adjectives(field, up=up)
    rows = field.sorted(up=up)
    if amount_of(rows[0][1]) == amount_of(rows[1][1]):
        return None
    word, name = rng.choice(words), field.name or "one"
    if field.is_price and rng.random() < PRICE_SHARE:
        worded = rng.choice(("What is the {word} {name}?", "{word} {name}", "Which {name} is the {word}?"))
        return worded.format(word="most expensive" if up else "cheapest", name=name), (rows[0][0],)
    if rng.random() < 0.3:
        return f"What is the {word} {field.head}?", (rows[0][1].text,)
    worded = rng.choice((
        "Which {name} has the {word} {head}?", "{name} with the {word} {head}",
        "What {name} had the {word} {head}?", "Which one has the {word} {head}?", "who has the {word} {head}",
    ))  # fmt: skip
    return worded.format(name=name, word=word, head=field.head), (rows[0][0],)


def _second(field: Field, rng: Random) -> Made:
    """The row that comes second or third."""
    up, place = rng.random() < 0.6, rng.choice((1, 1, 2))
    rows = field.sorted(up=up)
    amounts = [amount_of(row[1]) for row in rows]
    if len(rows) < place + 2 or amounts[place] in (*amounts[:place], amounts[place + 1]):
        return None
    words = adjectives(field, up=up)[:2]
    nth = ("second", "third")[place - 1]
    question = f"Which {field.name or 'one'} has the {nth} {rng.choice(words)} {field.head}?"
    return question, (rows[place][0],)


def _condition(field: Field, rng: Random) -> Made:
    """The few rows whose value lies above or below an amount, or how many they are."""
    up, few = rng.random() < 0.5, rng.choice((1, 1, FEW))
    rows = field.sorted(up=up)
    inside, outside = amount_of(rows[few - 1][1]), amount_of(rows[few][1])
    limit = _rounded(inside, outside, years=field.is_date)
    if limit is None:
        return None
    over, under = (AFTER, BEFORE) if field.is_date else (OVER, UNDER)
    bound = f"{rng.choice(over if up else under)} {limit}"
    if rng.random() < 0.3:
        return f"How many {field.name or 'rows'} have a {field.head} {bound}?", ()
    worded = rng.choice(("Which {name} has {head} {bound}?", "{name} with {head} {bound}"))
    if not field.is_date:
        worded = rng.choice((worded, "Which {name} has a {head} of {bound}?"))
    question = worded.format(name=field.name or "one", head=field.head, bound=bound)
    return question, tuple(row[0] for row in rows[:few])


def _rounded(inside: float, outside: float, *, years: bool) -> str | None:
    """An amount with few digits between two; None if there is none."""
    if years:
        year = int(max(inside, outside)) - (inside < outside)
        fits = outside < year + 1 <= inside if inside > outside else inside < year + 1 <= outside
        return str(year if inside > outside else year + 1) if fits else None
    low, high = sorted((inside, outside))
    for digits in (-6, -5, -4, -3, -2, -1, 0, 1, 2):
        middle = round((low + high) / 2, digits)
        if low < middle < high:
            return f"{middle:,.{max(0, digits)}f}"
    return None


def _compared(field: Field, rng: Random) -> Made:
    """One of two rows, or the difference between them."""
    (first, one, _), (second, other, _) = rng.sample(list(field.rows), 2)
    if amount_of(one) == amount_of(other) or first == second:
        return None
    if rng.random() < 0.3:
        return f"What is the difference in {field.head} between {first} and {second}?", ()
    up = rng.random() < 0.6
    word = ("later" if up else "earlier") if field.is_date else ("higher" if up else "lower")
    question = f"Which has the {word} {field.head}, {first} or {second}?"
    return question, (first if (amount_of(one) > amount_of(other)) == up else second,)


def _keyed(field: Field, rng: Random) -> Made:
    """The value in a row that is named by the number in its first column: "in week 18"."""
    first = field.view.columns[0]
    _, entry, row = rng.choice(list(field.rows))
    key = field.view.rows[row][0]
    if first.distinct < DISTINCT or not is_name(first.head) or key is None or key.span == entry.span:
        return None
    if not 0 < len(key.text) < LONGEST_KEY:
        return None
    worded = rng.choice((
        "What is the {head} in {key} {cell}?", "How many {head} were there in {key} {cell}?",
        "{head} of {key} {cell}", "What was the {head} for {key} {cell}?",
    ))  # fmt: skip
    return worded.format(head=field.head, key=column_name(first.head), cell=key.text), (entry.text,)


def _within(field: Field, rng: Random) -> Made:
    """The row with the highest or lowest value among those that share a word in another column."""
    groups = [n for n, c in enumerate(field.view.columns) if c.kind == "words" and c.distinct < DISTINCT]
    if not groups:
        return None
    number, (_, _, row) = rng.choice(groups), rng.choice(list(field.rows))
    shared = field.view.rows[row][number]
    if shared is None or not is_name(shared.text):
        return None
    up = rng.random() < 0.6
    rows = [
        (name, entry) for name, entry, n in field.sorted(up=up)
        if (other := field.view.rows[n][number]) and other.text == shared.text
    ]  # fmt: skip
    if len(rows) < 2 or amount_of(rows[0][1]) == amount_of(rows[1][1]):
        return None
    words = adjectives(field, up=up)
    worded = rng.choice((
        "Which {name} in {shared} has the {word} {head}?", "Which {shared} {name} has the {word} {head}?",
        "Of {shared}, which has the {word} {head}?",
    ))  # fmt: skip
    word, name = rng.choice(words), field.name or "one"
    return worded.format(name=name, shared=shared.text, word=word, head=field.head), (rows[0][0],)


def _summed(field: Field, rng: Random) -> Made:
    """A sum, mean or growth, which no cell holds."""
    if any(map(is_sum, field.view.rows)):
        return None
    first, second = rng.sample([row[0] for row in field.rows], 2)
    worded = rng.choice((
        "What is the average {head}?", "What is the sum of {head}?", "How many {name} are there?",
        "What is the combined {head} of {first} and {second}?", "By how many percent did {head} grow?",
        "By how much is the {head} of {first} higher than that of {second}?",
    ))  # fmt: skip
    name = field.name or "rows"
    return worded.format(head=field.head, name=name, first=first, second=second), ()


_KINDS: tuple[Callable[[Field, Random], Made], ...] = (
    _extreme, _extreme, _second, _condition, _condition, _compared, _within, _within, _summed, _keyed,
)  # fmt: skip
