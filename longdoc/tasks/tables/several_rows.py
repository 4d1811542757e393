"""Finds the cells of all rows that a question asks for: "which employees work in Berlin?".

The question must name the rows by whole values of one column, by a condition such as "more than 100", or by
a yes or no; without any of these it asks for all values of a column ("which suppliers are there?").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import islice

from longdoc.documents.types import Span
from longdoc.lazy_pattern import lazy_pattern
from longdoc.tasks.spans.list_questions import asks_for_list
from longdoc.tasks.tables.header_words import in_header_words
from longdoc.tasks.tables.question import TableQuestion, read_question
from longdoc.tasks.tables.view import SMALL, Entry, TableView, is_sum, stems_of

__all__ = ["cells_of_rows"]

# one row, one figure, or a relation between rows is asked for
_ONE_ROW = frozenset({"highest", "lowest", "best", "worst", "fast", "first", "last", "same", "only"})
_BESIDE = frozenset({"after", "before"})
_FIGURE = lazy_pattern(
    r"\bhow (?:many|much|often|long)\b|\b(?:total|sum|average|mean|difference|next|previous)\b"
)
# "which employees work …", where the verb is any: the table shows whether there are several
_SEVERAL = lazy_pattern(
    r"^\W*(?:(?:in|at|for|from|with|by) )?(?:which|what)(?: of the| are the| were the| other)?"
    r"(?: [\w'’-]+){0,2}? (?!(?:has|was|does|comes|goes|its|this|his)\b)"
    r"(?:[\w'’-]{2,}(?<!s|u|i)s|people|persons|men|women|children|staff|personnel)\b"
)
# what a word means is asked for, and not the values below it: "what are original equipment manufacturers?"
_MEANING = lazy_pattern(
    r"^\W*what (?:is|are) (?!(?:all|the|its|their|our|your)\b)[\w'’-]+(?:\s+[\w'’-]+){0,4}\W*$"
)
_TIMES = lazy_pattern(r"\b(?:what|which) (?:years?|months?|dates?|days?)\b")
_LISTED = lazy_pattern(r"^\W*(?:list|name|give)(?: me)?(?: (?:all|the|of|every))* [\w'’-]+")
_PLURAL = lazy_pattern(r"\b(\w{3,}[^\Wsui])s\b")
_WHO = lazy_pattern(r"^\W*who\b")
_WHAT_DOES = lazy_pattern(r"^\W*(?:what|who) (?:does|do|did)\b")
_DENIED = lazy_pattern(r"\b(?:not|no|without|out of|lacks?|lacking|never|isn['’]t|hasn['’]t|haven['’]t)\b")
_NO = lazy_pattern(r"\W*(?:no|n|none|0|nil|false|never|non|nein|否|无)\W*|\W*[-–—✗✘]\W*", re.IGNORECASE)
_YES = lazy_pattern(r"\W*(?:yes|y|true|oui|ja|x|是|有)\W*|\W*[✓✔]\W*", re.IGNORECASE)
_PERSONS = stems_of("name person employee member driver owner player author staff contact manager colleague")
_PARTS = lazy_pattern(r"\s*(?:[,;/]|\band\b)\s*")
_NUMBERED = lazy_pattern(r"[^\W\d_]{1,6}[-_./ ]?\d+")
_DIGIT = lazy_pattern(r"\d")
_VERBS = stems_of(  # say nothing of a row
    "item items article articles product products thing things entry entries row rows person people one ones"
    " work works live lives come comes cost costs earn earns start started own owns belong belongs need needs"
    " supply supplies sell sells make makes offer offers offered list listed available kind kinds type types"
    " use uses used get gets give given take takes know go goes contain contains include includes name named"
    " pay paid join joined locate located base based assign assigned drive drives run runs due responsible"
    " sit sits stay stays serve serves appear appears show shown register registered employ employed"
    " hold holds currently still now today present all every please"
    " more less than before after over under between"
)
_UNIT = lazy_pattern(r"\s*[^\W\d_]+")
_NAME = lazy_pattern(r"(?<=\s)[A-Z][\w’'-]+")
MIN_DISTINCT = 0.8  # share of unique cells of a column that names its rows
MOST_VALUES = 60  # of a column whose values are asked for without a condition


@dataclass(frozen=True, slots=True)
class _Choice:
    """Rows of a table, the columns that chose them, and the words of the question that this explains."""

    rows: tuple[int, ...]
    columns: frozenset[int]
    explained: frozenset[str]


def cells_of_rows(question: str, views: Sequence[TableView]) -> list[Span]:
    """The cells that answer, one of each row, in order; none unless several rows are asked for."""
    low = question.lower()
    asked = _with_singulars(read_question(question), low)
    one_row = asked.flags & _ONE_ROW or (asked.flags & _BESIDE and not asked.conditions)
    if not views or one_row or asked.ordinals or _FIGURE.search(low) or _MEANING.search(low):
        return []
    several = asks_for_list(question) or _SEVERAL.search(low) or _WHAT_DOES.search(low)
    if not several and not (_WHO.search(low) and asked.conditions):
        return []
    found = [cells for view in _joined(views) if (cells := _cells(question, asked, view))]
    return found[0] if len(found) == 1 else []


def _with_singulars(asked: TableQuestion, low: str) -> TableQuestion:
    """The question with the stems of the singulars of its plurals, which may differ: "suppliers"."""
    singulars = stems_of(" ".join(_PLURAL.findall(low)))
    plurals = stems_of(" ".join(f"{word}s" for word in _PLURAL.findall(low)))
    more = singulars if plurals & asked.asked else frozenset[str]()
    return replace(asked, terms=asked.terms | singulars, asked=asked.asked | more)


def _joined(views: Sequence[TableView]) -> list[TableView]:
    """The views, with tables that go on after a page break, under the same headers, as one."""
    by_heads: dict[tuple[str, ...], list[TableView]] = {}
    for view in views:
        by_heads.setdefault(tuple(column.head for column in view.columns), []).append(view)
    return [
        some[0] if len(some) == 1 else TableView.of(
            some[0].columns, tuple(row for view in some for row in view.rows), some[0].context_stems,
            [section for view in some for section in view.sections],
        )
        for some in by_heads.values()
    ]  # fmt: skip


def _cells(question: str, asked: TableQuestion, view: TableView) -> list[Span]:
    asked = in_header_words(asked, view)
    choices = list(_choices(question, asked, view))
    if not choices:
        return _all_values(asked, view)
    rows = set(choices[0].rows).intersection(*(choice.rows for choice in choices[1:]))
    explained = frozenset[str]().union(*(choice.explained for choice in choices))
    columns = frozenset[int]().union(*(choice.columns for choice in choices))
    target = _target(question.lower(), asked, view, columns)
    if target is None or not 1 < len(rows) < len(view.rows):
        return []
    explained |= view.columns[target].stems | view.context_stems
    left = _unexplained(asked, explained | _said_of_values(question.lower(), asked))
    if left - _subject(question.lower(), left):
        return []  # "which employees in Oslo resigned?": the table may not say who did
    if _TIMES.search(question.lower()) and view.columns[target].kind != "date":
        return []
    kept = [view.rows[row] for row in sorted(rows) if not is_sum(view.rows[row])]
    spans = [span for row in kept if (span := _answering(row, view, target))]
    return spans if len(spans) == len(kept) > 1 else []


def _answering(row: Sequence[Entry | None], view: TableView, target: int) -> Span | None:
    """The cell that answers; a code with the name beside it: "A-102 | Angle grinder"."""
    entry, beside = row[target], row[target + 1] if target + 1 < len(row) else None
    if entry is None or not entry.text.strip():
        return None
    if _is_code(entry) and beside is not None and _is_label(view, target + 1):
        return Span(entry.span.start, beside.span.end)
    return entry.span


def _unexplained(asked: TableQuestion, explained: frozenset[str]) -> frozenset[str]:
    """The words of the question that say something else than what explains the rows."""
    forms = [(stems_of(word), stems_of(f"{word}s")) for word in _PLURAL.findall(asked.text)]
    known = [one | many for one, many in forms if (one | many) & explained]
    return asked.terms - explained.union(*known) - _VERBS


def _said_of_values(low: str, asked: TableQuestion) -> frozenset[str]:
    """The words of denials and of conditions with their unit: "longer than 2 hours"."""
    denials = [found.group() for found in _DENIED.finditer(low)]
    units = (_UNIT.match(low, condition.end) for condition in asked.conditions)
    conditions = [low[condition.start : condition.end] for condition in asked.conditions]
    return stems_of(" ".join([*denials, *conditions, *(unit.group() for unit in units if unit)]))


def _subject(low: str, left: frozenset[str]) -> frozenset[str]:
    """Words for what stands in the rows, of which a table need not say what it is: "which ships …"."""
    several = _SEVERAL.search(low) or _LISTED.search(low)
    words = several.group().split()[-1:] if several else []
    return left & (_PERSONS | stems_of(" ".join([*words, *(word.removesuffix("s") for word in words)])))


def _choices(question: str, asked: TableQuestion, view: TableView) -> Iterator[_Choice]:
    """What the question says of the rows: conditions, whole values, yes or no."""
    low, bounds = question.lower(), frozenset[str]()
    for condition in asked.conditions:
        fitting = [n for n, column in enumerate(view.columns) if condition.fits(column)]
        fitting = [n for n in fitting if not _is_numbering(view, n)]
        named = [n for n in fitting if view.columns[n].core & asked.terms]
        meant = [n for n in fitting if any(one.search(view.columns[n].head.lower()) for one in asked.orders)]
        columns = named or meant or fitting
        if len(columns) != 1:
            return
        (number,) = columns
        rows = tuple(
            n for n, row in enumerate(view.rows)
            if (entry := row[number]) and entry.value and condition.holds(entry.value, view.columns[number])
        )  # fmt: skip
        bounds |= condition.stems
        yield _Choice(rows, frozenset(columns), condition.stems | view.columns[number].stems)
    denial = _DENIED.search(low)
    said = asked.terms if denial is None else stems_of(low[denial.end() :])
    if (agreed := _yes_or_no(said, view, _YES if denial is None else _NO)) is not None:
        yield agreed
        denial = None
    values = list(_named_values(asked, view, bounds, question))
    yield from values if denial is None else (_without(one, said, view) for one in values)


def _without(choice: _Choice, denied: frozenset[str], view: TableView) -> _Choice:
    """The other rows, if the value that chooses is the one that the question denies: "not done"."""
    (number,) = choice.columns
    if not any(stems <= denied for row in choice.rows for stems in _values(view.rows[row][number])):
        return choice
    others = [n for n, row in enumerate(view.rows) if n not in choice.rows and _values(row[number])]
    return replace(choice, rows=tuple(others))


def _yes_or_no(said: frozenset[str], view: TableView, wanted: re.Pattern[str]) -> _Choice | None:
    for number, column in enumerate(view.columns):
        core = column.core - SMALL
        entries = [row[number] for row in view.rows]
        filled = [entry.text for entry in entries if entry and entry.text.strip()]
        binary = all(_NO.fullmatch(text) or _YES.fullmatch(text) for text in filled)
        if not core or not core <= said or not (binary or (wanted is _NO and column.kind == "number")):
            continue
        rows = tuple(n for n, entry in enumerate(entries) if entry and wanted.fullmatch(entry.text))
        return _Choice(rows, frozenset({number}), column.stems)
    return None


def _named_values(
    asked: TableQuestion, view: TableView, bounds: frozenset[str], question: str
) -> Iterator[_Choice]:
    """Rows by the values that the question names, such as "Berlin"; one choice for each column."""
    names = stems_of(" ".join(_NAME.findall(question))) - view.context_stems
    for number, column in enumerate(view.columns):
        short = _short_names(names, view, number)
        named: dict[frozenset[str], list[int]] = {}
        for n, row in enumerate(view.rows):
            for stems in _values(row[number]):
                if stems & short:
                    named.setdefault(stems & short, []).append(n)
                elif stems <= asked.terms and not stems <= bounds | column.stems:
                    named.setdefault(stems, []).append(n)
        if named:
            values = [stems for stems in named if not any(stems < other for other in named)]
            rows = tuple(sorted({n for stems in values for n in named[stems]}))
            yield _Choice(rows, frozenset({number}), frozenset().union(*values) | column.stems)


def _short_names(names: frozenset[str], view: TableView, number: int) -> frozenset[str]:
    """Those names of the question that are a part of one value of a column only: "Paul" of "Paul Becker"."""
    values = {stems for row in view.rows for stems in _values(row[number]) if len(stems) > 1}
    return frozenset(name for name in names if _is_part_of_one(name, values))


def _is_part_of_one(name: str, values: Set[frozenset[str]]) -> bool:
    """Whether only one value holds a name, of those that hold no other value."""
    single = (v for v in values if name in v and not any(other < v for other in values))
    return len(list(islice(single, 2))) == 1


def _values(entry: Entry | None) -> list[frozenset[str]]:
    """The stems of a cell, and of its parts between commas."""
    if entry is None or not entry.text.strip():
        return []
    texts = {entry.text, *_PARTS.split(entry.text)}
    return [stems for text in texts if (stems := stems_of(text) - SMALL)]


def _target(low: str, asked: TableQuestion, view: TableView, taken: frozenset[int]) -> int | None:
    """The column that answers: the one asked for, that of persons, or the one that names the rows."""
    free = [n for n in range(len(view.columns)) if n not in taken]
    said = [n for n in free if view.columns[n].core and view.columns[n].core <= asked.asked]
    if said:
        return said[0]
    if _WHO.search(low):
        persons = [n for n in free if view.columns[n].core & _PERSONS]
        if persons:
            return persons[0]
    unique = [n for n in free if view.columns[n].distinct >= MIN_DISTINCT]
    labels = [n for n in unique if view.columns[n].kind == "words"]
    return next((n for n in labels if _is_label(view, n)), next(iter(labels), None))


def _is_label(view: TableView, number: int) -> bool:
    """Whether a column names its rows by words."""
    column = view.columns[number]
    is_unique = column.kind == "words" and column.distinct >= MIN_DISTINCT
    return is_unique and not any(_is_code(row[number]) for row in view.rows)


def _is_numbering(view: TableView, number: int) -> bool:
    """Whether the cells of a column are letters with a number, such as "T-1" or "B12"."""
    texts = [entry.text.strip() for row in view.rows if (entry := row[number]) and entry.text.strip()]
    return bool(texts) and all(_NUMBERED.fullmatch(text) for text in texts)


def _is_code(entry: Entry | None) -> bool:
    """Whether a cell is a number or a code such as "A-101"."""
    return entry is not None and " " not in entry.text.strip() and bool(_DIGIT.search(entry.text))


def _all_values(asked: TableQuestion, view: TableView) -> list[Span]:
    """The distinct values of the column that the question asks for, and nothing else."""
    named = [n for n, column in enumerate(view.columns) if column.core and column.core <= asked.terms]
    said = [n for n in named if view.columns[n].core & asked.asked] or named
    if len(said) != 1 or asked.conditions or asked.numbers:
        return []
    if _unexplained(asked, view.columns[said[0]].stems | view.context_stems | stems_of("date")):
        return []
    first: dict[str, Span] = {}
    for row in view.rows:
        if (entry := row[said[0]]) and entry.text.strip() and not is_sum(row):
            first.setdefault(entry.text.strip().casefold(), entry.span)
    return list(first.values()) if 1 < len(first) <= MOST_VALUES else []
