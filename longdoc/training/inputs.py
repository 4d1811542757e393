"""From the arguments of `longdoc train` to a recipe and the folder that its file names are relative to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from longdoc.errors import DataError
from longdoc.evaluation.json_lines import kind_of_file
from longdoc.training.recipe import Recipe, SetOfData, load_recipe

__all__ = ["recipe_for"]

RECIPE = "recipe.toml"
SHORTEST_SEGMENT = (
    256  # segment lengths are mixed from here on, so that short and long range are both learned
)


def recipe_for(given: Sequence[Path], recipe_file: Path | None = None) -> tuple[Recipe, Path]:
    """The recipe for these files and folders, and the folder that its file names are relative to.

    A single folder whose recipe (its own `recipe.toml`, or `recipe_file`) names files is a data folder. All
    other files and folders are the data themselves: labelled files by their kind, anything else as unlabelled
    documents. `recipe_file` then only sets parameters.

    Raises:
        DataError: a file or folder is missing, or the recipe names files but there is no data folder.
    """
    for path in given:
        if not path.exists():
            raise DataError(f"{path}: no such file or folder")
    recipe = load_recipe(recipe_file) if recipe_file else Recipe(shortest_segment=SHORTEST_SEGMENT)
    if len(given) == 1 and given[0].is_dir():
        own = given[0] / RECIPE
        if recipe_file is None and own.is_file():
            recipe = load_recipe(own)
        if recipe.files():
            return recipe, given[0]
    if recipe.files():
        raise DataError(
            f"{recipe_file}: the recipe names files, so DATA must be the one folder that contains them"
        )
    sets: dict[str, list[SetOfData]] = {}
    for path in given:
        for kind in _kinds(path):
            sets.setdefault(kind, []).append(SetOfData(str(path)))
    files: dict[str, Any] = {kind: tuple(items) for kind, items in sets.items()}
    return replace(recipe, **files), Path()


def _kinds(path: Path) -> tuple[str, ...]:
    """The kinds of training data that a file or folder provides, as named in recipes."""
    kind = kind_of_file(path) if path.is_file() else None
    if kind == "questions":
        return ("pairs", "groups", "searches")
    return ("summaries",) if kind == "summaries" else ("unlabelled",)
