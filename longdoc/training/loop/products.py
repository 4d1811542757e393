"""int8 products for training, on CPUs with VNNI: about four times as fast as fp32.

All three products of a linear layer are rounded: the output, and the gradients of input and weight (after
SwitchBack, Wortsman et al. 2023, which keeps the last one in 16 bits). Each row of the input has a step of
its own, as when the reader answers with the native layers; the steps of one matrix are multiplied into the
other one before that is rounded. Weights and moments stay in fp32. Axes: T tokens, I inputs, O outputs.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn

from longdoc.errors import TrainingError
from longdoc.network.native.kernels import call, core_count, kernels, on_all_cores
from longdoc.network.torch.device import best_dtype, has_amx, multiplies_bytes
from longdoc.training.loop.low_rank import LowRankLinear, LowRankTerm

__all__ = ["RoundedLinear", "products_are_fast", "round_products"]

Rounded = tuple[Tensor, Tensor]  # int8 [rows, columns], and the step of each row
WIDTHS = 32  # inputs and outputs must be multiples of it


def products_are_fast(device: torch.device) -> bool:
    """Whether int8 products are the fastest ones on the device: on CPUs with AVX-512 VNNI and without AMX."""
    return device.type == "cpu" and multiplies_bytes() and not has_amx() and kernels() is not None


def round_products(model: nn.Module) -> None:
    """Replace the products of all linear layers in the model by int8 products; weights are kept.

    Raises:
        TrainingError: the native library is missing, or the model is not on the CPU.
    """
    if kernels() is None or next(model.parameters()).device.type != "cpu":
        raise TrainingError('precision = "int8" needs the native library and --device cpu; use "auto"')
    for layer in model.modules():
        if isinstance(layer, nn.Linear) and not any(size % WIDTHS for size in layer.weight.shape):
            kinds = {nn.Linear: RoundedLinear, LowRankLinear: RoundedLowRankLinear}
            layer.__class__ = kinds.get(type(layer), type(layer))


class RoundedLinear(nn.Linear):
    """A linear layer with int8 products, in both directions."""

    _frozen: Rounded | None = None  # the rounded weights, if they are not trained

    def forward(self, x: Tensor) -> Tensor:
        """[…, I] → […, O]."""
        rounded = self._rounded()
        y_TO: Tensor = _Product.apply(x.reshape(-1, self.in_features), self.weight, self.bias, *rounded)  # type: ignore[no-untyped-call]
        return y_TO.view(*x.shape[:-1], self.out_features)

    def _rounded(self) -> Rounded:
        # rounded anew each time: the fused optimizer does not count its changes in the version of a tensor
        if self.weight.requires_grad:
            return _round_rows(self.weight)
        if self._frozen is None:
            self._frozen = _round_rows(self.weight)
        return self._frozen


class RoundedLowRankLinear(LowRankTerm, RoundedLinear):
    """The same with a low-rank term, which is not rounded; bf16 is used for it if that is faster."""

    def term(self, x: Tensor) -> Tensor:
        """[…, I] → […, O]."""
        dtype = best_dtype(x.device)
        with torch.autocast(x.device.type, dtype, enabled=dtype != torch.float32):
            return super().term(x)


class _Product(torch.autograd.Function):
    """x · weightᵀ + bias."""

    @staticmethod
    def forward(
        ctx: Any, x_TI: Tensor, _weight_OI: Tensor, bias_O: Tensor | None, bytes_OI: Tensor, step_O: Tensor
    ) -> Tensor:
        """`bytes_OI` and `step_O` are the rounded weight."""
        x_bytes_TI, step_T = _round_rows(x_TI)
        ctx.save_for_backward(x_bytes_TI, step_T, bytes_OI, step_O)
        return _scaled(torch._int_mm(x_bytes_TI, bytes_OI.t()), step_T, step_O, bias_O)

    @staticmethod
    def backward(ctx: Any, gradient_TO: Tensor) -> tuple[Tensor | None, ...]:
        x_bytes_TI, step_T, bytes_OI, step_O = ctx.saved_tensors
        gradient_TO = gradient_TO.contiguous()
        of_x = of_weight = of_bias = None
        if ctx.needs_input_grad[0]:
            bytes_TO, row_step_T = _round_rows(gradient_TO, step_O)
            of_x = _scaled(torch._int_mm(bytes_TO, bytes_OI), row_step_T)
        if ctx.needs_input_grad[1]:
            bytes_TO, column_step_O = _round_columns(gradient_TO, step_T)
            of_weight = _scaled(torch._int_mm(bytes_TO.t(), x_bytes_TI), column_step_O)
        if ctx.needs_input_grad[2]:
            of_bias = gradient_TO.sum(0)
        return of_x, of_weight, of_bias, None, None


def _round_rows(x_TN: Tensor, factor_N: Tensor | None = None) -> Rounded:
    """x times the factor as int8 [T, N], and the steps of its rows [T]."""
    x_TN = x_TN.contiguous()
    T, N = x_TN.shape
    bytes_TN, step_T = torch.empty(T, N, dtype=torch.int8), torch.empty(T)
    x, factor, bytes_, step = _arrays(x_TN, factor_N, bytes_TN, step_T)

    def work(part: slice) -> None:
        call("round_rows", x[part], factor, part.stop - part.start, N, bytes_[part], step[part])

    on_all_cores(work, _parts(T))
    return bytes_TN, step_T


def _round_columns(x_TN: Tensor, factor_T: Tensor) -> tuple[Tensor, Tensor]:
    """x times the factor as int8 [T, N], and the steps of its columns [N]."""
    T, N = x_TN.shape
    bytes_TN, step_N = torch.empty(T, N, dtype=torch.int8), torch.empty(N)
    x, factor, bytes_, step, inverse = _arrays(x_TN, factor_T, bytes_TN, step_N, torch.empty(N))

    def work(part: slice) -> None:
        call("round_columns", x, factor, T, N, part.start, part.stop, bytes_, step, inverse)

    on_all_cores(work, _parts(N))
    return bytes_TN, step_N


def _scaled(
    sums_MN: Tensor, step_M: Tensor, step_N: Tensor | None = None, bias_N: Tensor | None = None
) -> Tensor:
    """The integer sums times the steps of both matrices, plus the bias."""
    M, N = sums_MN.shape
    y_MN = torch.empty(M, N)
    sums, rows, columns, bias, y = _arrays(sums_MN, step_M, step_N, bias_N, y_MN)

    def work(part: slice) -> None:
        call("scale_sums", sums[part], rows[part], columns, bias, part.stop - part.start, N, y[part])

    on_all_cores(work, _parts(M))
    return y_MN


def _arrays(*tensors: Tensor | None) -> tuple[Any, ...]:
    return tuple(None if x is None else x.detach().numpy() for x in tensors)


def _parts(count: int) -> list[slice]:
    """One part per core, each a multiple of WIDTHS long but the last."""
    each = -(-count // (core_count() * WIDTHS)) * WIDTHS
    return [slice(first, min(count, first + each)) for first in range(0, count, each)]
