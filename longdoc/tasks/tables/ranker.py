"""Ranks proposed cells by a small neural network over named features, with an option "none of them".

The weights in ranker.safetensors were trained by `longdoc.training.tables` on questions whose answers are
cells. The approach follows Pasupat and Liang 2015, with a row and a column instead of a logical form.
Frequent words of the question shift and scale the hidden units: after "who came in", other features count
than after "how many".

Axes: N proposals, F features, W words, H hidden units.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from safetensors import safe_open
from safetensors.numpy import save_file

from longdoc.documents.types import Span
from longdoc.tasks.tables.cells import CellProposal, propose_cells
from longdoc.tasks.tables.question import TableQuestion
from longdoc.tasks.tables.view import TableView

__all__ = ["ARRAYS", "Ranker", "probable_cells", "shipped_ranker", "words_and_pairs"]

# arrays of a Ranker, in order
ARRAYS = ("hidden_FH", "bias_H", "shift_WH", "scale_WH", "out_H")
_WORD = re.compile(r"[a-z]+|\d+")


@dataclass(frozen=True, slots=True)
class Ranker:
    """Logits of cells: (1 + words · scale) tanh(features · hidden + words · shift + bias) · out.

    `words` is 1 for each word or pair of words that the question contains; `none` is the logit of "none of
    them".
    """

    evidence: tuple[str, ...]
    words: tuple[str, ...]
    hidden_FH: np.ndarray
    bias_H: np.ndarray
    shift_WH: np.ndarray
    scale_WH: np.ndarray
    out_H: np.ndarray
    none: float

    @staticmethod
    def load(path: Path) -> Ranker:
        """The inverse of `save`."""
        with safe_open(path, "np") as opened:
            named = opened.metadata()
            hidden, bias, shift, scale, out = (opened.get_tensor(x).astype(np.float32) for x in ARRAYS)
            evidence, words = (tuple(json.loads(named[x])) for x in ("evidence", "words"))
            return Ranker(evidence, words, hidden, bias, shift, scale, out, float(named["none"]))

    def save(self, path: Path) -> None:
        """Write the arrays in half precision, with the names of features and words."""
        names = {"evidence": json.dumps(self.evidence), "words": json.dumps(self.words)}
        arrays = {name: getattr(self, name).astype(np.float16) for name in ARRAYS}
        save_file(arrays, path, {**names, "none": f"{self.none:.3f}"})

    def matrix(self, proposed: Sequence[Mapping[str, float]]) -> np.ndarray:
        """The features of each proposal, float32 [N, F]; unknown features are ignored."""
        place = {name: n for n, name in enumerate(self.evidence)}
        x_NF = np.zeros((len(proposed), len(place)), np.float32)
        for n, one in enumerate(proposed):
            for name, value in one.items():
                if name in place:
                    x_NF[n, place[name]] = value
        return x_NF

    def word_vector(self, question: str) -> np.ndarray:
        """Which of the words and pairs the question contains, float32 [W]."""
        inside = words_and_pairs(question)
        return np.array([word in inside for word in self.words], np.float32)

    def probabilities(self, question: str, proposed: Sequence[CellProposal]) -> dict[Span, float]:
        """The probability of each proposed cell; together with that of "none of them", they sum to 1."""
        if not proposed:
            return {}
        x_NF = self.matrix([one.evidence for one in proposed])
        words_W = self.word_vector(question)
        hidden_NH = np.tanh(x_NF @ self.hidden_FH + words_W @ self.shift_WH + self.bias_H)
        logit_N = hidden_NH @ ((1 + words_W @ self.scale_WH) * self.out_H)
        top = max(float(logit_N.max()), self.none)
        weight_N = np.exp(logit_N.astype(np.float64) - top)
        whole = float(weight_N.sum() + np.exp(self.none - top))
        found: dict[Span, float] = {}
        for one, weight in zip(proposed, weight_N.tolist(), strict=True):
            found[one.span] = found.get(one.span, 0.0) + weight / whole
        return found


def probable_cells(
    question: str, asked: Sequence[tuple[TableQuestion, TableView]]
) -> list[tuple[Span, float]]:  # fmt: skip
    """The cells of these tables that may answer a question, as read for each, the most probable first."""
    proposed = [one for reading, view in asked for one in propose_cells(reading, view)]
    found = shipped_ranker().probabilities(question, proposed)
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))


def words_and_pairs(question: str) -> set[str]:
    """The words of a question and the pairs of neighbours, lower-case; every number is "#"."""
    words = ["#" if word.isdigit() else word for word in _WORD.findall(question.lower())]
    return {*words, *(f"{first} {second}" for first, second in pairwise(words))}


@cache
def shipped_ranker() -> Ranker:
    """The ranker of this version."""
    return Ranker.load(Path(__file__).with_name("ranker.safetensors"))
