"""Fit the confidence on questions kept apart: does this document answer this question at all?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from longdoc.bench.quality import Put, presence_questions
from longdoc.bench.session import Session
from longdoc.tasks.calibration import Calibration, fit_calibration

__all__ = ["calibrate", "margins_of"]


def calibrate(session: Session) -> Calibration:
    """The curve of the sets together, each with the same weight; `.save(folder)` puts it into a model."""
    sets = [margins_of(session, puts) for puts in presence_questions(session).values()]
    sets = [columns for columns in sets if len(columns[0])]
    most = max(len(margin_N) for margin_N, _, _ in sets)
    margins, tokens, there = (
        np.concatenate([np.resize(column_N, most) for column_N in kind]) for kind in zip(*sets, strict=True)
    )
    return fit_calibration(margins, tokens, there)


def margins_of(session: Session, puts: Sequence[Put]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of every question [N]: margin of the best span, length of the document, whether it has an answer."""
    rows = []
    for put in puts:
        document, reading = session.open(put.text, put.document)
        questions = [question.text for question in put.questions]
        for question, found in zip(put.questions, session.find(questions, document, reading), strict=True):
            if found.candidates:
                rows.append((found.candidates[0].margin, len(reading.token_ids_T), bool(question.answers)))
    margins, tokens, there = np.array(rows).reshape(-1, 3).T
    return margins, tokens, there.astype(bool)
