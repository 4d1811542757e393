"""Build: the initial vocabulary and network of a run, stored in the run's folder.

They are stored as a checkpoint, and always loaded from it, so that a resumed run starts from exactly the same
weights, int8 rounding included.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import torch
from torch import Tensor

from longdoc.evaluation.datasets import read_texts
from longdoc.network.config import NetworkConfig
from longdoc.network.tokenizer import Tokenizer
from longdoc.network.torch.checkpoint import load_model, save_model, stored_ranges
from longdoc.network.torch.model import Model
from longdoc.training.minilm import minilm_tokenizer, start_from_minilm
from longdoc.training.recipe import Recipe
from longdoc.training.recipe_file import model_named

__all__ = [
    "MINILM", "average_with_start", "build_network", "initial_ranges", "starting_shape",
    "starting_vocabulary",
]  # fmt: skip

MINILM = "minilm"
_FOLDER, _PROVENANCE = "initial", "made.json"


def starting_vocabulary(recipe: Recipe, data: Path, out: Path, *, resume: bool = False) -> Tokenizer:
    """The tokenizer of the initial model; for MiniLM with the missing characters of the texts added."""
    if _is_kept(recipe, out, resume):
        return Tokenizer.load(out / _FOLDER / "tokenizer.json")
    if recipe.initial == MINILM:
        return minilm_tokenizer(_texts(recipe, data))
    return Tokenizer.load(model_named(recipe.initial) / "tokenizer.json")


def starting_shape(recipe: Recipe) -> NetworkConfig:
    """The configuration of the run's network, except for the size of its vocabulary."""
    if recipe.initial == MINILM:
        return NetworkConfig(slots=recipe.slots, window=recipe.window)
    return NetworkConfig.load(model_named(recipe.initial) / "config.json")


def build_network(
    recipe: Recipe, data: Path, out: Path, tokenizer: Tokenizer, *, resume: bool = False
) -> Model:
    """The network before its first step, in fp32 on the CPU."""
    kept = out / _FOLDER
    if not _is_kept(recipe, out, resume):
        if recipe.initial == MINILM:
            texts = _texts(recipe, data)
            save_model(
                start_from_minilm(texts, starting_shape(recipe), tokenizer=tokenizer, seed=recipe.seed), kept
            )
        else:
            initial = model_named(recipe.initial)
            save_model(load_model(initial, "cpu", torch.float32), kept, stored_ranges(initial))
        (kept / _PROVENANCE).write_text(json.dumps(_provenance(recipe)) + "\n", "utf-8")
    return load_model(kept, "cpu", torch.float32).requires_grad_(True)


def average_with_start(model: Model, out: Path, share: float) -> None:
    """Average the weights of the model with the initial weights of the run.

    The average is often better than either (Wortsman et al. 2022, "Robust fine-tuning of zero-shot models").

    Args:
        share: of the initial weights, 0 to 1.
    """
    start = load_model(out / _FOLDER, "cpu", torch.float32).state_dict()
    with torch.no_grad():
        for name, weight in model.state_dict().items():
            weight.lerp_(start[name].to(weight.device), share)


def initial_ranges(out: Path) -> dict[str, Tensor]:
    """The input ranges of int8 products that the initial network of the run came with."""
    return stored_ranges(out / _FOLDER)


def _is_kept(recipe: Recipe, out: Path, resume: bool) -> bool:
    """Whether the folder holds the initial network of this run; a resumed run uses whatever is there."""
    kept = out / _FOLDER
    if not (kept / "model.safetensors").is_file():
        return False
    try:
        return resume or json.loads((kept / _PROVENANCE).read_text("utf-8")) == _provenance(recipe)
    except (OSError, ValueError):
        return False


def _provenance(recipe: Recipe) -> dict[str, object]:
    made: dict[str, object] = {"seed": recipe.seed, "texts": list(recipe.initial_texts)}
    if recipe.initial == MINILM:
        return {**made, **asdict(starting_shape(recipe))}
    return {"sha256": load_model(model_named(recipe.initial), "cpu", torch.float32).sha256}


def _texts(recipe: Recipe, data: Path) -> list[str]:
    return [one.text for file in recipe.initial_texts for one in read_texts(data / file)]
