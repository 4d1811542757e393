"""The layers' products in int8 on CPUs that multiply bytes fast (VNNI) but not bf16.

Weights are the int8 rows that the checkpoint holds anyway. What enters a product is rounded to a byte
over a fixed reach, measured on training texts and kept in the checkpoint: with a fixed reach a result
never depends on what else went through the network in the same call, as it does where every call measures
its own (dynamic quantization). Sums are 32-bit integers, scaled back to fp32.

Source: Jacob et al. 2018, "Quantization and Training of Neural Networks for Efficient
Integer-Arithmetic-Only Inference". The products themselves are FBGEMM's, by way of torch.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn

from longdoc.network.encoder import Encoder

__all__ = [
    "REACH", "IntegerLinear", "integers_are_fast", "measured_reaches", "rounded_inputs", "use_integers",
]  # fmt: skip

REACH = ".reach"  # of a product's name: the lowest and highest number that came in by each input
PRODUCTS = ("qkv", "out", "up", "down")
STEPS = 255
LOUD = 8  # inputs that may be louder than the reach …
MUCH = 1.2  # … and by what factor at least
ENGINE = "fbgemm"


def integers_are_fast() -> bool:
    """Whether this CPU has AVX-512 VNNI and torch the products for it."""

    def has(probe: str) -> bool:
        return bool(getattr(torch.cpu, probe, lambda: False)())

    vnni = has("_is_vnni_supported") or has("_is_avx512_vnni_supported")  # its name in another version
    return vnni and has("_is_avx512_supported") and ENGINE in torch.backends.quantized.supported_engines


class IntegerLinear(nn.Module):
    """`nn.Linear` whose weights and inputs are bytes.

    A few inputs of a Transformer are many times louder than the rest, and would leave few steps for
    these. The loudest are turned down to the level of the next before rounding, and their weights turned
    up (Xiao et al. 2023, "SmoothQuant", for these few alone).
    """

    def __init__(
        self, rows: Tensor, scale: Tensor, bias: Tensor, reach: Tensor, *, last: bool = False
    ) -> None:
        """Pack the weights.

        Args:
            rows: int8 [out, in].
            scale: float [out], of each row.
            bias: float [out].
            reach: float [2, in], the lowest and highest number to come in by each input; what lies
                outside their common reach is clamped.
            last: nobody looks at the input again, so it may be left turned down.
        """
        super().__init__()
        self.weights = rows.numel() + bias.numel()  # how many it holds
        self.last = last
        self.scale, self.zero, times_K = _steps(reach)
        self.turned = [(i, float(times_K[i])) for i in torch.where(times_K > 1)[0].tolist()]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # torch names a successor that needs one more package
            rows, scale = self._turned_up(rows, scale)
            zeros = torch.zeros(len(rows), dtype=torch.long)
            quantized = torch._make_per_channel_quantized_tensor(rows, scale.double(), zeros, 0)
            torch.backends.quantized.engine = ENGINE
            self.packed = torch.ops.quantized.linear_prepack(quantized, bias.float())

    def _turned_up(self, rows: Tensor, scale: Tensor) -> tuple[Tensor, Tensor]:
        """Rows and scales with the weights of the loud inputs as many times larger."""
        if not self.turned:
            return rows, scale
        loud, times = zip(*self.turned, strict=True)
        wanted = rows[:, loud].float() * torch.tensor(times)
        step = (wanted.abs().amax(1, keepdim=True) / 127).clamp_min(1.0)
        beyond = torch.where(step.squeeze(1) > 1)[0]  # rows whose largest weight is now a loud one
        rows = rows.clone()
        rows[beyond] = (rows[beyond].float() / step[beyond]).round().to(torch.int8)
        rows[:, loud] = (wanted / step).round().to(torch.int8)
        return rows, scale * step.squeeze(1)

    def forward(self, x: Tensor) -> Tensor:
        """[..., in] → [..., out], fp32. The loud inputs are turned down in place, and back unless `last`."""
        for i, times in self.turned:
            x.select(-1, i).mul_(1 / times)
        multiplied: Tensor = torch.ops.quantized.linear_with_input_q_dq_qweight_dq_output_fp32(
            x, self.scale, self.zero, self.packed
        )
        for i, times in () if self.last else self.turned:
            x.select(-1, i).mul_(times)
        return multiplied


def _steps(reach_2K: Tensor) -> tuple[float, int, Tensor]:
    """One step of the bytes, the byte that stands for 0, and how far each input is turned down [K]."""
    level_K = reach_2K.abs().amax(0)
    loudest = level_K.topk(min(LOUD + 1, len(level_K))).values
    limit = loudest[loudest <= MUCH * loudest[-1]][0].clamp_min(1e-6)  # not for a little more
    reach_2K = reach_2K.clamp(-limit, limit)
    low, high = min(0.0, float(reach_2K[0].min())), max(0.0, float(reach_2K[1].max()))
    scale = max(high - low, 1e-6) / STEPS
    return scale, round(-low / scale), (level_K / limit).clamp_min(1.0)


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
        for part in PRODUCTS:
            name = f"encoder.layers.{n}.{part}"
            rows, scale_R = left.pop(f"{name}.weight"), left.pop(f"{name}.weight{scale}")
            bias = left.pop(f"{name}.bias").float()
            if part == "qkv":
                E = layer.config.width
                layer.keep_values(rows[2 * E :].float() * scale_R[2 * E :, None], bias[2 * E :])
            last = part in ("out", "down")
            setattr(layer, part, IntegerLinear(rows, scale_R, bias, left.pop(name + REACH), last=last))
    return left


@contextmanager
def rounded_inputs(encoder: Encoder) -> Iterator[None]:
    """While it is open, what enters each product is rounded as bytes would round it.

    For the last part of training, so that the weights learn to live with it; gradients go straight
    through (Jacob et al. 2018, section 3). The reach is that of each batch: there is no state to keep.
    """

    def round_it(_: nn.Module, given: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
        x = given[0]
        rows = x.detach().flatten(0, -2)
        scale, zero, times_K = _steps(torch.stack((rows.amin(0), rows.amax(0))).float().cpu())
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
    """While it is open, what enters each product is watched; afterwards the mapping holds the reaches."""
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
