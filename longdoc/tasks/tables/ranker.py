"""Ranks proposed cells by a small neural network over named features, with an option "none of them".

The weights in weights.json were trained by `longdoc.training.tables` on questions whose answers are cells.
The approach follows Pasupat and Liang 2015, with a row and a column instead of a logical form.

Axes: N proposals, F features, H hidden units.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from longdoc.documents.types import Span
from longdoc.tasks.tables.cells import CellProposal, propose_cells
from longdoc.tasks.tables.question import read_question
from longdoc.tasks.tables.view import TableView

__all__ = ["Ranker", "probable_cells", "shipped_ranker"]


@dataclass(frozen=True, slots=True)
class Ranker:
    """The logit of a cell is tanh(features · hidden + bias) · out; `none` is the logit of "none of them"."""

    evidence: tuple[str, ...]
    hidden_FH: np.ndarray
    bias_H: np.ndarray
    out_H: np.ndarray
    none: float

    @staticmethod
    def of(written: Mapping[str, Any]) -> Ranker:
        """The inverse of `written`."""
        hidden, bias, out = (np.array(written[name], np.float32) for name in ("hidden", "bias", "out"))
        return Ranker(tuple(written["evidence"]), hidden, bias, out, float(written["none"]))

    def written(self) -> dict[str, Any]:
        """The content of weights.json, rounded to four decimals."""
        rounded = {"hidden": self.hidden_FH, "bias": self.bias_H, "out": self.out_H}
        return {
            "evidence": list(self.evidence), "none": round(self.none, 4),
            **{name: np.round(x.astype(float), 4).tolist() for name, x in rounded.items()},
        }  # fmt: skip

    def matrix(self, proposed: Sequence[Mapping[str, float]]) -> np.ndarray:
        """The features of each proposal, float32 [N, F]; unknown features are ignored."""
        place = {name: n for n, name in enumerate(self.evidence)}
        x_NF = np.zeros((len(proposed), len(place)), np.float32)
        for n, one in enumerate(proposed):
            for name, value in one.items():
                if name in place:
                    x_NF[n, place[name]] = value
        return x_NF

    def probabilities(self, proposed: Sequence[CellProposal]) -> dict[Span, float]:
        """The probability of each proposed cell; together with that of "none of them", they sum to 1."""
        if not proposed:
            return {}
        x_NF = self.matrix([one.evidence for one in proposed])
        logit_N = np.tanh(x_NF @ self.hidden_FH + self.bias_H) @ self.out_H
        top = max(float(logit_N.max()), self.none)
        weight_N = np.exp(logit_N.astype(np.float64) - top)
        whole = float(weight_N.sum() + np.exp(self.none - top))
        found: dict[Span, float] = {}
        for one, weight in zip(proposed, weight_N.tolist(), strict=True):
            found[one.span] = found.get(one.span, 0.0) + weight / whole
        return found


def probable_cells(question: str, views: Sequence[TableView]) -> list[tuple[Span, float]]:
    """The cells of these tables that may answer a question, the most probable first."""
    asked = read_question(question)
    found = shipped_ranker().probabilities([one for view in views for one in propose_cells(asked, view)])
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))


@cache
def shipped_ranker() -> Ranker:
    """The ranker of this version."""
    return Ranker.of(json.loads((files("longdoc.tasks.tables") / "weights.json").read_text("utf-8")))
