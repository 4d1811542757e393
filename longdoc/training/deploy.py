"""Deploy: writes the model folder: configuration, tokenizer, weights, recipe and model card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from torch import Tensor

from longdoc.network.torch.checkpoint import save_model
from longdoc.network.torch.model import Model
from longdoc.training.card import model_card
from longdoc.training.loop.state import Progress
from longdoc.training.recipe import Recipe, recipe_text

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
    (out / "recipe.toml").write_text(recipe_text(recipe), "utf-8")
    (out / "README.md").write_text(
        model_card(
            out.resolve().name, model, recipe, data, outcome.progress, outcome.figures, _megabytes(out)
        ),
        "utf-8",
    )
    return [out / name for name in _FILES]


_FILES: Sequence[str] = ("config.json", "tokenizer.json", "model.safetensors", "recipe.toml", "README.md")


def _megabytes(out: Path) -> float:
    return sum((out / name).stat().st_size for name in _FILES[:3]) / 1e6
