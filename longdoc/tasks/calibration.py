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


@dataclass(frozen=True, slots=True)
class Calibration:
    """confidence = sigmoid(margin / temperature + bias); below `threshold` there is no answer."""

    temperature: float = 1.0
    bias: float = 0.0
    threshold: float = 0.5

    def confidence(self, margin: float | np.ndarray) -> np.ndarray:
        """Of one margin or of many, each in 0..1."""
        x = np.clip(np.asarray(margin, np.float64) / self.temperature + self.bias, -60, 60)
        return 1 / (1 + np.exp(-x))

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


def fit_calibration(margins: np.ndarray, right: np.ndarray, threshold: float = 0.5) -> Calibration:
    """The logistic curve of greatest likelihood (Platt 1999), with his softened targets.

    Args:
        margins: [N] of the best span of each question.
        right: bool [N], whether that span answers it.
    """
    yes, no = int(right.sum()), int((~right).sum())
    target_N = np.where(right, (yes + 1) / (yes + 2), 1 / (no + 2))
    centre, scale = float(margins.mean()), float(margins.std()) or 1.0
    x_N2 = np.stack(((margins - centre) / scale, np.ones(len(margins))), 1)
    weight_2 = np.array([1.0, 0.0])
    for _ in range(50):
        p_N = 1 / (1 + np.exp(-np.clip(x_N2 @ weight_2, -30, 30)))
        slope_2 = x_N2.T @ (p_N - target_N) + 1e-3 * weight_2
        bend_22 = (x_N2 * (p_N * (1 - p_N))[:, None]).T @ x_N2 + 1e-3 * np.eye(2)
        weight_2 -= np.linalg.solve(bend_22, slope_2)
    temperature = scale / max(1e-6, float(weight_2[0]))
    return Calibration(temperature, float(weight_2[1]) - centre / temperature, threshold)
