"""Stops a run that diverges: its loss is not finite, or rises and stays high."""

from __future__ import annotations

import math

from longdoc.errors import TrainingError

__all__ = ["DivergenceMonitor"]

DECAY = 0.98  # of the moving average of each loss: about 50 batches
PATIENCE = 100  # batches of an objective before its average is checked
FACTOR = 2.0  # an average above this many times the lowest one …
MARGIN = 1.0  # … plus this margin counts as diverged


class DivergenceMonitor:
    """Moving averages of the losses, and the lowest value of each."""

    def __init__(self) -> None:
        self.mean: dict[str, float] = {}
        self.lowest: dict[str, float] = {}
        self.seen: dict[str, int] = {}

    def check(self, losses: dict[str, float], gradient_norm: float, step: int) -> None:
        """Check the losses and the gradient of one step.

        Raises:
            TrainingError: training diverges; the message says what may help.
        """
        for name, loss in losses.items():
            if not math.isfinite(loss):
                raise TrainingError(f"the loss of {name!r} is no longer finite at step {step}; {_ADVICE}")
        if not math.isfinite(gradient_norm):
            raise TrainingError(f"the gradient is no longer finite at step {step}; {_ADVICE}")
        for name, loss in losses.items():
            self._check_average(name, loss, step)

    def _check_average(self, name: str, loss: float, step: int) -> None:
        mean = self.mean.get(name, loss) * DECAY + loss * (1 - DECAY)
        self.mean[name] = mean
        self.seen[name] = self.seen.get(name, 0) + 1
        if self.seen[name] < PATIENCE:
            return
        lowest = self.lowest[name] = min(mean, self.lowest.get(name, mean))
        if mean > FACTOR * lowest + MARGIN:
            raise TrainingError(
                f"training diverges: the loss of {name!r} was {lowest:.2f} and is now {mean:.2f}"
                f" at step {step}; {_ADVICE}"
            )


_ADVICE = "the last saved state is intact: lower the learning rates in the recipe and continue with --resume"
