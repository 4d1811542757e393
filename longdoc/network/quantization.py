"""Quantization of the inputs of int8 matrix products, shared by all int8 backends.

Axes: K inputs of a product.
"""

from __future__ import annotations

import numpy as np

__all__ = ["LEVELS", "PRODUCTS", "RANGE", "SCALE", "quantization_of"]

PRODUCTS = ("qkv", "out", "up", "down")  # matrix products of a layer, by the names of their weights
SCALE = ".scale"  # suffix of the tensor with the scale of each row of an int8 matrix
RANGE = ".reach"  # suffix of the tensor with the measured minimum and maximum of each input of a product
LEVELS = 255  # steps between the lowest and the highest byte
MAX_OUTLIERS = 8  # inputs that may exceed the quantization range …
OUTLIER_FACTOR = 1.2  # … if by this factor at least


def quantization_of(range_2K: np.ndarray) -> tuple[float, int, np.ndarray]:
    """(scale, zero point, divisors [K]) for quantizing the inputs of a product to bytes.

    In a Transformer, a few inputs are many times larger than the rest and would leave few levels for these.
    Such outliers are divided by a factor before rounding, and their weights multiplied by it, as in Xiao et
    al. 2023 (SmoothQuant), but for outliers only.

    Args:
        range_2K: the lowest and highest value of each input.

    Raises:
        ValueError: a range is not finite.
    """
    range_2K = range_2K.astype(np.float32)
    if not np.isfinite(range_2K).all():
        raise ValueError("the input range of an int8 product is not finite")
    level_K = np.abs(range_2K).max(0)
    largest = np.sort(level_K)[::-1][: MAX_OUTLIERS + 1]
    near = largest[largest <= np.float32(OUTLIER_FACTOR) * largest[-1]]  # only slightly larger: no outliers
    limit = max(np.float32(1e-6), near[0])
    range_2K = range_2K.clip(-limit, limit)
    low, high = min(0.0, float(range_2K[0].min())), max(0.0, float(range_2K[1].max()))
    scale = max(high - low, 1e-6) / LEVELS
    return scale, round(-low / scale), np.maximum(level_K / limit, np.float32(1.0))
