"""Where the shipped models and the library live. Looks at folders, never at the network."""

from __future__ import annotations

import os
from pathlib import Path

from longdoc.errors import ModelError

__all__ = ["DEFAULT_MODEL", "LIBRARY_VARIABLE", "library_folder", "model_folder", "user_folder"]

DEFAULT_MODEL = "longdoc-mini"
LIBRARY_VARIABLE = "LONGDOC_LIBRARY"

_PACKAGE = Path(__file__).resolve().parent
# The wheel carries models/ inside the package; in a checkout it lies beside the package.
_MODEL_FOLDERS = (_PACKAGE / "_models", _PACKAGE.parent / "models")


def library_folder(given: str | Path | None = None) -> Path:
    """The folder of the library: the one given, else $LONGDOC_LIBRARY, else the user's data folder."""
    chosen = given or os.environ.get(LIBRARY_VARIABLE)
    if chosen:
        return Path(chosen).expanduser()
    return user_folder() / "library"


def user_folder() -> Path:
    """The user's data folder."""
    from platformdirs import user_data_path  # 20 ms that --help and --version need not pay

    return user_data_path("longdoc", appauthor=False)


def model_folder(given: str | Path | None = None) -> Path:
    """The folder of a model: the one given, else the shipped one.

    Raises:
        ModelError: there is no such folder, or this installation carries no model.
    """
    if given:
        folder = Path(given).expanduser()
        if not os.path.isdir(folder):  # noqa: PTH112 - never raises
            raise ModelError(f"{folder}: no such model folder; --model takes a folder with config.json")
        return folder
    for folder in _MODEL_FOLDERS:
        if (folder / DEFAULT_MODEL / "config.json").is_file():
            return folder / DEFAULT_MODEL
    raise ModelError(f"this installation carries no model {DEFAULT_MODEL}; give one with --model DIR")
