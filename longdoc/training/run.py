"""One training run from recipe to checkpoint: preprocess → build → train → deploy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import torch

from longdoc.network.checkpoint import load_model, save_model
from longdoc.network.model import Model
from longdoc.training.batches import Mixture
from longdoc.training.initial import start_from_minilm
from longdoc.training.loop import Trainer
from longdoc.training.recipe import Recipe
from longdoc.training.sets import read_texts

__all__ = ["build", "train"]


def build(recipe: Recipe, data: Path, out: Path) -> Model:
    """The network before training: MiniLM's weights, or those of a folder; kept in the run's folder."""
    kept = out / "initial"
    if (kept / "model.safetensors").exists():
        return load_model(kept, "cpu", torch.float32).requires_grad_(True)
    if recipe.initial == "minilm":
        texts = [text for file in recipe.initial_texts for _, text in read_texts(data / file)]
        model = start_from_minilm(texts, seed=recipe.seed, slots=recipe.slots)
    else:
        model = load_model(Path(recipe.initial), "cpu", torch.float32).requires_grad_(True)
    save_model(model, kept)
    return model


def train(
    recipe: Recipe, data: Path, out: Path, *, resume: bool = False, minutes: float | None = None,
    log: Callable[[str], None] = print,
) -> Model:  # fmt: skip
    """Run a recipe; the checkpoint stands in `out` at the end, the state for resuming beside it."""
    torch.manual_seed(recipe.seed)
    model = build(recipe, data, out)
    schedule = recipe.schedule if minutes is None else replace(recipe.schedule, minutes=minutes)
    trainer = Trainer(model, schedule, out, log=log)
    if resume:
        trainer.resume()
    mixture = Mixture(recipe, data, model, out.parent / "cache", log)
    trainer.run(mixture.batches(trainer.step))
    trainer.use_average()
    save_model(model, out)
    return model
