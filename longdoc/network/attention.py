"""Who looks at whom: the window over neighbouring chunks, and the global tokens that see all.

Axes: B documents, T tokens, N chunks, C tokens a chunk, G global tokens, K keys, H heads,
D head width, E model width.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import pad, scaled_dot_product_attention

__all__ = ["dense_attention", "global_attention", "neighbours", "window_attention"]


def dense_attention(q_BTHD: Tensor, k_BTHD: Tensor, v_BTHD: Tensor, real_BT: Tensor | None) -> Tensor:
    """Everybody sees everybody: for texts that fit into one window. Returns [B, T, H, D]."""
    mask = None if real_BT is None else real_BT[:, None, None, :].expand(-1, 1, q_BTHD.shape[1], -1)
    y_BHTD = scaled_dot_product_attention(
        q_BTHD.transpose(1, 2), k_BTHD.transpose(1, 2), v_BTHD.transpose(1, 2), attn_mask=mask
    )
    return y_BHTD.transpose(1, 2)


def neighbours(x_BNC: Tensor) -> Tensor:
    """Each chunk with its left and right neighbour: [B, N, C, ...] → [B, N, 3C, ...], zeros outside."""
    tail = (0, 0) * (x_BNC.dim() - 2)
    padded = pad(x_BNC, (*tail, 1, 1))
    return torch.cat((padded[:, :-2], padded[:, 1:-1], padded[:, 2:]), dim=2)


def window_attention(
    q_BNCHD: Tensor,
    k_BNCHD: Tensor,
    v_BNCHD: Tensor,
    k_BGHD: Tensor,
    v_BGHD: Tensor,
    real_BNC: Tensor,
) -> Tensor:
    """A token sees its own chunk, both neighbours and the global tokens.

    Source: Beltagy et al. 2020 (Longformer), section 3, in blocks of a chunk. `real_BNC` is False on
    padding. Returns [B, N, C, H, D].
    """
    B, N, C, H, D = q_BNCHD.shape
    G = k_BGHD.shape[1]

    def keys(x_BNCHD: Tensor, g_BGHD: Tensor) -> Tensor:
        g_BNGHD = g_BGHD[:, None].expand(B, N, G, H, D)
        return torch.cat((neighbours(x_BNCHD), g_BNGHD), dim=2).flatten(0, 1).transpose(1, 2)

    real_BNK = torch.cat((neighbours(real_BNC), real_BNC.new_ones(B, N, G)), dim=2)
    mask = real_BNK.flatten(0, 1)[:, None, None, :].expand(-1, 1, C, -1)
    y = scaled_dot_product_attention(
        q_BNCHD.flatten(0, 1).transpose(1, 2), keys(k_BNCHD, k_BGHD), keys(v_BNCHD, v_BGHD), attn_mask=mask
    )
    return y.transpose(1, 2).unflatten(0, (B, N))


def global_attention(
    q_BGHD: Tensor, k_BGHD: Tensor, v_BGHD: Tensor, k_BTHD: Tensor, v_BTHD: Tensor, real_BT: Tensor
) -> Tensor:
    """A global token sees all global tokens and every token of its document. Returns [B, G, H, D]."""
    real_BK = torch.cat((real_BT.new_ones(real_BT.shape[0], k_BGHD.shape[1]), real_BT), dim=1)
    k = torch.cat((k_BGHD, k_BTHD), dim=1)
    v = torch.cat((v_BGHD, v_BTHD), dim=1)
    mask = real_BK[:, None, None, :].expand(-1, 1, q_BGHD.shape[1], -1)
    y = scaled_dot_product_attention(
        q_BGHD.transpose(1, 2), k.transpose(1, 2), v.transpose(1, 2), attn_mask=mask
    )
    return y.transpose(1, 2)
