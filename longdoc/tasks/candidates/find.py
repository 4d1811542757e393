"""Questions → candidates: search, tables and rules propose passages, the networks read them.

The passages of all questions go through the networks together. The long-context network reads all of them;
the reader, which is larger, reads the best few, one after another for as long as the next one may change the
answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest
from math import inf

import numpy as np

from longdoc.documents.types import Document
from longdoc.network.types import Network
from longdoc.reading.types import Reading
from longdoc.tasks.candidates.candidate_set import MAX_PASSAGES_KEPT, CandidateSet
from longdoc.tasks.candidates.checklist import is_on_checklist
from longdoc.tasks.candidates.contradictions import without_contradicted
from longdoc.tasks.candidates.passage_reading import PassageReader, QuestionPassage
from longdoc.tasks.candidates.rescoring import SINGLE_PENALTY
from longdoc.tasks.candidates.rule_spans import prepend_rule_spans, rule_spans
from longdoc.tasks.candidates.second_reading import read_again
from longdoc.tasks.candidates.table_cells import merge_cells, prepend_cell_passage
from longdoc.tasks.search.clause_topics import (
    ClauseTopic,
    clause_topic,
    topic_lead,
    wording_for_reading,
    wording_for_search,
)
from longdoc.tasks.search.everyday_words import in_words_of
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

# Logits by which a span that the reader has confirmed must lead the spans of the long-context network in all
# passages that the reader has not read, to settle a question; chosen on dev.
SETTLING_LEAD = 1.0


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
    settling: bool = False,
    proposed: Sequence[Sequence[Passage]] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[CandidateSet]:
    """Search and read.

    Args:
        exhaustive: read the whole document with each question.
        top: the number of passages that search proposes for each question.
        settling: end the reader's work on a question as soon as its best span is unlikely to change.
        proposed: passages to read for each question, best first, instead of searching.
        progress: called with (passages read, passages in all).

    Returns:
        One CandidateSet for each question, in order.
    """
    index = PassageIndex(document, reading)
    topics = [clause_topic(question, document) for question in questions]
    worded = [in_words_of(question, document.text) for question in questions]
    if proposed is None:
        proposed = list(_search(worded, topics, index, model, top=None if exhaustive else top))
    views = table_views(document)
    cells = [probable_table_cells(question, views) for question in questions]
    by_rules = [
        rule_spans(question, document, views)
        or (rule_spans(words, document, views) if words != question else ())
        for question, words in zip(questions, worded, strict=True)
    ]
    passages = []
    for some, probable, spans in zip(proposed, cells, by_rules, strict=True):
        with_cell = prepend_cell_passage(some, probable, index)
        passages.append(index.with_place(with_cell, spans[0]) if spans else with_cell)
    margins: dict[tuple[int, int], np.ndarray] = {}
    wordings = [wording_for_reading(q, topic) for q, topic in zip(worded, topics, strict=True)]
    sets = read_passages(
        questions, passages, document, reading, model, wordings=wordings,
        search_weight=SEARCH_WEIGHT * min(1.0, len(index.windows_P2) / MANY_PASSAGES),
        settling=settling and not exhaustive, progress=progress,
        for_reader=None if exhaustive else PASSAGES_FOR_READER, network_margins=margins,
    )  # fmt: skip
    sets = read_again(wordings, sets, document, reading, model, margins)
    merged = [
        prepend_rule_spans(merge_cells(found, probable, document), spans)
        for found, probable, spans in zip(sets, cells, by_rules, strict=True)
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
    settling: bool = False, for_reader: int | None = PASSAGES_FOR_READER,
    progress: Callable[[int, int], None] | None = None,
    network_margins: dict[tuple[int, int], np.ndarray] | None = None,
) -> list[CandidateSet]:  # fmt: skip
    """Read the passages proposed for each question, in as few calls of the networks as possible.

    The long-context network reads all of them. The reader, if the model has one, reads those in which the
    first network finds the best spans, the best first; not for the questions of the contract checklist.

    Args:
        wordings: the questions as the networks read them; by default unchanged.
        search_weight: logits subtracted in a passage with a search score of 0, compared with one of 1.
        settling: as in `find_candidates`.
        for_reader: passages per question that the reader reads at most; None for all.
        progress: as in `find_candidates`.
        network_margins: receives the long-context network's margins (`PassageReader`).
    """
    kept = {} if network_margins is None else network_margins
    reader = PassageReader(document, reading, model, search_weight, progress, kept)
    ids = [model.tokenizer.encode(wording).ids.tolist() for wording in wordings or questions]
    single_penalty = SINGLE_PENALTY * min(1.0, search_weight / SEARCH_WEIGHT)
    pairs = [
        QuestionPassage(q, ids[q], p, passage)
        for q, passages in enumerate(proposed) for p, passage in enumerate(passages)
    ]  # fmt: skip
    by_network: list[list[Candidate]] = [[] for _ in questions]
    by_reader: list[list[Candidate]] = [[] for _ in questions]
    for q, candidate in reader.by_network(pairs):
        by_network[q].append(candidate)
    found = [
        CandidateSet.of(passages, candidates, (), single_penalty)
        for passages, candidates in zip(proposed, by_network, strict=True)
    ]
    for_both = [pair for pair in pairs if not is_on_checklist(questions[pair.question])]
    for some in _rounds(_best_first(for_both, by_network, for_reader), one_by_one=settling):
        left = [
            pair for pair in some
            if not (settling and _is_settled(without_contradicted(
                questions[pair.question], found[pair.question], document
            )))
        ]  # fmt: skip
        for q, candidate in reader.by_reader(left):
            by_reader[q].append(candidate)
        for q in {pair.question for pair in left}:
            found[q] = CandidateSet.of(proposed[q], by_network[q], by_reader[q], single_penalty)
    return found


def _best_first(
    pairs: Sequence[QuestionPassage], by_network: Sequence[Sequence[Candidate]], limit: int | None
) -> list[list[QuestionPassage]]:
    """For each question, up to `limit` passages, in the order of the long-context network's best spans."""
    best: dict[tuple[int, int], float] = {}
    for q, candidates in enumerate(by_network):
        for c in candidates:
            best[q, c.passage] = max(best.get((q, c.passage), -inf), c.margin)
    chosen: list[list[QuestionPassage]] = [[] for _ in by_network]
    for pair in sorted(pairs, key=lambda pair: -best.get((pair.question, pair.number), -inf)):
        if limit is None or len(chosen[pair.question]) < limit:
            chosen[pair.question].append(pair)
    return chosen


def _rounds(
    chosen: Sequence[Sequence[QuestionPassage]], *, one_by_one: bool
) -> list[list[QuestionPassage]]:  # fmt: skip
    """The pairs that go through the reader together: all, or one per question."""
    if not one_by_one:
        return [[pair for some in chosen for pair in some]]
    return [[pair for pair in some if pair is not None] for some in zip_longest(*chosen)]


def _is_settled(found: CandidateSet) -> bool:
    """Whether a passage that the reader has not read is unlikely to hold a better span."""
    read = {candidate.passage for candidate in found.by_reader}
    if not found.candidates or found.candidates[0].passage not in read:
        return False
    unread = (candidate.margin for candidate in found.by_network if candidate.passage not in read)
    return found.candidates[0].margin >= max(unread, default=-inf) + SETTLING_LEAD


def _boost_topic(found: CandidateSet, topic: ClauseTopic | None, document: Document) -> CandidateSet:
    """The same candidates, with those in clauses on the topic of the question raised."""
    if topic is None:
        return found
    raised = [replace(c, margin=c.margin + topic_lead(topic, document, c.span)) for c in found.candidates]
    return replace(found, candidates=tuple(sorted(raised, key=lambda c: -c.margin)))
