"""Libraries that only baselines need; one that is missing is reported and its baseline left out."""

from __future__ import annotations

from importlib import import_module
from typing import Any

__all__ = ["BaselineMissing", "optional_library"]


class BaselineMissing(Exception):
    """A baseline cannot take part; the message says why and, where it can be helped, how."""


def optional_library(name: str) -> Any:
    """A module of a library that the extra [bench] brings.

    Raises:
        BaselineMissing: it is not installed.
    """
    try:
        return import_module(name)
    except ImportError as error:
        reason = (str(error).strip().splitlines() or [name])[0]
        raise BaselineMissing(f"not installed ({reason}); pip install 'longdoc[bench]'") from error
