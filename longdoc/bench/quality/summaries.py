"""ROUGE of summaries at the length of the references, compared with baselines."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from longdoc.bench.quality.measurement import Measurement, mean
from longdoc.documents.types import Document
from longdoc.evaluation.datasets import Summarized
from longdoc.evaluation.metrics import rouge_l, rouge_n, rouge_words
from longdoc.evaluation.optional import BaselineMissing
from longdoc.evaluation.session import Session
from longdoc.evaluation.summary_baselines import METHODS, chosen_by
from longdoc.tasks.summaries.summarize import summarize

__all__ = ["summaries", "summary_peers"]

log = logging.getLogger("longdoc")

SUMMARY_SETS = (("scisumm", None), ("plos", None), ("squality", "general"), ("qmsum", "general"))


def summaries(session: Session) -> Iterator[Measurement]:
    """Summaries as long as the references: ROUGE F1 with the most similar reference."""
    for name, kind in SUMMARY_SETS:
        rows = [_rouge(session, item) for item in session.summaries(name, kind)]
        for n, measure in enumerate(("ROUGE-1", "ROUGE-2", "ROUGE-L")):
            yield Measurement("summaries", name, measure, 100 * mean(row[n] for row in rows), len(rows))


def summary_peers(session: Session) -> Iterator[Measurement]:
    """The same documents summarized to the same lengths by the lead, LexRank, TextRank and LSA."""
    for name, kind in SUMMARY_SETS:
        items = session.summaries(name, kind)
        for method in METHODS:
            try:
                rows = [_rouge_by(method, item) for item in items]
            except BaselineMissing as missing:
                log.warning("summaries by %s are left out: %s", method, missing)
                continue
            yield Measurement("summary peers", name, f"ROUGE-1 {method}", 100 * mean(rows), len(rows))


def _rouge(session: Session, item: Summarized) -> tuple[float, float, float]:
    document, reading = session.open(item.text, item.id)
    text = summarize(document, reading, session.model, words=_words_of(item)).summary
    one, two = (max(rouge_n(text, reference, n) for reference in item.summaries) for n in (1, 2))
    return one, two, max(rouge_l(text, reference) for reference in item.summaries)


def _rouge_by(method: str, item: Summarized) -> float:
    text = chosen_by(method, Document.from_text(item.text, item.id), _words_of(item))
    return max(rouge_n(text, reference, 1) for reference in item.summaries)


def _words_of(item: Summarized) -> int:
    """The length of a summary in words: the mean length of the references."""
    return max(1, round(mean(len(rouge_words(reference)) for reference in item.summaries)))
