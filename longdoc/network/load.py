"""Loads the model on the fastest backend: native layers, torch, or both."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from longdoc.errors import ModelError
from longdoc.network.hybrid import BothWays
from longdoc.network.native.kernels import kernels, torch_multiplies_faster
from longdoc.network.native.model import NativeModel
from longdoc.network.second import ReaderChoice
from longdoc.network.types import Network

if TYPE_CHECKING:
    from longdoc.network.torch.model import Model

__all__ = ["accelerator_is_likely", "load_network", "reads_natively"]

# of NVIDIA, in WSL, and of AMD: as files, and what a torch built for them brings
ACCELERATORS = ("/dev/nvidiactl", "/dev/nvidia0", "/dev/dxg", "/dev/kfd")
BUILT_FOR = ("libtorch_cuda.so", "libtorch_hip.so")


def load_network(folder: Path, device: str = "auto", reader: ReaderChoice = "auto") -> Network:
    """The model in a folder, ready to read on the device in the fastest way.

    Args:
        reader: "small" leaves the reader of passages unused, "large" insists on it, "auto" takes it if there.

    Raises:
        ModelError: the folder is missing, incomplete, or its weights do not fit its configuration.
        UsageError: no such device.
    """
    if not folder.is_dir():
        raise ModelError(f"{folder}: no such model folder; give one with --model DIR")
    found = _load(folder, device)
    found.reader_choice, found.reader_device = reader, device
    return found


def _load(folder: Path, device: str) -> NativeModel | BothWays | Model:
    if _may_be_native(device) and (native := NativeModel.load(folder)) is not None:
        return native if reads_natively(device) else BothWays(native, device)
    from longdoc.network.torch.checkpoint import load_model

    return load_model(folder, device)


def reads_natively(device: str) -> bool:
    """Whether documents are read by the native layers on that device, with a model of the usual shape."""
    accelerated = device == "auto" and accelerator_is_likely()
    return _may_be_native(device) and not (accelerated or torch_multiplies_faster())


def _may_be_native(device: str) -> bool:
    return device in ("auto", "cpu") and kernels() is not None


def accelerator_is_likely() -> bool:
    """Whether there is one and torch was built for it, determined without importing torch."""
    if sys.platform == "darwin":
        return True
    torch = find_spec("torch") if any(Path(x).exists() for x in ACCELERATORS) else None
    folders = torch.submodule_search_locations if torch else None
    return any((Path(folder) / "lib" / name).exists() for folder in folders or () for name in BUILT_FOR)
