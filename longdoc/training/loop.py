"""Train: steps over mixed objectives, with a state on disk that a killed run goes on from.

The schedule runs on the larger of two shares: steps done of `steps`, minutes spent of `minutes`. A run
bounded by steps alone gives the same weights every time.
"""

from __future__ import annotations

import json
import math
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from longdoc.errors import TrainingError
from longdoc.network.model import Model

__all__ = ["Schedule", "Trainer"]

SAVE_EVERY_S = 300.0
REPORT_EVERY_STEPS = 20


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long and how fast to learn."""

    steps: int = 2_000
    minutes: float = 1e9
    rate: float = 2e-4  # peak learning rate of weights that were trained before
    fresh_rate: float = 1e-3  # of heads, chunk aggregation and other new weights
    warm_up: float = 0.06  # share of the run
    weight_decay: float = 0.01
    clip: float = 1.0
    average: float = 0.998  # of the moving average of weights that is kept; 0 switches it off


class Trainer:
    """Holds what changes while training: weights, optimizer, average, steps and seconds."""

    def __init__(self, model: Model, schedule: Schedule, out: Path, *, log: Callable[[str], None]) -> None:
        self.model, self.schedule, self.out, self.log = model, schedule, out, log
        self.step, self.spent_s, self.tokens = 0, 0.0, 0
        fresh, old = [], []
        for name, parameter in model.named_parameters():
            (old if name.startswith("encoder.") and ".memory." not in name else fresh).append(parameter)
        self.optimizer = torch.optim.AdamW(
            [{"params": old, "peak": schedule.rate}, {"params": fresh, "peak": schedule.fresh_rate}],
            lr=0.0,
            betas=(0.9, 0.98),
            weight_decay=schedule.weight_decay,
            fused=True,
        )
        self.average = [p.detach().clone() for p in model.parameters()] if schedule.average else []

    @property
    def share(self) -> float:
        """How much of the run is done, 0 to 1."""
        return max(self.step / self.schedule.steps, self.spent_s / 60 / self.schedule.minutes)

    def run(self, batches: Iterator[tuple[int, dict[str, Tensor]]]) -> None:
        """Take steps until the schedule ends; each batch is its tokens and its losses, weighted already.

        Raises:
            TrainingError: the loss is no longer a number.
        """
        self.model.train()
        running: dict[str, list[float]] = {}
        saved = reported = time.monotonic()
        told_tokens = self.tokens
        while self.share < 1:
            begun = time.monotonic()
            tokens, losses = next(batches)
            self._update(losses)
            for name, loss in losses.items():
                running.setdefault(name, []).append(float(loss.detach()))
            self.step += 1
            self.tokens += tokens
            now = time.monotonic()
            self.spent_s += now - begun
            if self.step % REPORT_EVERY_STEPS == 0 or self.share >= 1:
                self._report(running, (self.tokens - told_tokens) / (now - reported))
                running, reported, told_tokens = {}, now, self.tokens
            if now - saved > SAVE_EVERY_S or self.share >= 1:
                self.save()
                saved = now

    def _update(self, losses: dict[str, Tensor]) -> None:
        total: Tensor = sum(losses.values())  # type: ignore[assignment]
        if not math.isfinite(float(total)):
            raise TrainingError(
                f"the loss is no longer a number at step {self.step}; lower the rate, then go on with --resume"
            )
        total.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), self.schedule.clip)
        warm = min(1.0, self.share / self.schedule.warm_up) if self.schedule.warm_up else 1.0
        for group in self.optimizer.param_groups:
            group["lr"] = group["peak"] * max(0.002, warm * (1 - self.share))
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        if self.average:
            share = min(self.schedule.average, (1 + self.step) / (10 + self.step))
            torch._foreach_lerp_(self.average, [p.detach() for p in self.model.parameters()], 1 - share)

    def _report(self, running: dict[str, list[float]], tokens_per_s: float) -> None:
        means = {name: round(sum(values) / len(values), 4) for name, values in running.items()}
        line = {
            "step": self.step,
            "share": round(self.share, 4),
            "minutes": round(self.spent_s / 60, 2),
            "tokens": self.tokens,
            "tokens_per_s": round(tokens_per_s),
            **means,
        }
        self.out.mkdir(parents=True, exist_ok=True)
        with (self.out / "metrics.jsonl").open("a", encoding="utf-8") as metrics:
            metrics.write(json.dumps(line) + "\n")
        self.log(" ".join(f"{key} {value}" for key, value in line.items()))

    def save(self) -> None:
        """Write everything that a resumed run needs; the file appears whole or not at all."""
        self.out.mkdir(parents=True, exist_ok=True)
        state = {
            "model": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "average": self.average,
            "progress": torch.tensor([self.step, self.spent_s, self.tokens], dtype=torch.float64),
            "schedule": asdict(self.schedule),
        }
        part = self.out / "state.pt.part"
        torch.save(state, part)
        os.replace(part, self.out / "state.pt")

    def resume(self) -> None:
        """Go on from `state.pt` in the run's folder."""
        path = self.out / "state.pt"
        try:
            state = torch.load(path, map_location="cpu", weights_only=True)
        except (OSError, RuntimeError) as error:
            raise TrainingError(f"{path}: nothing to resume ({error})") from error
        self.model.load_state_dict(state["model"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.average = state["average"]
        self.step, self.spent_s, self.tokens = (
            int(state["progress"][0]),
            float(state["progress"][1]),
            int(state["progress"][2]),
        )

    def use_average(self) -> None:
        """Put the averaged weights into the model, for measuring and shipping."""
        for parameter, mean in zip(self.model.parameters(), self.average, strict=False):
            parameter.data.copy_(mean)
