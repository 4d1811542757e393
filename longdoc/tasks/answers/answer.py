"""Questions → answers: candidates are weighed, then rejected or quoted.

What comes out is always a span of the document, with the sentence around it, or nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from time import perf_counter

import numpy as np

from longdoc.documents.types import Document, Span
from longdoc.network.types import Network
from longdoc.reading.types import Reading
from longdoc.tasks.answers.explain import explanations
from longdoc.tasks.candidates.find import MANY_ALTERNATIVES, find_candidates, passages_for
from longdoc.tasks.candidates.read_result import Found
from longdoc.tasks.confidence.calibration import Calibration
from longdoc.tasks.confidence.features import Sure, confidences, least_confidence
from longdoc.tasks.spans.candidate import Candidate
from longdoc.tasks.spans.phrasing import phrased
from longdoc.tasks.spans.word_boundaries import is_inside_word, snap_to_words
from longdoc.tasks.types import Alternative, Answer, Passage

__all__ = ["answer_questions", "answers_from", "quote_around", "with_sentences"]

SENTENCE_COST = 3.0  # logits that a sentence stands below a span in it, where many alternatives are wanted
FEW_ALTERNATIVES = 3  # who wants more has all passages read
FILLS = 2 / 3  # a span that fills more of its sentence than this is as good as the sentence
MOST_WEIGHED = 48  # spans of a question that are given a confidence
QUOTE_CHARS = 600  # a longer sentence is cut around the answer


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
        top_alternatives: how many other spans to give besides the best; of MANY_ALTERNATIVES or more some
            overlap, as one may want the whole sentence where another wants the name in it.
        all_spans: give every other span above the threshold instead, in document order.
        exhaustive: read the whole document with each question, not only the passages found by search.
        min_confidence: below this (0 to 1) there is no answer; by default the model's own two thresholds
            apply, between which an answer is given as unsure.
        explain: fill in how each answer came about.
        proposed: passages to read for each question, best first, in place of those that search finds.
        progress: called with the passages read and those to be read in all.
    """
    begun = perf_counter()
    calibration = Calibration.load(model.folder)
    sure = Sure(document, reading, calibration, min_confidence or 0.0)
    found = find_candidates(
        questions, document, reading, model, exhaustive=exhaustive,
        top=passages_for(top_alternatives, all_spans=all_spans),
        sure=None if all_spans or top_alternatives > FEW_ALTERNATIVES else sure,
        proposed=proposed, progress=progress,
    )  # fmt: skip
    seconds = round((perf_counter() - begun) / max(1, len(questions)), 3)
    answers = answers_from(
        questions, found, document, reading, calibration, seconds=seconds,
        top_alternatives=top_alternatives, all_spans=all_spans, min_confidence=min_confidence,
    )  # fmt: skip
    if explain:
        threshold = calibration.unsure if min_confidence is None else min_confidence
        reasons = explanations(questions, found, document, reading, model, calibration, threshold)
        answers = [replace(a, explanation=why) for a, why in zip(answers, reasons, strict=True)]
    return answers


def answers_from(
    questions: Sequence[str], found: Sequence[Found], document: Document, reading: Reading,
    calibration: Calibration, *, seconds: float = 0.0, top_alternatives: int = 3, all_spans: bool = False,
    min_confidence: float | None = None,
) -> list[Answer]:  # fmt: skip
    """Answers from candidates that were found before; arguments as in `answer_questions`.

    Args:
        seconds: what finding took for one question.
    """
    answers = []
    for question, one in zip(questions, found, strict=True):
        candidates = list(one.candidates)
        if top_alternatives >= MANY_ALTERNATIVES and not all_spans:
            candidates = with_sentences(candidates[: top_alternatives + 1], document, reading)
            candidates = _each_text_once(candidates, document)
        weighed = replace(one, candidates=tuple(candidates))
        least = min_confidence
        if least is None:
            least = least_confidence(question, weighed, document, calibration)
        sure = confidences(question, weighed, document, reading, calibration, MOST_WEIGHED)
        enough = sum(confidence >= least for confidence in sure)
        wanted = max(1, enough) if all_spans else top_alternatives + 1
        spans = [
            _placed(document, reading, phrased(question, document, candidate.span), confidence)
            for candidate, confidence in zip(candidates[:wanted], sure, strict=False)
        ]
        best = spans[0] if enough and sure[0] >= least else None
        others = spans[1:] if best else spans[:top_alternatives]
        if all_spans:
            others = sorted(spans[1:], key=lambda span: span.start)
        answers.append(
            Answer(
                question=question,
                best=best,
                confidence=spans[0].confidence if spans else 0.0,
                document=document.source,
                title=document.title,
                alternatives=tuple(others),
                coverage=reading.coverage,
                seconds=seconds,
                unsure=best is not None and sure[0] < calibration.threshold,
            )
        )
    return answers


def with_sentences(candidates: Sequence[Candidate], document: Document, reading: Reading) -> list[Candidate]:
    """The candidates and, below each, its sentences where it holds several or a small part of one."""
    spans_M2 = reading.sentence_spans_M2
    more = list(candidates)
    for one in candidates:
        first, last = _sentences_of(spans_M2, one.span)
        filled = last - first == 1 and len(one.span) > FILLS * float(np.diff(spans_M2[first])[0])
        for start, end in () if filled else spans_M2[first:last].tolist():
            span = snap_to_words(document.text, start, end)
            if span is not None and span != one.span:
                more.append(Candidate(one.margin - SENTENCE_COST, span, one.passage))
    kept: dict[Span, Candidate] = {}
    for one in sorted(more, key=lambda c: (-c.margin, c.span)):
        kept.setdefault(one.span, one)
    return list(kept.values())


def _each_text_once(candidates: Sequence[Candidate], document: Document) -> list[Candidate]:
    """The best candidate of each text."""
    kept: dict[str, Candidate] = {}
    for one in candidates:
        kept.setdefault(document.quote(one.span).casefold(), one)
    return list(kept.values())


def _sentences_of(spans_M2: np.ndarray, span: Span) -> tuple[int, int]:
    """Numbers of the first sentence that a span touches and of the one after the last."""
    first = int(np.searchsorted(spans_M2[:, 1], span.start, side="right"))
    return first, int(np.searchsorted(spans_M2[:, 0], span.end, side="left"))


def quote_around(document: Document, reading: Reading, span: Span) -> Span:
    """The sentence or sentences that hold a span; of a very long one, whole words around the span."""
    spans_M2 = reading.sentence_spans_M2
    first, last = _sentences_of(spans_M2, span)
    if first >= last:
        return span
    start = min(span.start, int(spans_M2[first, 0]))
    end = max(span.end, int(spans_M2[last - 1, 1]))
    if end - start <= QUOTE_CHARS:
        return Span(start, end)
    spare = max(0, QUOTE_CHARS - len(span)) // 2
    return _cut(
        document.text, Span(start, end), max(start, span.start - spare), min(end, span.end + spare), span
    )


def _placed(document: Document, reading: Reading, span: Span, confidence: float) -> Alternative:
    """A span with its text, its sentence and its place."""
    quote = quote_around(document, reading, span)
    if not quote.contains(span):
        raise AssertionError(f"the quote {quote} does not hold the answer {span} of {document.source}")
    place = document.locate(span)
    return Alternative(
        answer=_exact(document, span),
        confidence=round(confidence, 4),
        document=document.source,
        quote=_exact(document, quote),
        page=place.page,
        section=place.section,
        start=span.start,
        end=span.end,
    )


def _exact(document: Document, span: Span) -> str:
    text = document.quote(span)
    if len(text) != len(span) or not text.strip():
        raise AssertionError(f"{span} is not a span of {document.source}")
    return text


def _cut(text: str, sentence: Span, start: int, end: int, span: Span) -> Span:
    """A window inside a sentence moved inwards to the ends of words, never into the span."""
    if start > sentence.start:
        while start < span.start and is_inside_word(text, start):
            start += 1
    if end < sentence.end:
        while end > span.end and is_inside_word(text, end):
            end -= 1
    while start < span.start and text[start].isspace():
        start += 1
    while end > span.end and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
