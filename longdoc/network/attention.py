"""Who looks at whom: the window over neighbouring chunks, and the global tokens that see all.

Axes: B documents, T tokens, N chunks, C tokens a chunk, G global tokens, K keys, H heads,
D head width, E model width.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import pad, scaled_dot_product_attention

__all__ = [
    "RunningSoftmax",
    "ViewedWindow",
    "dense_attention",
    "global_attention",
    "neighbours",
    "viewed_window_attention",
    "window_attention",
]


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


class ViewedWindow:
    """Queries, keys and values of n chunks with a neighbour on each side, as views of one buffer.

    The buffer [≥ n + 2, C, 3E] holds the projections of consecutive chunks; chunk i of the segment is
    row i + 1. Windows of three chunks overlap in memory and are never copied.
    """

    def __init__(self, qkv_mCX: Tensor, chunks: int, heads: int) -> None:
        _, C, X = qkv_mCX.shape
        E = X // 3
        D = E // heads
        self.q_nCHD = qkv_mCX[1 : chunks + 1, :, :E].unflatten(-1, (heads, D))
        self._flat_TX = qkv_mCX[1 : chunks + 1].flatten(0, 1)
        shape, strides = (chunks, heads, 3 * C, D), (C * X, D, X, 1)
        at = qkv_mCX.storage_offset()
        self.k_nHKD = qkv_mCX.as_strided(shape, strides, at + E)
        self.v_nHKD = qkv_mCX.as_strided(shape, strides, at + 2 * E)

    def own_keys(self, tokens: int) -> tuple[Tensor, Tensor]:
        """Keys and values [T, E] of the segment's first `tokens` tokens."""
        E = self._flat_TX.shape[1] // 3
        return self._flat_TX[:tokens, E : 2 * E], self._flat_TX[:tokens, 2 * E :]


def viewed_window_attention(
    window: ViewedWindow, k_GHD: Tensor, v_GHD: Tensor, real_nK: Tensor | None
) -> Tensor:
    """`window_attention` on views: [n, C, H, D].

    On the CPU the window and the global keys are two attentions, joined by their log-sum-exp; elsewhere
    the keys are gathered into one.
    """
    q_nHCD = window.q_nCHD.transpose(1, 2)
    C = q_nHCD.shape[2]
    if q_nHCD.device.type != "cpu":
        n, G = len(q_nHCD), len(k_GHD)
        k, v = (
            torch.cat((x, g.transpose(0, 1).expand(n, -1, -1, -1)), 2)
            for x, g in ((window.k_nHKD, k_GHD), (window.v_nHKD, v_GHD))
        )
        mask = (
            None if real_nK is None else pad(real_nK, (0, G), value=True)[:, None, None].expand(-1, 1, C, -1)
        )
        return scaled_dot_product_attention(q_nHCD, k, v, attn_mask=mask).transpose(1, 2)
    mask = None
    if real_nK is not None:
        outside = torch.zeros(real_nK.shape, dtype=q_nHCD.dtype).masked_fill_(~real_nK, -torch.inf)
        mask = outside[:, None, None].expand(-1, 1, C, -1)
    y_nHCD, lse_nHC = torch.ops.aten._scaled_dot_product_flash_attention_for_cpu(
        q_nHCD, window.k_nHKD, window.v_nHKD, attn_mask=mask
    )
    return _join_globals(y_nHCD.transpose(1, 2), lse_nHC.transpose(1, 2), window.q_nCHD, k_GHD, v_GHD)


def _join_globals(y_nCHD: Tensor, lse_nCH: Tensor, q_nCHD: Tensor, k_GHD: Tensor, v_GHD: Tensor) -> Tensor:
    """Add global keys to an attention that was done without them."""
    H, D = q_nCHD.shape[2:]
    logits_nCGH = (q_nCHD.flatten(2) @ per_head(k_GHD * D**-0.5)).unflatten(-1, (len(k_GHD), H)).float()
    lse_g_nCH = logits_nCGH.logsumexp(2)
    share_nCH1 = torch.sigmoid(lse_g_nCH - lse_nCH)[..., None].to(y_nCHD.dtype)
    if len(k_GHD) == 1:
        return torch.lerp(y_nCHD, v_GHD[0], share_nCH1)
    weights_nCGH = (logits_nCGH - lse_g_nCH[:, :, None]).exp().to(y_nCHD.dtype)
    return torch.lerp(y_nCHD, torch.einsum("ncgh,ghd->nchd", weights_nCGH, v_GHD), share_nCH1)


def per_head(x_GHD: Tensor) -> Tensor:
    """[G, H, D] → [E, G·H] with every head on its own rows, so that one product serves all heads."""
    G, H, D = x_GHD.shape
    eye_HH = torch.eye(H, dtype=x_GHD.dtype, device=x_GHD.device)
    return torch.einsum("ghd,hk->hdgk", x_GHD, eye_HH).reshape(H * D, G * H)


class RunningSoftmax:
    """What the global tokens see, key by key: the exact softmax over all of them without keeping any.

    Source: Milakov & Gimelshein 2018, algorithm 3.
    """

    def __init__(self, q_GHD: Tensor, k_GHD: Tensor, v_GHD: Tensor) -> None:
        self.shape = q_GHD.shape
        G, H, D = self.shape
        self.dtype = q_GHD.dtype
        self.q_EX = per_head(q_GHD * D**-0.5)
        self.top_X = torch.full((G * H,), -torch.inf, device=q_GHD.device)
        self.sum_X = torch.zeros_like(self.top_X)
        self.mean_XE = torch.zeros(G * H, H * D, device=q_GHD.device)
        self.add(k_GHD.flatten(1), v_GHD.flatten(1))

    def add(self, k_TE: Tensor, v_TE: Tensor) -> None:
        """See more keys."""
        logits_TX = (k_TE @ self.q_EX).float()
        top_X = torch.maximum(self.top_X, logits_TX.amax(0))
        old_X, new_TX = (self.top_X - top_X).exp(), (logits_TX - top_X).exp()
        self.sum_X = self.sum_X * old_X + new_TX.sum(0)
        self.mean_XE = self.mean_XE * old_X[:, None] + (new_TX.T.to(v_TE.dtype) @ v_TE).float()
        self.top_X = top_X

    def result(self) -> Tensor:
        """[G, H, D]."""
        G, H, D = self.shape
        mean_GHHD = (self.mean_XE / self.sum_X[:, None]).reshape(G, H, H, D)
        return mean_GHHD.diagonal(dim1=1, dim2=2).transpose(1, 2).to(self.dtype)
