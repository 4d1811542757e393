"""Questions → candidates: search, tables and rules propose passages, the networks read them.

The passages of all questions go through the networks together, the best few of each first. If these settle a
question, its other passages are not read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from math import inf

from longdoc.documents.types import Document
from longdoc.network.types import Network
from longdoc.reading.types import Reading
from longdoc.tasks.candidates.candidate_set import FIRST_PASSAGES, MAX_PASSAGES_KEPT, CandidateSet
from longdoc.tasks.candidates.contradictions import without_contradicted
from longdoc.tasks.candidates.passage_reading import PassageReader, QuestionPassage
from longdoc.tasks.candidates.rescoring import SINGLE_PENALTY
from longdoc.tasks.candidates.rule_spans import prepend_rule_span, rule_span
from longdoc.tasks.candidates.table_cells import merge_cells, prepend_cell_passage
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

PASSAGES = 12  # read for each question
PASSAGES_FOR_READER = 5  # of these, read by the reader as well
PASSAGES_FOR_MANY = 24  # if MANY_ALTERNATIVES or more are requested
PASSAGES_FOR_ALL = MAX_PASSAGES_KEPT  # if every answering span is requested
MANY_ALTERNATIVES = 10  # from this number on, alternatives include whole sentences
SEARCH_WEIGHT = 4.0  # logits subtracted in a passage with a search score of 0, compared with one of 1 …
MANY_PASSAGES = 24  # … if the document has this many; to be the worst of three means little
TOPIC_LEAD = 2.0  # logits added to sentences on the topic of a short question about a contract

StopRule = Callable[[str, CandidateSet], bool]  # whether the candidates in the first passages suffice


def passages_for(top_alternatives: int, *, all_spans: bool = False) -> int:
    """The number of passages to read for a question with this many alternatives."""
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
    stop: StopRule | None = None,
    proposed: Sequence[Sequence[Passage]] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[CandidateSet]:
    """Search and read.

    Args:
        exhaustive: read the whole document with each question.
        top: the number of passages that search proposes for each question.
        stop: decides after the first passages of a question whether to skip the others.
        proposed: passages to read for each question, best first, instead of searching.
        progress: called with (passages read, passages in all).

    Returns:
        One CandidateSet for each question, in order.
    """
    index = PassageIndex(document, reading)
    topics = [clause_topic(question, document) for question in questions]
    if proposed is None:
        proposed = list(_search(questions, topics, index, model, top=None if exhaustive else top))
    views = table_views(document)
    cells = [probable_table_cells(question, views) for question in questions]
    rule_spans = [rule_span(question, document) for question in questions]
    passages = []
    for some, probable, span in zip(proposed, cells, rule_spans, strict=True):
        with_cell = prepend_cell_passage(some, probable, index)
        passages.append(index.with_place(with_cell, span) if span else with_cell)
    sets = read_passages(
        questions, passages, document, reading, model,
        wordings=[wording_for_reading(q, topic) for q, topic in zip(questions, topics, strict=True)],
        search_weight=SEARCH_WEIGHT * min(1.0, len(index.windows_P2) / MANY_PASSAGES),
        stop=None if exhaustive else stop, progress=progress,
        for_reader=None if exhaustive else PASSAGES_FOR_READER,
    )  # fmt: skip
    merged = [
        prepend_rule_span(merge_cells(found, probable, document), span)
        for found, probable, span in zip(sets, cells, rule_spans, strict=True)
    ]
    return [
        without_contradicted(question, _boost_topic(found, topic, document), document)
        for question, found, topic in zip(questions, merged, topics, strict=True)
    ]


def _search(
    questions: Sequence[str], topics: Sequence[ClauseTopic | None], index: PassageIndex, model: Network,
    *, top: int | None,
) -> Iterator[Sequence[Passage]]:  # fmt: skip
    """The `top` passages for each question, or all of them."""
    for question, topic in zip(questions, topics, strict=True):
        wording = wording_for_search(question, topic)
        yield index.everything(wording, model) if top is None else index.search(wording, model, top=top)


def read_passages(
    questions: Sequence[str], proposed: Sequence[Sequence[Passage]], document: Document, reading: Reading,
    model: Network, *, wordings: Sequence[str] | None = None, search_weight: float = 0.0,
    stop: StopRule | None = None, for_reader: int | None = PASSAGES_FOR_READER,
    progress: Callable[[int, int], None] | None = None,
) -> list[CandidateSet]:  # fmt: skip
    """Read the passages proposed for each question, in as few calls of the networks as possible.

    The long-context network reads all of them. The reader, if the model has one, reads those in which the
    first network finds the best spans.

    Args:
        wordings: the questions as the networks read them; by default unchanged.
        search_weight: logits subtracted in a passage with a search score of 0, compared with one of 1.
        stop: as in `find_candidates`; passages are read in the order in which they are proposed.
        for_reader: passages per question that the reader reads; None for all.
        progress: as in `find_candidates`.
    """
    reader = PassageReader(document, reading, model, search_weight, progress)
    ids = [model.tokenizer.encode(wording).ids.tolist() for wording in wordings or questions]
    single_penalty = SINGLE_PENALTY * min(1.0, search_weight / SEARCH_WEIGHT)
    found = [CandidateSet.of((), (), (), single_penalty) for _ in questions]
    unsettled = list(range(len(questions)))
    for top in (FIRST_PASSAGES, None) if stop else (None,):
        pairs = [
            QuestionPassage(q, ids[q], p, proposed[q][p])
            for q in unsettled for p in range(len(found[q].passages), len(proposed[q][:top]))
        ]  # fmt: skip
        by_network = [[*found[q].by_network] for q in range(len(questions))]
        by_reader = [[*found[q].by_reader] for q in range(len(questions))]
        for q, candidate in reader.by_network(pairs):
            by_network[q].append(candidate)
        for q, candidate in reader.by_reader(_for_reader(pairs, by_network, by_reader, for_reader)):
            by_reader[q].append(candidate)
        for q in unsettled:
            found[q] = CandidateSet.of(proposed[q][:top], by_network[q], by_reader[q], single_penalty)
        unsettled = [
            q for q in unsettled
            if not (stop and stop(questions[q], without_contradicted(questions[q], found[q], document)))
        ]  # fmt: skip
    return found


def _for_reader(
    pairs: Sequence[QuestionPassage], by_network: Sequence[Sequence[Candidate]],
    by_reader: Sequence[Sequence[Candidate]], limit: int | None,
) -> list[QuestionPassage]:  # fmt: skip
    """Up to `limit` passages per question: those with the best spans of the long-context network."""
    if limit is None:
        return list(pairs)
    left = {pair.question: limit - len({c.passage for c in by_reader[pair.question]}) for pair in pairs}
    best: dict[tuple[int, int], float] = {}
    for q, candidates in enumerate(by_network):
        for c in candidates:
            best[q, c.passage] = max(best.get((q, c.passage), -inf), c.margin)
    chosen = []
    for pair in sorted(pairs, key=lambda pair: -best.get((pair.question, pair.number), -inf)):
        if left[pair.question] > 0:
            left[pair.question] -= 1
            chosen.append(pair)
    return chosen


def _boost_topic(found: CandidateSet, topic: ClauseTopic | None, document: Document) -> CandidateSet:
    """The same candidates, with those in clauses on the topic of the question raised by TOPIC_LEAD."""
    if topic is None:
        return found
    raised = [
        replace(c, margin=c.margin + TOPIC_LEAD * topic.is_dealt_with(clause_around(document, c.span)))
        for c in found.candidates
    ]
    return replace(found, candidates=tuple(sorted(raised, key=lambda c: -c.margin)))
