"""Finds accelerators without importing torch, which takes a second or two."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

__all__ = ["accelerator_is_likely"]

DEVICE_FILES = ("/dev/nvidiactl", "/dev/nvidia0", "/dev/dxg", "/dev/kfd")  # NVIDIA, WSL, AMD
TORCH_LIBRARIES = ("libtorch_cuda.so", "libtorch_hip.so")


def accelerator_is_likely() -> bool:
    """Whether files indicate an accelerator that torch was built for; always True on macOS."""
    if sys.platform == "darwin":
        return True
    torch = find_spec("torch") if any(Path(x).exists() for x in DEVICE_FILES) else None
    folders = torch.submodule_search_locations if torch else None
    return any((Path(folder) / "lib" / x).exists() for folder in folders or () for x in TORCH_LIBRARIES)
