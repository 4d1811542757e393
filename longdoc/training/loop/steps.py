"""Train, whatever the network: steps until the schedule ends, with a state on disk to resume from.

The schedule runs on the larger of two shares: steps done of `steps`, minutes spent of `minutes`. A run
bounded by steps alone gives the same weights every time, interrupted or not.
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
from longdoc.training.loop.metrics import Metrics
from longdoc.training.loop.processes import Processes
from longdoc.training.loop.state import Progress, load_state, save_state
from longdoc.training.loop.watch import Watch

__all__ = ["HowLong", "Stepper"]

B = TypeVar("B")  # what a number of a batch stands for


class HowLong(Protocol):
    """The part of a schedule that every run has."""

    @property
    def steps(self) -> int:
        """The run ends with these …"""

    @property
    def minutes(self) -> float:
        """… or with these, whichever comes first."""

    @property
    def warm_up(self) -> float:
        """Share of the run in which the learning rate climbs."""

    @property
    def weight_decay(self) -> float:
        """Weight decay of AdamW."""

    @property
    def clip(self) -> float:
        """Maximum norm of the gradient."""


class Stepper(ABC, Generic[B]):
    """The training loop: weights, optimizer, moving average, steps and seconds."""

    save_every_s = 180.0
    lowest_rate = 0.002  # share of the peak learning rate that is never gone below

    def __init__(
        self, model: nn.Module, groups: Sequence[dict[str, Any]], schedule: HowLong, out: Path, *,
        log: Callable[[str], None], precision: str = "auto", processes: Processes | None = None,
        average: float = 0.0,
    ) -> None:  # fmt: skip
        """`groups` are parameters as optimizers take them, each with its `peak` learning rate."""
        self.model, self.how_long, self.out, self.precision = model, schedule, out, precision
        self.processes = processes or Processes()
        self.progress = Progress()
        self.metrics = Metrics(out, log, self.processes.first)
        self.watch = Watch()
        self.parameters: list[nn.Parameter] = [p for group in groups for p in group["params"]]
        self.optimizer = torch.optim.AdamW(
            groups, lr=0.0, betas=(0.9, 0.98), weight_decay=schedule.weight_decay, fused=True
        )
        self.kept_of_average = average
        self.average = [p.detach().clone() for p in model.parameters()] if average else []

    @abstractmethod
    def _gradients(self, batch_of: Callable[[int], B]) -> tuple[dict[str, float], int]:
        """Gradients of one step, summed over its micro-batches here and in the other processes.

        Returns the mean of each loss that came up, and the tokens read.
        """

    @abstractmethod
    def _notes(self) -> dict[str, Any]:
        """Metadata of the saved state."""

    @property
    def step(self) -> int:
        """Steps done."""
        return self.progress.step

    @property
    def share(self) -> float:
        """How much of the run is done, 0 to 1."""
        done = self.progress
        return max(done.step / self.how_long.steps, done.spent_s / 60 / self.how_long.minutes)

    def run(self, batch_of: Callable[[int], B]) -> None:
        """Take steps until the schedule ends; `batch_of` gives the batch of a number.

        Raises:
            TrainingError: the loss is no number any more, or climbs.
        """
        self.model.train()
        saved = time.monotonic()
        self.metrics.begin(self.progress)
        while self.share < 1:
            begun = time.monotonic()
            losses, tokens = self._gradients(batch_of)
            norm = self._update()
            self._count(tokens, time.monotonic() - begun)
            self.watch.look(losses, norm, self.step)
            self.metrics.add(losses, self.progress, self.share)
            if time.monotonic() - saved > self.save_every_s or self.share >= 1:
                self.save()
                saved = time.monotonic()
        self.model.eval()

    def _update(self) -> float:
        """One step of the optimizer; returns the norm of the gradient before clipping."""
        norm = float(nn.utils.clip_grad_norm_(self.parameters, self.how_long.clip))
        warm = min(1.0, self.share / self.how_long.warm_up) if self.how_long.warm_up else 1.0
        for group in self.optimizer.param_groups:
            group["lr"] = group["peak"] * max(self.lowest_rate, warm * (1 - self.share))
        if norm < float("inf"):  # else the watch stops the run, with the weights as they were
            self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        if self.average:
            share = min(self.kept_of_average, (1 + self.step) / (10 + self.step))
            torch._foreach_lerp_(self.average, [p.detach() for p in self.model.parameters()], 1 - share)
        return norm

    def _count(self, tokens: int, seconds: float) -> None:
        # time decides about rates and the end, so all processes must take it from the same clock
        spent = torch.tensor(
            [self.progress.spent_s + seconds], dtype=torch.float64, device=self._clock_device()
        )
        self.progress.spent_s = float(self.processes.agree(spent))
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
        """Where the weights are."""
        return next(self.model.parameters()).device

    def _clock_device(self) -> torch.device:
        return torch.device("cpu") if self.device.type == "mps" else self.device  # MPS has no float64

    def save(self) -> None:
        """Write everything that a resumed run needs."""
        if self.processes.first:
            save_state(self.out, self.model, self.optimizer, self.average, self.progress, self._notes())

    def resume(self) -> None:
        """Go on from the state in the run's folder."""
        self.progress = load_state(self.out, self.model, self.optimizer, self.average)

    def use_average(self) -> None:
        """Put the averaged weights into the model, for measuring and shipping."""
        for parameter, mean in zip(self.model.parameters(), self.average, strict=False):
            parameter.data.copy_(mean)
