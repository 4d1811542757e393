"""From the reader's margin to a confidence: a logistic curve fitted on questions kept apart.

The constants travel with the weights, as `calibration.json` in the model folder.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import numpy as np

from longdoc.errors import ModelError

__all__ = ["Calibration", "fit_calibration"]

FILE = "calibration.json"
PAGE_TOKENS = 512


@dataclass(frozen=True, slots=True)
class Calibration:
    """confidence = sigmoid(margin / temperature + bias - per_doubling · doublings of the document's length).

    The best span of a long document is the best of many, so the same margin says less there than on a
    page. Below `threshold` there is no answer.
    """

    temperature: float = 1.0
    bias: float = 0.0
    per_doubling: float = 0.0
    threshold: float = 0.5

    def confidence(self, margin: float | np.ndarray, tokens: int | np.ndarray) -> np.ndarray:
        """Of one margin or of many, each in 0..1; `tokens` is the length of the document."""
        x = np.asarray(margin, np.float64) / self.temperature + self.bias
        return _sigmoid(x - self.per_doubling * _doublings(tokens))

    def margin(self, confidence: float, tokens: int) -> float:
        """The margin that has this confidence in a document of so many tokens; infinite for 0 and 1."""
        with np.errstate(divide="ignore"):
            odds = float(np.log(confidence) - np.log1p(-np.float64(confidence)))
        return self.temperature * (odds - self.bias + self.per_doubling * float(_doublings(tokens)))

    def save(self, folder: Path) -> None:
        """Write beside the weights."""
        (folder / FILE).write_text(json.dumps(asdict(self), indent=1) + "\n", "utf-8")

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
            found = Calibration(**{field.name: float(raw[field.name]) for field in fields(Calibration)})
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise ModelError(f"{folder / FILE}: not a calibration ({error!r})") from error
        if not found.temperature > 0 or not 0 <= found.threshold <= 1:
            raise ModelError(f"{folder / FILE}: temperature must be above 0 and threshold in 0..1")
        return found


def fit_calibration(
    margins: np.ndarray, tokens: np.ndarray, right: np.ndarray, threshold: float = 0.5
) -> Calibration:
    """The logistic curve of greatest likelihood (Platt 1999), with his softened targets.

    Args:
        margins: [N] of the best span of each question.
        tokens: [N], lengths of the documents asked.
        right: bool [N], whether that span answers it.
    """
    yes, no = int(right.sum()), int((~right).sum())
    target_N = np.where(right, (yes + 1) / (yes + 2), 1 / (no + 2))
    raw_N2 = np.stack((margins, -_doublings(tokens)), 1).astype(np.float64)
    centre_2, scale_2 = raw_N2.mean(0), raw_N2.std(0)
    scale_2[scale_2 < 1e-9] = np.inf  # all alike: nothing to learn from
    x_N3 = np.column_stack(((raw_N2 - centre_2) / scale_2, np.ones(len(margins))))
    weight_3 = np.array([1.0, 0.0, 0.0])
    for _ in range(50):
        p_N = _sigmoid(x_N3 @ weight_3)
        slope_3 = x_N3.T @ (p_N - target_N) + 1e-3 * weight_3
        bend_33 = (x_N3 * (p_N * (1 - p_N))[:, None]).T @ x_N3 + 1e-3 * np.eye(3)
        weight_3 -= np.linalg.solve(bend_33, slope_3)
    slope_2 = weight_3[:2] / scale_2
    sharpness, per_doubling = slope_2
    bias = float(weight_3[2] - centre_2 @ slope_2)
    return Calibration(1 / max(1e-6, float(sharpness)), bias, float(per_doubling), threshold)


def _doublings(tokens: int | np.ndarray) -> np.ndarray:
    """How often a page doubles to make the document: 0 for an empty one."""
    return np.log2(1 + np.asarray(tokens, np.float64) / PAGE_TOKENS)


def _sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(x, -60, 60)))
