"""`longdoc train` with a recipe for the reader."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from longdoc.cli.training_run import found, guard, show, tell, written_to
from longdoc.errors import DataError, UsageError

if TYPE_CHECKING:
    from longdoc.cli.train_options import TrainOptions
    from longdoc.training.reader.recipe import ReaderRecipe

__all__ = ["recipe_of_reader", "train_reader"]

OWN_RECIPE = "recipe.toml"
NEVER_MINUTES = 1e9


def recipe_of_reader(data: Sequence[Path], given: Path | None) -> Path | None:
    """The recipe given, or that of the data folder, if it is one for the reader."""
    own = data[0] / OWN_RECIPE if given is None and len(data) == 1 else None
    path = given or (own if own is not None and own.is_file() else None)
    if path is None:
        return None
    from longdoc.training.reader.recipe import is_for_reader

    return path if is_for_reader(path) else None


def train_reader(recipe_file: Path, options: TrainOptions) -> None:
    """Train the reader, and show where it was written.

    Raises:
        UsageError: an option is not for readers, or options exclude each other.
        TrainingError: the run cannot start or continue.
    """
    from longdoc.paths import model_folder
    from longdoc.training.reader.recipe import load_recipe
    from longdoc.training.reader.run import run

    _refuse_others(options)
    recipe, folder = _with_data(load_recipe(recipe_file), options.sources)
    recipe = _with_limits(recipe, options.steps, options.minutes)
    changes = {"seed": options.seed, "step_tokens": options.batch_tokens, "initial": options.init}
    recipe = replace(recipe, **{name: value for name, value in changes.items() if value is not None})  # type: ignore[arg-type]
    guard(options.out, options.resume)
    evaluate = [found(path, folder) for path in options.evaluate or []]
    with written_to(options.out):
        outcome = run(
            recipe, folder, options.out, beside=model_folder(options.model), resume=options.resume,
            device=options.device, evaluate=evaluate, log=tell,
        )  # fmt: skip
    if int(os.environ.get("RANK", "0")) == 0:
        show(options.out, outcome, options.as_json)


def _refuse_others(options: TrainOptions) -> None:
    others = {
        "--objective": options.objective, "--epochs": options.epochs, "--length": options.length,
        "--report": options.report,
    }  # fmt: skip
    if wrong := [name for name, value in others.items() if value is not None and value != []]:
        raise UsageError(f"{', '.join(wrong)}: not available with a recipe for the reader")


def _with_data(recipe: ReaderRecipe, data: Sequence[Path]) -> tuple[ReaderRecipe, Path]:
    """The recipe with its sources, and the folder they are relative to."""
    from longdoc.training.reader.recipe import Source

    for path in data:
        if not path.exists():
            raise DataError(f"{path}: no such file or folder")
    if recipe.sources:
        if len(data) > 1 or any(not path.is_dir() for path in data):
            raise DataError("the recipe names its files; DATA must be the one folder that contains them")
        return recipe, data[0] if data else Path()
    if not data or any(path.is_dir() for path in data):
        raise DataError("the recipe has no [[sources]]; give labelled files as DATA")
    return replace(recipe, sources=tuple(Source(str(path)) for path in data)), Path()


def _with_limits(recipe: ReaderRecipe, steps: int | None, minutes: float | None) -> ReaderRecipe:
    """What ends the run: the option, else the recipe."""
    if steps is not None:
        return replace(recipe, schedule=replace(recipe.schedule, steps=steps, minutes=NEVER_MINUTES))
    if minutes is not None:
        longer = replace(recipe.schedule, steps=10**12, minutes=max(minutes, 1e-3))
        return replace(recipe, schedule=longer)
    return recipe
