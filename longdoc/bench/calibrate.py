"""Fit the confidence on questions kept apart: does this document answer this question at all?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from longdoc.bench.desk import Desk
from longdoc.bench.quality import Put, presence_questions
from longdoc.tasks.calibration import Calibration, fit_calibration

__all__ = ["calibrate", "margins_of"]


def calibrate(desk: Desk) -> Calibration:
    """The curve of the sets together, each with the same weight; `.save(folder)` puts it into a model."""
    sets = [margins_of(desk, puts) for puts in presence_questions(desk).values()]
    sets = [(margin_N, there_N) for margin_N, there_N in sets if len(margin_N)]
    most = max(len(margin_N) for margin_N, _ in sets)
    margins = np.concatenate([np.resize(margin_N, most) for margin_N, _ in sets])
    there = np.concatenate([np.resize(there_N, most) for _, there_N in sets])
    return fit_calibration(margins, there)


def margins_of(desk: Desk, puts: Sequence[Put]) -> tuple[np.ndarray, np.ndarray]:
    """Margin [N] of the best span of every question, and whether there is an answer [N]."""
    margins, there = [], []
    for put in puts:
        document, reading = desk.open(put.text, put.document)
        questions = [question.text for question in put.questions]
        for question, found in zip(put.questions, desk.find(questions, document, reading), strict=True):
            if found.candidates:
                margins.append(found.candidates[0].margin)
                there.append(bool(question.answers))
    return np.array(margins), np.array(there, bool)
