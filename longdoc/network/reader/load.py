"""Loads the reader of a model folder on the fastest backend."""

from __future__ import annotations

from pathlib import Path

from longdoc.network.accelerators import accelerator_is_likely
from longdoc.network.reader.config import FOLDER
from longdoc.network.reader.hybrid import HybridReader
from longdoc.network.reader.native import NativeReader
from longdoc.network.reader.types import Reader

__all__ = ["has_reader", "load_reader"]


def has_reader(folder: Path) -> bool:
    """Whether a model folder comes with a reader."""
    return (folder / FOLDER).is_dir()


def load_reader(folder: Path, device: str = "auto") -> Reader | None:
    """Load the reader of a model folder; None if the folder has none.

    On a CPU, the native layers are used if they were compiled. With an accelerator, they read few passages,
    and torch many.

    Raises:
        ModelError: the reader is incomplete, or its weights do not fit its configuration.
        UsageError: the device does not exist.
    """
    if not has_reader(folder):
        return None
    if device in ("auto", "cpu") and (native := NativeReader.load(folder / FOLDER)) is not None:
        return HybridReader(native) if device == "auto" and accelerator_is_likely() else native
    from longdoc.network.reader.torch_reader import TorchReader

    return TorchReader.load(folder / FOLDER, device)
