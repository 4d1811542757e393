"""Mixes the slots of all chunks, and gathers those that each chunk attends to.

Axes: N chunks, S slots per chunk, M = N · S slots, H heads, D head width, E model width.
"""

from __future__ import annotations

import numpy as np

from longdoc.network.config import NetworkConfig
from longdoc.network.native.kernels import call, linear, on_all_cores
from longdoc.network.native.weights import LOG2_E, SlotWeights

__all__ = ["mixed_slots", "rotary_angles"]

QUERIES_AT_ONCE = 64  # slots that one core mixes at a time


def mixed_slots(
    pooled_NSE: np.ndarray,
    weights: SlotWeights,
    turns: tuple[np.ndarray, np.ndarray],
    config: NetworkConfig,
) -> tuple[np.ndarray, np.ndarray]:
    """Keys and gated values [N, 3S, E] of the mixed slots around each chunk; zeros outside the document.

    Args:
        pooled_NSE: the slots of all chunks.
        weights: those of the layer.
        turns: the result of `rotary_angles`.
    """
    N, S, E = pooled_NSE.shape
    H, D, M = config.heads, config.head_width, N * S
    slots_ME = pooled_NSE.reshape(M, E)
    slots_ME = slots_ME - slots_ME.mean(1, keepdims=True)
    slots_ME /= np.sqrt(np.square(slots_ME).mean(1, keepdims=True) + np.float32(1e-5))
    q, k, v = np.split(linear(slots_ME, *weights.mix_qkv), 3, axis=1)
    q_ME, k_ME = (_rotated(x_ME.reshape(M, H, D), turns).reshape(M, E) for x_ME in (q, k))
    q_ME *= np.float32(LOG2_E * D**-0.5)
    mixed_ME = slots_ME + linear(_full_attention(q_ME, k_ME, np.ascontiguousarray(v), H), *weights.mix_out)
    read_M2E = linear(mixed_ME, *weights.read_kv)
    read_M2E[:, E:] *= np.repeat(weights.gate_H, D)
    near_N3SX = np.zeros((N, 3, S, 2 * E), np.float32)  # outside the document they are zero
    near_N3SX[:, 1] = read_M2E.reshape(N, S, 2 * E)
    near_N3SX[1:, 0] = near_N3SX[:-1, 1]
    near_N3SX[:-1, 2] = near_N3SX[1:, 1]
    k, v = np.split(near_N3SX.reshape(N, 3 * S, 2 * E), 2, axis=2)
    return np.ascontiguousarray(k), np.ascontiguousarray(v)


def rotary_angles(chunks: int, slots: int, config: NetworkConfig) -> tuple[np.ndarray, np.ndarray]:
    """Cosines and sines [M, 1, D / 2] of the slots' rotary positions (Su et al. 2021, eq. 34)."""
    half = config.head_width // 2
    rate = np.float32(config.rotary_base) ** (-np.arange(half, dtype=np.float32) / half)
    angle_M1F = (np.arange(chunks, dtype=np.float32).repeat(slots)[:, None] * rate)[:, None, :]
    return np.cos(angle_M1F), np.sin(angle_M1F)


def _rotated(x_MHD: np.ndarray, turns: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    a, b = np.split(x_MHD, 2, axis=-1)
    cos_M1F, sin_M1F = turns
    return np.concatenate((a * cos_M1F - b * sin_M1F, b * cos_M1F + a * sin_M1F), axis=-1)


def _full_attention(q_ME: np.ndarray, k_ME: np.ndarray, v_ME: np.ndarray, H: int) -> np.ndarray:
    """Full attention among the slots [M, E], on all cores."""
    M, E = q_ME.shape
    y_ME = np.empty((M, E), np.float32)

    def work(start: int) -> None:
        stop = min(M, start + QUERIES_AT_ONCE)
        call("attend", q_ME[start:stop], k_ME, v_ME, stop - start, M, H, E // H, y_ME[start:stop])

    on_all_cores(work, range(0, M, QUERIES_AT_ONCE))
    return y_ME
