"""Train: steps over mixed objectives, with a state on disk that a killed run goes on from.

The schedule runs on the larger of two shares: steps done of `steps`, minutes spent of `minutes`. A run
bounded by steps alone gives the same weights every time, interrupted or not.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict
from pathlib import Path

import torch
from torch import nn

from longdoc.network.torch.device import best_dtype
from longdoc.network.torch.int8_linear import rounded_inputs
from longdoc.network.torch.model import Model
from longdoc.training.recipe import Schedule
from longdoc.training.train.dropout import dropped
from longdoc.training.train.metrics import Metrics
from longdoc.training.train.mixture import Batch
from longdoc.training.train.objectives import OBJECTIVES, losses_of
from longdoc.training.train.processes import Processes
from longdoc.training.train.state import Progress, load_state, save_state
from longdoc.training.train.watch import Watch

__all__ = ["Trainer"]

SAVE_EVERY_S = 180.0
LOWEST_RATE = 0.002  # share of the peak learning rate that is never gone below


class Trainer:
    """Holds what changes while training: weights, optimizer, average, steps and seconds."""

    def __init__(
        self, model: Model, schedule: Schedule, out: Path, *, log: Callable[[str], None],
        weights: dict[str, float] | None = None, accumulate: int = 1, precision: str = "auto",
        processes: Processes | None = None, seed: int = 0,
    ) -> None:  # fmt: skip
        self.model, self.schedule, self.out, self.seed = model, schedule, out, seed
        self.weights, self.precision = weights or {}, precision
        self.processes = processes or Processes()
        self.accumulate = self.processes.micro_batches(accumulate)
        self.progress = Progress()
        self.metrics = Metrics(out, log, self.processes.first)
        self.watch = Watch()
        self.parameters = list(model.parameters())
        fresh: list[nn.Parameter] = []
        old: list[nn.Parameter] = []
        for name, parameter in model.named_parameters():
            (old if name.startswith("encoder.") and ".memory." not in name else fresh).append(parameter)
        self.optimizer = torch.optim.AdamW(
            [{"params": old, "peak": schedule.rate}, {"params": fresh, "peak": schedule.fresh_rate}],
            lr=0.0,
            betas=(0.9, 0.98),
            weight_decay=schedule.weight_decay,
            fused=True,
        )
        self.average = [p.detach().clone() for p in self.parameters] if schedule.average else []

    @property
    def step(self) -> int:
        """Steps done."""
        return self.progress.step

    @property
    def share(self) -> float:
        """How much of the run is done, 0 to 1."""
        done = self.progress
        return max(done.step / self.schedule.steps, done.spent_s / 60 / self.schedule.minutes)

    def run(self, batch_of: Callable[[int], Batch]) -> None:
        """Take steps until the schedule ends; `batch_of` gives the micro-batch of a number.

        Raises:
            TrainingError: the loss is no number any more, or climbs.
        """
        self.model.train()
        saved = time.monotonic()
        self.metrics.begin(self.progress)
        while self.share < 1:
            begun = time.monotonic()
            rounds = self.share >= self.schedule.round_from
            with rounded_inputs(self.model.encoder) if rounds else nullcontext():
                losses, tokens = self._gradients(batch_of)
            norm = self._update()
            self._count(tokens, time.monotonic() - begun)
            self.watch.look(losses, norm, self.step)
            self.metrics.add(losses, self.progress, self.share)
            if time.monotonic() - saved > SAVE_EVERY_S or self.share >= 1:
                self.save()
                saved = time.monotonic()
        self.model.eval()

    def _gradients(self, batch_of: Callable[[int], Batch]) -> tuple[dict[str, float], int]:
        """Gradients of one step, summed over its micro-batches here and in the other processes.

        Returns the mean of each loss that came up, and the tokens read.
        """
        sums, counts, tokens = dict.fromkeys(OBJECTIVES, 0.0), dict.fromkeys(OBJECTIVES, 0), 0
        for n in range(self.processes.rank, self.accumulate, self.processes.world):
            number = self.step * self.accumulate + n
            batch = batch_of(number)
            torch.manual_seed(self.seed * 1_000_003 + number)  # what is dropped is the same when resumed
            with self._precision(), dropped(self.model.encoder, self.schedule.dropout):
                losses = losses_of(self.model, batch)
            weighted = [loss * self.weights.get(name, 1.0) for name, loss in losses.items()]
            if weighted:
                torch.autograd.backward(torch.stack(weighted).sum() / self.accumulate)
            for name, loss in losses.items():
                sums[name] += loss.item()
                counts[name] += 1
            tokens += sum(item.tokens for item in batch)
        self.processes.sum_gradients(self.parameters)
        *told, tokens_of_all = self._sum_over_all([*sums.values(), *counts.values(), tokens])
        of_each = zip(OBJECTIVES, told, told[len(OBJECTIVES) :], strict=False)
        return {name: total / count for name, total, count in of_each if count}, int(tokens_of_all)

    def _sum_over_all(self, values: list[float]) -> list[float]:
        summed = torch.tensor(values, dtype=torch.float64, device=self._clock_device())
        return self.processes.sum_over(summed).tolist()

    def _update(self) -> float:
        """One step of the optimizer; returns the norm of the gradient before clipping."""
        norm = float(nn.utils.clip_grad_norm_(self.parameters, self.schedule.clip))
        warm = min(1.0, self.share / self.schedule.warm_up) if self.schedule.warm_up else 1.0
        for group in self.optimizer.param_groups:
            group["lr"] = group["peak"] * max(LOWEST_RATE, warm * (1 - self.share))
        if norm < float("inf"):  # else the watch stops the run, with the weights as they were
            self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        if self.average:
            share = min(self.schedule.average, (1 + self.step) / (10 + self.step))
            torch._foreach_lerp_(self.average, [p.detach() for p in self.parameters], 1 - share)
        return norm

    def _count(self, tokens: int, seconds: float) -> None:
        # time decides about rates and the end, so all processes must take it from the same clock
        spent = torch.tensor(
            [self.progress.spent_s + seconds], dtype=torch.float64, device=self._clock_device()
        )
        self.progress.spent_s = float(self.processes.agree(spent))
        self.progress.step += 1
        self.progress.tokens += tokens

    def _precision(self) -> AbstractContextManager[object]:
        device = self.model.device
        if self.precision == "bf16" or (self.precision == "auto" and best_dtype(device) == torch.bfloat16):
            return torch.autocast(device.type, torch.bfloat16)
        return nullcontext()

    def _clock_device(self) -> torch.device:
        device = self.model.device
        return torch.device("cpu") if device.type == "mps" else device  # MPS has no float64

    def save(self) -> None:
        """Write everything that a resumed run needs."""
        if self.processes.first:
            notes = {"schedule": asdict(self.schedule), "accumulate": self.accumulate}
            save_state(self.out, self.model, self.optimizer, self.average, self.progress, notes)

    def resume(self) -> None:
        """Go on from the state in the run's folder."""
        self.progress = load_state(self.out, self.model, self.optimizer, self.average)

    def use_average(self) -> None:
        """Put the averaged weights into the model, for measuring and shipping."""
        for parameter, mean in zip(self.parameters, self.average, strict=False):
            parameter.data.copy_(mean)
