"""Full, sliding-window and global attention, differentiable; the reference for inference in segments.

Axes: B documents, T tokens, N chunks, C tokens a chunk, G global tokens, Q queries, K keys, H heads, D head
width.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import pad, scaled_dot_product_attention

__all__ = ["dense_attention", "global_attention", "neighbours", "window_attention"]

MASKED = -1e4  # logit of a masked key


def dense_attention(q_BTHD: Tensor, k_BTHD: Tensor, v_BTHD: Tensor, real_BT: Tensor | None) -> Tensor:
    """Full attention, for texts that fit into one window. Returns [B, T, H, D]."""
    mask = None if real_BT is None else real_BT[:, None, None, :].expand(-1, 1, q_BTHD.shape[1], -1)
    q, k, v = (x_BTHD.transpose(1, 2) for x_BTHD in (q_BTHD, k_BTHD, v_BTHD))
    return _attend(q, k, v, mask).transpose(1, 2)


def _attend(q_BHQD: Tensor, k_BHKD: Tensor, v_BHKD: Tensor, mask: Tensor | None) -> Tensor:
    """Softmax attention [B, H, Q, D]; `mask` is True where a query may attend.

    It uses the fused kernel, except for gradients in bf16 on a CPU: there, the fused backward pass does not
    use AMX and takes 2.5 times as long as plain matrix products.
    """
    if not (q_BHQD.requires_grad and q_BHQD.dtype == torch.bfloat16 and q_BHQD.device.type == "cpu"):
        return scaled_dot_product_attention(q_BHQD, k_BHKD, v_BHKD, attn_mask=mask)
    logits_BHQK = q_BHQD * q_BHQD.shape[-1] ** -0.5 @ k_BHKD.transpose(-1, -2)
    if mask is not None:
        outside_B11K = torch.zeros(mask.shape, dtype=logits_BHQK.dtype).masked_fill_(~mask, MASKED)
        logits_BHQK = logits_BHQK + outside_B11K
    # all tensors are bf16; softmax computes in fp32 internally
    return torch.softmax(logits_BHQK, -1, dtype=torch.bfloat16) @ v_BHKD


def neighbours(x_BNC: Tensor, margin: int) -> Tensor:
    """Each chunk with `margin` tokens of both neighbours: [B, N, C, ...] → [B, N, margin + C + margin, ...].

    Zeros (or False) pad the ends of the document.
    """
    C = x_BNC.shape[2]
    padded = pad(x_BNC, (*(0, 0) * (x_BNC.dim() - 2), 1, 1))
    return torch.cat((padded[:, :-2, C - margin :], x_BNC, padded[:, 2:, :margin]), dim=2)


def window_attention(
    q_BNCHD: Tensor,
    k_BNCHD: Tensor,
    v_BNCHD: Tensor,
    k_BGHD: Tensor,
    v_BGHD: Tensor,
    real_BNC: Tensor,
    halo: int,
) -> Tensor:
    """Attention of each token to its own chunk, `halo` tokens on either side, and the global tokens.

    Source: Beltagy et al. 2020 (Longformer), section 3, in blocks of a chunk. `real_BNC` is False on
    padding. Returns [B, N, C, H, D].
    """
    B, N, C, H, D = q_BNCHD.shape
    G = k_BGHD.shape[1]

    def keys(x_BNCHD: Tensor, g_BGHD: Tensor) -> Tensor:
        g_BNGHD = g_BGHD[:, None].expand(B, N, G, H, D)
        return torch.cat((neighbours(x_BNCHD, halo), g_BNGHD), dim=2).flatten(0, 1).transpose(1, 2)

    real_BNK = torch.cat((neighbours(real_BNC, halo), real_BNC.new_ones(B, N, G)), dim=2)
    mask = real_BNK.flatten(0, 1)[:, None, None, :].expand(-1, 1, C, -1)
    y = _attend(q_BNCHD.flatten(0, 1).transpose(1, 2), keys(k_BNCHD, k_BGHD), keys(v_BNCHD, v_BGHD), mask)
    return y.transpose(1, 2).unflatten(0, (B, N))


def global_attention(
    q_BGHD: Tensor, k_BGHD: Tensor, v_BGHD: Tensor, k_BTHD: Tensor, v_BTHD: Tensor, real_BT: Tensor
) -> Tensor:
    """Attention of global tokens to all tokens of their document. Returns [B, G, H, D]."""
    real_BK = torch.cat((real_BT.new_ones(real_BT.shape[0], k_BGHD.shape[1]), real_BT), dim=1)
    k = torch.cat((k_BGHD, k_BTHD), dim=1)
    v = torch.cat((v_BGHD, v_BTHD), dim=1)
    mask = real_BK[:, None, None, :].expand(-1, 1, q_BGHD.shape[1], -1)
    y = scaled_dot_product_attention(
        q_BGHD.transpose(1, 2), k.transpose(1, 2), v.transpose(1, 2), attn_mask=mask
    )
    return y.transpose(1, 2)
