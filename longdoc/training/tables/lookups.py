"""Generates plain questions about a table by the names of a row and a column.

"What does a season ticket cost for a child?" is typical of price lists and timetables, whereas published
question sets about tables ask for orders, ranks and neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from longdoc.tasks.tables.view import TableView, stems_of

__all__ = [
    "DISTINCT",
    "MODIFIERS",
    "Lookup",
    "asked_name",
    "column_name",
    "is_name",
    "is_price",
    "lookups",
    "modified_name",
]

LOOKUPS = 2  # questions per table
MOST_WORDS = 6  # in the name of a row or a column
DISTINCT = 0.8  # share of distinct cells from which on a column names the rows
MODIFIED_SHARE = 0.3  # of questions that are also asked about something narrower than their column
MODIFIERS = (
    "maximum", "minimum", "net", "gross", "average", "previous", "annual", "retail", "foreign", "domestic",
    "temporary", "female", "male", "night", "weekend", "online", "student", "emergency", "guest", "child",
    "insured", "estimated", "expected", "former", "original", "federal", "local", "electric", "private",
    "public", "spare", "reserve", "junior", "senior", "winter", "summer", "official", "target", "regional",
)  # fmt: skip
UNANSWERABLE_SHARE = 0.5  # of questions that are also asked of the table without the column
WORDINGS = (
    "What is the {column} of {row}?", "What is the {column} for {row}?", "{column} of {row}",
    "{row} {column}", "What was the {column} of the {row}?", "Which {column} has {row}?",
    "What {column} does {row} have?", "How many {column} does {row} have?",
    "How much {column} is there for {row}?", "Tell me the {column} of {row}",
    "What does {row} have as {column}?", "When is the {column} of {row}?", "Where is the {column} of {row}?",
    "What does a {row} cost for a {column}?", "How much is a {row} for {column}?",
    "What do {column} pay for {row}?", "How much do I need for {row} in {column}?",
    "When is {column} on {row}?", "Who is the {column} of {row}?", "When does {column} start on {row}?",
    "Until when is the {column} on {row}?", "By when must {row} be done for {column}?",
)  # fmt: skip
COST_WORDINGS = (
    "How much does {row} cost?", "How much does the {row} cost?", "What does {row} cost?",
    "How much is {row}?", "price of {row}", "What is the price of {row}?", "cost of {row}", "{row} price",
    "How much for a {row}?",
)  # fmt: skip
COST_SHARE = 0.5  # of the questions about prices
SHORTENED_SHARE = 0.3  # of headers of several words are named by some of them: "price" of "Net price EUR"
FEWEST_LETTERS = 4  # of a word that stands for a header
_PRICE = re.compile(r"\b(?:price|cost|fee|fare|charge|tariff)s?\b", re.IGNORECASE)
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


@dataclass(frozen=True, slots=True)
class Lookup:
    """A question, the tables to ask, and the texts of the cells that answer it; empty if unanswerable."""

    question: str
    views: Sequence[TableView]
    answers: tuple[str, ...]


def lookups(views: Sequence[TableView], other: Sequence[TableView], rng: Random) -> Iterator[Lookup]:
    """A few questions about these tables; some name a column that the tables asked do not have.

    Args:
        other: tables that provide the names of missing columns.
    """
    for view in views:
        names = [n for n, c in enumerate(view.columns) if c.kind == "words" and c.distinct >= DISTINCT][:1]
        heads = [n for n, column in enumerate(view.columns) if n not in names and is_name(column.head)]
        if not names or not heads or len(view.rows) < 2:
            continue
        for _ in range(LOOKUPS):
            row, column = rng.choice(view.rows), rng.choice(heads)
            name, answer = row[names[0]], row[column]
            if name is None or answer is None or not is_name(name.text) or not answer.text.strip():
                continue
            question = _worded(name.text, asked_name(view, column, rng), rng)
            if is_price(view, column) and rng.random() < COST_SHARE:
                question = _cased(rng.choice(COST_WORDINGS).format(row=name.text), rng)
            yield Lookup(question, views, (answer.text,))
            if rng.random() < UNANSWERABLE_SHARE:
                kept = [n for n in range(len(view.columns)) if n != column]
                yield Lookup(question, [view.of_columns(kept)], ())
            missing = [
                c.head for o in other for c in o.columns if is_name(c.head) and not _known(view, c.core)
            ]
            if missing and rng.random() < UNANSWERABLE_SHARE:
                yield Lookup(_worded(name.text, column_name(rng.choice(missing)), rng), views, ())
            if rng.random() < MODIFIED_SHARE:
                narrower = modified_name(column_name(view.columns[column].head), rng)
                if not _known(view, stems_of(narrower) - view.columns[column].stems):
                    yield Lookup(_worded(name.text, narrower, rng), views, ())


def _worded(row: str, column: str, rng: Random) -> str:
    """A question; at times the row is named without its first word, or everything is in lower case."""
    words = row.split()
    named = " ".join(words[1:] if len(words) > 2 and rng.random() < 0.2 else words)
    return _cased(rng.choice(WORDINGS).format(row=named, column=column), rng)


def _cased(question: str, rng: Random) -> str:
    return question.lower() if rng.random() < 0.5 else question


def asked_name(view: TableView, column: int, rng: Random) -> str:
    """A header as a question names it: at times by a few of its words, which no other header has."""
    name = column_name(view.columns[column].head)
    words = name.split()
    if len(words) < 2 or rng.random() >= SHORTENED_SHARE:
        return name
    head = view.columns[column].head
    others = {w.casefold() for c in view.columns if c.head != head for w in c.head.split()}
    telling = [n for n, w in enumerate(words) if _stands_for_header(w) and w.casefold() not in others]
    if not telling:
        return name
    at = rng.choice(telling)
    return " ".join(words[max(0, at - rng.choice((0, 0, 1))) : at + 1])


def _stands_for_header(word: str) -> bool:
    return word.isalpha() and len(word) >= FEWEST_LETTERS and not word.isupper()


def modified_name(name: str, rng: Random) -> str:
    """The name of something narrower than a header: "days of unpaid leave" for "days of leave"."""
    *words, last = name.split()
    return " ".join([*words, rng.choice(MODIFIERS), last])


def is_price(view: TableView, column: int) -> bool:
    """Whether a column is the only one of a table that holds prices, headers that recur aside."""
    priced = {c.head for c in view.columns if c.kind == "number" and _PRICE.search(c.head)}
    return priced == {view.columns[column].head}


def column_name(head: str) -> str:
    """A header without its brackets, which hold a unit."""
    return " ".join(_BRACKETED.sub(" ", head).split()) or head


def is_name(text: str) -> bool:
    """Whether a text can name a row or a column."""
    return any(c.isalpha() for c in text) and len(text.split()) <= MOST_WORDS


def _known(view: TableView, stems: frozenset[str]) -> bool:
    """Whether a header or a cell contains one of these stems."""
    return any(stems & column.stems for column in view.columns) or bool(stems & view.row_counts.keys())
