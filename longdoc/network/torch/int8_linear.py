"""int8 products for CPUs without AMX that multiply bytes faster than fp32 (VNNI, or AVX2 alone).

Weights are the int8 rows that the checkpoint holds anyway. What enters a product is rounded to a byte
over a fixed reach, measured on training texts and kept in the checkpoint: with a fixed reach a result
never depends on what else went through the network in the same call, as it does where every call measures
its own (dynamic quantization). Sums are 32-bit integers, scaled back to fp32.

Source: Jacob et al. 2018, "Quantization and Training of Neural Networks for Efficient
Integer-Arithmetic-Only Inference". The products themselves are oneDNN's, by way of torch.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn.functional import gelu

from longdoc.network.quantization import REACH, STEPS, steps
from longdoc.network.torch.device import multiplies_bytes
from longdoc.network.torch.encoder import Encoder

__all__ = [
    "IntegerFeedForward",
    "IntegerLinear",
    "IntegerWeights",
    "measured_reaches",
    "rounded_inputs",
    "use_integers",
    "within_16_bits",
]

PRODUCTS = ("qkv", "out", "up", "down")
MOST_OF_TWO = 127  # what two weights may come to where their products are added in 16 bits


class IntegerWeights(NamedTuple):
    """What a product needs: rows int8 [out, in], scale [out] of each row, bias [out], and reach [2, in], the
    lowest and highest number to come in by each input. What lies outside their common reach is clamped."""

    rows: Tensor
    scale: Tensor
    bias: Tensor
    reach: Tensor


class IntegerLinear(nn.Module):
    """`nn.Linear` with int8 weights and inputs; outlier inputs are scaled down, as in `steps`."""

    def __init__(self, weights: IntegerWeights, *, last: bool = False) -> None:
        """Pack the weights; `last`: the input is not used again, so it may stay scaled down."""
        super().__init__()
        self.weights = weights.rows.numel() + weights.bias.numel()  # how many it holds
        self.last = last
        self.scale, self.zero, times_K = _steps(weights.reach)
        self.turned = [(i, float(times_K[i])) for i in torch.where(times_K > 1)[0].tolist()]
        self.packed = _Packed(*_turned_up(weights.rows, weights.scale, self.turned), weights.bias)

    def rounded(self, x_MK: Tensor) -> Tensor:
        """The input in int8. Outliers are scaled down in place, and back unless `last`."""
        for i, times in self.turned:
            x_MK.select(-1, i).mul_(1 / times)
        bytes_MK = _rounded(x_MK, self.scale, self.zero)
        for i, times in () if self.last else self.turned:
            x_MK.select(-1, i).mul_(times)
        return bytes_MK

    def forward(self, x: Tensor) -> Tensor:
        """[..., in] → [..., out], fp32."""
        bytes_MK = self.rounded(x.flatten(0, -2))
        return self.packed.product(bytes_MK, self.scale, self.zero).unflatten(0, x.shape[:-1])


class IntegerFeedForward(nn.Module):
    """The feed-forward part of a layer in bytes, with what lies between its products in bytes as well.

    The first product ends in GELU and rounds at once, so that the wide states between the two are never
    written as floats. The loudest inner units are left out of that and go apart, as floats.
    """

    def __init__(self, up: IntegerWeights, down: IntegerWeights) -> None:
        super().__init__()
        self.up = IntegerLinear(up)
        self.scale, self.zero, times_K = _steps(down.reach)
        loud = torch.where(times_K > 1)[0]
        rows = down.rows.clone()
        rows[:, loud] = 0
        self.down = _Packed(rows, down.scale, down.bias)
        self.weights = self.up.weights + rows.numel() + down.bias.numel()
        self.loud_up_EL = (up.rows[loud].float() * up.scale[loud, None]).t().contiguous()
        self.loud_bias_L = up.bias[loud].float()
        self.loud_down_LE = (down.rows[:, loud].float() * down.scale[:, None]).t().contiguous()

    def forward(self, x: Tensor) -> Tensor:
        """What it makes of x [..., E] is added to x in place, and x returned."""
        x_ME = x.flatten(0, -2)
        bytes_ME = self.up.rounded(x_ME)
        if len(self.loud_bias_L):
            x_ME.addmm_(gelu(torch.addmm(self.loud_bias_L, x_ME, self.loud_up_EL)), self.loud_down_LE)
        up = self.up
        inner_MF = up.packed.product(bytes_ME, up.scale, up.zero, gelu_to=(self.scale, self.zero))
        return self.down.product(inner_MF, self.scale, self.zero, add_to=x_ME).view(x.shape)


class _Packed:
    """Rows of int8 in the order that the CPU wants, and the products with them."""

    def __init__(self, rows_NK: Tensor, scale_N: Tensor, bias_N: Tensor) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # torch names a successor that needs one more package
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
        """The product [M, N] in fp32; through GELU and rounded again; or added in place.

        Args:
            scale: one step of the bytes that come in.
            zero: the byte among them that stands for 0.
            gelu_to: the same two of the bytes that go out.
            add_to: fp32 [M, N].
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
    """Rows and scales such that the products stay exact on a CPU without VNNI.

    Such a CPU adds the products of two neighbouring inputs in 16 bits, where more than 32,767 is lost. An
    input is at most 255, so two weights may come to 128, or 127 before rounding; rows where two come to
    more are scaled down.
    """
    K = rows_NK.shape[1]
    pairs_NP2 = torch.nn.functional.pad(rows_NK.short(), (0, K % 2)).unflatten(1, (-1, 2))
    most_N = torch.maximum(pairs_NP2.sum(-1).abs().amax(1), pairs_NP2.abs().amax((1, 2))).float()
    step_N = (most_N / MOST_OF_TWO).clamp_min(1.0)
    beyond = torch.where(step_N > 1)[0]
    rows_NK = rows_NK.clone()
    rows_NK[beyond] = (rows_NK[beyond].float() / step_N[beyond, None]).round().to(torch.int8)
    return rows_NK, scale_N * step_N


def _turned_up(rows: Tensor, scale: Tensor, turned: list[tuple[int, float]]) -> tuple[Tensor, Tensor]:
    """Rows and scales with the weights of outlier inputs scaled up to match."""
    if not turned:
        return rows, scale
    loud, times = zip(*turned, strict=True)
    wanted = rows[:, loud].float() * torch.tensor(times)
    step = (wanted.abs().amax(1, keepdim=True) / 127).clamp_min(1.0)
    beyond = torch.where(step.squeeze(1) > 1)[0]  # rows whose largest weight is now a loud one
    rows = rows.clone()
    rows[beyond] = (rows[beyond].float() / step[beyond]).round().to(torch.int8)
    rows[:, loud] = (wanted / step).round().to(torch.int8)
    return rows, scale * step.squeeze(1)


def _rounded(x: Tensor, scale: float, zero: int) -> Tensor:
    """Bytes of x: round(x / scale) + zero, clamped. Its own storage, seen as plain bytes without a copy."""
    made = torch.quantize_per_tensor(x, scale, zero, torch.quint8)
    return torch.empty(0, dtype=torch.uint8).set_(made.untyped_storage(), 0, made.shape, made.stride())


def _steps(reach_2K: Tensor) -> tuple[float, int, Tensor]:
    """`steps` of tensors."""
    scale, zero, times_K = steps(reach_2K.float().cpu().numpy())
    return scale, zero, torch.from_numpy(times_K)


def use_integers(encoder: Encoder, packed: dict[str, Tensor], scale: str) -> dict[str, Tensor]:
    """Make the layers' products int8 ones, where the checkpoint holds what they need.

    Args:
        packed: a checkpoint's tensors by name.
        scale: what follows the name of a matrix of int8 rows in the name of their scales.

    Returns:
        the tensors that were not used: all of them without measured reaches.
    """
    names = [f"encoder.layers.{n}.{part}" for n in range(len(encoder.stack)) for part in PRODUCTS]
    if not all(name + REACH in packed for name in names):
        return packed
    left = dict(packed)
    for n, layer in enumerate(encoder.stack):
        parts = {}
        for part in PRODUCTS:
            name = f"encoder.layers.{n}.{part}"
            parts[part] = IntegerWeights(
                rows=left.pop(f"{name}.weight"),
                scale=left.pop(f"{name}.weight{scale}"),
                bias=left.pop(f"{name}.bias").float(),
                reach=left.pop(name + REACH),
            )
        E, qkv = layer.config.width, parts["qkv"]
        layer.keep_values(qkv.rows[2 * E :].float() * qkv.scale[2 * E :, None], qkv.bias[2 * E :])
        layer.qkv = IntegerLinear(qkv)
        layer.out = IntegerLinear(parts["out"], last=True)
        layer.feed_forward_by(IntegerFeedForward(parts["up"], parts["down"]))
    return left


@contextmanager
def rounded_inputs(encoder: Encoder) -> Iterator[None]:
    """While active, the inputs of each product are rounded as in int8.

    For the last part of training, so that the weights learn to live with it; gradients go straight
    through (Jacob et al. 2018, section 3). The reach is that of each batch: there is no state to keep.
    """

    def round_it(_: nn.Module, given: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
        x = given[0]
        rows = x.detach().flatten(0, -2)
        scale, zero, times_K = _steps(torch.stack((rows.amin(0), rows.amax(0))))
        times_K = times_K.to(x)
        quiet = (x / times_K).float()
        return ((torch.fake_quantize_per_tensor_affine(quiet, scale, zero, 0, STEPS) * times_K).to(x.dtype),)

    products = [getattr(layer, part) for layer in encoder.stack for part in PRODUCTS]
    handles = [product.register_forward_pre_hook(round_it) for product in products]
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()


@contextmanager
def measured_reaches(encoder: Encoder) -> Iterator[dict[str, Tensor]]:
    """While active, records the range of each product's inputs in the mapping."""
    reaches: dict[str, Tensor] = {}
    handles = []
    for n, layer in enumerate(encoder.stack):
        for part in PRODUCTS:
            name = f"encoder.layers.{n}.{part}{REACH}"

            def look(_: nn.Module, given: tuple[Tensor, ...], name: str = name) -> None:
                rows = given[0].detach().float().flatten(0, -2)
                low, high = rows.amin(0).cpu(), rows.amax(0).cpu()
                old = reaches.get(name, torch.stack((low, high)))
                reaches[name] = torch.stack((torch.minimum(old[0], low), torch.maximum(old[1], high)))

            handles.append(getattr(layer, part).register_forward_pre_hook(look))
    try:
        yield reaches
    finally:
        for handle in handles:
            handle.remove()
