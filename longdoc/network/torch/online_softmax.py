"""Attention whose softmax is computed over parts of the keys, and merged exactly.

Axes: B documents, T tokens, Q queries, K keys, G global tokens, E model width, H heads, D head width.
"""

from __future__ import annotations

import torch
from torch import Tensor

__all__ = ["RunningSoftmax", "attention_with_log_sum_exp"]


class RunningSoftmax:
    """The attention of global tokens as an exact online softmax, without storing keys.

    Source: Milakov & Gimelshein 2018, algorithm 3.
    """

    def __init__(self, q_GHD: Tensor, k_GHD: Tensor, v_GHD: Tensor) -> None:
        self.q_1HGD = q_GHD.transpose(0, 1)[None]
        self.log_HG1 = torch.full((*self.q_1HGD.shape[1:3], 1), -torch.inf, device=q_GHD.device)
        self.mean_HGD = torch.zeros(self.q_1HGD.shape[1:], device=q_GHD.device)
        self.add(k_GHD.flatten(1), v_GHD.flatten(1))

    def add(self, k_TE: Tensor, v_TE: Tensor) -> None:
        """Add the keys and values of more tokens."""
        H = self.q_1HGD.shape[1]
        k_1HTD, v_1HTD = (x_TE.unflatten(1, (H, -1)).transpose(0, 1)[None] for x_TE in (k_TE, v_TE))
        mean_1HGD, log_1HG = attention_with_log_sum_exp(self.q_1HGD, k_1HTD, v_1HTD)
        log_HG1 = log_1HG[0, :, :, None]
        self.mean_HGD.lerp_(mean_1HGD[0].float(), torch.sigmoid(log_HG1 - self.log_HG1))
        self.log_HG1 = torch.logaddexp(self.log_HG1, log_HG1)

    def result(self) -> Tensor:
        """The attention output [G, H, D]."""
        return self.mean_HGD.transpose(0, 1).to(self.q_1HGD.dtype)


def attention_with_log_sum_exp(
    q_BHQD: Tensor, k_BHKD: Tensor, v_BHKD: Tensor, mask: Tensor | None = None
) -> tuple[Tensor, Tensor]:
    """Attention output [B, H, Q, D], and the log-sum-exp of the logits [B, H, Q]."""
    if q_BHQD.device.type == "cpu":
        y_BHQD, log_BHQ = torch.ops.aten._scaled_dot_product_flash_attention_for_cpu(
            q_BHQD, k_BHKD, v_BHKD, attn_mask=mask
        )
        return y_BHQD, log_BHQ.float()
    logits_BHQK = (q_BHQD @ k_BHKD.transpose(-1, -2)).float() * q_BHQD.shape[-1] ** -0.5
    return torch.softmax(logits_BHQK, -1).to(v_BHKD.dtype) @ v_BHKD, logits_BHQK.logsumexp(-1)
