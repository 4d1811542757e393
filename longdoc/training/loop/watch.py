"""Stops a run that diverges: a loss that is not finite, or that rises and stays high."""

from __future__ import annotations

import math

from longdoc.errors import TrainingError

__all__ = ["Watch"]

INERTIA = 0.98  # of the moving mean of each loss: about 50 batches
PATIENCE = 100  # batches of an objective before its mean is trusted
CLIMB = 2.0  # times the lowest mean …
MARGIN = 1.0  # … and so much above it counts as diverged


class Watch:
    """Moving averages of the losses, and the lowest value of each."""

    def __init__(self) -> None:
        self.mean: dict[str, float] = {}
        self.lowest: dict[str, float] = {}
        self.seen: dict[str, int] = {}

    def look(self, losses: dict[str, float], gradient_norm: float, step: int) -> None:
        """Check one step.

        Raises:
            TrainingError: the run should not go on; says why and what may help.
        """
        for name, loss in losses.items():
            if not math.isfinite(loss):
                raise TrainingError(f"the loss of {name!r} is no longer a number at step {step}; {_ADVICE}")
        if not math.isfinite(gradient_norm):
            raise TrainingError(f"the gradient is no longer finite at step {step}; {_ADVICE}")
        for name, loss in losses.items():
            self._look_at(name, loss, step)

    def _look_at(self, name: str, loss: float, step: int) -> None:
        mean = self.mean.get(name, loss) * INERTIA + loss * (1 - INERTIA)
        self.mean[name] = mean
        self.seen[name] = self.seen.get(name, 0) + 1
        if self.seen[name] < PATIENCE:
            return
        lowest = self.lowest[name] = min(mean, self.lowest.get(name, mean))
        if mean > CLIMB * lowest + MARGIN:
            raise TrainingError(
                f"training diverges: the loss of {name!r} was at {lowest:.2f} and is at {mean:.2f}"
                f" at step {step}; {_ADVICE}"
            )


_ADVICE = "the last saved state is whole: lower the learning rates in the recipe and go on with --resume"
