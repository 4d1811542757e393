"""Ranks the cells that may answer: a small network over named evidence, with a place for "none of them".

Its weights lie in weights.json beside this file; `longdoc.training.tables` learns them from questions whose
answer is a cell. After Pasupat & Liang 2015, with the choice of a row and a column in place of a grammar.
Axes: N proposals, F kinds of evidence, H hidden units.
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
from longdoc.tasks.tables.cells import Proposal, proposals
from longdoc.tasks.tables.question import read_question
from longdoc.tasks.tables.view import TableView

__all__ = ["Ranker", "probable_cells", "shipped_ranker"]


@dataclass(frozen=True, slots=True)
class Ranker:
    """tanh(evidence · hidden + bias) · out; `none` is the logit of "no cell answers"."""

    evidence: tuple[str, ...]
    hidden_FH: np.ndarray
    bias_H: np.ndarray
    out_H: np.ndarray
    none: float

    @staticmethod
    def of(written: Mapping[str, Any]) -> Ranker:
        """From what `written` gives."""
        hidden, bias, out = (np.array(written[name], np.float32) for name in ("hidden", "bias", "out"))
        return Ranker(tuple(written["evidence"]), hidden, bias, out, float(written["none"]))

    def written(self) -> dict[str, Any]:
        """As JSON has it, four digits after the point."""
        rounded = {"hidden": self.hidden_FH, "bias": self.bias_H, "out": self.out_H}
        return {
            "evidence": list(self.evidence), "none": round(self.none, 4),
            **{name: np.round(x.astype(float), 4).tolist() for name, x in rounded.items()},
        }  # fmt: skip

    def matrix(self, proposed: Sequence[Mapping[str, float]]) -> np.ndarray:
        """The evidence for each proposal, float32 [N, F]; kinds that are not known are left out."""
        place = {name: n for n, name in enumerate(self.evidence)}
        x_NF = np.zeros((len(proposed), len(place)), np.float32)
        for n, one in enumerate(proposed):
            for name, value in one.items():
                if name in place:
                    x_NF[n, place[name]] = value
        return x_NF

    def probabilities(self, proposed: Sequence[Proposal]) -> dict[Span, float]:
        """How likely each proposed cell is the answer; with "none of them" they sum to one."""
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
    """The cells of these tables that may answer a question, most probable first."""
    asked = read_question(question)
    found = shipped_ranker().probabilities([one for view in views for one in proposals(asked, view)])
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))


@cache
def shipped_ranker() -> Ranker:
    """The ranker of this version."""
    return Ranker.of(json.loads((files("longdoc.tasks.tables") / "weights.json").read_text("utf-8")))
