"""Proposes cells that may answer a question: all combinations of a row and a column, with their features."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from longdoc.documents.types import Span
from longdoc.lazy_pattern import lazy_pattern
from longdoc.tasks.tables.question import SMALL, TableQuestion
from longdoc.tasks.tables.rows import RowChoice, choose_rows
from longdoc.tasks.tables.view import Column, Entry, TableView, is_sum, stems_of

__all__ = ["CellProposal", "propose_cells"]

_CLASS_ASKED = lazy_pattern(
    r" (?:which|what) (?!(?:is|was|are|were|do|does|did|has|have|had|of|the|one) )(\w+)"
)
DISTINCT_LABELS = 0.8  # share of distinct cells from which on a first column labels the rows
MAX_COLUMNS = 60  # of a table: each column may order the rows, and each may be asked for
# headers of the columns that answer each type of question
_HEADERS = {
    "who": re.compile(
        r"name|payee|person|who|responsib|employee|author|owner|nurse|winner|player|driver|member|holder|artist"
        r"|rider|singer|performer|opponent|candidate|representative|senator|president|director|coach|manager"
        r"|actor|actress|athlete|swimmer|skater|chair|mayor|minister|governor|pilot|staff|contact|lead\b|head\b"
        r"|incumbent|character|cast|recipient|nominee|wrestler|contestant|champion|partner|tenant|supplier"
    ),
    "when": re.compile(r"date|year|day|time|month|when|season|period|日期|年"),
    "where": re.compile(r"place|city|location|country|site|where|venue|warehouse|town|state|region|地"),
    "number": re.compile(
        r"quantit|number|count|total|amount|units|price|cost|sum|pay|fee|salary|value|数量|score"
    ),
}

_PLACING = frozenset({"first", "last", "highest", "lowest", "nth2", "nth3", "nth4", "nth5"})


@dataclass(frozen=True, slots=True)
class CellProposal:
    """One cell, and the features by which it is ranked; their names are those in ranker.safetensors."""

    span: Span
    text: str
    evidence: Mapping[str, float]


def propose_cells(question: TableQuestion, view: TableView) -> Iterator[CellProposal]:
    """All cells in the rows that the question may mean; a cell may be proposed several times."""
    view = _with_asked_name(question, _narrowed(question, view))
    header_stems = frozenset[str]().union(*(column.stems for column in view.columns))
    question = _with_total(question, view, header_stems)
    weight = {
        term: 1 / (1 + 0.2 * view.row_counts[term] ** 0.5)
        if term in view.row_counts or term in header_stems
        else 1.0
        for term in question.terms
    }
    total = sum(weight.values()) or 1.0
    known = header_stems | view.context_stems | view.row_counts.keys()
    best_match = max((_core_match(column, question) for column in view.columns), default=0.0)
    of_columns = [
        _column_features(question, view, number, known, best_match) for number in range(len(view.columns))
    ]
    kinds = [[_kind_of(entry) for entry in row] for row in view.rows]
    for choice in choose_rows(question, view, weight):
        row = view.rows[choice.row]
        for number, column in enumerate(view.columns):
            entry = row[number]
            if entry is None or not entry.text.strip():
                continue
            covered = choice.covered | ((column.stems | view.context_stems) & question.terms)
            share = sum(weight[term] for term in covered) / total
            evidence = {
                **choice.evidence, **of_columns[number], **_joint_features(choice, number, column, question),
                "covered": share, "covered all": float(share > 0.99),
                "covered squared": share * share, "repeats": _repeated(entry.stems, question),
                "cell repeated": float("or" in question.flags and entry.stems - SMALL <= question.terms),
                f"cell of {kinds[choice.row][number]}": 1.0,
                f"{question.wants or 'any'} of {kinds[choice.row][number]}": 1.0,
            }  # fmt: skip
            yield CellProposal(entry.span, entry.text, evidence)


def _with_total(question: TableQuestion, view: TableView, header_stems: frozenset[str]) -> TableQuestion:
    """The question with "total" as one of its terms, if that labels a column or a row.

    "The total of the first …" asks for the row that it places instead.
    """
    placed = question.flags & _PLACING
    if not question.total:
        return question
    if not question.total & header_stems and (placed or not any(map(is_sum, view.rows))):
        return question
    return replace(question, terms=question.terms | question.total)


def _with_asked_name(question: TableQuestion, view: TableView) -> TableView:
    """The table with a name for its first column if it has none: "which pump" asks for its labels."""
    first = view.columns[0] if view.columns else None
    if first is None or first.stems or first.kind != "words" or first.distinct < DISTINCT_LABELS:
        return view
    asked = _CLASS_ASKED.search(question.text)
    name = stems_of(asked[1]) if asked else frozenset[str]()
    if not name or name & view.row_counts.keys() or any(name & column.stems for column in view.columns):
        return view
    named = replace(first, stems=name, core=name)
    return replace(view, columns=(named, *view.columns[1:]))


def _narrowed(question: TableQuestion, view: TableView) -> TableView:
    """The table with at most MAX_COLUMNS columns: those that the question mentions, then the leftmost."""
    if len(view.columns) <= MAX_COLUMNS:
        return view
    words = question.terms | question.asked
    mentioned = [n for n, column in enumerate(view.columns) if column.stems & words]
    kept = dict.fromkeys((*mentioned, *range(MAX_COLUMNS)))
    return view.of_columns(sorted(list(kept)[:MAX_COLUMNS]))


def _column_features(
    question: TableQuestion, view: TableView, number: int, known: frozenset[str], best_match: float
) -> dict[str, float]:
    """How well a column matches the question.

    Args:
        known: all stems in the table and its context.
        best_match: the highest `_core_match` of the table's columns.
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
    core = _core_match(column, question)
    evidence["column core named"] = core
    evidence["column named whole"] = float(core == 1)
    evidence["column named most"] = float(core > 0 and core == best_match)
    evidence["column named less"] = best_match - core
    meant = [any(head.search(other.head.casefold()) for head in question.orders) for other in view.columns]
    evidence["column meant"] = float(meant[number])
    evidence["another column meant"] = float(any(meant) and not meant[number])
    for kind, pattern in _HEADERS.items():
        if pattern.search(column.head.casefold()):
            evidence["head fits" if question.wants == kind else f"head {kind}"] = 1.0
    evidence[f"{question.wants or 'any'} in {column.kind}"] = 1.0
    evidence["column holds asked"] = _holding(question.asked, view, number)
    if question.asked and not question.asked & known:
        evidence["asked nowhere"] = 1.0
    if question.attribute:
        evidence["attribute here"] = float(bool(question.attribute & column.stems))
        evidence["attribute nowhere"] = float(not question.attribute & known)
    evidence["unknown"] = len(question.terms - known) / max(1, len(question.terms))
    evidence["unknown any"] = float(not question.terms <= known)
    return evidence


def _holding(stems: frozenset[str], view: TableView, number: int) -> float:
    """The share of a column's cells that contain one of these stems."""
    if not stems & view.row_counts.keys():
        return 0.0
    inside = sum(1 for row in view.rows if (entry := row[number]) and entry.stems & stems)
    return inside / len(view.rows)


def _kind_of(entry: Entry | None) -> str:
    """The kind of a cell's value: "number", "date", "time", "words", or "nothing"."""
    if entry is None or not any(map(str.isalnum, entry.text)):
        return "nothing"
    return entry.value.kind if entry.value else "words"


def _core_match(column: Column, question: TableQuestion) -> float:
    """The share of a header's stems, without bracketed ones such as units, that are in the question."""
    return len(column.core & question.terms) / max(1, len(column.core))


def _joint_features(
    choice: RowChoice, number: int, column: Column, question: TableQuestion
) -> dict[str, float]:
    """Features of the row and the column together."""
    features = {}
    if number in choice.matched:
        features["cell matched"] = 1.0
    if number == choice.order:
        features["cell compared"] = 1.0
        if question.wants == "number":
            features["cell compared, number"] = 1.0
    if choice.anchor:
        features["cell beside same" if number in choice.anchor else "cell beside other"] = 1.0
    if "among named" in choice.evidence and column.kind == "words":
        features["cell of named"] = 1.0
    return features


def _repeated(stems: frozenset[str], question: TableQuestion) -> float:
    """The share of a cell's stems that are in the question; answers seldom repeat it, except after "or"."""
    share = len(stems & question.terms) / max(1, len(stems))
    return 0.0 if "or" in question.flags else share
