"""The probability that an answer is right: a logistic model of named features, fitted on held-out questions.

Its weights travel with the network's, readable, as `calibration.json` in the model folder.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from longdoc.errors import ModelError

__all__ = ["PAGE_TOKENS", "UNHEARD_MOST", "Calibration", "Logistic", "doublings", "fit_logistic"]

FILE = "calibration.json"
VERSION = 2
# Where no name of the question stands anywhere in the document, 2 of 124 held-out answers were right, too few
# for the fit to see that a high margin does not help.
UNHEARD_MOST = 0.15
PAGE_TOKENS = 512


@dataclass(frozen=True, slots=True)
class Logistic:
    """P = sigmoid(bias + Σ weight · feature); a feature that is not named counts nothing."""

    bias: float
    weights: Mapping[str, float]

    def logit(self, features: Mapping[str, float]) -> float:
        """Of one set of features."""
        return self.bias + sum(w * features.get(name, 0.0) for name, w in self.weights.items())

    def parts(self, features: Mapping[str, float]) -> dict[str, float]:
        """What each feature adds to the logit."""
        return {name: w * features.get(name, 0.0) for name, w in self.weights.items()}


@dataclass(frozen=True, slots=True)
class Calibration:
    """How features become a confidence, and from which confidence on there is an answer.

    `both` is the model for passages that both networks have read, `network` for those that only the
    long-context network has. At or above `threshold` an answer is given; from `unsure` on it is given as
    unsure; below, there is none.
    """

    both: Logistic = field(default_factory=lambda: Logistic(0.0, {"margin": 1.0}))
    network: Logistic = field(default_factory=lambda: Logistic(0.0, {"margin": 1.0}))
    threshold: float = 0.5
    unsure: float = 0.5

    def logistic(self, features: Mapping[str, float]) -> Logistic:
        """The model that these features are for."""
        return self.both if "large" in features else self.network

    def confidence(self, features: Mapping[str, float]) -> float:
        """The probability, in 0..1, that the answer with these features is right."""
        fitted = float(1 / (1 + np.exp(-np.clip(self.logistic(features).logit(features), -60, 60))))
        return min(fitted, UNHEARD_MOST) if features.get("unheard") else fitted

    def save(self, folder: Path) -> None:
        """Write beside the weights."""
        found: dict[str, Any] = {"version": VERSION, "threshold": self.threshold, "unsure": self.unsure}
        for name in ("both", "network"):
            model: Logistic = getattr(self, name)
            weights = {key: round(weight, 5) for key, weight in model.weights.items()}
            found[name] = {"bias": round(model.bias, 5), "weights": weights}
        (folder / FILE).write_text(json.dumps(found, indent=1) + "\n", "utf-8")

    @staticmethod
    def load(folder: Path | None) -> Calibration:
        """That of a model folder; the defaults where it has none.

        Raises:
            ModelError: the file is there and makes no sense.
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
            raise ModelError(f"{folder / FILE}: not a calibration (a weight is no finite number)")
        if not 0 <= found.unsure <= found.threshold <= 1:
            raise ModelError(f"{folder / FILE}: thresholds must be in 0..1, `unsure` not above `threshold`")
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
    """Version 1 knew the margin and the length of the document, and one threshold."""
    temperature = float(raw["temperature"])
    if not temperature > 0:
        raise ValueError("temperature must be above 0")
    weights = {"margin": 1 / temperature, "doublings": -float(raw["per_doubling"])}
    model = Logistic(float(raw["bias"]), weights)
    return Calibration(model, model, float(raw["threshold"]), float(raw["threshold"]))


def doublings(tokens: int) -> float:
    """How often a page doubles to make a document of so many tokens: 0 for an empty one."""
    return float(np.log2(1 + tokens / PAGE_TOKENS))


def fit_logistic(
    rows: Sequence[Mapping[str, float]], right: np.ndarray, names: Sequence[str],
    weights: np.ndarray | None = None, signs: Mapping[str, int] | None = None, ridge: float = 1.0,
) -> Logistic:  # fmt: skip
    """The regularised logistic model of greatest likelihood, by Newton's method.

    Args:
        rows: the features of N answers.
        right: bool [N], whether each is right.
        names: the features to use.
        weights: how much each answer counts [N]; by default all alike.
        signs: 1 or -1 for features that can only speak for, or only against, an answer. Where the data say
            otherwise, a feature is left out: held-out documents of other kinds will not agree with them.
        ridge: strength of the penalty on squared weights, in standard deviations of their features.
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
    """The model with all of these features."""
    x_NF = np.array([[row.get(name, 0.0) for name in names] for row in rows], np.float64)
    w_N = np.ones(len(rows)) if weights is None else weights * len(rows) / weights.sum()
    centre_F, scale_F = x_NF.mean(0), x_NF.std(0)
    scale_F[scale_F < 1e-9] = np.inf  # all alike: nothing to learn from
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
