"""Quantization of the inputs of int8 products, shared by all int8 backends.

Axes: K inputs of a product.
"""

from __future__ import annotations

import numpy as np

__all__ = ["REACH", "SCALE", "STEPS", "steps"]

SCALE = ".scale"  # behind the name of a matrix of int8 rows: one number a row
REACH = ".reach"  # behind the name of a product: the lowest and highest number that came in by each input
STEPS = 255
LOUD = 8  # inputs that may be louder than the reach …
MUCH = 1.2  # … and by what factor at least


def steps(reach_2K: np.ndarray) -> tuple[float, int, np.ndarray]:
    """The quantization scale, the zero point, and the factor by which each input is scaled down [K].

    A few inputs of a Transformer are many times louder than the rest, and would leave few steps for these.
    The loudest are turned down to the level of the next before rounding, and their weights turned up (Xiao
    et al. 2023, "SmoothQuant", for these few alone).

    Raises:
        ValueError: a reach is not finite.
    """
    reach_2K = reach_2K.astype(np.float32)
    if not np.isfinite(reach_2K).all():
        raise ValueError("the reach of an int8 product is not finite")
    level_K = np.abs(reach_2K).max(0)
    loudest = np.sort(level_K)[::-1][: LOUD + 1]
    near = loudest[loudest <= np.float32(MUCH) * loudest[-1]]  # these are not turned down for a little more
    limit = max(np.float32(1e-6), near[0])
    reach_2K = reach_2K.clip(-limit, limit)
    low, high = min(0.0, float(reach_2K[0].min())), max(0.0, float(reach_2K[1].max()))
    scale = max(high - low, 1e-6) / STEPS
    return scale, round(-low / scale), np.maximum(level_K / limit, np.float32(1.0))
