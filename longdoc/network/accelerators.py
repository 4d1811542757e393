"""Finds accelerators without importing torch, which takes a second or two."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

__all__ = ["accelerator_is_likely"]

# of NVIDIA, in WSL, and of AMD: as files, and what a torch built for them brings
ACCELERATORS = ("/dev/nvidiactl", "/dev/nvidia0", "/dev/dxg", "/dev/kfd")
BUILT_FOR = ("libtorch_cuda.so", "libtorch_hip.so")


def accelerator_is_likely() -> bool:
    """Whether there is one and torch was built for it, determined without importing torch."""
    if sys.platform == "darwin":
        return True
    torch = find_spec("torch") if any(Path(x).exists() for x in ACCELERATORS) else None
    folders = torch.submodule_search_locations if torch else None
    return any((Path(folder) / "lib" / name).exists() for folder in folders or () for name in BUILT_FOR)
