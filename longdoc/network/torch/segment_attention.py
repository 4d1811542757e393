"""Sliding-window attention over the segments of a long document, for inference: keys and values are not
copied.

Axes: T tokens, n chunks of one segment, C tokens a chunk, O tokens of halo on either side of it, G global
tokens, R slots that a chunk attends to, X = G + R, K keys, H heads, D head width, E model width.
"""

from __future__ import annotations

from math import e, log2

import torch
from torch import Tensor
from torch.nn.functional import pad, scaled_dot_product_attention

from longdoc.network.torch.online_softmax import attention_with_log_sum_exp

__all__ = ["SegmentAttention", "ViewedWindow"]

MIN_SUM, MAX_SUM = 1e-30, 1e36  # of exponentials that fp32 represents safely
LOG2_E = log2(e)  # exp2 takes half the time of exp here
MAX_LOGIT = 75.0  # whose exponential is computed without subtracting an offset


class ViewedWindow:
    """Queries, keys and values of n chunks with a halo on each side, as views of one buffer.

    The buffer [O + n·C + O, 3E] holds the projections of consecutive tokens. The windows of O + C + O tokens
    overlap in memory and are not copied.
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
    """`window_attention` plus the attention to slots, on views, for the segments of one document in one
    layer.

    On a CPU, the few keys of slots and global tokens are handled by one matrix product for all heads: a
    separate attention call for them would cost a third of the window's.
    """

    def __init__(self, k_GHD: Tensor, v_GHD: Tensor, below: SegmentAttention | None = None) -> None:
        """Prepare a layer.

        Args:
            k_GHD, v_GHD: keys and values of the global tokens.
            below: that of the layer before, whose buffers are reused.
        """
        self.k_GHD, self.v_GHD = k_GHD, v_GHD
        self.use_plain_exp = k_GHD.dtype == torch.float32  # compute softmax without subtracting the maximum …
        self.offsets: dict[int, float] | None = None  # … but this offset from the logits of some heads
        # buffers for keys and values of slots and global tokens
        self.spread: tuple[PerHead, PerHead] | None = below.spread if below else None

    def __call__(
        self, window: ViewedWindow, slots_nRHD: tuple[Tensor, Tensor] | None, real_nK: Tensor | None
    ) -> Tensor:
        """The attention output of a segment: [n, C, H, D].

        Args:
            window: queries, keys and values of the segment.
            slots_nRHD: keys and gated values of the slots that each chunk attends to.
            real_nK: False for window keys outside the document; None if all are inside.
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
        y_nCHD = self._with_plain_exp(window, k_nXHD, v_nXHD, real_nK) if self.use_plain_exp else None
        self.use_plain_exp = y_nCHD is not None
        return self._with_log_sum_exp(window, k_nXHD, v_nXHD, real_nK) if y_nCHD is None else y_nCHD

    def _with_plain_exp(
        self, window: ViewedWindow, k_nXHD: Tensor, v_nXHD: Tensor, real_nK: Tensor | None
    ) -> Tensor | None:
        """Softmax without subtracting the maximum, which saves two passes; None if sums exceed fp32.

        Each row's values are summed with unnormalised weights, and divided by the sum of the weights in the
        end.
        """
        q_nHCD = window.q_nCHD.transpose(1, 2)
        k_nHDK = window.k_nHKD.transpose(2, 3)
        n, H, C, D = q_nHCD.shape
        G, X = len(self.k_GHD), k_nXHD.shape[1]
        if self.offsets is None:
            self.offsets = _logit_offsets(window)
        k_nHXD = (k_nXHD * (LOG2_E * D**-0.5)).transpose(1, 2).contiguous()
        sums_nHCD, total_nHC1 = torch.empty(n, H, C, D), torch.empty(n, H, C, 1)
        power_nHXC, power_HCK = torch.empty(n, H, X, C), torch.empty(H, C, k_nHDK.shape[3])
        at_an_end = [False] * n if real_nK is None else (~real_nK.all(1)).tolist()
        for i in range(n):
            power_HCK.baddbmm_(q_nHCD[i], k_nHDK[i], beta=0, alpha=LOG2_E * D**-0.5)
            for head, offset in self.offsets.items():
                power_HCK[head].sub_(offset)
            power_HCK.exp2_()
            if real_nK is not None and at_an_end[i]:
                power_HCK.mul_(real_nK[i])
            torch.sum(power_HCK, -1, keepdim=True, out=total_nHC1[i])
            torch.bmm(power_HCK, window.v_nHKD[i], out=sums_nHCD[i])
            torch.bmm(k_nHXD[i], q_nHCD[i].transpose(1, 2), out=power_nHXC[i])
        for head, offset in self.offsets.items():
            power_nHXC[:, head, :G].sub_(offset)
        to_slots_nHRC = power_nHXC[:, :, G:]
        if X > G:
            to_slots_nHRC.sub_(to_slots_nHRC.amax(2, keepdim=True))
        power_nHXC.exp2_()
        total_nHC = total_nHC1.squeeze(-1) + power_nHXC[:, :, :G].sum(2)
        low, high = torch.aminmax(total_nHC)
        if not (float(low) > MIN_SUM and float(high) < MAX_SUM):
            return None
        if X > G:
            to_slots_nHRC.mul_((total_nHC / to_slots_nHRC.sum(2))[:, :, None])
        v_NXD = v_nXHD.transpose(1, 2).reshape(n * H, X, D)
        sums_nHCD.view(n * H, C, D).baddbmm_(power_nHXC.view(n * H, X, C).transpose(1, 2), v_NXD)
        y_nCHD = torch.empty(n, C, H, D)
        return torch.div(sums_nHCD.transpose(1, 2), total_nHC.transpose(1, 2)[..., None], out=y_nCHD)

    def _with_log_sum_exp(
        self, window: ViewedWindow, k_nXHD: Tensor, v_nXHD: Tensor, real_nK: Tensor | None
    ) -> Tensor:
        """The fused attention kernel for the window, merged with slots and global tokens by log-sum-exp.

        The logits of these few keys are laid out along the tokens of a chunk, so that the CPU can vectorise.
        """
        n, C, H, D = window.q_nCHD.shape
        G, X = len(self.k_GHD), k_nXHD.shape[1]
        if self.spread is None or self.spread[0].x_NEX.shape[0] < n:
            self.spread = (PerHead(n, X, H, D, k_nXHD.dtype), PerHead(n, X, H, D, k_nXHD.dtype))
        k_nEX, v_nEX = (spread(x) for spread, x in zip(self.spread, (k_nXHD * D**-0.5, v_nXHD), strict=True))
        logits_nXHC = torch.empty(n, X, H, C)
        logits_nXHC.flatten(1, 2).copy_((window.q_nCHD.flatten(2) @ k_nEX).transpose(1, 2))

        mean_nHCD, log_nHC = self._window_attention_with_log_sum_exp(window, real_nK)
        y_nCHD = mean_nHCD.transpose(1, 2)
        to_globals_nGHC, to_slots_nRHC = logits_nXHC[:, :G], logits_nXHC[:, G:]
        log_g_nHC = to_globals_nGHC[:, 0] if G == 1 else to_globals_nGHC.logsumexp(1)
        share_nHC = torch.sigmoid(log_g_nHC - log_nHC)
        if G == 1:
            to_globals_nGHC[:, 0] = share_nHC
        else:
            to_globals_nGHC.sub_(log_g_nHC[:, None]).exp_().mul_(share_nHC[:, None])
        if X > G:
            to_slots_nRHC.sub_(to_slots_nRHC.amax(1, keepdim=True)).exp_()
            to_slots_nRHC.div_(to_slots_nRHC.sum(1, keepdim=True))
        weights_nCX = torch.empty(n, C, X * H, dtype=y_nCHD.dtype)
        weights_nCX.copy_(logits_nXHC.flatten(1, 2).transpose(1, 2))
        share_nCH = weights_nCX[:, :, :H] if G == 1 else share_nHC.transpose(1, 2).to(y_nCHD.dtype)
        y_nCHD.mul_((1 - share_nCH)[..., None])  # with mixed dtypes, this would take four times as long
        y_nCHD.view(n, C, H * D).baddbmm_(weights_nCX, v_nEX.transpose(1, 2))
        return y_nCHD

    def _window_attention_with_log_sum_exp(
        self, window: ViewedWindow, real_nK: Tensor | None
    ) -> tuple[Tensor, Tensor]:
        """Attention output over the window [n, H, C, D], and the log-sum-exp of its logits [n, H, C]."""
        mask = None
        q_nHCD = window.q_nCHD.transpose(1, 2)
        if real_nK is not None:
            outside = torch.zeros(real_nK.shape, dtype=q_nHCD.dtype).masked_fill_(~real_nK, -torch.inf)
            mask = outside[:, None, None].expand(-1, 1, q_nHCD.shape[2], -1)
        return attention_with_log_sum_exp(q_nHCD, window.k_nHKD, window.v_nHKD, mask)


def _logit_offsets(window: ViewedWindow) -> dict[int, float]:
    """Offsets, in base 2, to subtract from the logits of heads with large ones, by the norms of queries and
    keys.

    One head in the first layer of the shipped model has logits up to 85, whose exponentials barely fit fp32.
    """
    q_H, k_H = (x.norm(dim=-1).amax((0, 2)) for x in (window.q_nCHD.transpose(1, 2), window.k_nHKD))
    bound_H = (q_H * k_H * window.q_nCHD.shape[-1] ** -0.5).tolist()
    return {head: LOG2_E * (bound - MAX_LOGIT) for head, bound in enumerate(bound_H) if bound > MAX_LOGIT}


class PerHead:
    """[n, X, H, D] → block-diagonal [n, E, X·H], so that one matrix product serves all heads.

    Zeros are written only once; the result of a call is overwritten by the next.
    """

    def __init__(self, n: int, X: int, H: int, D: int, dtype: torch.dtype) -> None:
        self.x_NEX = torch.zeros(n, H * D, X * H, dtype=dtype)
        self.own_NDXH = self.x_NEX.view(n, H, D, X, H).diagonal(dim1=1, dim2=4)

    def __call__(self, x_nXHD: Tensor) -> Tensor:
        n = len(x_nXHD)
        self.own_NDXH[:n] = x_nXHD.permute(0, 3, 1, 2)
        return self.x_NEX[:n]
