"""`longdoc bench quality`: how good the answers, the search and the summaries are, set by set.

Every measurement goes the way that a user's question goes: the whole document is read, searched and
answered from, with the shipped settings. Sets are files of a data folder, in the training format.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from longdoc.bench.both_forms import asked_twice
from longdoc.bench.clauses import asked_clauses
from longdoc.bench.far_facts import VARIANTS, FarFacts, told_after_training
from longdoc.bench.far_spans import FAR_TOKENS, FarAsked, answer_within_reach, far_questions
from longdoc.bench.peers import PeerMissing
from longdoc.bench.results import TENTHS
from longdoc.bench.session import Session, as_document
from longdoc.bench.summary_peers import METHODS, chosen_by
from longdoc.reading.types import Reading
from longdoc.tasks.answer import answers_from
from longdoc.tasks.calibration import Calibration
from longdoc.tasks.search import PassageIndex
from longdoc.tasks.summarize import summarize
from longdoc.tasks.terms import word_count
from longdoc.tasks.types import Answer
from longdoc.training.measures import (
    Judged,
    area_under_precision_recall,
    area_under_roc,
    calibration_error,
    exact_match,
    f1,
    precision_at_recall,
    recall_at,
    reliability,
    rouge_l,
    rouge_n,
    rouge_words,
)
from longdoc.training.preprocess.sets import Context, Question, Summarized
from longdoc.training.preprocess.wordings import other_words

__all__ = ["TASKS", "Measurement", "Put", "mean_vectors", "measure_quality", "presence_questions"]

log = logging.getLogger("longdoc")

PASSAGE_WORDS = 200
SUMMARY_SETS = (("scisumm", None), ("plos", None), ("squality", "general"), ("qmsum", "general"))
SPANS = 20  # predictions a question has in the contract measure


@dataclass(frozen=True, slots=True)
class Measurement:
    """One number: of which task, on which set, over how many questions or documents."""

    task: str
    set: str
    measure: str
    value: float
    count: int


@dataclass(frozen=True, slots=True)
class Put:
    """Questions put to a text that is read as a document; answers are (start, end) of that text."""

    text: str
    document: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the answer that was given, and the texts of the right ones (none: it has no answer)."""

    question: Question
    given: Answer
    right: tuple[str, ...]


def measure_quality(session: Session, tasks: Iterable[str] | None = None) -> Iterator[Measurement]:
    """All measurements of the named tasks, or of all, one by one as they are done."""
    for name in tasks or TASKS:
        yield from TASKS[name](session)


def paragraph_reading(session: Session) -> Iterator[Measurement]:
    """English and Chinese paragraphs, each a document of its own: EM and F1."""
    for name in ("squadshifts-new_wiki", "squadshifts-amazon_reviews", "cmrc2018"):
        asked = [one for context in session.contexts(name) for one in ask(session, _answerable(context))]
        yield from _reading("paragraph reading", name, asked)


def contracts(session: Session) -> Iterator[Measurement]:
    """CUAD: 41 questions on whole contracts, judged span by span."""
    puts = (_all(context) for context in session.contexts("cuad"))
    yield from _span_by_span(session, "contracts", puts)


def contracts_reworded(session: Session) -> Iterator[Measurement]:
    """The same questions as people ask them: "Who are the parties to this agreement?"."""
    puts = (_reworded(_all(context)) for context in session.contexts("cuad"))
    yield from _span_by_span(session, "contracts in other words", puts)


def clauses(session: Session) -> Iterator[Measurement]:
    """Short questions as lawyers type them, on contracts that answer them; at the model's own threshold."""
    asked = asked_clauses(session)
    for question, rows in asked.items():
        yield Measurement("clauses", "cuad", question, 100 * _mean(rows), len(rows))
    every = [right for rows in asked.values() for right in rows]
    if every:
        yield Measurement("clauses", "cuad", "all questions", 100 * _mean(every), len(every))


def _span_by_span(session: Session, task: str, puts: Iterable[Put]) -> Iterator[Measurement]:
    judged, count = Judged(), 0
    for put in puts:
        for one in ask(session, put, SPANS - 1):
            count += 1
            predicted = [(one.given.answer or "", one.given.confidence)]
            predicted += [(other.answer, other.confidence) for other in one.given.alternatives]
            judged.add(predicted, one.right, within=one.question.id.endswith("Parties"))
    yield Measurement(task, "cuad", "AUPR", 100 * area_under_precision_recall(judged), count)
    for recall in (0.7, 0.8):
        reached = 100 * precision_at_recall(judged, recall)
        yield Measurement(task, "cuad", f"precision at {recall:.0%} recall", reached, count)


def passage_search(session: Session) -> Iterator[Measurement]:
    """Recall of the right 200-word passage inside one long document: fused, each part alone, and by one
    vector a passage."""
    for name in ("cuad", "longdoc-qa"):
        ranked: dict[str, list[list[bool]]] = {"fused": [], "words": [], "vectors": [], "dense": []}
        for context in session.contexts(name):
            document, reading = session.open(context.text, context.document)
            windows_P2 = word_windows(reading, context.text, PASSAGE_WORDS)
            index = PassageIndex(document, reading, windows_P2)
            if len(windows_P2) <= 5:
                continue
            means_PV = mean_vectors(reading, windows_P2)
            for question in _answerable(context).questions:
                holds_P = _holding(reading, windows_P2, question.answers)
                asked_QV = session.model.embed_query(question.text)
                scores = index.parts(question.text, asked_QV)
                scores["dense"] = means_PV @ asked_QV.mean(0)
                for part, score_P in scores.items():
                    ranked[part].append(holds_P[np.argsort(-score_P, kind="stable")].tolist())
        for part, rows in ranked.items():
            for k in (1, 5):
                value = 100 * _mean(recall_at(k, row) for row in rows)
                yield Measurement("passage search", name, f"recall@{k} {part}", value, len(rows))


def whole_documents(session: Session) -> Iterator[Measurement]:
    """longdoc-qa: answerable questions to whole documents, by language."""
    contexts = sorted(session.contexts("longdoc-qa"), key=lambda context: context.lang)
    for lang, group in groupby(contexts, key=lambda context: context.lang):
        asked = [one for context in group for one in ask(session, _answerable(context))]
        yield from _reading("whole-document answers", f"longdoc-qa {lang}", asked)


def absent(session: Session) -> Iterator[Measurement]:
    """Questions that their document does not answer: whether the confidence knows."""
    for name, puts in presence_questions(session).items():
        yield from _presence("what is not there", name, [one for put in puts for one in ask(session, put)])


def presence_questions(session: Session) -> dict[str, list[Put]]:
    """CUAD's contracts; longdoc-qa within its passages, and its questions put to another document too."""
    contexts = session.contexts("longdoc-qa")
    elsewhere = []
    for context, other in _with_another(contexts):
        asked = _answerable(context)
        unanswered = tuple(Question(question.text, (), question.id) for question in asked.questions)
        elsewhere += [asked, Put(other.text, other.document, unanswered)]
    return {
        "cuad": [_all(context) for context in session.contexts("cuad")],
        "longdoc-qa passages": [_passage(context) for context in contexts],
        "longdoc-qa other document": elsewhere,
    }


def summaries(session: Session) -> Iterator[Measurement]:
    """Summaries as long as the references: ROUGE F1 with the most alike reference."""
    for name, kind in SUMMARY_SETS:
        rows = [_rouge(session, item) for item in session.summaries(name, kind)]
        for n, measure in enumerate(("ROUGE-1", "ROUGE-2", "ROUGE-L")):
            yield Measurement("summaries", name, measure, 100 * _mean(row[n] for row in rows), len(rows))


def summary_peers(session: Session) -> Iterator[Measurement]:
    """The same documents at the same lengths by the first sentences, LexRank, TextRank and LSA."""
    for name, kind in SUMMARY_SETS:
        items = session.summaries(name, kind)
        for method in METHODS:
            try:
                rows = [_rouge_by(method, item) for item in items]
            except PeerMissing as missing:
                log.warning("summaries by %s are left out: %s", method, missing)
                continue
            yield Measurement("summary peers", name, f"ROUGE-1 {method}", 100 * _mean(rows), len(rows))


def both_forms(session: Session) -> Iterator[Measurement]:
    """Contracts as PDF and as text: how often both give the same answer, and the same quote."""
    asked = list(asked_twice(session))
    for twice in asked:
        if not twice.same_quote:
            log.info("%s: %r and %r", twice.contract, twice.from_pdf.quote, twice.from_text.quote)
    same = {
        "same answer": [t.same_answer for t in asked],
        "same answer and quote": [t.same_quote for t in asked],
    }
    for measure, rows in same.items():
        yield Measurement("PDF and text", "contracts", measure, 100 * _mean(rows), len(rows))


def far_spans(session: Session) -> Iterator[Measurement]:
    """Spans that recur more than 4,096 tokens apart, asked for by a sentence with the span masked."""
    for name in ("longdoc-qa", "cuad"):
        contexts = [context for context in session.contexts(name) if context.lang == "en"]
        texts = list({context.document: context.text for context in contexts}.values())
        rows = [_far_span(session, asked) for asked in far_questions(texts, session.model)]
        if not rows:
            log.warning("far spans: no document of %s is longer than %s tokens", name, f"{2 * FAR_TOKENS:,}")
            continue
        for n, measure in enumerate(("F1", "F1 within the windows' reach")):
            yield Measurement("far spans", name, measure, 100 * _mean(row[n] for row in rows), len(rows))


def far_facts(_: Session) -> Iterator[Measurement]:
    """What slots are for, on small networks trained here and now: the data and the model play no part."""
    task = FarFacts()
    for name, config in VARIANTS.items():
        told = told_after_training(config, task)
        yield Measurement(
            "far facts, small networks", f"{task.tokens(config):,} tokens", name, 100 * told, 100
        )


def library(session: Session) -> Iterator[Measurement]:
    """Questions put to all documents of a kind together: the right document first, and the passage."""
    from longdoc.bench.library_quality import library_questions  # which measures in the terms of this file

    yield from library_questions(session)


TASKS: dict[str, Callable[[Session], Iterator[Measurement]]] = {
    "paragraphs": paragraph_reading,
    "contracts": contracts,
    "contracts-reworded": contracts_reworded,
    "clauses": clauses,
    "search": passage_search,
    "answers": whole_documents,
    "absent": absent,
    "summaries": summaries,
    "summary-peers": summary_peers,
    "both-forms": both_forms,
    "far-spans": far_spans,
    "far-facts": far_facts,
    "library": library,
}


def ask(session: Session, put: Put, top_alternatives: int = 3) -> list[Asked]:
    """Ask as a user would, but take any answer, however unsure."""
    if not put.questions:
        return []
    document, reading = session.open(put.text, put.document)
    texts = [question.text for question in put.questions]
    calibration = session.calibration or Calibration.load(session.model.folder)
    given = answers_from(
        texts, session.find(texts, document, reading, top_alternatives), document, reading, calibration,
        top_alternatives=top_alternatives, min_confidence=0.0,
    )  # fmt: skip
    return [
        Asked(question, one, tuple(put.text[a:b] for a, b in question.answers))
        for question, one in zip(put.questions, given, strict=True)
    ]


def word_windows(reading: Reading, text: str, words: int) -> np.ndarray:
    """Token ranges [P, 2] of passages of so many words, one after the other; Chinese counts characters."""
    starts_T = reading.token_spans_T2[:, 0]
    ends = [0]
    counted = re.compile(r"[\u3400-\u9fff]|[^\s\u3400-\u9fff]+")
    step = words * (2 if word_count(text) > 0.5 * len(text) else 1)
    for number, match in enumerate(counted.finditer(text)):
        if number and number % step == 0:
            ends.append(int(np.searchsorted(starts_T, match.start())))
    bounds = np.unique([*ends, len(starts_T)])
    return np.stack((bounds[:-1], bounds[1:]), 1)


def mean_vectors(reading: Reading, windows_P2: np.ndarray) -> np.ndarray:
    """One vector of length 1 for each passage [P, V]: search by these is what MaxSim must beat."""
    sums_TV = np.cumsum(reading.vectors_TV, axis=0, dtype=np.int64)
    ends_PV = sums_TV[windows_P2[:, 1] - 1].astype(np.float64)
    begins_PV = np.where(windows_P2[:, :1] > 0, sums_TV[windows_P2[:, 0] - 1], 0)
    mean_PV = ends_PV - begins_PV
    return mean_PV / np.maximum(1e-9, np.linalg.norm(mean_PV, axis=1, keepdims=True))


def _holding(reading: Reading, windows_P2: np.ndarray, answers: Iterable[tuple[int, int]]) -> np.ndarray:
    """Bool [P]: the passages in which an answer begins."""
    ends_T = reading.token_spans_T2[:, 1]
    holds_P = np.zeros(len(windows_P2), bool)
    for start, _ in answers:
        token = int(np.searchsorted(ends_T, start, side="right"))
        holds_P |= (windows_P2[:, 0] <= token) & (token < windows_P2[:, 1])
    return holds_P


def _reading(task: str, name: str, asked: list[Asked]) -> Iterator[Measurement]:
    for measure, score in (("EM", exact_match), ("F1", f1)):
        value = 100 * _mean(score(one.given.answer or "", one.right) for one in asked)
        yield Measurement(task, name, measure, value, len(asked))


def _presence(task: str, name: str, asked: list[Asked]) -> Iterator[Measurement]:
    """Whether the confidence tells the questions that have an answer from those that have none."""
    confidence_N = np.array([one.given.confidence for one in asked])
    there_N = np.array([bool(one.right) for one in asked])
    yield Measurement(task, name, "AUROC", area_under_roc(confidence_N, there_N), len(asked))
    yield Measurement(task, name, "ECE", calibration_error(confidence_N, there_N), len(asked))
    for one in reliability(confidence_N, there_N):
        yield Measurement(task, name, TENTHS[one.number], 100 * one.right, one.count)


def _far_span(session: Session, asked: FarAsked) -> tuple[float, float]:
    document, reading = session.open(asked.text, f"far-{asked.at_chars}")
    found = session.find([asked.question], document, reading)[0].candidates
    anywhere = document.quote(found[0].span) if found else ""
    near = answer_within_reach(asked, document, reading, session.model)
    return f1(anywhere, [asked.right]), f1(near, [asked.right])


def _rouge(session: Session, item: Summarized) -> tuple[float, float, float]:
    document, reading = session.open(item.text, item.id)
    text = summarize(document, reading, session.model, words=_words_of(item)).summary
    one, two = (max(rouge_n(text, reference, n) for reference in item.summaries) for n in (1, 2))
    return one, two, max(rouge_l(text, reference) for reference in item.summaries)


def _rouge_by(method: str, item: Summarized) -> float:
    text = chosen_by(method, as_document(item.text, item.id), _words_of(item))
    return max(rouge_n(text, reference, 1) for reference in item.summaries)


def _words_of(item: Summarized) -> int:
    """How long a summary may be: as the references are on average."""
    return max(1, round(_mean(len(rouge_words(reference)) for reference in item.summaries)))


def _with_another(contexts: list[Context]) -> Iterator[tuple[Context, Context]]:
    """Each context with one of another document of its kind, where there is one."""
    kinds: dict[str, list[Context]] = {}
    for context in contexts:
        kinds.setdefault(context.document.split("/")[0], []).append(context)
    for group in kinds.values():
        for n, context in enumerate(group):
            others = (group[(n + k) % len(group)] for k in range(1, len(group)))
            other = next((o for o in others if o.document != context.document), None)
            if other is not None:
                yield context, other


def _all(context: Context) -> Put:
    return Put(context.text, context.document, context.questions)


def _reworded(put: Put) -> Put:
    """The questions for which other words are known, in the first of these."""
    worded = ((question, other_words(question.text)) for question in put.questions)
    asked = tuple(Question(others[0], q.answers, q.id) for q, others in worded if others)
    return Put(put.text, put.document, asked)


def _answerable(context: Context) -> Put:
    asked = tuple(question for question in context.questions if question.answers)
    return Put(context.text, context.document, asked)


def _passage(context: Context) -> Put:
    """The passage by itself, with all its questions."""
    first, last = context.passage
    asked = tuple(
        Question(q.text, tuple((a - first, b - first) for a, b in q.answers), q.id) for q in context.questions
    )
    return Put(context.text[first:last], context.document, asked)


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed) if listed else float("nan")
