"""Reads the configuration of a model folder as untrusted input: types and limits are checked."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import Field
from pathlib import Path
from typing import Any

from longdoc.errors import ModelError

__all__ = ["read_settings"]

MAX_BYTES = 1 << 20
MAX_VALUE = 1 << 24  # of any count without a limit of its own


def read_settings(
    path: Path, model_type: str, fields: Mapping[str, Field], limits: Mapping[str, tuple[float, float]]
) -> dict[str, Any]:
    """The settings in a JSON file, each of the type of its field and within its limits.

    Args:
        model_type: the expected value of `model_type` in the file.
        fields: the dataclass fields of the configuration by name.
        limits: minimum and maximum of settings; by default 0 and MAX_VALUE.

    Raises:
        ModelError: the file is missing, belongs to another type of model, or has an invalid setting.
    """
    try:
        with path.open("rb") as file:
            raw = json.loads(file.read(MAX_BYTES))
    except (OSError, ValueError, RecursionError) as error:
        raise ModelError(f"{path}: no readable model configuration ({error})") from error
    if not isinstance(raw, dict) or raw.pop("model_type", None) != model_type or set(raw) - set(fields):
        raise ModelError(
            f"{path}: not the configuration of a {model_type} model; give --model another folder"
        )
    for name, value in raw.items():
        least, most = limits.get(name, (0, MAX_VALUE))
        if not _is_of(fields[name].type, value) or not least <= value <= most:
            raise ModelError(f"{path}: invalid value of {name}: {str(value)[:40]}")
    return raw


def _is_of(kind: Any, value: Any) -> bool:
    if kind == "bool":
        return isinstance(value, bool)
    if kind == "int":
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
