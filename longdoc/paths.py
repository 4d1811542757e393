"""Where the shipped models and the library live. Looks at folders, never at the network."""

from __future__ import annotations

import os
from pathlib import Path

from longdoc.errors import LibraryNotWritable, ModelError, UsageError

__all__ = [
    "DEFAULT_MODEL", "LIBRARY_VARIABLE", "expanded", "library_folder", "model_folder", "require_model",
    "user_folder",
]  # fmt: skip

DEFAULT_MODEL = "longdoc-mini"
LIBRARY_VARIABLE = "LONGDOC_LIBRARY"

_PACKAGE = Path(__file__).resolve().parent
_MODEL_FILES = ("config.json", "tokenizer.json", "model.safetensors")
# The wheel carries models/ inside the package; in a checkout it lies beside the package.
_MODEL_FOLDERS = (_PACKAGE / "_models", _PACKAGE.parent / "models")


def library_folder(given: str | Path | None = None) -> Path:
    """The folder of the library: the one given, else $LONGDOC_LIBRARY, else the user's data folder.

    Raises:
        LibraryNotWritable: none is given, and the user has no home folder.
    """
    chosen = given or os.environ.get(LIBRARY_VARIABLE)
    if chosen:
        return expanded(chosen)
    return user_folder() / "library"


def expanded(path: str | Path) -> Path:
    """The path with `~` and `~name` at its beginning replaced by that user's home folder.

    Raises:
        UsageError: there is no such user, or the home folder is not known.
    """
    try:
        return Path(path).expanduser()
    except RuntimeError as error:
        raise UsageError(
            f"{path}: there is no home folder for ~ to stand for; give the whole path"
        ) from error


def user_folder() -> Path:
    """The user's data folder.

    Raises:
        LibraryNotWritable: the user has no home folder, as in some containers.
    """
    from platformdirs import user_data_path  # 20 ms that --help and --version need not pay

    try:
        return user_data_path("longdoc", appauthor=False)
    except RuntimeError as error:
        raise LibraryNotWritable(
            "there is no home folder for the library; set HOME, or name a folder with --library DIR"
            f" or {LIBRARY_VARIABLE}"
        ) from error


def model_folder(given: str | Path | None = None) -> Path:
    """The folder of a model: the one given, else the shipped one.

    Raises:
        ModelError: there is no such folder, it holds no model, or this installation contains none.
    """
    if given:
        return require_model(expanded(given))
    for folder in _MODEL_FOLDERS:
        if (folder / DEFAULT_MODEL / "config.json").is_file():
            return folder / DEFAULT_MODEL
    raise ModelError(f"this installation contains no model {DEFAULT_MODEL}; give one with --model DIR")


def require_model(folder: Path) -> Path:
    """The folder, if there is a model in it.

    Raises:
        ModelError: there is none.
    """
    if not os.path.isdir(folder):  # noqa: PTH112 - never raises
        raise ModelError(f"{folder}: no such model folder; --model takes a folder with config.json")
    for name in _MODEL_FILES:
        if not os.path.isfile(folder / name):  # noqa: PTH113 - never raises
            raise ModelError(f"{folder}: not a model folder, there is no {name} in it; give another one")
    return folder
