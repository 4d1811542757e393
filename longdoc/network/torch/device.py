"""Which device, and which number format is fastest on it."""

from __future__ import annotations

import torch
from torch import Tensor

from longdoc.errors import UsageError

__all__ = [
    "ENGINE", "best_dtype", "integers_are_fast", "multiplies_bytes", "on_device", "pick_device",
    "reading_dtype",
]  # fmt: skip


AMX = "_is_amx_tile_supported"
ENGINE = "onednn"  # of torch's int8 products


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
    """bf16 where the device multiplies it faster than fp32, else fp32: what training uses, and plain layers.

    On CPUs that is AMX or AVX-512 BF16; without them bf16 is several times slower than fp32.
    """
    if device.type == "cuda":
        return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float32
    if device.type != "cpu":
        return torch.float32
    return torch.bfloat16 if _has(AMX) or _has("_is_avx512_bf16_supported") else torch.float32


def reading_dtype(device: torch.device) -> torch.dtype:
    """The number format of what longdoc reads with, unless it is told another: `best_dtype`, but fp32 on CPUs
    with fast int8 products and without AMX.

    There int8 products with fp32 between them beat AVX-512 BF16: VNNI multiplies twice as many bytes at once.
    """
    bytes_win = device.type == "cpu" and not _has(AMX) and multiplies_bytes() and integers_are_fast()
    return torch.float32 if bytes_win else best_dtype(device)


def on_device(x: Tensor, device: torch.device) -> Tensor:
    """A tensor of the CPU on the device; to a GPU from pinned memory, so that nobody waits for the copy."""
    if device.type == "cuda" and x.device.type == "cpu":
        return x.pin_memory().to(device, non_blocking=True)
    return x.to(device)


def integers_are_fast() -> bool:
    """Whether this CPU multiplies int8 faster than fp32, and torch has the kernels for it."""
    return (
        (_has("_is_avx2_supported") or multiplies_bytes())
        and ENGINE in torch.backends.quantized.supported_engines
        and hasattr(torch.ops.onednn, "qlinear_pointwise")
    )


def multiplies_bytes() -> bool:
    """Whether the CPU has VNNI: products of bytes summed in 32 bits at once."""
    vnni = _has("_is_vnni_supported") or _has("_is_avx512_vnni_supported")  # its name in another version
    return vnni and _has("_is_avx512_supported")


def _has(probe: str) -> bool:
    return bool(getattr(torch.cpu, probe, lambda: False)())
