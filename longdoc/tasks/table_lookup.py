"""Cells of tables found by the words of a question: the row that it names, the column that it asks for.

"What is the reorder level of the ball valve?" names a header and a row; the cell where both meet is read off
the table's structure. The networks read the same rows; what is found here is evidence beside their logits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from longdoc.documents.types import Cell, Document, Span, Table
from longdoc.tasks.found import Found
from longdoc.tasks.search import PassageIndex
from longdoc.tasks.spans import distinct, mostly
from longdoc.tasks.terms import lowered, question_terms, stem
from longdoc.tasks.types import Passage

__all__ = ["Lookup", "led_by_cell", "look_up", "surely_described", "with_cell"]

MOST_CELLS = 200_000  # of a document; larger tables are left to the search
MOST_LOOKUPS = 3
LEAD = 4.0  # logits that a cell described in full stands above the best span of the networks
LEAST_COVERED = 0.6  # of the question's terms that row and column must hold
SURE_COVERED, SURE_LEAD = 0.95, 0.3  # from which on a cell is taken for the one that is described
UNASKED_COLUMN = 0.3  # what a column loses that is neither named nor of the kind asked for
ASKED_COLUMN = 0.35  # what a column's header adds that is of the kind asked for, without being named

_WORD = re.compile(r"[^\W_]+")
_NUMERIC = re.compile(r"^\W*(?:[A-Z]{3}|[$€£¥])?\s*[\d.,\s]*\d\W*(?:%|[a-z]{1,3})?\W*$")
_WANTED = tuple(
    (re.compile(asks, re.IGNORECASE), re.compile(heads))
    for asks, heads in (
        (r"\bhow many\b|\bwhat number\b|多少|几", r"quantit|number|count|total|amount|units|数量"),
        (
            r"\bhow much\b|\bwhat (?:price|cost|sum)\b",
            r"amount|price|cost|total|sum|pay|paid|fee|salary|value",
        ),
        (
            r"^\W*(?:and )?who(?:m|se)?\b|谁",
            r"name|payee|person|who|responsib|employee|author|owner|nurse|winner",
        ),
        (r"\bwhen\b|\bwhat (?:year|date|day)\b|何时", r"date|year|day|time|month|when|日期|年"),
        (r"\bwhere\b|哪里", r"place|city|location|country|site|where|venue|warehouse|town|地"),
    )
)


@dataclass(frozen=True, slots=True)
class Lookup:
    """A cell that may answer: `covered` is the share of the question that its row and header account for.

    `lead` is how far that lies above the best cell of another row or column.
    """

    span: Span
    covered: float
    lead: float


def look_up(question: str, document: Document) -> list[Lookup]:
    """The cells that a question describes, best first; none where no table fits."""
    terms = tuple(term.text for term in question_terms(question) if term.is_word)
    if not terms or not document.tables or sum(len(t.cells) for t in document.tables) > MOST_CELLS:
        return []
    scored = [one for table in document.tables for one in _scored(question, terms, document, table)]
    scored.sort(key=lambda one: -one[0])
    return [
        Lookup(
            cell.span,
            covered,
            score - (scored[1][0] if n == 0 and len(scored) > 1 else scored[0][0] * (n > 0)),
        )
        for n, (score, covered, cell) in enumerate(scored[:MOST_LOOKUPS])
        if covered >= LEAST_COVERED
    ]


def surely_described(question: str, document: Document) -> Span | None:
    """The one cell that a question describes in full, and no other nearly as well; None without one."""
    found = look_up(question, document)
    return (
        found[0].span if found and found[0].covered >= SURE_COVERED and found[0].lead >= SURE_LEAD else None
    )


def with_cell(proposed: Sequence[Passage], cell: Span | None, index: PassageIndex) -> Sequence[Passage]:
    """The passages proposed, and first among them one that holds the cell."""
    if cell is None:
        return proposed
    held = [passage for passage in proposed if passage.span.contains(cell)]
    if not held:
        numbers = range(len(index.windows_P2))
        held = [p for p in map(index.passage, numbers) if p.span.contains(cell)][:1]
        held = [replace(passage, score=1.0) for passage in held]
    return [*held[:1], *(passage for passage in proposed if passage not in held[:1])]


def led_by_cell(found: Found, cell: Span | None) -> Found:
    """What was found, led by the cell where there is one."""
    number = next((n for n, p in enumerate(found.passages) if cell and p.span.contains(cell)), None)
    if cell is None or number is None or not found.candidates:
        return found
    inside = [c for c in found.candidates if c.passage == number]
    same = [c for c in inside if mostly(c.span, cell)]
    like = (same or inside or list(found.candidates))[0]
    led = replace(like, span=cell, passage=number, margin=found.candidates[0].margin + LEAD)
    return replace(found, candidates=tuple(distinct([led, *found.candidates])))


def _scored(
    question: str, terms: Sequence[str], document: Document, table: Table
) -> Iterator[tuple[float, float, Cell]]:
    """Cells below the header: score, share of the terms that the cell accounts for, cell."""
    about = _stems(document.title) | (
        _stems(document.quote(table.caption)) if table.caption is not None else set()
    )
    wanted = next((header for asks, header in _WANTED if asks.search(question)), None)
    heads = {c: " ".join(texts) for c, texts in _heads(document, table).items()}
    head_stems = {c: _stems(text) for c, text in heads.items()}
    rows: dict[int, list[Cell]] = {}
    for cell in table.cells:
        if cell.row >= table.header_rows:
            rows.setdefault(cell.row, []).append(cell)
    weight = _rarity(terms, [_stems(document.quote(c.span)) for cells in rows.values() for c in cells])
    in_all = sum(weight.values())
    for cells in rows.values():
        held = [(cell, _stems(document.quote(cell.span)) & set(terms)) for cell in cells]
        matched = {cell.column for cell, found in held if found}
        for cell, _ in held:
            here = set().union(*(found for other, found in held if other.column != cell.column))
            if not here or not document.quote(cell.span).strip():
                continue
            named = head_stems.get(cell.column, set()) & set(terms)
            beside = set().union(*(head_stems.get(c, set()) for c in matched - {cell.column})) & set(terms)
            covered = here | named | beside | (about & set(terms))
            fits = bool(wanted and wanted.search(lowered(heads.get(cell.column, ""))))
            numeric = bool(_NUMERIC.match(document.quote(cell.span)))
            bonus = ASKED_COLUMN * (fits and not named) - 0.2 * (_wants_number(question) and not numeric)
            bonus += 0.15 * bool(named and _asked_first(question, named))
            share = sum(weight[term] for term in covered) / in_all
            # "how many" and the like stand for a header of their kind
            yield share + bonus - UNASKED_COLUMN * (not named and not fits), share, cell


def _heads(document: Document, table: Table) -> dict[int, list[str]]:
    """The text that heads each column, from the top."""
    heads: dict[int, list[str]] = {}
    for cell in table.cells:
        if cell.row < table.header_rows:
            for column in range(cell.column, cell.column + cell.columns):
                heads.setdefault(column, []).append(document.quote(cell.span))
    return heads


def _rarity(terms: Sequence[str], cells: Sequence[set[str]]) -> dict[str, float]:
    """How much each term says: less, the more cells hold it."""
    return {term: 1 / (1 + 0.2 * sum(term in held for held in cells) ** 0.5) for term in terms}


def _wants_number(question: str) -> bool:
    return bool(re.search(r"\bhow (?:many|much)\b|多少", question, re.I))


def _asked_first(question: str, named: set[str]) -> bool:
    """Whether the header is what is asked for: the words right behind "which", "what", "what is the"."""
    match = re.search(
        r"\b(?:which|what)\b(?: (?:is|was|are|were))?(?: the)? ([^\W_]+)(?: ([^\W_]+))?", question, re.I
    )
    return bool(match and {stem(word.lower()) for word in match.groups() if word} & named)


@lru_cache(maxsize=65_536)
def _stem_set(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in _WORD.findall(lowered(text)))


def _stems(text: str) -> set[str]:
    return set(_stem_set(text))
