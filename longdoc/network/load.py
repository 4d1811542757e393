"""Loads the model on the fastest backend: native layers, torch, or both."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from longdoc.network.accelerators import accelerator_is_likely
from longdoc.network.hybrid import HybridModel
from longdoc.network.native.kernels import kernels, torch_multiplies_faster
from longdoc.network.native.model import NativeModel
from longdoc.network.types import Network
from longdoc.network.with_reader import ReaderChoice
from longdoc.paths import require_model

if TYPE_CHECKING:
    from longdoc.network.torch.model import Model

__all__ = ["load_network", "reads_natively"]


def load_network(folder: Path, device: str = "auto", reader: ReaderChoice = "auto") -> Network:
    """Load the model in a folder on the fastest backend for the device.

    Args:
        folder: the model folder.
        device: "auto", or a device that torch knows.
        reader: "large" uses the reader of passages and requires it, "small" does without it, "auto" uses it
            if the folder has one.

    Raises:
        ModelError: the folder is missing, incomplete, or its weights do not fit its configuration.
        UsageError: the device does not exist.
    """
    found = _load(require_model(folder), device)
    found.reader_choice, found.reader_device = reader, device
    return found


def _load(folder: Path, device: str) -> NativeModel | HybridModel | Model:
    if _may_be_native(device) and (native := NativeModel.load(folder)) is not None:
        return native if reads_natively(device) else HybridModel(native, device)
    from longdoc.network.torch.checkpoint import load_model

    return load_model(folder, device)


def reads_natively(device: str) -> bool:
    """Whether the native layers read documents on that device, if they support the shape of the model."""
    accelerated = device == "auto" and accelerator_is_likely()
    return _may_be_native(device) and not (accelerated or torch_multiplies_faster())


def _may_be_native(device: str) -> bool:
    return device in ("auto", "cpu") and kernels() is not None
