"""Features of columns: how well the header and the kind of values match what a question asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from longdoc.tasks.tables.header_words import alike
from longdoc.tasks.tables.question import OPERATORS, TableQuestion
from longdoc.tasks.tables.view import Column, TableView, stems_of
from longdoc.tasks.terms import STOP_WORDS

__all__ = ["column_features"]

# headers of the columns that answer each type of question
_HEADERS = {
    "who": re.compile(
        r"name|payee|person|who|responsib|employee|author|owner|nurse|winner|player|driver|member|holder|artist"
        r"|rider|singer|performer|opponent|candidate|representative|senator|president|director|coach|manager"
        r"|actor|actress|athlete|swimmer|skater|chair|mayor|minister|governor|pilot|staff|contact|lead\b|head\b"
        r"|incumbent|character|cast|recipient|nominee|wrestler|contestant|champion|partner|tenant|supplier"
    ),
    "when": re.compile(r"date|year|day|time|month|when|season|period|日期|年"),
    "why": re.compile(r"reason|purpose|why|cause|\buse\b|used|indication|note|remark|comment|原因|用途"),
    "where": re.compile(r"place|city|location|country|site|where|venue|warehouse|town|state|region|地"),
    "number": re.compile(
        r"quantit|number|count|total|amount|units|price|cost|sum|pay|fee|salary|value|数量|score"
    ),
}


# words before a header's name that ask for nothing else: "the current price"
_NEUTRAL = stems_of(
    "current currently present exact actual total full overall given listed stated normal usual regular "
    "standard correct right precise whole entire specified recorded reported respective own new latest final "
    "official unit selling sales asking"
)


def column_features(
    question: TableQuestion, view: TableView, known: frozenset[str]
) -> list[dict[str, float]]:
    """The features of each column.

    Args:
        known: all stems in the table and its context.
    """
    heads = [column.head.casefold() for column in view.columns]
    meant = [any(pattern.search(head) for pattern in question.orders) for head in heads]
    words = [n for n, column in enumerate(view.columns) if column.kind == "words"]
    of_question = _question_features(question, known, meant)
    return [
        {
            **_named_features(question, view.columns, number),
            "column modified": float(_is_modified(question, view.columns[number], known)),
            **_fit_features(question, heads, number),
            "column first": float(number == 0), "column first of words": float(words[:1] == [number]),
            "column distinct": column.distinct, "column persons": column.persons,
            f"column of {column.kind}": 1.0, "column meant": float(meant[number]),
            "another column meant": float(any(meant) and not meant[number]),
            f"{question.wants or 'any'} in persons": column.persons,
            f"{question.wants or 'any'} in {column.kind}": 1.0,
            "column holds asked": _holding(question.asked, view, number),
            "attribute here": float(bool(question.attribute & column.stems)),
            "column band": float(column.is_band),
            "another column band": float(not column.is_band and any(one.is_band for one in view.columns)),
            **of_question,
        }
        for number, column in enumerate(view.columns)
    ]  # fmt: skip


def _named_features(question: TableQuestion, columns: Sequence[Column], number: int) -> dict[str, float]:
    """Whether the question has words of the header, and of those of other columns."""
    column = columns[number]
    named, asked = column.stems & question.terms, column.stems & question.asked
    core, best = _core_match(column, question), max(_core_match(one, question) for one in columns)
    return {
        "column named": len(named) / max(1, len(column.stems)), "column named any": float(bool(named)),
        "column asked": len(asked) / max(1, len(column.stems)), "column asked any": float(bool(asked)),
        "column asked elsewhere": float(not asked and any(one.stems & question.asked for one in columns)),
        "column core named": core, "column named whole": float(core == 1),
        "column named most": float(core > 0 and core == best), "column named less": best - core,
    }  # fmt: skip


def _core_match(column: Column, question: TableQuestion) -> float:
    """The share of a header's stems, without bracketed ones such as units, that are in the question."""
    return len(column.core & question.terms) / max(1, len(column.core))


def _is_modified(question: TableQuestion, column: Column, known: frozenset[str]) -> bool:
    """Whether a word that the table lacks stands before a word of the header: "parental leave"."""
    words = question.text.split()
    same = frozenset[str]().union(*(alike().get(stem, frozenset()) for stem in column.core))
    expected = known | OPERATORS | _NEUTRAL | same  # such words are no narrower: "telephone number"
    return any(
        word.isalpha() and word not in STOP_WORDS and stems_of(following) <= column.core
        and not stems_of(word) & expected
        for word, following in pairwise(words)
    )  # fmt: skip


def _fit_features(question: TableQuestion, heads: Sequence[str], number: int) -> dict[str, float]:
    """Whether the header, or another one, is of the type of the answer, such as "candidate" for "who"."""
    kinds = [kind for kind, pattern in _HEADERS.items() if pattern.search(heads[number])]
    evidence = {"head fits" if kind == question.wants else f"head {kind}": 1.0 for kind in kinds}
    if question.wants:
        fitting = sum(1 for head in heads if _HEADERS[question.wants].search(head))
        fits = question.wants in kinds
        evidence["another head fits"] = float(fitting > 0 and not fits)
        evidence["head fits alone"] = float(fitting == 1 and fits)
    return evidence


def _question_features(
    question: TableQuestion, known: frozenset[str], meant: Sequence[bool]
) -> dict[str, float]:
    """What the question names that the table lacks; the same for each column."""
    asked = bool(question.asked) and not question.asked & known
    return {
        "meant nowhere": float(bool(question.orders) and not any(meant)), "asked nowhere": float(asked),
        "attribute nowhere": float(bool(question.attribute) and not question.attribute & known),
        "unknown": len(question.terms - known) / max(1, len(question.terms)),
        "unknown any": float(not question.terms <= known),
    }  # fmt: skip


def _holding(stems: frozenset[str], view: TableView, number: int) -> float:
    """The share of a column's cells that contain one of these stems."""
    if not stems & view.row_counts.keys():
        return 0.0
    inside = sum(1 for row in view.rows if (entry := row[number]) and entry.stems & stems)
    return inside / len(view.rows)
