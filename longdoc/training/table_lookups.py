"""Plain questions to a table, by the names of a row and of a column.

"What does a season ticket cost for a child?": price lists and timetables are asked so, while published
questions to tables ask for orders, places and neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from longdoc.tasks.tables.view import TableView

__all__ = ["Lookup", "lookups"]

LOOKUPS = 2  # cells of a table that are asked for
MOST_WORDS = 6  # of the name of a row or of a column
DISTINCT = 0.8  # share of the cells of a column that differ, from which on they name the rows
NOWHERE = 0.5  # of the questions are also put where the column is missing
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
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


@dataclass(frozen=True, slots=True)
class Lookup:
    """A question, the tables that it is put to, and the texts of the cells that answer it; none: none do."""

    question: str
    views: Sequence[TableView]
    answers: tuple[str, ...]


def lookups(views: Sequence[TableView], other: Sequence[TableView], rng: Random) -> Iterator[Lookup]:
    """A few questions to these tables, some of them where the column that they name is missing.

    Args:
        other: tables whose columns these may lack.
    """
    for view in views:
        names = [n for n, c in enumerate(view.columns) if c.kind == "words" and c.distinct >= DISTINCT][:1]
        heads = [n for n, column in enumerate(view.columns) if n not in names and _is_name(column.head)]
        if not names or not heads or len(view.rows) < 2:
            continue
        for _ in range(LOOKUPS):
            row, column = rng.choice(view.rows), rng.choice(heads)
            name, answer = row[names[0]], row[column]
            if name is None or answer is None or not _is_name(name.text) or not answer.text.strip():
                continue
            question = _worded(name.text, view.columns[column].head, rng)
            yield Lookup(question, views, (answer.text,))
            if rng.random() < NOWHERE:
                kept = [n for n in range(len(view.columns)) if n != column]
                yield Lookup(question, [view.of_columns(kept)], ())
            missing = [
                c.head for o in other for c in o.columns if _is_name(c.head) and not _known(view, c.core)
            ]
            if missing and rng.random() < NOWHERE:
                yield Lookup(_worded(name.text, rng.choice(missing), rng), views, ())


def _worded(row: str, column: str, rng: Random) -> str:
    """A question; now and then the row is named by all but its first word, and nothing in upper case."""
    plain = _BRACKETED.sub(" ", column).strip() or column
    words = row.split()
    named = " ".join(words[1:] if len(words) > 2 and rng.random() < 0.2 else words)
    question = rng.choice(WORDINGS).format(row=named, column=plain)
    return question.lower() if rng.random() < 0.5 else question


def _is_name(text: str) -> bool:
    return any(c.isalpha() for c in text) and len(text.split()) <= MOST_WORDS


def _known(view: TableView, stems: frozenset[str]) -> bool:
    """Whether some header or cell has one of these stems."""
    return any(stems & column.stems for column in view.columns) or bool(stems & view.held.keys())
