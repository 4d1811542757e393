"""Build: the vocabulary and the network that a run starts from, kept in the run's folder.

What is kept is what a checkpoint holds, so that a first run and every later one start from the very
same weights: int8 rows and all.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import torch

from longdoc.evaluation.datasets import read_texts
from longdoc.network.config import NetworkConfig
from longdoc.network.tokenizer import Tokenizer
from longdoc.network.torch.checkpoint import load_model, save_model
from longdoc.network.torch.model import Model
from longdoc.training.minilm import minilm_tokenizer, start_from_minilm
from longdoc.training.recipe import Recipe

__all__ = ["MINILM", "build_network", "mix_with_start", "starting_shape", "starting_vocabulary"]

MINILM = "minilm"
_FOLDER, _NOTE = "initial", "made.json"


def starting_vocabulary(recipe: Recipe, data: Path, out: Path, *, resume: bool = False) -> Tokenizer:
    """The tokenizer of a run: that of the model it starts from, or MiniLM's with the characters it lacks."""
    if _is_kept(recipe, out, resume):
        return Tokenizer.load(out / _FOLDER / "tokenizer.json")
    if recipe.initial == MINILM:
        return minilm_tokenizer(_texts(recipe, data))
    return Tokenizer.load(Path(recipe.initial) / "tokenizer.json")


def starting_shape(recipe: Recipe) -> NetworkConfig:
    """The configuration that the run's network will have, but for the size of its vocabulary."""
    if recipe.initial == MINILM:
        return NetworkConfig(slots=recipe.slots, window=recipe.window)
    return NetworkConfig.load(Path(recipe.initial) / "config.json")


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
            save_model(load_model(Path(recipe.initial), "cpu", torch.float32), kept)
        (kept / _NOTE).write_text(json.dumps(_made_of(recipe)) + "\n", "utf-8")
    return load_model(kept, "cpu", torch.float32).requires_grad_(True)


def mix_with_start(model: Model, out: Path, share: float) -> None:
    """Put the mean of the weights and of those that the run started from into the model.

    What a network could do before and what it learned both stay, often better than either
    (Wortsman et al. 2022, "Robust fine-tuning of zero-shot models").

    Args:
        share: of the weights at the start, 0 to 1.
    """
    start = load_model(out / _FOLDER, "cpu", torch.float32).state_dict()
    with torch.no_grad():
        for name, weight in model.state_dict().items():
            weight.lerp_(start[name].to(weight.device), share)


def _is_kept(recipe: Recipe, out: Path, resume: bool) -> bool:
    """Whether the folder holds the start of this very run; a resumed run goes on with what is there."""
    kept = out / _FOLDER
    if not (kept / "model.safetensors").is_file():
        return False
    try:
        return resume or json.loads((kept / _NOTE).read_text("utf-8")) == _made_of(recipe)
    except (OSError, ValueError):
        return False


def _made_of(recipe: Recipe) -> dict[str, object]:
    made: dict[str, object] = {"seed": recipe.seed, "texts": list(recipe.initial_texts)}
    if recipe.initial == MINILM:
        return {**made, **asdict(starting_shape(recipe))}
    return {"sha256": load_model(Path(recipe.initial), "cpu", torch.float32).sha256}


def _texts(recipe: Recipe, data: Path) -> list[str]:
    return [one.text for file in recipe.initial_texts for one in read_texts(data / file)]
