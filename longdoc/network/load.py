"""The model that longdoc reads with: the native one where nothing here is faster, torch's, or one of both."""

from __future__ import annotations

import sys
from pathlib import Path

from longdoc.errors import ModelError
from longdoc.network.both_ways import BothWays
from longdoc.network.native.kernels import kernels, torch_multiplies_faster
from longdoc.network.native.model import NativeModel
from longdoc.network.types import Network

__all__ = ["load_network", "reads_natively"]

ACCELERATORS = ("/dev/nvidiactl", "/dev/nvidia0", "/dev/dxg", "/dev/kfd")  # of NVIDIA, in WSL, and of AMD


def load_network(folder: Path, device: str = "auto") -> Network:
    """The model in a folder, ready to read on the device in the fastest way.

    Raises:
        ModelError: the folder is missing, incomplete, or its weights do not fit its configuration.
        UsageError: no such device.
    """
    if not folder.is_dir():
        raise ModelError(f"{folder}: no such model folder; give one with --model DIR")
    if _may_be_native(device) and (native := NativeModel.load(folder)) is not None:
        return BothWays(native, device) if torch_multiplies_faster() else native
    from longdoc.network.checkpoint import load_model

    return load_model(folder, device)


def reads_natively(device: str) -> bool:
    """Whether documents are read by the native layers on that device, with a model of the usual shape."""
    return _may_be_native(device) and not torch_multiplies_faster()


def _may_be_native(device: str) -> bool:
    if device not in ("auto", "cpu") or kernels() is None:
        return False
    return device == "cpu" or not (sys.platform == "darwin" or any(Path(x).exists() for x in ACCELERATORS))
