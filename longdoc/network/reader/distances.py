"""The relative-position bias: each head adds to its logits a number that depends on key minus query position.

Source: Raffel et al. 2020 (T5), section 2.1: small distances have a bucket each, larger ones share buckets on
a logarithmic scale. Axes: B buckets, H heads.
"""

from __future__ import annotations

from math import log

import numpy as np

from longdoc.network.reader.config import ReaderConfig

__all__ = ["bias_by_distance", "buckets"]


def buckets(config: ReaderConfig) -> np.ndarray:
    """The bucket of every relative position (key - query) from -(tokens - 1) to tokens - 1."""
    distances = np.arange(1 - config.tokens, config.tokens)
    half, exact = config.buckets // 2, config.buckets // 4
    far = np.abs(distances)
    # in fp32, as the weights were trained with
    share = np.log(np.maximum(far, 1).astype(np.float32) / np.float32(exact)) / np.float32(
        log(config.farthest / exact)
    )
    shared = np.minimum(exact + (share * (half - exact)).astype(np.int64), half - 1)
    return np.where(distances > 0, half, 0) + np.where(far < exact, far, shared)


def bias_by_distance(config: ReaderConfig, rel_BH: np.ndarray) -> np.ndarray:
    """The bias of each head by relative position [H, 2 * tokens - 1]; index `tokens - 1` is position 0.

    Args:
        rel_BH: the learned bias of each bucket and head.
    """
    return np.ascontiguousarray(rel_BH[buckets(config)].T, np.float32)
