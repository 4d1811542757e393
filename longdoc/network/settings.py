"""The numbers of a model folder's configuration, read without trust: a file may say anything."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import Field
from pathlib import Path
from typing import Any

from longdoc.errors import ModelError

__all__ = ["read_settings"]

MOST_BYTES = 1 << 20
MOST = 1 << 24  # of any count; what is built of it must fit the weights anyhow


def read_settings(
    path: Path, model_type: str, fields: Mapping[str, Field], limits: Mapping[str, tuple[float, float]]
) -> dict[str, Any]:
    """The settings in a JSON file, each of the type of its field and within its limits.

    Args:
        limits: the least and the most of a setting; those that are not named lie in 0..MOST.

    Raises:
        ModelError: it is missing, of another kind of model, or makes no sense.
    """
    try:
        with path.open("rb") as file:
            raw = json.loads(file.read(MOST_BYTES))
    except (OSError, ValueError, RecursionError) as error:
        raise ModelError(f"{path}: no readable model configuration ({error})") from error
    if not isinstance(raw, dict) or raw.pop("model_type", None) != model_type or set(raw) - set(fields):
        raise ModelError(
            f"{path}: not the configuration of a {model_type} model; give --model another folder"
        )
    for name, value in raw.items():
        least, most = limits.get(name, (0, MOST))
        if not _is_of(fields[name].type, value) or not least <= value <= most:
            raise ModelError(f"{path}: {name} is {str(value)[:40]}, which makes no sense")
    return raw


def _is_of(kind: Any, value: Any) -> bool:
    if kind == "bool":
        return isinstance(value, bool)
    if kind == "int":
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
