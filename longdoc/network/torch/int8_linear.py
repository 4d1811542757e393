"""int8 matrix products for CPUs without AMX on which these are faster than fp32 (VNNI, or AVX2 alone).

Weights are the int8 rows of the checkpoint. Inputs are quantized statically, over a range measured on
training texts and stored in the checkpoint. With dynamic quantization, a result would depend on what else is
in the batch. Sums are 32-bit integers, dequantized to fp32.

Source: Jacob et al. 2018, "Quantization and Training of Neural Networks for Efficient
Integer-Arithmetic-Only Inference". The kernels are oneDNN's, called through torch.
"""

from __future__ import annotations

import warnings
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn.functional import gelu

from longdoc.network.quantization import quantization_of
from longdoc.network.torch.device import multiplies_bytes

__all__ = [
    "IntegerFeedForward",
    "IntegerLinear",
    "IntegerWeights",
    "within_16_bits",
]

MAX_PAIR_SUM = 127  # of two weights whose products are added in 16 bits


class IntegerWeights(NamedTuple):
    """The parameters of an int8 product.

    Attributes:
        rows: int8 [out, in].
        scale: scale of each row [out].
        bias: [out].
        input_range: lowest and highest value of each input [2, in]; values outside are clamped.
    """

    rows: Tensor
    scale: Tensor
    bias: Tensor
    input_range: Tensor


class IntegerLinear(nn.Module):
    """`nn.Linear` with int8 weights and inputs; outlier inputs are scaled down, as in `quantization_of`."""

    def __init__(self, weights: IntegerWeights, *, last: bool = False) -> None:
        """Pack the weights.

        Args:
            last: the input is not used again, so that its outliers may stay scaled down.
        """
        super().__init__()
        self.weights = weights.rows.numel() + weights.bias.numel()  # number of parameters
        self.last = last
        self.scale, self.zero, times_K = _quantization(weights.input_range)
        self.outliers = [(i, float(times_K[i])) for i in torch.where(times_K > 1)[0].tolist()]
        self.packed = _Packed(*_scaled_up(weights.rows, weights.scale, self.outliers), weights.bias)

    def rounded(self, x_MK: Tensor) -> Tensor:
        """The quantized input. Outliers are scaled down in place, and scaled back unless `last`."""
        for i, times in self.outliers:
            x_MK.select(-1, i).mul_(1 / times)
        bytes_MK = _rounded(x_MK, self.scale, self.zero)
        for i, times in () if self.last else self.outliers:
            x_MK.select(-1, i).mul_(times)
        return bytes_MK

    def forward(self, x: Tensor) -> Tensor:
        """[..., in] → [..., out], fp32."""
        bytes_MK = self.rounded(x.flatten(0, -2))
        return self.packed.product(bytes_MK, self.scale, self.zero).unflatten(0, x.shape[:-1])


class IntegerFeedForward(nn.Module):
    """The feed-forward network of a layer in int8, hidden states included.

    GELU and quantization are fused into the first product, so that the hidden states are never written in
    fp32. Outliers among the hidden units are computed separately, in fp32.
    """

    def __init__(self, up: IntegerWeights, down: IntegerWeights) -> None:
        super().__init__()
        self.up = IntegerLinear(up)
        self.scale, self.zero, times_K = _quantization(down.input_range)
        outliers = torch.where(times_K > 1)[0]
        rows = down.rows.clone()
        rows[:, outliers] = 0
        self.down = _Packed(rows, down.scale, down.bias)
        self.weights = self.up.weights + rows.numel() + down.bias.numel()
        self.outlier_up_EL = (up.rows[outliers].float() * up.scale[outliers, None]).t().contiguous()
        self.outlier_bias_L = up.bias[outliers].float()
        self.outlier_down_LE = (down.rows[:, outliers].float() * down.scale[:, None]).t().contiguous()

    def forward(self, x: Tensor) -> Tensor:
        """The feed-forward of x [..., E], added to x in place; returns x."""
        x_ME = x.flatten(0, -2)
        bytes_ME = self.up.rounded(x_ME)
        if len(self.outlier_bias_L):
            x_ME.addmm_(
                gelu(torch.addmm(self.outlier_bias_L, x_ME, self.outlier_up_EL)), self.outlier_down_LE
            )
        up = self.up
        inner_MF = up.packed.product(bytes_ME, up.scale, up.zero, gelu_to=(self.scale, self.zero))
        return self.down.product(inner_MF, self.scale, self.zero, add_to=x_ME).view(x.shape)


class _Packed:
    """An int8 matrix in the layout that the CPU needs, with its products."""

    def __init__(self, rows_NK: Tensor, scale_N: Tensor, bias_N: Tensor) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the successor that torch recommends needs another package
            _rounded(torch.zeros(1, 1), 1.0, 0)
        if not multiplies_bytes():
            rows_NK, scale_N = within_16_bits(rows_NK, scale_N)
        self.rows = torch.ops.onednn.qlinear_prepack(rows_NK.contiguous(), None)
        self.scale_N, self.bias_N = scale_N.float(), bias_N.float()
        self.zero_N = torch.zeros(len(rows_NK), dtype=torch.long)

    def product(
        self,
        bytes_MK: Tensor,
        scale: float,
        zero: int,
        *,
        gelu_to: tuple[float, int] | None = None,
        add_to: Tensor | None = None,
    ) -> Tensor:
        """The product [M, N]: in fp32; with GELU and quantized; or added to a matrix in place.

        Args:
            bytes_MK: the quantized input.
            scale, zero: scale and zero point of the input.
            gelu_to: apply GELU, and quantize with this scale and zero point.
            add_to: fp32 [M, N], to which the product is added.
        """
        given = (bytes_MK, scale, zero, self.rows, self.scale_N, self.zero_N)
        multiply = torch.ops.onednn.qlinear_pointwise
        made: Tensor
        if add_to is not None:
            made = multiply.binary(
                *given, add_to, self.bias_N, 1.0, 0, torch.float32, 1.0, 0, "sum", 1.0, "none", [], ""
            )
        elif gelu_to is not None:
            made = multiply(*given, self.bias_N, *gelu_to, torch.uint8, "gelu", [], "none")
        else:
            made = multiply(*given, self.bias_N, 1.0, 0, torch.float32, "none", [], "")
        return made


def within_16_bits(rows_NK: Tensor, scale_N: Tensor) -> tuple[Tensor, Tensor]:
    """Rows and scales such that products do not saturate on a CPU without VNNI.

    Such a CPU adds the products of two neighbouring inputs in 16 bits, which saturates at 32,767. As an input
    is at most 255, the absolute values of two weights may sum to 128, or 127 before rounding; other rows are
    scaled down.
    """
    K = rows_NK.shape[1]
    pairs_NP2 = torch.nn.functional.pad(rows_NK.short(), (0, K % 2)).unflatten(1, (-1, 2))
    most_N = torch.maximum(pairs_NP2.sum(-1).abs().amax(1), pairs_NP2.abs().amax((1, 2))).float()
    step_N = (most_N / MAX_PAIR_SUM).clamp_min(1.0)
    beyond = torch.where(step_N > 1)[0]
    rows_NK = rows_NK.clone()
    rows_NK[beyond] = (rows_NK[beyond].float() / step_N[beyond, None]).round().to(torch.int8)
    return rows_NK, scale_N * step_N


def _scaled_up(rows: Tensor, scale: Tensor, outliers: list[tuple[int, float]]) -> tuple[Tensor, Tensor]:
    """Rows and scales with the weights of outlier inputs multiplied by their factors."""
    if not outliers:
        return rows, scale
    inputs, times = zip(*outliers, strict=True)
    wanted = rows[:, inputs].float() * torch.tensor(times)
    step = (wanted.abs().amax(1, keepdim=True) / 127).clamp_min(1.0)
    beyond = torch.where(step.squeeze(1) > 1)[0]  # rows whose largest weight is now that of an outlier
    rows = rows.clone()
    rows[beyond] = (rows[beyond].float() / step[beyond]).round().to(torch.int8)
    rows[:, inputs] = (wanted / step).round().to(torch.int8)
    return rows, scale * step.squeeze(1)


def _rounded(x: Tensor, scale: float, zero: int) -> Tensor:
    """x in uint8: round(x / scale) + zero, clamped; the storage of the quantized tensor, without a copy."""
    made = torch.quantize_per_tensor(x, scale, zero, torch.quint8)
    return torch.empty(0, dtype=torch.uint8).set_(made.untyped_storage(), 0, made.shape, made.stride())


def _quantization(range_2K: Tensor) -> tuple[float, int, Tensor]:
    """`quantization_of` for tensors."""
    scale, zero, times_K = quantization_of(range_2K.float().cpu().numpy())
    return scale, zero, torch.from_numpy(times_K)
