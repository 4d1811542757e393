"""The trainer of the long-context network: steps over mixed objectives."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from torch import nn

from longdoc.network.reader.types import Reader
from longdoc.network.torch.input_ranges import rounded_inputs
from longdoc.network.torch.model import Model
from longdoc.training.data.mixture import Batch
from longdoc.training.loop.dropout import dropped
from longdoc.training.loop.processes import Processes
from longdoc.training.loop.products import products_are_fast, round_products
from longdoc.training.loop.steps import Stepper
from longdoc.training.objectives.losses import OBJECTIVES, losses_of
from longdoc.training.recipe import Schedule

__all__ = ["Trainer"]


class Trainer(Stepper[Batch]):
    """Trains a `Model`; a step consists of micro-batches, each with one or several objectives."""

    model: Model
    schedule: Schedule

    def __init__(
        self, model: Model, schedule: Schedule, out: Path, *, log: Callable[[str], None],
        weights: dict[str, float] | None = None, accumulate: int = 1, precision: str = "auto",
        processes: Processes | None = None, seed: int = 0,
        teacher: Reader | None = None,
    ) -> None:  # fmt: skip
        """Set up the optimizer.

        Args:
            weights: of the objectives; the others have a weight of 1.
            accumulate: micro-batches in a step.
            precision: of the products: "int8", "bf16" or "fp32"; auto: the fastest on the device.
            teacher: the reader that the span head learns from beside the labels.
        """
        fresh: list[nn.Parameter] = []
        old: list[nn.Parameter] = []
        for name, parameter in model.named_parameters():
            (old if name.startswith("encoder.") and ".memory." not in name else fresh).append(parameter)
        rounds = precision == "int8" or (precision == "auto" and products_are_fast(model.device))
        if rounds:
            round_products(model.encoder)
        super().__init__(
            model,
            [{"params": old, "peak": schedule.rate}, {"params": fresh, "peak": schedule.fresh_rate}],
            schedule, out, log=log, precision="fp32" if rounds else precision, processes=processes,
            average=schedule.average,
        )  # fmt: skip
        self.seed, self.weights, self.teacher = seed, weights or {}, teacher
        self.accumulate = self.processes.micro_batches(accumulate)

    def _gradients(self, batch_of: Callable[[int], Batch]) -> tuple[dict[str, float], int]:
        rounds = self.share >= self.schedule.round_from
        with rounded_inputs(self.model.encoder) if rounds else nullcontext():
            return self._summed(batch_of)

    def _summed(self, batch_of: Callable[[int], Batch]) -> tuple[dict[str, float], int]:
        sums, counts, tokens = dict.fromkeys(OBJECTIVES, 0.0), dict.fromkeys(OBJECTIVES, 0), 0
        for n in range(self.processes.rank, self.accumulate, self.processes.world):
            number = self.step * self.accumulate + n
            batch = batch_of(number)
            torch.manual_seed(self.seed * 1_000_003 + number)  # the same dropout after resuming
            with self._precision(), dropped(self.model.encoder, self.schedule.dropout):
                losses = losses_of(self.model, batch, self.teacher)
            weighted = [loss * self.weights.get(name, 1.0) for name, loss in losses.items()]
            if weighted:
                torch.autograd.backward(torch.stack(weighted).sum() / self.accumulate)
            for name, loss in losses.items():
                sums[name] += loss.item()
                counts[name] += 1
            tokens += sum(item.tokens for item in batch)
        self.processes.sum_gradients(self.parameters)
        *summed, tokens_of_all = self._sum_over_all([*sums.values(), *counts.values(), tokens])
        of_each = zip(OBJECTIVES, summed, summed[len(OBJECTIVES) :], strict=False)
        return {name: total / count for name, total, count in of_each if count}, int(tokens_of_all)

    def _notes(self) -> dict[str, Any]:
        return {"schedule": asdict(self.schedule), "accumulate": self.accumulate}
