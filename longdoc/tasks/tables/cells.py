"""Cells that may answer a question to a table: a choice of a row and a column, with the evidence for both."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from longdoc.documents.types import Span
from longdoc.tasks.tables.question import TableQuestion
from longdoc.tasks.tables.rows import Choice, choices
from longdoc.tasks.tables.view import Column, TableView

__all__ = ["Proposal", "proposals"]

MOST_COLUMNS = 60  # of a table: each column can be what rows are ordered by, and what is asked for
# headers that answer a kind of question
_HEADS = {
    "who": re.compile(
        r"name|payee|person|who|responsib|employee|author|owner|nurse|winner|player|driver|member|holder|artist"
    ),
    "when": re.compile(r"date|year|day|time|month|when|season|period|日期|年"),
    "where": re.compile(r"place|city|location|country|site|where|venue|warehouse|town|state|region|地"),
    "number": re.compile(
        r"quantit|number|count|total|amount|units|price|cost|sum|pay|fee|salary|value|数量|score"
    ),
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """One cell, and named evidence that it answers."""

    span: Span
    text: str
    evidence: Mapping[str, float]


def proposals(question: TableQuestion, view: TableView) -> Iterator[Proposal]:
    """All cells that some reading of the question leads to; one may come up several times."""
    view = _narrowed(question, view)
    heads = frozenset[str]().union(*(column.stems for column in view.columns))
    weight = {
        term: 1 / (1 + 0.2 * view.held[term] ** 0.5) if term in view.held or term in heads else 1.0
        for term in question.terms
    }
    whole = sum(weight.values()) or 1.0
    known = heads | view.about | view.held.keys()
    named = max((_core_named(column, question) for column in view.columns), default=0.0)
    of_columns = [_of_column(question, view, number, known, named) for number in range(len(view.columns))]
    for choice in choices(question, view, weight):
        row = view.rows[choice.row]
        for number, column in enumerate(view.columns):
            entry = row[number]
            if entry is None or not entry.text.strip():
                continue
            covered = choice.covered | ((column.stems | view.about) & question.terms)
            share = sum(weight[term] for term in covered) / whole
            evidence = {
                **choice.evidence, **of_columns[number], **_of_both(choice, number, column, question),
                "covered": share, "covered all": float(share > 0.99),
                "covered squared": share * share, "repeats": _repeated(entry.stems, question),
            }  # fmt: skip
            yield Proposal(entry.span, entry.text, evidence)


def _narrowed(question: TableQuestion, view: TableView) -> TableView:
    """At most MOST_COLUMNS columns: those whose header the question mentions, then the leftmost."""
    if len(view.columns) <= MOST_COLUMNS:
        return view
    words = question.terms | question.asked
    mentioned = [n for n, column in enumerate(view.columns) if column.stems & words]
    kept = dict.fromkeys((*mentioned, *range(MOST_COLUMNS)))
    return view.of_columns(sorted(list(kept)[:MOST_COLUMNS]))


def _of_column(
    question: TableQuestion, view: TableView, number: int, known: frozenset[str], most_named: float
) -> dict[str, float]:
    """How well a column fits what is asked for.

    Args:
        known: the stems that the table has at all.
        most_named: how much the question says of the header that it says most of.
    """
    column = view.columns[number]
    named, asked = column.stems & question.terms, column.stems & question.asked
    words = [n for n, other in enumerate(view.columns) if other.kind == "words"]
    evidence = {
        "column named": len(named) / max(1, len(column.stems)), "column named any": float(bool(named)),
        "column asked": len(asked) / max(1, len(column.stems)), "column asked any": float(bool(asked)),
        "column first": float(number == 0), "column first of words": float(words[:1] == [number]),
        "column distinct": column.distinct, f"column of {column.kind}": 1.0,
    }  # fmt: skip
    core = _core_named(column, question)
    evidence["column core named"] = core
    evidence["column named whole"] = float(core == 1)
    evidence["column named most"] = float(core > 0 and core == most_named)
    evidence["column named less"] = most_named - core
    meant = [any(head.search(other.head.casefold()) for head in question.orders) for other in view.columns]
    evidence["column meant"] = float(meant[number])
    evidence["another column meant"] = float(any(meant) and not meant[number])
    for kind, pattern in _HEADS.items():
        if pattern.search(column.head.casefold()):
            evidence["head fits" if question.wants == kind else f"head {kind}"] = 1.0
    evidence[f"{question.wants or 'any'} in {column.kind}"] = 1.0
    if question.asked and not question.asked & known:
        evidence["asked nowhere"] = 1.0
    if question.attribute:
        evidence["attribute here"] = float(bool(question.attribute & column.stems))
        evidence["attribute nowhere"] = float(not question.attribute & known)
    evidence["unknown"] = len(question.terms - known) / max(1, len(question.terms))
    evidence["unknown any"] = float(not question.terms <= known)
    return evidence


def _core_named(column: Column, question: TableQuestion) -> float:
    return len(column.core & question.terms) / max(1, len(column.core))


def _of_both(choice: Choice, number: int, column: Column, question: TableQuestion) -> dict[str, float]:
    """What only row and column together tell."""
    told = {}
    if number in choice.matched:
        told["cell matched"] = 1.0
    if number == choice.order:
        told["cell compared"] = 1.0
        if question.wants == "number":
            told["cell compared, number"] = 1.0
    if choice.anchor:
        told["cell beside same" if number in choice.anchor else "cell beside other"] = 1.0
    if "among named" in choice.evidence and column.kind == "words":
        told["cell of named"] = 1.0
    return told


def _repeated(stems: frozenset[str], question: TableQuestion) -> float:
    """How much of a cell the question says itself, unless it asks for one of two: an answer seldom does."""
    share = len(stems & question.terms) / max(1, len(stems))
    return 0.0 if "or" in question.flags else share
