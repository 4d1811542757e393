"""The reader that a model folder has: the native one where nothing here is faster, or torch's."""

from __future__ import annotations

from pathlib import Path

from longdoc.network.load import reads_natively
from longdoc.network.reader.config import FOLDER
from longdoc.network.reader.kernels import reader_kernels
from longdoc.network.reader.native import NativeReader
from longdoc.network.reader.types import Reader

__all__ = ["has_reader", "load_reader"]


def has_reader(folder: Path) -> bool:
    """Whether a model folder comes with a reader."""
    return (folder / FOLDER).is_dir()


def load_reader(folder: Path, device: str = "auto") -> Reader | None:
    """The reader of a model folder on the device; None where the folder has none.

    Raises:
        ModelError: the reader is incomplete, or its weights do not fit its configuration.
        UsageError: no such device.
    """
    if not has_reader(folder):
        return None
    if reads_natively(device) and reader_kernels() is not None:
        return NativeReader.load(folder / FOLDER)
    from longdoc.network.reader.torch_reader import TorchReader

    return TorchReader.load(folder / FOLDER, device)
