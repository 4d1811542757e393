"""Which device, and which number format is fastest on it."""

from __future__ import annotations

import torch

from longdoc.errors import UsageError

__all__ = ["best_dtype", "pick_device"]


def pick_device(name: str = "auto") -> torch.device:
    """`auto` is CUDA, then MPS, then CPU; UsageError for a device that is not there."""
    if name == "auto":
        if torch.cuda.is_available():
            return torch.device("cuda")
        return torch.device("mps" if torch.backends.mps.is_available() else "cpu")
    try:
        device = torch.device(name)
        torch.zeros(1, device=device)
    except (RuntimeError, AssertionError, NotImplementedError) as error:
        raise UsageError(f"--device {name}: not usable here ({str(error).splitlines()[0]})") from error
    return device


def best_dtype(device: torch.device) -> torch.dtype:
    """bf16 where the device multiplies it faster than fp32, else fp32.

    On CPUs that is AMX or AVX-512 BF16; without them bf16 is several times slower than fp32.
    """
    if device.type == "cuda":
        return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float32
    if device.type != "cpu":
        return torch.float32
    probes = ("_is_amx_tile_supported", "_is_avx512_bf16_supported")
    fast = any(getattr(torch.cpu, probe, lambda: False)() for probe in probes)
    return torch.bfloat16 if fast else torch.float32
