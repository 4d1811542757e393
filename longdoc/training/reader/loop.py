"""The trainer of the reader: steps over micro-batches of groups, with the lowest layers frozen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from torch import nn

from longdoc.network.reader.model import ReaderModel
from longdoc.training.loop.processes import Processes
from longdoc.training.loop.products import products_are_fast, round_products
from longdoc.training.loop.steps import Stepper
from longdoc.training.reader.batches import MicroBatch
from longdoc.training.reader.objective import losses_of
from longdoc.training.reader.recipe import ReaderRecipe

__all__ = ["ReaderTrainer"]

HEADS = ("ends.", "absent.", "verify.")


class ReaderTrainer(Stepper[list[MicroBatch]]):
    """Trains a `ReaderModel`; a step reads about `step_tokens` tokens."""

    model: ReaderModel
    save_every_s = 600.0
    lowest_rate = 0.02

    def __init__(
        self, model: ReaderModel, recipe: ReaderRecipe, out: Path, *, log: Callable[[str], None],
        processes: Processes | None = None,
    ) -> None:  # fmt: skip
        device = model.pieces.weight.device
        rounds = recipe.precision == "int8" or (recipe.precision == "auto" and products_are_fast(device))
        if rounds:
            round_products(model.layers)
        trainable = _trainable(model, recipe.frozen)
        heads = [p for name, p in trainable.items() if name.startswith(HEADS)]
        layers = [p for name, p in trainable.items() if not name.startswith(HEADS)]
        schedule = recipe.schedule
        super().__init__(
            model,
            [
                {"params": layers, "peak": schedule.rate},
                {"params": heads, "peak": schedule.head_rate, "weight_decay": 0.0},
            ],
            schedule, out, log=log, precision="fp32" if rounds else recipe.precision, processes=processes,
        )  # fmt: skip
        self.recipe = recipe

    def _gradients(self, batch_of: Callable[[int], list[MicroBatch]]) -> tuple[dict[str, float], int]:
        read = verify = rows = tokens = 0.0
        for groups in batch_of(self.step)[self.processes.rank :: self.processes.world]:
            with self._precision():
                losses = losses_of(self.model, groups, self.recipe.row_weight)
            # weighted by tokens, as a micro-batch of short rows has many of them
            share = losses.tokens / self.recipe.step_tokens
            torch.autograd.backward((losses.read + self.recipe.verify_weight * losses.verify) * share)
            read += losses.read.item() * losses.rows
            verify += losses.verify.item() * losses.rows
            rows += losses.rows
            tokens += losses.tokens
        self.processes.sum_gradients(self.parameters)
        read, verify, rows, tokens = self._sum_over_all([read, verify, rows, tokens])
        return ({"read": read / rows, "verify": verify / rows} if rows else {}), int(tokens)

    def _notes(self) -> dict[str, Any]:
        return {"schedule": asdict(self.recipe.schedule), "kind": "reader"}


def _trainable(model: ReaderModel, frozen: int) -> dict[str, nn.Parameter]:
    """The trainable parameters by name; the others are set to need no gradient.

    Args:
        frozen: number of the lowest layers that are frozen, together with the embeddings; 0 freezes none.
    """
    frozen_prefixes = {"distances."}
    if model.config.rank:  # its embedding is stored as it was, too
        frozen_prefixes.add("pieces.")
    if frozen:
        frozen_prefixes |= {"pieces.", "places.", "norm.", *(f"layers.{n}." for n in range(frozen))}
    trainable = {}
    for name, parameter in model.named_parameters():
        if name.startswith(tuple(frozen_prefixes)):
            parameter.requires_grad_(False)
        if parameter.requires_grad:
            trainable[name] = parameter
    return trainable
