"""Reads and writes recipes as TOML files: what the recipes of both networks have in common."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

from longdoc.errors import DataError
from longdoc.paths import expanded, model_folder

__all__ = ["SHIPPED", "model_named", "read_toml", "require_known", "toml_entry"]

SHIPPED = "shipped"


def read_toml(path: Path) -> dict[str, Any]:
    """The entries of a recipe.

    Raises:
        DataError: the file cannot be read, or is not TOML.
    """
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: not a readable recipe ({error})") from error


def require_known(path: Path, entries: Iterable[str], known: Collection[str], kind: str = "a recipe") -> None:
    """Raise DataError for entries that such a recipe does not have."""
    if unknown := set(entries) - set(known):
        names = ", ".join(sorted(unknown))
        raise DataError(f"{path}: unknown entries {names}; {kind} can have {', '.join(sorted(known))}")


def toml_entry(name: str, value: object) -> str:
    """One entry as a line of TOML."""
    # strings, numbers, booleans and lists of them have the same notation in JSON and TOML
    return f"{name} = {json.dumps(value, ensure_ascii=False)}"


def model_named(name: str) -> Path:
    """The path of a model that a recipe names: a folder, or "shipped" for the shipped model.

    Raises:
        ModelError: this installation contains no model.
    """
    return model_folder() if name == SHIPPED else expanded(name)
