"""The probability that an answer is right: a logistic model of named features, fitted on held-out questions.

Its weights are in the model folder, as `calibration.json`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from longdoc.errors import ModelError

__all__ = ["MAX_UNHEARD_CONFIDENCE", "PAGE_TOKENS", "Calibration", "Logistic", "doublings", "fit_logistic"]

FILE = "calibration.json"
VERSION = 2
# Of the held-out answers to questions none of whose names occur in the document, 2 of 124 were right. These
# are too few for the fit to learn that a high margin does not help.
MAX_UNHEARD_CONFIDENCE = 0.15
PAGE_TOKENS = 512


@dataclass(frozen=True, slots=True)
class Logistic:
    """P = sigmoid(bias + Σ weight · feature); features without a weight are ignored."""

    bias: float
    weights: Mapping[str, float]

    def logit(self, features: Mapping[str, float]) -> float:
        """bias + Σ weight · feature; missing features count as 0."""
        return self.bias + sum(w * features.get(name, 0.0) for name, w in self.weights.items())

    def parts(self, features: Mapping[str, float]) -> dict[str, float]:
        """The summand of each feature in the logit."""
        return {name: w * features.get(name, 0.0) for name, w in self.weights.items()}


@dataclass(frozen=True, slots=True)
class Calibration:
    """Turns features into a confidence, and holds the thresholds for answers.

    Attributes:
        both: the model for passages that both networks have read.
        network: the model for passages that only the long-context network has read.
        threshold: from this confidence on there is an answer.
        unsure: from this confidence on there is an answer marked as unsure; below, there is none.
    """

    both: Logistic = field(default_factory=lambda: Logistic(0.0, {"margin": 1.0}))
    network: Logistic = field(default_factory=lambda: Logistic(0.0, {"margin": 1.0}))
    threshold: float = 0.5
    unsure: float = 0.5

    def logistic(self, features: Mapping[str, float]) -> Logistic:
        """The model for these features."""
        return self.both if "large" in features else self.network

    def confidence(self, features: Mapping[str, float]) -> float:
        """The probability, in 0..1, that the answer with these features is right."""
        fitted = float(1 / (1 + np.exp(-np.clip(self.logistic(features).logit(features), -60, 60))))
        return min(fitted, MAX_UNHEARD_CONFIDENCE) if features.get("unheard") else fitted

    def save(self, folder: Path) -> None:
        """Write `calibration.json` into a model folder."""
        found: dict[str, Any] = {"version": VERSION, "threshold": self.threshold, "unsure": self.unsure}
        for name in ("both", "network"):
            model: Logistic = getattr(self, name)
            weights = {key: round(weight, 5) for key, weight in model.weights.items()}
            found[name] = {"bias": round(model.bias, 5), "weights": weights}
        (folder / FILE).write_text(json.dumps(found, indent=1) + "\n", "utf-8")

    @staticmethod
    def load(folder: Path | None) -> Calibration:
        """Read `calibration.json` from a model folder; the defaults if there is none.

        Raises:
            ModelError: the file is invalid.
        """
        if folder is None or not (folder / FILE).is_file():
            return Calibration()
        try:
            raw = json.loads((folder / FILE).read_text("utf-8"))
            found = _of_version_1(raw) if "temperature" in raw else _of_version_2(raw)
        except (
            OSError, ValueError, TypeError, KeyError, AttributeError, ArithmeticError, RecursionError,
        ) as error:  # fmt: skip
            raise ModelError(f"{folder / FILE}: not a calibration ({error!r})") from error
        numbers = [n for model in (found.both, found.network) for n in (model.bias, *model.weights.values())]
        if not all(map(np.isfinite, numbers)):
            raise ModelError(f"{folder / FILE}: not a calibration (a weight is not a finite number)")
        if not 0 <= found.unsure <= found.threshold <= 1:
            raise ModelError(f"{folder / FILE}: expected 0 <= unsure <= threshold <= 1")
        return found


def _of_version_2(raw: Mapping[str, Any]) -> Calibration:
    if raw["version"] != VERSION:
        raise ValueError(f"version {raw['version']}; this longdoc reads version {VERSION}")
    both, network = (
        Logistic(float(raw[name]["bias"]), {str(k): float(v) for k, v in raw[name]["weights"].items()})
        for name in ("both", "network")
    )
    return Calibration(both, network, float(raw["threshold"]), float(raw["unsure"]))


def _of_version_1(raw: Mapping[str, Any]) -> Calibration:
    """Version 1 has two features, margin and length of the document, and one threshold."""
    temperature = float(raw["temperature"])
    if not temperature > 0:
        raise ValueError("temperature must be above 0")
    weights = {"margin": 1 / temperature, "doublings": -float(raw["per_doubling"])}
    model = Logistic(float(raw["bias"]), weights)
    return Calibration(model, model, float(raw["threshold"]), float(raw["threshold"]))


def doublings(tokens: int) -> float:
    """log2(1 + tokens / PAGE_TOKENS): the length of a document on a logarithmic scale, 0 if it is empty."""
    return float(np.log2(1 + tokens / PAGE_TOKENS))


def fit_logistic(
    rows: Sequence[Mapping[str, float]], right: np.ndarray, names: Sequence[str],
    weights: np.ndarray | None = None, signs: Mapping[str, int] | None = None, ridge: float = 1.0,
) -> Logistic:  # fmt: skip
    """Fit a logistic model with an L2 penalty by Newton's method.

    Args:
        rows: the features of N answers.
        right: bool [N], whether each is right.
        names: the features to use.
        weights: sample weights [N]; by default equal.
        signs: 1 or -1 for features that can only count for, or only against, an answer. A feature whose
            fitted weight has the other sign is dropped: it would not generalise to other documents.
        ridge: strength of the penalty on squared weights of standardised features.
    """
    left = list(names)
    while True:
        found = _newton(rows, right, left, weights, ridge)
        wrong = {n: abs(w) for n, w in found.weights.items() if w * (signs or {}).get(n, 0) < 0}
        if not wrong:
            return Logistic(found.bias, {name: found.weights.get(name, 0.0) for name in names})
        left.remove(max(wrong, key=lambda name: wrong[name]))


def _newton(
    rows: Sequence[Mapping[str, float]], right: np.ndarray, names: Sequence[str],
    weights: np.ndarray | None, ridge: float,
) -> Logistic:  # fmt: skip
    """The fit with all of these features. Axes: N answers, F features, G = F + 1 with the bias."""
    x_NF = np.array([[row.get(name, 0.0) for name in names] for row in rows], np.float64)
    w_N = np.ones(len(rows)) if weights is None else weights * len(rows) / weights.sum()
    centre_F, scale_F = x_NF.mean(0), x_NF.std(0)
    scale_F[scale_F < 1e-9] = np.inf  # a constant feature gets the weight 0
    z_NG = np.column_stack(((x_NF - centre_F) / scale_F, np.ones(len(rows))))
    penalty_G = np.append(np.full(len(names), ridge), 1e-3)
    theta_G = np.zeros(len(names) + 1)
    for _ in range(40):
        p_N = 1 / (1 + np.exp(-np.clip(z_NG @ theta_G, -30, 30)))
        slope_G = z_NG.T @ (w_N * (p_N - right)) + penalty_G * theta_G
        curve_GG = (z_NG * (w_N * p_N * (1 - p_N))[:, None]).T @ z_NG + np.diag(penalty_G)
        theta_G -= np.linalg.solve(curve_GG, slope_G)
    slope_F = theta_G[:-1] / scale_F
    return Logistic(float(theta_G[-1] - centre_F @ slope_F), dict(zip(names, slope_F.tolist(), strict=True)))
