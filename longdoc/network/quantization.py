"""Quantization of the inputs of int8 products, shared by all int8 backends.

Axes: K inputs of a product.
"""

from __future__ import annotations

import numpy as np

__all__ = ["LEVELS", "PRODUCTS", "RANGE", "SCALE", "quantization_of"]

PRODUCTS = ("qkv", "out", "up", "down")  # of a layer, by the names of their weights
SCALE = ".scale"  # after the name of a matrix of int8 rows: the scale of each row
RANGE = ".reach"  # after the name of a product: the lowest and the highest value of each input, as measured
LEVELS = 255  # steps between the lowest and the highest byte
OUTLIERS = 8  # inputs that may lie outside the range …
OUTLIER_FACTOR = 1.2  # … and by what factor at least


def quantization_of(range_2K: np.ndarray) -> tuple[float, int, np.ndarray]:
    """The quantization scale, the zero point, and the factor by which each input is scaled down [K].

    A few inputs of a Transformer are many times larger than the rest, and would leave few levels for these.
    These outliers are scaled down to the level of the next before rounding, and their weights scaled up (Xiao
    et al. 2023, "SmoothQuant", for these few alone).

    Raises:
        ValueError: a range is not finite.
    """
    range_2K = range_2K.astype(np.float32)
    if not np.isfinite(range_2K).all():
        raise ValueError("the input range of an int8 product is not finite")
    level_K = np.abs(range_2K).max(0)
    largest = np.sort(level_K)[::-1][: OUTLIERS + 1]
    near = largest[largest <= np.float32(OUTLIER_FACTOR) * largest[-1]]  # not scaled down for a little more
    limit = max(np.float32(1e-6), near[0])
    range_2K = range_2K.clip(-limit, limit)
    low, high = min(0.0, float(range_2K[0].min())), max(0.0, float(range_2K[1].max()))
    scale = max(high - low, 1e-6) / LEVELS
    return scale, round(-low / scale), np.maximum(level_K / limit, np.float32(1.0))
