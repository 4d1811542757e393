"""Who looks at whom: the window around each chunk, and the global tokens that see all.

Axes: B documents, T tokens, N chunks, C tokens a chunk, O tokens of halo on either side of it, G global
tokens, K keys, H heads, D head width, E model width.
"""

from __future__ import annotations

from math import e, log2

import torch
from torch import Tensor
from torch.nn.functional import pad, scaled_dot_product_attention

__all__ = [
    "RunningSoftmax",
    "SegmentAttention",
    "ViewedWindow",
    "dense_attention",
    "global_attention",
    "neighbours",
    "window_attention",
]

LEAST_SUM, MOST_SUM = 1e-30, 1e36  # of exponentials: beyond, fp32 would lose them
LOG2_E = log2(e)  # powers of two take half the time of powers of e here
HIGHEST = 75.0  # of logits whose exponentials are taken as they come


def dense_attention(q_BTHD: Tensor, k_BTHD: Tensor, v_BTHD: Tensor, real_BT: Tensor | None) -> Tensor:
    """Everybody sees everybody: for texts that fit into one window. Returns [B, T, H, D]."""
    mask = None if real_BT is None else real_BT[:, None, None, :].expand(-1, 1, q_BTHD.shape[1], -1)
    y_BHTD = scaled_dot_product_attention(
        q_BTHD.transpose(1, 2), k_BTHD.transpose(1, 2), v_BTHD.transpose(1, 2), attn_mask=mask
    )
    return y_BHTD.transpose(1, 2)


def neighbours(x_BNC: Tensor, reach: int) -> Tensor:
    """Each chunk with so much of both neighbours: [B, N, C, ...] → [B, N, reach + C + reach, ...].

    Outside the document stands zero (or False).
    """
    C = x_BNC.shape[2]
    padded = pad(x_BNC, (*(0, 0) * (x_BNC.dim() - 2), 1, 1))
    return torch.cat((padded[:, :-2, C - reach :], x_BNC, padded[:, 2:, :reach]), dim=2)


def window_attention(
    q_BNCHD: Tensor,
    k_BNCHD: Tensor,
    v_BNCHD: Tensor,
    k_BGHD: Tensor,
    v_BGHD: Tensor,
    real_BNC: Tensor,
    halo: int,
) -> Tensor:
    """A token sees its own chunk, `halo` tokens on either side of it, and the global tokens.

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
    """Queries, keys and values of n chunks with a halo on each side, as views of one buffer.

    The buffer [O + n·C + O, 3E] holds the projections of consecutive tokens; windows of O + C + O of
    them overlap in memory and are never copied.
    """

    def __init__(self, qkv_mX: Tensor, chunks: int, chunk_tokens: int, heads: int) -> None:
        m, X = qkv_mX.shape
        C, E = chunk_tokens, X // 3
        D = E // heads
        halo = (m - chunks * C) // 2
        self._own_TX = qkv_mX[halo : m - halo]
        self.q_nCHD = self._own_TX[:, :E].unflatten(0, (chunks, C)).unflatten(-1, (heads, D))
        shape, strides = (chunks, heads, C + 2 * halo, D), (C * X, D, X, 1)
        at = qkv_mX.storage_offset()
        self.k_nHKD = qkv_mX.as_strided(shape, strides, at + E)
        self.v_nHKD = qkv_mX.as_strided(shape, strides, at + 2 * E)

    def own_keys(self, tokens: int) -> tuple[Tensor, Tensor]:
        """Keys and values [T, E] of the segment's first `tokens` tokens."""
        E = self._own_TX.shape[1] // 3
        return self._own_TX[:tokens, E : 2 * E], self._own_TX[:tokens, 2 * E :]


class SegmentAttention:
    """`window_attention` on views, segment after segment of one document, in one layer.

    It joins what the tokens read of the slots around them. On the CPU the few keys of slots and global
    tokens go by one product for all heads: an attention call for them costs a third of the window's.
    """

    def __init__(self, k_GHD: Tensor, v_GHD: Tensor) -> None:
        self.k_GHD, self.v_GHD = k_GHD, v_GHD
        self.plain = k_GHD.dtype == torch.float32  # whether exponentials are taken as they come …
        self.lowered: dict[int, float] | None = None  # … after so much is taken off a head's logits

    def __call__(
        self, window: ViewedWindow, slots_nRHD: tuple[Tensor, Tensor] | None, real_nK: Tensor | None
    ) -> Tensor:
        """What the tokens of a segment gather: [n, C, H, D].

        Args:
            slots_nRHD: keys and gated values of the slots that each chunk reads.
            real_nK: False on window keys outside the document; None where all are inside.
        """
        attend = self._on_cpu if window.q_nCHD.device.type == "cpu" else self._fused
        return attend(window, slots_nRHD, real_nK)

    def _fused(
        self, window: ViewedWindow, slots_nRHD: tuple[Tensor, Tensor] | None, real_nK: Tensor | None
    ) -> Tensor:
        q_nHCD = window.q_nCHD.transpose(1, 2)
        n, _, C, _ = q_nHCD.shape
        k, v = (
            torch.cat((x_nHKD, g_GHD.transpose(0, 1).expand(n, -1, -1, -1)), 2)
            for x_nHKD, g_GHD in ((window.k_nHKD, self.k_GHD), (window.v_nHKD, self.v_GHD))
        )
        mask = None
        if real_nK is not None:
            mask = pad(real_nK, (0, len(self.k_GHD)), value=True)[:, None, None].expand(-1, 1, C, -1)
        y_nHCD = scaled_dot_product_attention(q_nHCD, k, v, attn_mask=mask)
        if slots_nRHD is not None:
            k, v = (x.transpose(1, 2) for x in slots_nRHD)
            y_nHCD = y_nHCD + scaled_dot_product_attention(q_nHCD, k, v)
        return y_nHCD.transpose(1, 2)

    def _on_cpu(
        self, window: ViewedWindow, slots_nRHD: tuple[Tensor, Tensor] | None, real_nK: Tensor | None
    ) -> Tensor:
        n, _, H, D = window.q_nCHD.shape
        G = len(self.k_GHD)
        keys, values = [self.k_GHD.expand(n, G, H, D)], [self.v_GHD.expand(n, G, H, D)]
        if slots_nRHD is not None:
            keys, values = [*keys, slots_nRHD[0]], [*values, slots_nRHD[1]]
        k_nXHD, v_nXHD = torch.cat(keys, 1), torch.cat(values, 1)
        y_nCHD = self._by_plain_powers(window, k_nXHD, v_nXHD, real_nK) if self.plain else None
        self.plain = y_nCHD is not None
        return self._by_logarithms(window, k_nXHD, v_nXHD, real_nK) if y_nCHD is None else y_nCHD

    def _by_plain_powers(
        self, window: ViewedWindow, k_nXHD: Tensor, v_nXHD: Tensor, real_nK: Tensor | None
    ) -> Tensor | None:
        """Exponentials as they come, chunk by chunk in the cache; None where fp32 cannot hold their sums.

        No row's highest logit is subtracted first, which saves two passes. A row's sum is the scale of all
        that it gathers, of the slots too, and is divided by in the end.
        """
        q_nHCD = window.q_nCHD.transpose(1, 2)
        k_nHDK = window.k_nHKD.transpose(2, 3)
        n, H, C, D = q_nHCD.shape
        G, X = len(self.k_GHD), k_nXHD.shape[1]
        if self.lowered is None:
            self.lowered = _lowered(window)
        k_nHXD = (k_nXHD * (LOG2_E * D**-0.5)).transpose(1, 2).contiguous()
        sums_nHCD, total_nHC1 = torch.empty(n, H, C, D), torch.empty(n, H, C, 1)
        power_nHXC, power_HCK = torch.empty(n, H, X, C), torch.empty(H, C, k_nHDK.shape[3])
        at_an_end = [False] * n if real_nK is None else (~real_nK.all(1)).tolist()
        for i in range(n):
            power_HCK.baddbmm_(q_nHCD[i], k_nHDK[i], beta=0, alpha=LOG2_E * D**-0.5)
            for head, by in self.lowered.items():
                power_HCK[head].sub_(by)
            power_HCK.exp2_()
            if real_nK is not None and at_an_end[i]:
                power_HCK.mul_(real_nK[i])
            torch.sum(power_HCK, -1, keepdim=True, out=total_nHC1[i])
            torch.bmm(power_HCK, window.v_nHKD[i], out=sums_nHCD[i])
            torch.bmm(k_nHXD[i], q_nHCD[i].transpose(1, 2), out=power_nHXC[i])
        for head, by in self.lowered.items():
            power_nHXC[:, head, :G].sub_(by)
        to_slots_nHRC = power_nHXC[:, :, G:]
        if X > G:
            to_slots_nHRC.sub_(to_slots_nHRC.amax(2, keepdim=True))
        power_nHXC.exp2_()
        total_nHC = total_nHC1.squeeze(-1) + power_nHXC[:, :, :G].sum(2)
        low, high = torch.aminmax(total_nHC)
        if not (float(low) > LEAST_SUM and float(high) < MOST_SUM):
            return None
        if X > G:
            to_slots_nHRC.mul_((total_nHC / to_slots_nHRC.sum(2))[:, :, None])
        v_NXD = v_nXHD.transpose(1, 2).reshape(n * H, X, D)
        sums_nHCD.view(n * H, C, D).baddbmm_(power_nHXC.view(n * H, X, C).transpose(1, 2), v_NXD)
        y_nCHD = torch.empty(n, C, H, D)
        return torch.div(sums_nHCD.transpose(1, 2), total_nHC.transpose(1, 2)[..., None], out=y_nCHD)

    def _by_logarithms(
        self, window: ViewedWindow, k_nXHD: Tensor, v_nXHD: Tensor, real_nK: Tensor | None
    ) -> Tensor:
        """The fused attention call for the window, joined with the other keys by log-sum-exp."""
        n, C, H, D = window.q_nCHD.shape
        G = len(self.k_GHD)
        q_nCE = window.q_nCHD.flatten(2)
        logits_nCXH = (q_nCE @ per_head(k_nXHD * D**-0.5)).unflatten(-1, (-1, H)).float()
        logits_nCGH, logits_nCRH = logits_nCXH[:, :, :G], logits_nCXH[:, :, G:]

        mean_nHCD, log_nHC = self._window_means(window, real_nK)
        log_g_nCH = logits_nCGH[:, :, 0] if G == 1 else logits_nCGH.logsumexp(2)
        lead_nCH = log_nHC.transpose(1, 2) - log_g_nCH
        to_each_nCGH = (logits_nCGH - log_g_nCH[:, :, None]).exp() * torch.sigmoid(-lead_nCH)[:, :, None]
        weights_nCX = torch.cat((to_each_nCGH, logits_nCRH.softmax(2)), 2).flatten(2).to(q_nCE.dtype)
        share_nCH1 = torch.sigmoid(lead_nCH)[..., None].to(q_nCE.dtype)
        y_nCHD = torch.empty(n, C, H, D, dtype=q_nCE.dtype)
        torch.mul(mean_nHCD.transpose(1, 2), share_nCH1, out=y_nCHD)
        y_nCHD.view(n, C, H * D).baddbmm_(weights_nCX, per_head(v_nXHD).transpose(1, 2))
        return y_nCHD

    def _window_means(self, window: ViewedWindow, real_nK: Tensor | None) -> tuple[Tensor, Tensor]:
        """Weighted means of the window's values [n, H, C, D], and per token [n, H, C] the logarithm of the
        sum of its exponentials."""
        mask = None
        q_nHCD = window.q_nCHD.transpose(1, 2)
        if real_nK is not None:
            outside = torch.zeros(real_nK.shape, dtype=q_nHCD.dtype).masked_fill_(~real_nK, -torch.inf)
            mask = outside[:, None, None].expand(-1, 1, q_nHCD.shape[2], -1)
        y_nHCD, log_nHC = torch.ops.aten._scaled_dot_product_flash_attention_for_cpu(
            q_nHCD, window.k_nHKD, window.v_nHKD, attn_mask=mask
        )
        return y_nHCD, log_nHC.float()


def _lowered(window: ViewedWindow) -> dict[int, float]:
    """By how much the logits of loud heads are lowered, as powers of two, from the lengths of a segment's
    queries and keys.

    One head of the shipped model's first layer has logits up to 85, whose exponentials fp32 just holds.
    """
    q_H, k_H = (x.norm(dim=-1).amax((0, 2)) for x in (window.q_nCHD.transpose(1, 2), window.k_nHKD))
    most_H = (q_H * k_H * window.q_nCHD.shape[-1] ** -0.5).tolist()
    return {head: LOG2_E * (most - HIGHEST) for head, most in enumerate(most_H) if most > HIGHEST}


def per_head(x_XHD: Tensor) -> Tensor:
    """[..., X, H, D] → [..., E, X·H], every head on its own rows: one product serves all heads."""
    X, H, D = x_XHD.shape[-3:]
    eye_HH = torch.eye(H, dtype=x_XHD.dtype, device=x_XHD.device)
    return torch.einsum("...xhd,hk->...hdxk", x_XHD, eye_HH).reshape(*x_XHD.shape[:-3], H * D, X * H)


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
