"""Generates questions that set rows against each other: the next by value, the most frequent, all but one.

Also ones that name a header by an adjective ("How heavy is it?"), which most tables do not answer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from random import Random

from longdoc.tasks.tables.view import TableView
from longdoc.training.tables.lookups import DISTINCT, Lookup, column_name, is_name
from longdoc.training.tables.orders import Field, Made, amount_of, fields

__all__ = ["contrasting_lookups"]

QUESTIONS = 2  # per table
ADJECTIVE_SHARE = 0.3  # of tables are also asked for a quality
FEWEST_ROWS = 4  # of a table whose values are counted
# words that ask for a quality, and the headers that tell it
_QUALITIES = (
    (("How heavy is {row}?", "What does {row} weigh?", "How much does {row} weigh?", "weight of {row}"),
     re.compile(r"weight|mass|\bwt\b|\bkg\b|\blbs?\b", re.IGNORECASE)),
    (("What colour is {row}?", "What color is the {row}?", "colour of {row}", "In which colour is {row}?"),
     re.compile(r"colou?r|finish", re.IGNORECASE)),
    (("How tall is {row}?", "How high is {row}?", "height of {row}"),
     re.compile(r"height|\bht\b|elevation|altitude|tall", re.IGNORECASE)),
    (("How old is {row}?", "age of {row}"),
     re.compile(r"\bage\b|born|birth|year|date|built|founded|since|established", re.IGNORECASE)),
    (("How long is {row}?", "length of {row}"),
     re.compile(r"length|duration|distance|time|long|years|\bkm\b|term|miles", re.IGNORECASE)),
    (("How far is {row}?", "distance of {row}"), re.compile(r"distance|\bkm\b|miles|far", re.IGNORECASE)),
    (("How fast is {row}?", "top speed of {row}"), re.compile(r"speed|time|km/h|mph|knots", re.IGNORECASE)),
    (("How much does {row} cost?", "price of {row}", "How expensive is {row}?", "What do I pay for {row}?"),
     re.compile(r"price|cost|fee|fare|charge|rate|amount|total|value|\$|€|£|sum|pay|budget", re.IGNORECASE)),
    (("What is the phone number of {row}?", "telephone number for {row}", "How can I call {row}?"),
     re.compile(r"phone|tel|mobile|contact|ext", re.IGNORECASE)),
    (("What is the email address of {row}?", "email of {row}"), re.compile(r"mail|contact", re.IGNORECASE)),
    (("Who made {row}?", "Who is the manufacturer of {row}?", "maker of {row}"),
     re.compile(r"mak|manufact|brand|supplier|producer|builder|company|vendor|by\b", re.IGNORECASE)),
    (("When does the warranty of {row} end?", "warranty on {row}", "What guarantee does {row} have?"),
     re.compile(r"warrant|guarant", re.IGNORECASE)),
)  # fmt: skip


def contrasting_lookups(views: Sequence[TableView], rng: Random) -> Iterator[Lookup]:
    """A few questions about these tables."""
    for view in views:
        known = list(fields(view, rng))
        made = [rng.choice(_KINDS)(rng.choice(known), rng) for _ in range(QUESTIONS if known else 0)]
        made.append(_frequent(view, rng))
        if rng.random() < ADJECTIVE_SHARE:
            made.append(_quality(view, rng))
        for question, answers in filter(None, made):
            yield Lookup(question.lower() if rng.random() < 0.5 else question, views, answers)


def _next_by_value(field: Field, rng: Random) -> Made:
    """The row whose value comes after that of another."""
    up = rng.random() < 0.5
    rows = field.sorted(up=up)
    at = rng.randrange(len(rows) - 1)
    amounts = [amount_of(row[1]) for row in rows]
    if amounts.count(amounts[at]) > 1 or amounts.count(amounts[at + 1]) > 1:
        return None
    worded: Sequence[str]
    if field.is_date:
        worded = ("Which {name} came right {way} {row}?", "Which was the {next} {name} {way} {row}?")
        way, following = ("before", "last") if up else ("after", "next")
    else:
        worded = (
            "Which {name} has the next {next} {head} after {row}?",
            "After {row}, which {name} has the next {next} {head}?",
            "Which {name} comes next in {head} after {row}?",
        )  # fmt: skip
        way, following = "after", rng.choice(("highest", "largest") if up else ("lowest", "smallest"))
        if not up:
            worded = worded[:2]
    question = rng.choice(worded).format(
        name=field.name or "one", row=rows[at][0], head=field.head, way=way, next=following
    )
    return question, (rows[at + 1][0],)


def _beyond_row(field: Field, rng: Random) -> Made:
    """The one or two rows whose value lies above or below that of another."""
    up, few = rng.random() < 0.5, rng.choice((1, 1, 2))
    rows = field.sorted(up=up)
    if len(rows) <= few or amount_of(rows[few - 1][1]) == amount_of(rows[few][1]):
        return None
    if field.is_date:
        word = "later" if up else "earlier"
    else:
        word = rng.choice(("higher", "larger", "greater") if up else ("lower", "smaller"))
    worded = rng.choice((
        "Which {name} has a {word} {head} than {row}?", "Which {name}'s {head} is {word} than that of {row}?",
        "Which {name}'s {head} is {word} than {row}'s?",
    ))  # fmt: skip
    question = worded.format(name=field.name or "one", word=word, head=field.head, row=rows[few][0])
    return question, tuple(row[0] for row in rows[:few])


def _other(field: Field, rng: Random) -> Made:
    """The rows that share a word with one that is left out, or the few that lack it."""
    view = field.view
    groups = [n for n, c in enumerate(view.columns) if c.kind == "words" and c.distinct < DISTINCT]
    if not groups:
        return None
    number, (named, _, row) = rng.choice(groups), rng.choice(list(field.rows))
    shared = view.rows[row][number]
    if shared is None or not is_name(shared.text):
        return None
    cells = {name: view.rows[n][number] for name, _, n in field.rows}
    alike = [name for name, cell in cells.items() if cell and cell.text == shared.text and name != named]
    unlike = [name for name, cell in cells.items() if cell and cell.text != shared.text]
    head, name = column_name(view.columns[number].head), field.name or "one"
    if 0 < len(unlike) < 3:
        worded = rng.choice(
            ("Which {name} is not {shared}?", "Which {name} does not have {shared} as {head}?")
        )
        return worded.format(name=name, shared=shared.text, head=head), tuple(unlike)
    if not 0 < len(alike) < 3:
        return None
    worded = rng.choice((
        "Which {name} other than {row} has the {head} {shared}?", "Besides {row}, which {name} is {shared}?",
        "Other than {row}, name a {name} with {shared}", "Which other {name} has {shared}, apart from {row}?",
    ))  # fmt: skip
    return worded.format(name=name, shared=shared.text, head=head, row=named), tuple(alike)


_KINDS: tuple[Callable[[Field, Random], Made], ...] = (_next_by_value, _beyond_row, _other)


def _frequent(view: TableView, rng: Random) -> Made:
    """The value that occurs most often in a column."""
    groups = [n for n, c in enumerate(view.columns) if 0 < c.distinct < DISTINCT and is_name(c.head)]
    if not groups or len(view.rows) < FEWEST_ROWS or rng.random() < 0.5:
        return None
    number = rng.choice(groups)
    counts = Counter(entry.text for row in view.rows if (entry := row[number]) and entry.text.strip())
    ranked = counts.most_common(2)
    if len(ranked) < 2 or ranked[0][1] == ranked[1][1] or not is_name(ranked[0][0]):
        return None
    worded = rng.choice((
        "What is the most common {head}?", "Which {head} occurs most often?", "Which {head} appears most?",
        "Which {head} is listed the most times?", "most frequent {head}", "Which {head} has the most {rows}?",
    ))  # fmt: skip
    rows = column_name(view.columns[0].head) if number else "entries"
    return worded.format(head=column_name(view.columns[number].head), rows=rows), (ranked[0][0],)


def _quality(view: TableView, rng: Random) -> Made:
    """A quality of a row, such as its weight; no answer if no header tells it."""
    names = [n for n, c in enumerate(view.columns) if c.kind == "words" and c.distinct >= DISTINCT][:1]
    if not names:
        return None
    row, (worded, heads) = rng.choice(view.rows), rng.choice(_QUALITIES)
    label = row[names[0]]
    if label is None or not is_name(label.text):
        return None
    telling = [n for n, column in enumerate(view.columns) if n != names[0] and heads.search(column.head)]
    if len(telling) > 1:
        return None
    question = rng.choice(worded).format(row=label.text)
    cell = row[telling[0]] if telling else None
    return question, (cell.text,) if cell and cell.text.strip() else ()
