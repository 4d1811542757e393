"""Chooses the device, and the fastest dtype on it."""

from __future__ import annotations

import time
from functools import cache

import torch
from torch import Tensor

from longdoc.errors import UsageError

__all__ = [
    "ENGINE", "best_dtype", "bf16_is_faster", "has_amx", "integers_are_fast", "multiplies_bf16",
    "multiplies_bytes", "on_device", "pick_device", "reading_dtype",
]  # fmt: skip

ENGINE = "onednn"  # of torch's int8 products
TIMED = (1_024, 768, 768)  # rows, inputs and outputs of a product of a transformer


def pick_device(name: str = "auto") -> torch.device:
    """The device of this name; "auto" is CUDA if available, else MPS, else the CPU.

    Raises:
        UsageError: the device is not available.
    """
    if name == "auto":
        if torch.cuda.is_available():
            return torch.device("cuda")
        return torch.device("mps" if torch.backends.mps.is_available() else "cpu")
    try:
        device = torch.device(name)
        torch.zeros(1, device=device)
    except (RuntimeError, AssertionError, NotImplementedError) as error:
        why = str(error).splitlines()[0].partition(". ")[0]
        if why.startswith("Expected one of"):  # every kind of device that torch was ever built for
            why = "give auto, cpu, cuda, cuda:1 or mps"
        raise UsageError(f"--device {name}: not usable here ({why})") from error
    return device


def best_dtype(device: torch.device) -> torch.dtype:
    """The dtype for training and plain layers: bf16 if the device has fast bf16 products, else fp32.

    CPUs need AMX or AVX-512 BF16. With the latter, AMD multiplies bf16 twice as fast as fp32, and Intel half
    as fast, so both are timed.
    """
    if device.type == "cuda":
        return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float32
    if device.type != "cpu":
        return torch.float32
    fast = has_amx() or (multiplies_bf16() and bf16_is_faster())
    return torch.bfloat16 if fast else torch.float32


@cache
def bf16_is_faster() -> bool:
    """Whether a product takes less time in bf16 than in fp32 on this CPU; timed once, in some 50 ms."""
    return _seconds(torch.bfloat16) < _seconds(torch.float32)


def _seconds(dtype: torch.dtype) -> float:
    """The shortest of five times of a product."""
    rows, inputs, outputs = TIMED
    x, weight = torch.ones(rows, inputs, dtype=dtype), torch.ones(outputs, inputs, dtype=dtype)
    shortest = float("inf")
    for _ in range(5):
        begun = time.perf_counter()
        torch.nn.functional.linear(x, weight)
        shortest = min(shortest, time.perf_counter() - begun)
    return shortest


def reading_dtype(device: torch.device) -> torch.dtype:
    """The dtype for inference: `best_dtype`, but fp32 on CPUs with fast int8 products and without AMX.

    There, int8 products with fp32 in between are faster than AVX-512 BF16, as VNNI has at least twice its
    throughput.
    """
    bytes_win = device.type == "cpu" and not has_amx() and multiplies_bytes() and integers_are_fast()
    return torch.float32 if bytes_win else best_dtype(device)


def on_device(x: Tensor, device: torch.device) -> Tensor:
    """Copy a tensor to the device; to a GPU asynchronously, from pinned memory."""
    if device.type == "cuda" and x.device.type == "cpu":
        return x.pin_memory().to(device, non_blocking=True)
    return x.to(device)


def integers_are_fast() -> bool:
    """Whether this CPU has faster int8 than fp32 products, and torch has the kernels for them."""
    return (
        (_has("_is_avx2_supported") or multiplies_bytes())
        and ENGINE in torch.backends.quantized.supported_engines
        and hasattr(torch.ops.onednn, "qlinear_pointwise")
    )


def multiplies_bytes() -> bool:
    """Whether the CPU has AVX-512 VNNI: products of bytes accumulated in 32 bits."""
    vnni = _has("_is_vnni_supported") or _has("_is_avx512_vnni_supported")  # the name depends on the version
    return vnni and _has("_is_avx512_supported")


def multiplies_bf16() -> bool:
    """Whether the CPU has instructions for products in bf16."""
    return has_amx() or _has("_is_avx512_bf16_supported")


def has_amx() -> bool:
    """Whether the CPU has tiles for products of bytes and of bf16."""
    return _has("_is_amx_tile_supported")


def _has(probe: str) -> bool:
    return bool(getattr(torch.cpu, probe, lambda: False)())
