"""Quantizes a matrix to four bits such that its outputs change as little as possible.

Axes: N outputs, K inputs, G groups of inputs, C columns of a group.
"""

from __future__ import annotations

import torch
from torch import Tensor

from longdoc.network.reader.config import GROUP
from longdoc.network.reader.packed import MAX_LEVEL, MAX_Q

__all__ = ["Rounded", "nearest", "with_feedback"]

STEPS_TRIED = (1.0, 0.9, 0.8, 0.7)  # scales of a row relative to its maximum; larger weights are clipped
DAMPING = 0.01  # share of the mean second moment that is added to the moment of every input
ROWS_AT_ONCE = 2_048

Rounded = tuple[Tensor, Tensor, Tensor]  # q int8 [N, K], levels uint8 [N, G], scale float32 [N]


def nearest(weight_NK: Tensor, importance_K: Tensor | None = None) -> Rounded:
    """Round to nearest, with the scales and levels of least squared error, weighted by `importance_K`."""
    parts = [_nearest(rows, importance_K) for rows in weight_NK.float().split(ROWS_AT_ONCE)]
    q, levels, scale = (torch.cat(x) for x in zip(*parts, strict=True))
    return q, levels, scale


def _nearest(weight_NK: Tensor, importance_K: Tensor | None) -> Rounded:
    N, K = weight_NK.shape
    w_NGC = weight_NK.view(N, K // GROUP, GROUP)
    by_GC = (torch.ones(K) if importance_K is None else importance_K.float()).view(-1, GROUP)
    scale_N, levels_NG = torch.zeros(N), torch.ones(N, K // GROUP)
    least_N = torch.full((N,), torch.inf)
    for step in STEPS_TRIED:
        tried_N = (weight_NK.abs().amax(1) * step / (MAX_Q * MAX_LEVEL)).clamp_min(1e-8)
        tried_NG, error_NG = _levels(w_NGC, tried_N, by_GC)
        better_N = error_NG.sum(1) < least_N
        least_N = torch.where(better_N, error_NG.sum(1), least_N)
        scale_N = torch.where(better_N, tried_N, scale_N)
        levels_NG[better_N] = tried_NG[better_N]
    return _codes(w_NGC, scale_N, levels_NG).view(N, K).to(torch.int8), levels_NG.to(torch.uint8), scale_N


def _codes(w_NGC: Tensor, scale_N: Tensor, levels_NG: Tensor) -> Tensor:
    return (w_NGC / (scale_N[:, None] * levels_NG)[:, :, None]).round_().clamp_(-MAX_Q, MAX_Q)


def _levels(w_NGC: Tensor, scale_N: Tensor, by_GC: Tensor) -> tuple[Tensor, Tensor]:
    """The level of each group with the least weighted squared error [N, G], and that error [N, G]."""
    highest_NG = w_NGC.abs().amax(2) / (MAX_Q * scale_N[:, None])  # with which nothing is clipped
    best_NG, least_NG = torch.ones_like(highest_NG), torch.full_like(highest_NG, torch.inf)
    for share in torch.linspace(0.65, 1.05, 7).tolist():
        level_NG = (highest_NG * share).round_().clamp_(1, MAX_LEVEL)
        step_NG1 = (scale_N[:, None] * level_NG)[:, :, None]
        q_NGC = (w_NGC / step_NG1).round_().clamp_(-MAX_Q, MAX_Q)
        error_NG = (q_NGC.mul_(step_NG1).sub_(w_NGC).square_() * by_GC).sum(2)
        better_NG = error_NG < least_NG
        best_NG, least_NG = (
            torch.where(better_NG, level_NG, best_NG),
            torch.where(better_NG, error_NG, least_NG),
        )
    return best_NG, least_NG


def with_feedback(weight_NK: Tensor, moments_KK: Tensor) -> Rounded:
    """Round column by column; the remaining columns compensate for the error of each (GPTQ).

    Args:
        weight_NK: the matrix.
        moments_KK: second moments of the inputs, summed over calibration tokens.

    Source: Frantar et al. 2023 (GPTQ), with the levels of a group chosen just before its columns are rounded.
    """
    N, K = weight_NK.shape
    w_NK, feedback_KK = weight_NK.float().clone(), _feedback(moments_KK.float())
    importance_K = feedback_KK.diagonal() ** -2
    _, _, scale_N = nearest(w_NK, importance_K)
    q_NK, levels_NG = torch.zeros(N, K, dtype=torch.int8), torch.ones(N, K // GROUP)
    for first in range(0, K, GROUP):
        part = slice(first, first + GROUP)
        by_GC = importance_K[part][None]
        level_N1, _ = _levels(w_NK[:, None, part].contiguous(), scale_N, by_GC)
        levels_NG[:, first // GROUP] = level_N1[:, 0]
        step_N, errors_NC = scale_N * level_N1[:, 0], torch.empty(N, GROUP)
        for i in range(first, first + GROUP):
            q_N = (w_NK[:, i] / step_N).round_().clamp_(-MAX_Q, MAX_Q)
            q_NK[:, i] = q_N.to(torch.int8)
            error_N = (w_NK[:, i] - q_N * step_N) / feedback_KK[i, i]
            w_NK[:, i + 1 : part.stop] -= error_N[:, None] * feedback_KK[i, i + 1 : part.stop]
            errors_NC[:, i - first] = error_N
        w_NK[:, part.stop :] -= errors_NC @ feedback_KK[part, part.stop :]
    return q_NK, levels_NG.to(torch.uint8), scale_N


def _feedback(moments_KK: Tensor) -> Tensor:
    """The upper Cholesky factor of the inverse of the moments, damped."""
    moments_KK = moments_KK.clone()
    own_K = moments_KK.diagonal()
    own_K += DAMPING * own_K.mean() + 1e-8
    inverse_KK = torch.cholesky_inverse(torch.linalg.cholesky(moments_KK))
    return torch.linalg.cholesky(inverse_KK, upper=True)
