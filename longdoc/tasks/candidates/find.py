"""Questions → candidates: search proposes passages, and the networks read them with the question.

The passages of all questions go through the networks together, the best few of each first: where these
answer surely, the others are not read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import inf

from longdoc.documents.types import Document, Span
from longdoc.network.types import Network
from longdoc.reading.types import Reading
from longdoc.tasks.candidates.passage_reading import Asked, PassageReader
from longdoc.tasks.candidates.read_result import FEW_PASSAGES, FIRST, Found
from longdoc.tasks.candidates.rescoring import READ_ONCE_COST
from longdoc.tasks.candidates.rule_spans import prepend_rule_span
from longdoc.tasks.candidates.table_cells import merge_cells, prepend_cell_passage
from longdoc.tasks.rules.chinese_values import chinese_value
from longdoc.tasks.rules.definitions import definition_of
from longdoc.tasks.rules.mail_fields import mail_field
from longdoc.tasks.search.clause_topics import (
    ClauseTopic,
    clause_around,
    clause_topic,
    wording_for_reading,
    wording_for_search,
)
from longdoc.tasks.search.passages import PassageIndex
from longdoc.tasks.spans.candidate import Candidate
from longdoc.tasks.tables.lookup import probable_table_cells, table_views
from longdoc.tasks.types import Passage

__all__ = ["MANY_ALTERNATIVES", "find_candidates", "passages_for", "read_passages"]

PASSAGES = 12  # read for each question, of those that search proposes
PASSAGES_FOR_READER = 5  # of these are read by the reader, too
PASSAGES_FOR_MANY = 24  # where MANY_ALTERNATIVES or more are wanted
PASSAGES_FOR_ALL = FEW_PASSAGES  # where every place that answers is wanted
MANY_ALTERNATIVES = 10  # from so many on the sentences of a span stand beside it
SEARCH_WEIGHT = 4.0  # logits that a span loses in the worst passage against the one that search likes best …
MANY_PASSAGES = 24  # … in a document of at least so many: to be the worst of three says little

TOPIC_LEAD = 2.0  # logits that a sentence on the topic of a short question to a contract is worth

Sure = Callable[[str, Found], bool]  # whether what was found for a question in its first passages is enough


def passages_for(top_alternatives: int, *, all_spans: bool = False) -> int:
    """How many passages to read for a question with this many alternatives."""
    if all_spans:
        return PASSAGES_FOR_ALL
    least = PASSAGES_FOR_MANY if top_alternatives >= MANY_ALTERNATIVES else PASSAGES
    return min(PASSAGES_FOR_ALL, max(least, top_alternatives))


def find_candidates(
    questions: Sequence[str],
    document: Document,
    reading: Reading,
    model: Network,
    *,
    exhaustive: bool = False,
    top: int = PASSAGES,
    sure: Sure | None = None,
    proposed: Sequence[Sequence[Passage]] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Found]:
    """Search and read: for each question the passages read and the distinct spans found, best first.

    Args:
        exhaustive: read the whole document with each question.
        sure: decides after the first passages of a question whether reading may stop.
        proposed: passages to read for each question, best first, in place of those that search finds.
        progress: called with the passages read and those to be read in all.
    """
    index = PassageIndex(document, reading)
    topics = [clause_topic(question, document) for question in questions]
    if proposed is None:
        searched = [wording_for_search(q, topic) for q, topic in zip(questions, topics, strict=True)]
        proposed = [
            index.everything(wording, model) if exhaustive else index.search(wording, model, top=top)
            for wording in searched
        ]
    weight = SEARCH_WEIGHT * min(1.0, len(index.windows_P2) / MANY_PASSAGES)
    views = table_views(document)
    cells = [probable_table_cells(question, views) for question in questions]
    proposed = [
        prepend_cell_passage(some, likely, index) for some, likely in zip(proposed, cells, strict=True)
    ]
    definitions = [_said_outright(question, document) for question in questions]
    proposed = [
        index.with_place(some, one) if one else some for some, one in zip(proposed, definitions, strict=True)
    ]
    wordings = [wording_for_reading(q, topic) for q, topic in zip(questions, topics, strict=True)]
    found = read_passages(
        questions, proposed, document, reading, model, wordings=wordings,
        search_weight=weight, sure=None if exhaustive else sure, progress=progress,
        for_reader=None if exhaustive else PASSAGES_FOR_READER,
    )  # fmt: skip
    found = [merge_cells(one, likely, document) for one, likely in zip(found, cells, strict=True)]
    found = [prepend_rule_span(one, place) for one, place in zip(found, definitions, strict=True)]
    return [_on_topic(one, topic, document) for one, topic in zip(found, topics, strict=True)]


def read_passages(
    questions: Sequence[str], proposed: Sequence[Sequence[Passage]], document: Document, reading: Reading,
    model: Network, *, wordings: Sequence[str] | None = None, search_weight: float = 0.0,
    sure: Sure | None = None, for_reader: int | None = PASSAGES_FOR_READER,
    progress: Callable[[int, int], None] | None = None,
) -> list[Found]:  # fmt: skip
    """Read the passages proposed for each question, all together in as few calls as fit.

    The long-context network reads all of them, and the reader, where the model has one, those of them in
    which the former finds the best spans.

    Args:
        wordings: the questions as the networks are to read them; by default as they are.
        search_weight: logits that a span loses in a passage with a search score of 0 against one with 1.
        sure: as in `find_candidates`; the passages are read in the order in which they are proposed.
        for_reader: how many passages of each question the reader reads; None: as many as are proposed.
        progress: as in `find_candidates`.
    """
    pages = PassageReader(document, reading, model, search_weight, progress)
    ids = [model.tokenizer.encode(wording).ids.tolist() for wording in wordings or questions]
    once = READ_ONCE_COST * min(1.0, search_weight / SEARCH_WEIGHT)
    found = [Found.of((), (), (), once) for _ in questions]
    open_ = list(range(len(questions)))
    for top in (FIRST, None) if sure else (None,):
        asked = [
            Asked(q, ids[q], p, proposed[q][p])
            for q in open_ for p in range(len(found[q].passages), len(proposed[q][:top]))
        ]  # fmt: skip
        small = [[*found[q].small] for q in range(len(questions))]
        large = [[*found[q].large] for q in range(len(questions))]
        for q, candidate in pages.by_network(asked):
            small[q].append(candidate)
        chosen = _for_reader(asked, small, large, for_reader)
        for q, candidate in pages.by_reader(chosen):
            large[q].append(candidate)
        for q in open_:
            found[q] = Found.of(proposed[q][:top], small[q], large[q], once)
        open_ = [q for q in open_ if not (sure and sure(questions[q], found[q]))]
    return found


def _said_outright(question: str, document: Document) -> Span | None:
    """A place that answers by its form alone: a definition, a field of a mail, a value of a Chinese term."""
    found = (finds(question, document) for finds in (definition_of, mail_field, chinese_value))
    return next((place for place in found if place), None)


def _on_topic(found: Found, topic: ClauseTopic | None, document: Document) -> Found:
    """What was found, with the sentences ahead that deal with the topic of the question, where it has one."""
    if topic is None:
        return found
    weighed = [
        replace(c, margin=c.margin + TOPIC_LEAD * topic.is_dealt_with(clause_around(document, c.span)))
        for c in found.candidates
    ]
    return replace(found, candidates=tuple(sorted(weighed, key=lambda c: -c.margin)))


def _for_reader(
    asked: Sequence[Asked], small: Sequence[Sequence[Candidate]], large: Sequence[Sequence[Candidate]],
    most: int | None,
) -> list[Asked]:  # fmt: skip
    """The passages for the reader: those with the best spans of the long-context network."""
    if most is None:
        return list(asked)
    left = {one.question: most - len({c.passage for c in large[one.question]}) for one in asked}
    best: dict[tuple[int, int], float] = {}
    for q, some in enumerate(small):
        for c in some:
            best[q, c.passage] = max(best.get((q, c.passage), -inf), c.margin)
    ordered = sorted(asked, key=lambda one: -best.get((one.question, one.number), -inf))
    chosen = []
    for one in ordered:
        if left[one.question] > 0:
            left[one.question] -= 1
            chosen.append(one)
    return chosen
