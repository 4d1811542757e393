"""Questions → answers: candidates get a confidence, and are quoted or rejected.

Every answer is a span of the document, given with the sentence around it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from time import perf_counter

import numpy as np

from longdoc.documents.types import Document, Span
from longdoc.network.types import Network
from longdoc.reading.types import Reading
from longdoc.tasks.answers.distinct_spans import distinct_spans
from longdoc.tasks.answers.explain import explanations
from longdoc.tasks.answers.quoting import quoted, sentence_range
from longdoc.tasks.candidates.candidate_set import CandidateSet
from longdoc.tasks.candidates.find import MANY_ALTERNATIVES, find_candidates, passages_for
from longdoc.tasks.confidence.calibration import Calibration
from longdoc.tasks.confidence.decision import answer_threshold, confidences
from longdoc.tasks.spans.candidate import Candidate
from longdoc.tasks.spans.enumeration import items_left_out
from longdoc.tasks.spans.word_boundaries import snap_to_words
from longdoc.tasks.terms import lowered, question_terms
from longdoc.tasks.types import Alternative, Answer, Passage

__all__ = ["SETTLING_ALTERNATIVES", "answer_questions", "answers_from", "with_sentences"]

SENTENCE_PENALTY = 3.0  # logits by which a sentence ranks below a span in it
SETTLING_ALTERNATIVES = 3  # if more are requested, the reader does not stop when the best span is settled
SENTENCE_FILL = 2 / 3  # a span that fills more of its sentence than this stands for the sentence
MAX_SCORED = 48  # candidates per question that get a confidence
MAX_COMPLETED = 12  # of these, completed to whole phrases and lists if not every span is requested


def answer_questions(
    questions: Sequence[str],
    document: Document,
    reading: Reading,
    model: Network,
    *,
    top_alternatives: int = 3,
    all_spans: bool = False,
    exhaustive: bool = False,
    min_confidence: float | None = None,
    explain: bool = False,
    proposed: Sequence[Sequence[Passage]] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Answer]:
    """One Answer for each question, in order.

    Args:
        top_alternatives: how many spans to return besides the best. From MANY_ALTERNATIVES on, some overlap:
            a name and the sentence around it.
        all_spans: return every other span above the threshold instead, in document order.
        exhaustive: read the whole document with each question, not only the passages found by search.
        min_confidence: in 0..1; below it there is no answer. By default, the two thresholds of the model
            apply, and an answer between them is unsure.
        explain: fill in `Answer.explanation`.
        proposed: passages to read for each question, best first, instead of searching.
        progress: called with (passages read, passages in all).
    """
    begun = perf_counter()
    calibration = Calibration.load(model.folder)
    found = find_candidates(
        questions, document, reading, model, exhaustive=exhaustive, proposed=proposed,
        settling=not all_spans and top_alternatives <= SETTLING_ALTERNATIVES,
        top=passages_for(top_alternatives, all_spans=all_spans), progress=progress,
    )  # fmt: skip
    seconds = round((perf_counter() - begun) / max(1, len(questions)), 3)
    answers = answers_from(
        questions, found, document, reading, calibration, seconds=seconds,
        top_alternatives=top_alternatives, all_spans=all_spans, min_confidence=min_confidence,
    )  # fmt: skip
    if explain:
        thresholds = [
            _threshold(question, one, document, calibration, min_confidence)
            for question, one in zip(questions, found, strict=True)
        ]
        reasons = explanations(questions, found, document, reading, model, calibration, thresholds)
        answers = [replace(a, explanation=why) for a, why in zip(answers, reasons, strict=True)]
    return answers


def answers_from(
    questions: Sequence[str], found: Sequence[CandidateSet], document: Document, reading: Reading,
    calibration: Calibration, *, seconds: float = 0.0, top_alternatives: int = 3, all_spans: bool = False,
    min_confidence: float | None = None,
) -> list[Answer]:  # fmt: skip
    """Answers from candidates found before; other arguments as in `answer_questions`.

    Args:
        seconds: what finding them took, for each question.
    """
    answers = []
    title, text = lowered(document.title), lowered(document.text)
    for question, candidates in zip(questions, found, strict=True):
        if top_alternatives >= MANY_ALTERNATIVES and not all_spans:
            candidates = _with_sentence_alternatives(candidates, top_alternatives, document, reading)
        threshold = _threshold(question, candidates, document, calibration, min_confidence)
        scores = confidences(question, candidates, document, reading, calibration, MAX_SCORED)
        scored = list(zip(candidates.candidates, scores, strict=False))
        whole = distinct_spans(
            question, document, candidates,
            scored if all_spans else scored[: max(MAX_COMPLETED, top_alternatives + 1)],
            unsure=calibration.unsure, threshold=calibration.threshold,
        )  # fmt: skip
        left_out = sum(threshold / 2 <= confidence < threshold for _, confidence in whole)
        if all_spans:  # the order is that of the margins, and a later candidate may be the more probable
            whole = [pair for pair in whole if pair[1] >= threshold] or whole[:1]
        else:
            whole = whole[: top_alternatives + 1]
        spans = [quoted(document, reading, span, confidence) for span, confidence in whole]
        best = spans[0] if whole and whole[0][1] >= threshold else None
        others = spans[1:] if best else spans[:top_alternatives]
        if all_spans:
            others = sorted(spans[1:], key=lambda span: span.start)
        also = _rest_of_series(best, candidates, document, reading)
        answers.append(
            Answer(
                question=question,
                best=best,
                confidence=spans[0].confidence if spans else 0.0,
                document=document.source,
                title=document.title,
                alternatives=tuple(one for one in others if not any(map(partial(_overlap, one), also))),
                coverage=reading.coverage,
                seconds=seconds,
                unsure=best is not None and whole[0][1] < calibration.threshold,
                also=also,
                left_out=left_out if all_spans and best else 0,
                items_left_out=items_left_out(question, document, whole[0][0]) if best else 0,
                words_held=_words_in(question, title, text),
                words_in_title=_words_in(question, title),
            )
        )
    return answers


def _words_in(question: str, *texts: str) -> frozenset[str]:
    """The words of a question that one of the lower-case texts has, as stems."""
    return frozenset(term.text for term in question_terms(question) if any(map(term.is_in, texts)))


def _rest_of_series(
    best: Alternative | None, found: CandidateSet, document: Document, reading: Reading
) -> tuple[Alternative, ...]:
    """The other spans of the series that begins with the best span; none if it begins no series."""
    if best is None or not found.series or Span(best.start, best.end) != found.series[0]:
        return ()
    return tuple(quoted(document, reading, span, best.confidence) for span in found.series[1:])


def _overlap(one: Alternative, other: Alternative) -> bool:
    return one.start < other.end and other.start < one.end


def _threshold(
    question: str, found: CandidateSet, document: Document, calibration: Calibration, chosen: float | None
) -> float:
    """The confidence below which a question has no answer: the one that the user chose, else the model's."""
    return answer_threshold(question, found, document, calibration) if chosen is None else chosen


def _with_sentence_alternatives(
    found: CandidateSet, top_alternatives: int, document: Document, reading: Reading
) -> CandidateSet:
    """The best candidates and their sentences, each text once."""
    candidates = with_sentences(found.candidates[: top_alternatives + 1], document, reading)
    by_text: dict[str, Candidate] = {}
    for candidate in candidates:
        by_text.setdefault(document.quote(candidate.span).casefold(), candidate)
    return replace(found, candidates=tuple(by_text.values()))


def with_sentences(candidates: Sequence[Candidate], document: Document, reading: Reading) -> list[Candidate]:
    """The candidates, and below each the sentences that it contains or is a small part of."""
    spans_M2 = reading.sentence_spans_M2
    extended = list(candidates)
    for candidate in candidates:
        first, end = sentence_range(spans_M2, candidate.span)
        length = len(candidate.span)
        filled = end - first == 1 and length > SENTENCE_FILL * float(np.diff(spans_M2[first])[0])
        for sentence in () if filled else spans_M2[first:end].tolist():
            span = snap_to_words(document.text, *sentence)
            if span is not None and span != candidate.span:
                extended.append(Candidate(candidate.margin - SENTENCE_PENALTY, span, candidate.passage))
    by_span: dict[Span, Candidate] = {}
    for candidate in sorted(extended, key=lambda c: (-c.margin, c.span)):
        by_span.setdefault(candidate.span, candidate)
    return list(by_span.values())
