"""The training loop for any network: steps until the schedule ends, with a state on disk to resume from.

The schedule follows the larger of two shares: steps done of `steps`, and minutes spent of `minutes`. A run
limited by steps alone gives the same weights every time, even if it was interrupted and resumed.
"""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

import torch
from torch import nn

from longdoc.network.torch.device import best_dtype
from longdoc.training.loop.divergence import DivergenceMonitor
from longdoc.training.loop.metrics import Metrics
from longdoc.training.loop.processes import Processes
from longdoc.training.loop.state import Progress, load_state, save_state

__all__ = ["StepSchedule", "Stepper"]

B = TypeVar("B")  # a batch, as its number gives it


class StepSchedule(Protocol):
    """The settings that the schedules of all networks have in common."""

    @property
    def steps(self) -> int:
        """Maximum number of steps."""

    @property
    def minutes(self) -> float:
        """Maximum number of minutes; the run ends with whichever comes first."""

    @property
    def warm_up(self) -> float:
        """Share of the run in which the learning rate rises."""

    @property
    def weight_decay(self) -> float:
        """Weight decay of AdamW."""

    @property
    def clip(self) -> float:
        """Maximum norm of the gradient."""


class Stepper(ABC, Generic[B]):
    """The training loop: optimizer, learning rates, moving average, progress and saved states."""

    save_every_s = 180.0
    lowest_rate = 0.002  # lower bound of the learning rate, as a share of its peak

    def __init__(
        self, model: nn.Module, groups: Sequence[dict[str, Any]], schedule: StepSchedule, out: Path, *,
        log: Callable[[str], None], precision: str = "auto", processes: Processes | None = None,
        average: float = 0.0,
    ) -> None:  # fmt: skip
        """Set up the optimizer.

        Args:
            groups: parameter groups of the optimizer, each with its `peak` learning rate.
            out: folder for the state and the metrics.
            precision: "bf16", "fp32", or "auto" for whichever is faster on the device.
            average: decay of the moving average of the weights; 0 switches it off.
        """
        self.model, self.schedule, self.out, self.precision = model, schedule, out, precision
        self.processes = processes or Processes()
        self.progress = Progress()
        self.metrics = Metrics(out, log, self.processes.first)
        self.monitor = DivergenceMonitor()
        self.parameters: list[nn.Parameter] = [p for group in groups for p in group["params"]]
        self.optimizer = torch.optim.AdamW(
            groups, lr=0.0, betas=(0.9, 0.98), weight_decay=schedule.weight_decay, fused=True
        )
        self.average_decay = average
        self.average = [p.detach().clone() for p in model.parameters()] if average else []

    @abstractmethod
    def _gradients(self, batch_of: Callable[[int], B]) -> tuple[dict[str, float], int]:
        """Compute the gradients of one step, summed over its micro-batches in all processes.

        Returns the mean of each loss that occurred, and the number of tokens read.
        """

    @abstractmethod
    def _notes(self) -> dict[str, Any]:
        """Further metadata of the saved state."""

    @property
    def step(self) -> int:
        """Steps done."""
        return self.progress.step

    @property
    def share(self) -> float:
        """How much of the run is done, 0 to 1."""
        done = self.progress
        return max(done.step / self.schedule.steps, done.spent_s / 60 / self.schedule.minutes)

    def run(self, batch_of: Callable[[int], B]) -> None:
        """Take steps until the schedule ends.

        Args:
            batch_of: returns the batch with a number.

        Raises:
            TrainingError: training diverges.
        """
        self.model.train()
        saved = time.monotonic()
        self.metrics.begin(self.progress)
        while self.share < 1:
            begun = time.monotonic()
            losses, tokens = self._gradients(batch_of)
            norm = self._update()
            self._count(tokens, time.monotonic() - begun)
            self.monitor.check(losses, norm, self.step)
            self.metrics.add(losses, self.progress, self.share)
            if time.monotonic() - saved > self.save_every_s or self.share >= 1:
                self.save()
                saved = time.monotonic()
        self.model.eval()

    def _update(self) -> float:
        """One step of the optimizer; returns the norm of the gradient before clipping."""
        norm = float(nn.utils.clip_grad_norm_(self.parameters, self.schedule.clip))
        warm = min(1.0, self.share / self.schedule.warm_up) if self.schedule.warm_up else 1.0
        for group in self.optimizer.param_groups:
            group["lr"] = group["peak"] * max(self.lowest_rate, warm * (1 - self.share))
        if norm < float("inf"):  # else the run stops with an error, and the weights stay as they were
            self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        if self.average:
            share = min(self.average_decay, (1 + self.step) / (10 + self.step))
            torch._foreach_lerp_(self.average, [p.detach() for p in self.model.parameters()], 1 - share)
        return norm

    def _count(self, tokens: int, seconds: float) -> None:
        # the time determines learning rates and the end, so all processes use the clock of the first one
        spent = torch.tensor(
            [self.progress.spent_s + seconds], dtype=torch.float64, device=self._clock_device()
        )
        self.progress.spent_s = float(self.processes.broadcast(spent))
        self.progress.step += 1
        self.progress.tokens += tokens

    def _sum_over_all(self, values: list[float]) -> list[float]:
        """Each value summed over all processes."""
        summed = torch.tensor(values, dtype=torch.float64, device=self._clock_device())
        return self.processes.sum_over(summed).tolist()

    def _precision(self) -> AbstractContextManager[object]:
        device = self.device
        if self.precision == "bf16" or (self.precision == "auto" and best_dtype(device) == torch.bfloat16):
            return torch.autocast(device.type, torch.bfloat16)
        return nullcontext()

    @property
    def device(self) -> torch.device:
        """The device of the weights."""
        return next(self.model.parameters()).device

    def _clock_device(self) -> torch.device:
        return torch.device("cpu") if self.device.type == "mps" else self.device  # MPS has no float64

    def save(self) -> None:
        """Write everything that a resumed run needs."""
        if self.processes.first:
            save_state(self.out, self.model, self.optimizer, self.average, self.progress, self._notes())

    def resume(self) -> None:
        """Load the state from the run's folder.

        Raises:
            TrainingError: there is none, or it belongs to another network.
        """
        self.progress = load_state(self.out, self.model, self.optimizer, self.average)

    def use_average(self) -> None:
        """Replace the weights of the model by their moving average, for evaluation and deployment."""
        for parameter, mean in zip(self.model.parameters(), self.average, strict=False):
            parameter.data.copy_(mean)
