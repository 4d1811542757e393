"""Evaluates a reader on the right passages of one file of questions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random

import numpy as np

from longdoc.evaluation.datasets import Context, Question, read_contexts
from longdoc.evaluation.metrics import area_under_roc, exact_match, f1
from longdoc.network.reader.types import Reader
from longdoc.network.tokenizer import Tokenizer
from longdoc.training.evaluate import MOST_QUESTIONS, evenly_spaced
from longdoc.training.reader.objective import RIGHT
from longdoc.training.reader.sources import UNREAD
from longdoc.training.reader.windows import around

__all__ = ["evaluate_file", "reading_metrics"]

PASSAGE_TOKENS = 300
PASSAGE_CHARS = 1_200  # around the answer, if the labelled passage is longer


def evaluate_file(
    reader: Reader, tokenizer: Tokenizer, path: Path, texts: dict[str, str]
) -> dict[str, float]:
    """The metrics of one file of questions, rounded to four places.

    Args:
        texts: documents by id, for questions that refer to them.

    Raises:
        DataError: the file cannot be read, or a line is invalid.
    """
    figures = reading_metrics(reader, tokenizer, list(read_contexts(path, texts, unread=UNREAD)))
    return {name: round(value, 4) for name, value in figures.items() if np.isfinite(value)}


def reading_metrics(reader: Reader, tokenizer: Tokenizer, contexts: Sequence[Context]) -> dict[str, float]:
    """EM and F1 of answerable questions given the right passage, and the AUROC of the scores.

    `auroc` is that of the margin, for answerable against unanswerable questions; `verify_auroc` that of the
    verification head, for right against wrong spans among the answerable ones.
    """
    asked = evenly_spaced([(context, q) for context in contexts for q in context.questions], MOST_QUESTIONS)
    given = [(text, q, right) for context, q in asked if (text := _passage(context, q)) is not None
             for right in [[context.text[a:b] for a, b in q.answers]]]  # fmt: skip
    tokens = [tokenizer.encode(text) for text, _, _ in given]
    questions = [tokenizer.encode(q.text).ids.tolist() for _, q, _ in given]
    scores = reader.read(questions, [[]] * len(given), [one.ids[:PASSAGE_TOKENS] for one in tokens])
    margins, answered, exact, overlap, verified = [], [], [], [], []
    for n, ((text, _, right), (first, last)) in enumerate(zip(given, scores.best_P2, strict=True)):
        margins.append(scores.start_PL[n, first] + scores.end_PL[n, last] - 2 * scores.absent_P[n])
        answered.append(bool(right))
        if right:
            span = text[tokens[n].spans[first, 0] : tokens[n].spans[last, 1]]
            exact.append(exact_match(span, right))
            overlap.append(f1(span, right))
            if scores.answered_P is not None:
                verified.append(scores.answered_P[n])
    figures = {"questions": float(len(given))}
    if given:
        figures["auroc"] = area_under_roc(np.array(margins), np.array(answered))
    if exact:
        figures |= {"em": float(np.mean(exact)), "f1": float(np.mean(overlap))}
    if verified:
        figures["verify_auroc"] = area_under_roc(np.array(verified), np.array(overlap) >= RIGHT)
    return figures


def _passage(context: Context, question: Question) -> str | None:
    """The passage to read; None for an unanswerable question about a long text."""
    start, end = context.passage
    if question.answers and end - start > PASSAGE_CHARS:
        first, last = question.answers[0]
        start, end, _ = around(Random(0), context.text, first, last, PASSAGE_CHARS)
    passage = context.text[start:end]
    return passage if passage.strip() and end - start <= 2 * PASSAGE_CHARS else None
