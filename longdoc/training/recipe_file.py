"""Reads and writes recipes as TOML files: what the recipes of both networks have in common."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Collection, Iterable
from dataclasses import fields
from pathlib import Path
from typing import Any

from longdoc.errors import DataError
from longdoc.paths import expanded, model_folder

__all__ = [
    "SHIPPED", "model_named", "read_toml", "require_known", "require_least", "require_shares",
    "require_types", "toml_entry",
]  # fmt: skip

SHIPPED = "shipped"
_TYPES: dict[str, Any] = {
    "bool": bool,
    "int": int,
    "float": int | float,
    "str": str,
}  # of values, by those of fields


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


def require_types(table: Any) -> None:
    """Raise DataError for a value of a dataclass that is not of the type of its field."""
    for one in fields(table):
        value, kind = getattr(table, one.name), str(one.type)
        is_other = isinstance(value, bool) != (kind == "bool")  # a bool is an int in Python
        if kind in _TYPES and (is_other or not isinstance(value, _TYPES[kind])):
            raise DataError(f"{one.name} is {value!r}, not of type {kind}")


def require_least(table: Any, least: float, *names: str) -> None:
    """Raise DataError for one of these values below `least`."""
    for name in names:
        if not getattr(table, name) >= least:
            raise DataError(f"{name} must be at least {least:g}")


def require_shares(table: Any, *names: str) -> None:
    """Raise DataError for one of these values that is not between 0 and 1."""
    for name in names:
        if not 0 <= getattr(table, name) <= 1:
            raise DataError(f"{name} must be between 0 and 1")


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
