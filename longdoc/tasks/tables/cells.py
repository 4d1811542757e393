"""Proposes cells that may answer a question: all combinations of a row and a column, with their features."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from longdoc.documents.types import Span
from longdoc.lazy_pattern import lazy_pattern
from longdoc.tasks.tables.bands import with_amounts_in_bands
from longdoc.tasks.tables.columns import column_features
from longdoc.tasks.tables.header_words import in_header_words, with_headers_as_named
from longdoc.tasks.tables.period_headers import (
    with_counted_periods,
    with_named_periods,
    with_years_as_asked,
)
from longdoc.tasks.tables.placeholders import says_nothing
from longdoc.tasks.tables.question import TableQuestion
from longdoc.tasks.tables.row_choice import RowChoice
from longdoc.tasks.tables.rows import choose_rows
from longdoc.tasks.tables.view import SMALL, Column, Entry, TableView, is_sum, stems_of

__all__ = ["CellProposal", "propose_cells"]

_CLASS_ASKED = lazy_pattern(
    r" (?:which|what) (?!(?:is|was|are|were|do|does|did|has|have|had|of|the|one) )(\w+)"
)
DISTINCT_LABELS = 0.8  # share of distinct cells from which on a first column labels the rows
MAX_COLUMNS = 60  # of a table: each column may order the rows, and each may be asked for
_PLACING = frozenset({"first", "last", "highest", "lowest", "nth2", "nth3", "nth4", "nth5"})


@dataclass(frozen=True, slots=True)
class CellProposal:
    """One cell, and the features by which it is ranked; their names are those in ranker.safetensors."""

    span: Span
    text: str
    evidence: Mapping[str, float]


def propose_cells(question: TableQuestion, view: TableView) -> Iterator[CellProposal]:
    """All cells in the rows that the question may mean; a cell may be proposed several times."""
    question, view = with_amounts_in_bands(question, view)
    view = with_years_as_asked(question, _with_asked_name(question, _narrowed(question, view)))
    question = with_named_periods(with_counted_periods(in_header_words(question, view), view), view)
    view = with_headers_as_named(question, view)
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
    of_columns = column_features(question, view, known)
    offers = _offers(question, view)
    kinds = [[_kind_of(entry) for entry in row] for row in view.rows]
    for choice in choose_rows(question, view, weight):
        for number, column in enumerate(view.columns):
            at = next((n for n in choice.rows if kinds[n][number] != "nothing"), choice.row)
            entry, kind = view.rows[at][number], kinds[at][number]
            if entry is None or not entry.text.strip() or choice.only not in (None, number):
                continue
            if kind == "nothing" and "match" not in choice.evidence:
                continue
            covered = choice.covered | ((column.stems | view.context_stems) & question.terms)
            share = sum(weight[term] for term in covered) / total
            evidence = {
                **choice.evidence, **of_columns[number], **_joint_features(choice, number, column, question),
                "covered": share, "covered all": float(share > 0.99),
                "covered squared": share * share, "repeats": _repeated(entry.stems, question),
                "cell repeated": float("or" in question.flags and entry.stems - SMALL <= question.terms),
                "alternative": float(offers and entry.text.strip().casefold() in question.alternatives),
                "alternative elsewhere": float(
                    offers and entry.text.strip().casefold() not in question.alternatives
                ),
                f"cell of {kind}": 1.0, f"{question.wants or 'any'} of {kind}": 1.0,
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


def _offers(question: TableQuestion, view: TableView) -> bool:
    """Whether a cell is one of the alternatives of the question."""
    return bool(question.alternatives) and any(
        entry.text.strip().casefold() in question.alternatives for row in view.rows for entry in row if entry
    )


def _kind_of(entry: Entry | None) -> str:
    """The kind of a cell's value: "number", "date", "time", "words", or "nothing", such as "N/A"."""
    if entry is not None and entry.value is not None:
        return entry.value.kind
    return "nothing" if entry is None or says_nothing(entry.text) else "words"


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
    if choice.only == number:
        features["cell counted"] = 1.0
    if choice.anchor:
        features["cell beside same" if number in choice.anchor else "cell beside other"] = 1.0
    if "among named" in choice.evidence and column.kind == "words":
        features["cell of named"] = 1.0
    return features


def _repeated(stems: frozenset[str], question: TableQuestion) -> float:
    """The share of a cell's stems that are in the question; answers seldom repeat it, except after "or"."""
    share = len(stems & question.terms) / max(1, len(stems))
    return 0.0 if "or" in question.flags else share
