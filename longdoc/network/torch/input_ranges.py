"""Measures or fake-quantizes the inputs of an encoder's matrix products, to prepare it for int8."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import torch
from torch import Tensor, nn

from longdoc.network.quantization import LEVELS, PRODUCTS, RANGE, quantization_of
from longdoc.network.torch.encoder import Encoder

__all__ = ["measured_ranges", "rounded_inputs"]


@contextmanager
def rounded_inputs(encoder: Encoder) -> Iterator[None]:
    """While active, the inputs of each product are fake-quantized to int8 (quantization-aware training).

    It is used at the end of training, with straight-through gradients (Jacob et al. 2018, section 3). The
    range is that of each batch, so that there is no state.
    """

    def fake_quantize(_: nn.Module, given: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
        x = given[0]
        rows = x.detach().flatten(0, -2)
        scale, zero, factor_K = quantization_of(
            torch.stack((rows.amin(0), rows.amax(0))).float().cpu().numpy()
        )
        times_K = torch.from_numpy(factor_K).to(x)
        scaled_down = (x / times_K).float()
        return (
            (torch.fake_quantize_per_tensor_affine(scaled_down, scale, zero, 0, LEVELS) * times_K).to(
                x.dtype
            ),
        )

    products = [getattr(layer, part) for layer in encoder.plain_stack for part in PRODUCTS]
    handles = [product.register_forward_pre_hook(fake_quantize) for product in products]
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()


@contextmanager
def measured_ranges(
    encoder: Encoder, known: Mapping[str, Tensor] | None = None
) -> Iterator[dict[str, Tensor]]:
    """While active, the range of each product's inputs is recorded in the mapping, by tensor name.

    Args:
        known: ranges to begin with, which are only ever widened.
    """
    ranges = {name: x.float() for name, x in (known or {}).items()}
    handles = []
    for n, layer in enumerate(encoder.plain_stack):
        for part in PRODUCTS:
            name = f"encoder.layers.{n}.{part}{RANGE}"

            def record(_: nn.Module, given: tuple[Tensor, ...], name: str = name) -> None:
                rows = given[0].detach().float().flatten(0, -2)
                low, high = rows.amin(0).cpu(), rows.amax(0).cpu()
                old = ranges.get(name, torch.stack((low, high)))
                ranges[name] = torch.stack((torch.minimum(old[0], low), torch.maximum(old[1], high)))

            handles.append(getattr(layer, part).register_forward_pre_hook(record))
    try:
        yield ranges
    finally:
        for handle in handles:
            handle.remove()
