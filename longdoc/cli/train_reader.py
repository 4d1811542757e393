"""`longdoc train` with a recipe for the reader: what its options change, and what it says at the end."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from longdoc.cli.training_run import found, guard, show, tell
from longdoc.errors import DataError, UsageError

if TYPE_CHECKING:
    from longdoc.training.reader.recipe import ReaderRecipe

__all__ = ["recipe_of_reader", "refuse", "train_reader"]

OWN_RECIPE = "recipe.toml"
NEVER_MINUTES = 1e9


def recipe_of_reader(data: Sequence[Path], given: Path | None) -> Path | None:
    """The recipe, if it is one for the reader: the one given, or that of the data folder."""
    own = data[0] / OWN_RECIPE if given is None and len(data) == 1 else None
    path = given or (own if own is not None and own.is_file() else None)
    if path is None:
        return None
    from longdoc.training.reader.recipe import is_for_reader

    return path if is_for_reader(path) else None


def refuse(options: Mapping[str, object]) -> None:
    """Options that a recipe for the reader has no use for.

    Raises:
        UsageError: one of them was given.
    """
    if wrong := [name for name, value in options.items() if value is not None and value != []]:
        raise UsageError(f"{', '.join(wrong)}: not for a recipe of the reader")


def train_reader(
    recipe_file: Path, data: Sequence[Path], out: Path, *, init: str | None, model: str | None,
    steps: int | None, minutes: float | None, seed: int | None, step_tokens: int | None,
    evaluate: Sequence[Path], resume: bool, device: str, as_json: bool,
) -> None:  # fmt: skip
    """Train the reader, and say where it is.

    Raises:
        UsageError: options exclude each other.
        TrainingError: the run cannot start or go on.
    """
    from longdoc.paths import model_folder
    from longdoc.training.reader.recipe import load_recipe
    from longdoc.training.reader.run import run

    recipe, folder = _with_data(load_recipe(recipe_file), data)
    recipe = _with_limits(recipe, steps, minutes)
    changes = {"seed": seed, "step_tokens": step_tokens, "initial": init}
    recipe = replace(recipe, **{name: value for name, value in changes.items() if value is not None})  # type: ignore[arg-type]
    guard(out, resume)
    outcome = run(
        recipe, folder, out, beside=model_folder(model), resume=resume, device=device,
        evaluate=[found(path, folder) for path in evaluate], log=tell,
    )  # fmt: skip
    if int(os.environ.get("RANK", "0")) == 0:
        show(out, outcome, as_json)


def _with_data(recipe: ReaderRecipe, data: Sequence[Path]) -> tuple[ReaderRecipe, Path]:
    """The recipe with its sources, and the folder that they are relative to."""
    from longdoc.training.reader.recipe import Source

    for path in data:
        if not path.exists():
            raise DataError(f"{path}: no such file or folder")
    if recipe.sources:
        if len(data) > 1 or any(not path.is_dir() for path in data):
            raise DataError("the recipe names its files, so DATA must be the one folder that they lie in")
        return recipe, data[0] if data else Path()
    if not data or any(path.is_dir() for path in data):
        raise DataError("the recipe names no [[sources]]: give labelled files as DATA")
    return replace(recipe, sources=tuple(Source(str(path)) for path in data)), Path()


def _with_limits(recipe: ReaderRecipe, steps: int | None, minutes: float | None) -> ReaderRecipe:
    """What ends the run: the option given, else the recipe."""
    if steps is not None:
        return replace(recipe, schedule=replace(recipe.schedule, steps=steps, minutes=NEVER_MINUTES))
    if minutes is not None:
        longer = replace(recipe.schedule, steps=10**12, minutes=max(minutes, 1e-3))
        return replace(recipe, schedule=longer)
    return recipe
