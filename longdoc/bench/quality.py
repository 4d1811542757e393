"""`longdoc bench quality`: how good the answers, the search and the summaries are, set by set.

Every measurement goes the way that a user's question goes: the whole document is read, searched and
answered from, with the shipped settings. Sets are files of a data folder, in the training format.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from longdoc.bench.desk import Desk
from longdoc.bench.measures import (
    Judged,
    area_under_precision_recall,
    area_under_roc,
    calibration_error,
    exact_match,
    f1,
    precision_at_recall,
    recall_at,
    rouge_l,
    rouge_n,
    rouge_words,
)
from longdoc.reading.types import Reading
from longdoc.tasks.answer import answer_questions
from longdoc.tasks.search import PassageIndex
from longdoc.tasks.summarize import summarize
from longdoc.tasks.terms import word_count
from longdoc.tasks.types import Answer
from longdoc.training.preprocess.sets import Context, Question, Summarized

__all__ = ["TASKS", "Measurement", "measure_quality"]

PASSAGE_WORDS = 200
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
class Asked:
    """A question, the answer that was given, and the texts of the right ones (none: it has no answer)."""

    question: Question
    given: Answer
    right: tuple[str, ...]


def measure_quality(desk: Desk, tasks: Iterable[str] | None = None) -> Iterator[Measurement]:
    """All measurements of the named tasks, or of all, one by one as they are done."""
    for name in tasks or TASKS:
        yield from TASKS[name](desk)


def paragraph_reading(desk: Desk) -> Iterator[Measurement]:
    """English and Chinese paragraphs, each a document of its own: EM and F1."""
    for name in ("squadshifts-new_wiki", "squadshifts-amazon_reviews", "cmrc2018"):
        asked = [
            one for context in desk.contexts(name) for one in ask(desk, context, _answerable(context.questions))
        ]
        yield from _reading("paragraph reading", name, asked)


def contracts(desk: Desk) -> Iterator[Measurement]:
    """CUAD: 41 questions on whole contracts, judged by spans, and whether there is an answer at all."""
    judged, asked = Judged(), []
    for context in desk.contexts("cuad"):
        some = ask(desk, context, context.questions)
        asked += some
        for one in some:
            predicted = [(one.given.answer or "", one.given.confidence)]
            predicted += [(other.answer, other.confidence) for other in one.given.alternatives]
            judged.add(predicted, one.right, within=one.question.id.endswith("Parties"))
    yield Measurement("contracts", "cuad", "AUPR", 100 * area_under_precision_recall(judged), len(asked))
    yield Measurement(
        "contracts", "cuad", "precision at 80% recall", 100 * precision_at_recall(judged, 0.8), len(asked)
    )
    yield from _presence("contracts", "cuad", asked)


def passage_search(desk: Desk) -> Iterator[Measurement]:
    """Recall of the right 200-word passage inside one long document: fused, and each part alone."""
    for name in ("cuad", "longdoc-qa"):
        ranked: dict[str, list[list[bool]]] = {"fused": [], "words": [], "vectors": []}
        for context in desk.contexts(name):
            document, reading = desk.open(context.text, context.document)
            windows_P2 = word_windows(reading, context.text, PASSAGE_WORDS)
            index = PassageIndex(document, reading, windows_P2)
            if len(windows_P2) <= 5:
                continue
            for question in _answerable(context.questions):
                holds_P = _holding(reading, windows_P2, question.answers)
                for part, score_P in index.parts(question.text, desk.model).items():
                    ranked[part].append(holds_P[np.argsort(-score_P, kind="stable")].tolist())
        for part, rows in ranked.items():
            for k in (1, 5):
                value = 100 * _mean(recall_at(k, row) for row in rows)
                yield Measurement("passage search", name, f"recall@{k} {part}", value, len(rows))


def whole_documents(desk: Desk) -> Iterator[Measurement]:
    """longdoc-qa: answerable questions to whole documents, by language."""
    contexts = sorted(desk.contexts("longdoc-qa"), key=lambda context: context.lang)
    for lang, group in groupby(contexts, key=lambda context: context.lang):
        asked = [one for context in group for one in ask(desk, context, _answerable(context.questions))]
        yield from _reading("whole-document answers", f"longdoc-qa {lang}", asked)


def absent(desk: Desk) -> Iterator[Measurement]:
    """longdoc-qa: questions that their passage, or another document of the kind, does not answer."""
    contexts = desk.contexts("longdoc-qa")
    inside = []
    for context in contexts:
        first, last = context.passage
        part = Context(context.text[first:last], context.document, context.lang, context.questions, (0, last - first))
        inside += ask(desk, part, context.questions, first)
    yield from _presence("what is not there", "longdoc-qa passages", inside)
    elsewhere = []
    for context, other in _with_another(contexts):
        some = _answerable(context.questions)
        elsewhere += ask(desk, context, some)
        unanswered = [Question(question.text, (), question.id) for question in some]
        elsewhere += ask(desk, other, unanswered)
    yield from _presence("what is not there", "longdoc-qa other document", elsewhere)


def summaries(desk: Desk) -> Iterator[Measurement]:
    """Summaries as long as the references: ROUGE F1 with the most alike reference."""
    for name, kind in (("scisumm", None), ("plos", None), ("squality", "general"), ("qmsum", "general")):
        rows = [_rouge(desk, item) for item in desk.summaries(name, kind)]
        for n, measure in enumerate(("ROUGE-1", "ROUGE-2", "ROUGE-L")):
            yield Measurement("summaries", name, measure, 100 * _mean(row[n] for row in rows), len(rows))


TASKS: dict[str, Callable[[Desk], Iterator[Measurement]]] = {
    "paragraphs": paragraph_reading,
    "contracts": contracts,
    "search": passage_search,
    "answers": whole_documents,
    "absent": absent,
    "summaries": summaries,
}


def ask(desk: Desk, context: Context, questions: list[Question] | tuple[Question, ...], shift: int = 0) -> list[Asked]:
    """Put questions to a context, read as a document; right answers stand `shift` characters further on."""
    if not questions:
        return []
    document, reading = desk.open(context.text, context.document)
    given = answer_questions(
        [question.text for question in questions],
        document,
        reading,
        desk.model,
        top_alternatives=SPANS - 1,
        min_confidence=0.0,
    )
    return [
        Asked(question, one, tuple(document.text[a - shift : b - shift] for a, b in question.answers))
        for question, one in zip(questions, given, strict=True)
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


def _rouge(desk: Desk, item: Summarized) -> tuple[float, float, float]:
    document, reading = desk.open(item.text, item.id)
    words = round(_mean(len(rouge_words(reference)) for reference in item.summaries))
    text = summarize(document, reading, desk.model, words=max(1, words)).summary
    one, two = (max(rouge_n(text, reference, n) for reference in item.summaries) for n in (1, 2))
    return one, two, max(rouge_l(text, reference) for reference in item.summaries)


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


def _answerable(questions: Iterable[Question]) -> list[Question]:
    return [question for question in questions if question.answers]


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed) if listed else float("nan")
