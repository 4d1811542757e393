"""Deploy: writes the model folder: configuration, tokenizer, weights, recipe and model card.

The reader and the confidence of the initial model go with it: adapted without them, a model would answer
worse than the one that it comes from.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from torch import Tensor

from longdoc.network.reader.config import FOLDER
from longdoc.network.reader.load import has_reader
from longdoc.network.torch.checkpoint import save_model
from longdoc.network.torch.model import Model
from longdoc.training.build import MINILM
from longdoc.training.card import model_card
from longdoc.training.loop.state import Progress
from longdoc.training.recipe import Recipe, recipe_text
from longdoc.training.recipe_file import model_named

__all__ = ["Outcome", "deploy"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of a run: its progress, and the metrics of each evaluation file."""

    progress: Progress
    figures: dict[str, dict[str, float]] = field(default_factory=dict)


def deploy(
    model: Model, recipe: Recipe, data: Path, outcome: Outcome, out: Path, ranges: Mapping[str, Tensor]
) -> list[Path]:
    """Write the model folder, keeping other files such as the state of the run; returns the files written.

    Args:
        data: the folder that the recipe's file names are relative to, for credits in the model card.
        ranges: input ranges of int8 products, as `longdoc.network.torch.input_ranges` measures them.
    """
    save_model(model, out, ranges)
    if recipe.initial != MINILM:
        _copy_beside(model_named(recipe.initial), out)
    (out / "recipe.toml").write_text(recipe_text(recipe), "utf-8")
    (out / "README.md").write_text(
        model_card(
            out.resolve().name, model, recipe, data, outcome.progress, outcome.figures, _megabytes(out)
        ),
        "utf-8",
    )
    return [out / name for name in _FILES]


def _copy_beside(initial: Path, out: Path) -> None:
    """Copy what the initial model has beside its long-context network."""
    if has_reader(initial):
        shutil.copytree(initial / FOLDER, out / FOLDER, dirs_exist_ok=True)
    for name in BESIDE:
        if (initial / name).is_file():
            shutil.copyfile(initial / name, out / name)


BESIDE = ("calibration.json", "lexicon.json")
_FILES: Sequence[str] = ("config.json", "tokenizer.json", "model.safetensors", "recipe.toml", "README.md")


def _megabytes(out: Path) -> float:
    written = [out / name for name in _FILES[:3]]
    return sum(path.stat().st_size for path in [*written, *(out / FOLDER).glob("*")]) / 1e6
