"""Loads the compiled native library, with the signatures of its functions, and calls it on all cores."""

from __future__ import annotations

import ctypes
import os
import platform
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from ctypes import POINTER, c_float, c_int32, c_int64, c_void_p
from functools import cache
from pathlib import Path
from typing import TypeVar

import numpy as np

from longdoc.network.native.structs import LayerStruct, SegmentStruct, StateStruct, fits_library

__all__ = [
    "PRODUCTS",
    "at",
    "call",
    "choose_products",
    "core_count",
    "gelu",
    "kernels",
    "linear",
    "on_all_cores",
    "on_cache_lines",
    "torch_multiplies_faster",
    "waited_for",
    "workers",
]

LIBRARY = "_kernels.so"
SWITCH = "LONGDOC_NATIVE"  # 0 disables the library
CACHE_LINE = 64
BASE = "AVX2" if platform.machine().lower() in ("x86_64", "amd64") else "NEON"
PRODUCTS = ("AVX512-VNNI", "AVX-VNNI", "I8MM", BASE)  # instruction sets for int8 products, the fastest first
ROWS_AT_ONCE = 64  # of an fp32 product, at least, on one core

Part = TypeVar("Part")


@cache
def kernels() -> ctypes.CDLL | None:
    """The library; None if it was not compiled, is disabled, or does not run on this CPU."""
    if os.environ.get(SWITCH, "1") == "0":
        return None
    try:
        found = ctypes.CDLL(str(Path(__file__).with_name(LIBRARY)))
    except OSError:
        return None
    if (
        not fits_library(found) or not found.longdoc_supported()
    ):  # built from other sources, or for another CPU
        return None
    found.longdoc_choose_instructions(0)
    layer, state, segment = POINTER(LayerStruct), POINTER(StateStruct), POINTER(SegmentStruct)
    pointer = c_void_p
    for name, result, arguments in (
        ("pack", None, (pointer,) * 4 + (c_int32, c_int32, c_float, c_int32) + (pointer,) * 4),
        ("segment", c_int32, (layer, segment)),
        ("pool", c_int32, (layer, segment)),
        ("dense", c_int32, (layer, c_int32, pointer, c_int32)),
        ("attend", c_int32, (pointer,) * 3 + (c_int32,) * 4 + (pointer,)),
        ("project", c_int32, (layer, pointer, c_int32, pointer)),
        ("finish", c_int32, (layer, pointer, pointer, c_int32)),
        ("embed", c_int32, (layer, pointer, pointer, c_int64, *(pointer,) * 5, state, c_int64)),
        ("linear", None, (*(pointer,) * 3, c_int64, c_int32, c_int32, pointer)),
        ("gelu", None, (pointer, c_int64)),
        ("load", None, (state, c_int64, c_int64, pointer)),
        ("round_rows", None, (pointer, pointer, c_int64, c_int64, pointer, pointer)),
        ("round_columns", None, (pointer, pointer, *(c_int64,) * 4, *(pointer,) * 3)),
        ("scale_sums", None, (*(pointer,) * 4, c_int64, c_int64, pointer)),
    ):
        function = getattr(found, f"longdoc_{name}")
        function.restype, function.argtypes = result, arguments
    return found


def on_cache_lines(count: int, dtype: type) -> np.ndarray:
    """An uninitialised array that is aligned to cache lines."""
    size = count * np.dtype(dtype).itemsize
    raw = np.empty(size + CACHE_LINE, np.uint8)
    first = -raw.ctypes.data % CACHE_LINE
    return raw[first : first + size].view(dtype)


def at(x: np.ndarray) -> int:
    """The address of an array, which must be contiguous and outlive the use of the address."""
    assert x.flags.c_contiguous
    return x.ctypes.data


def call(name: str, *arguments: object) -> None:
    """Call `longdoc_<name>`; arrays are passed as pointers, and kept alive during the call.

    Raises:
        MemoryError: the function could not allocate its workspace.
    """
    found = kernels()
    assert found is not None
    if getattr(found, f"longdoc_{name}")(*(at(x) if isinstance(x, np.ndarray) else x for x in arguments)):
        raise MemoryError("not enough memory to run the network")


def linear(x_MK: np.ndarray, weight_NK: np.ndarray, bias_N: np.ndarray | None = None) -> np.ndarray:
    """x · weightᵀ + bias in fp32 [M, N], on all cores; numpy's threads would keep spinning afterwards."""
    x_MK = np.ascontiguousarray(x_MK, np.float32)
    (M, K), N = x_MK.shape, len(weight_NK)
    y_MN = np.empty((M, N), np.float32)
    each = max(ROWS_AT_ONCE, -(-M // (4 * core_count())))

    def work(row: int) -> None:
        part = slice(row, min(M, row + each))
        call("linear", x_MK[part], weight_NK, bias_N, part.stop - row, N, K, y_MN[part])

    on_all_cores(work, range(0, M, each))
    return y_MN


def gelu(x: np.ndarray) -> np.ndarray:
    """GELU in place; the size of x must be a multiple of 8."""
    call("gelu", x, x.size)
    return x


def choose_products(first: str = PRODUCTS[0]) -> str:
    """Select the instruction set for int8 products: the first of PRODUCTS, from `first` on, that this CPU
    has.

    The fastest is selected when the library is loaded. The results do not depend on it.

    Returns:
        The selected instruction set.
    """
    found = kernels()
    assert found is not None
    return PRODUCTS[found.longdoc_choose_instructions(PRODUCTS.index(first))]


def torch_multiplies_faster() -> bool:
    """Whether this CPU has AMX, which torch uses and the library does not."""
    found = kernels()
    return found is not None and bool(found.longdoc_has_faster())


@cache
def workers() -> ThreadPoolExecutor:
    """One thread for each core; calls into the library release the GIL."""
    return ThreadPoolExecutor(core_count(), thread_name_prefix="longdoc")


def on_all_cores(work: Callable[[Part], None], parts: Sequence[Part]) -> None:
    """Call `work` with each part, on all cores; in this thread if there is only one part or core."""
    if len(parts) == 1 or core_count() == 1:
        for part in parts:
            work(part)
    else:
        futures = [workers().submit(work, part) for part in parts]
        with waited_for(futures):
            for future in futures:
                future.result()


@contextmanager
def waited_for(futures: Sequence[Future[None]]) -> Iterator[None]:
    """After an exception, such as Ctrl-C, cancel what has not begun and wait for the rest.

    Threads write into arrays, which must not be freed before they end.
    """
    try:
        yield
    except BaseException:
        for future in futures:
            future.cancel()
        for future in futures:
            if not future.cancelled():
                future.exception()
        raise


@cache
def core_count() -> int:
    """The number of cores to use: OMP_NUM_THREADS if set, else those that this process may use."""
    wanted = os.environ.get("OMP_NUM_THREADS", "")
    if wanted.isdecimal() and int(wanted):
        return int(wanted)
    affinity: Callable[[int], set[int]] | None = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1
