"""longdoc's own encoder, and the interface of every baseline.

Axes: T tokens, B documents (always 1 here).
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from longdoc.network.config import NetworkConfig
from longdoc.network.load import reads_natively
from longdoc.network.native.checkpoint import Checkpoint
from longdoc.network.native.encoder import NativeEncoder
from longdoc.network.native.model import NativeModel
from longdoc.network.torch.bf16_layer import PackedLayer, pack_layers
from longdoc.network.torch.bf16_linear import packed_products_exist
from longdoc.network.torch.checkpoint import load_model, pack
from longdoc.network.torch.device import best_dtype, integers_are_fast, pick_device, reading_dtype
from longdoc.network.torch.encoder import Encoder
from longdoc.network.torch.input_ranges import measured_ranges
from longdoc.network.torch.int8_layer import IntegerLayer, quantize_layers
from longdoc.network.torch.stream import encode_document

__all__ = [
    "LONGDOC",
    "Baseline",
    "Shape",
    "in_fp32",
    "longdoc_baseline",
    "plain_layers_baseline",
    "prepare_shape",
    "random_ids",
]

LONGDOC = "longdoc"
FIRST_WORD = (
    1_000  # lower ids are special or unused pieces; in small vocabularies, words begin right after [MASK]
)
CLS = 101  # any id will do, as the state of the global token is not used
SEED = 20_261_123


@dataclass(frozen=True, slots=True)
class Shape:
    """What all baselines share: an encoder's weights, the device, the number format and the longest input.

    `optimized` is the encoder that longdoc reads with on this device: the native layers, int8 products with
    fp32 between them, or packed bf16 products; otherwise `encoder` itself.
    """

    encoder: Encoder
    optimized: Encoder | NativeEncoder
    weights: str  # where the weights come from
    device: torch.device
    dtype: torch.dtype
    longest_tokens: int

    @property
    def config(self) -> NetworkConfig:
        """Width, depth and number of heads."""
        return self.encoder.config


@dataclass(frozen=True, slots=True)
class Baseline:
    """An encoder from token ids [T] to states [T, E], and the exponent with which its cost grows with T."""

    name: str
    about: str
    encode: Callable[[Tensor], Tensor]
    time_growth: int = 1
    memory_growth: int = 1
    dtype: torch.dtype | None = None  # of its products, if it differs from the shape's


def prepare_shape(model: Path | None, device: str, longest_tokens: int) -> Shape:
    """The encoder of a model folder, or one with random weights, which is just as fast.

    Args:
        model: folder of a model; None for random weights in the shape of the shipped network.
    """
    where = pick_device(device)
    dtype = best_dtype(where)
    if model is not None:
        encoder, weights = load_model(model, device, dtype).encoder, model.name
        native = NativeModel.load(model) if reads_natively(device) else None
        optimized = native.encoder if native else load_model(model, device).encoder
        optimized = optimized if _is_optimized(optimized) else encoder
    else:
        torch.manual_seed(SEED)
        encoder, weights = Encoder(NetworkConfig()), f"random, seed {SEED}"
        encoder = encoder.to(where, dtype).requires_grad_(False).eval()
        optimized = encoder
        if reads_natively(device):
            optimized = NativeEncoder(_checkpoint(encoder))
        elif where.type == "cpu" and reading_dtype(where) == torch.float32 and integers_are_fast():
            optimized = _with_integers(encoder)
        elif where.type == "cpu" and dtype == torch.bfloat16 and packed_products_exist():
            optimized = deepcopy(encoder)
            pack_layers(optimized)
    return Shape(encoder, optimized, weights, where, dtype, longest_tokens)


def in_fp32(shape: Shape) -> Shape:
    """The same encoder with plain layers in fp32."""
    single = deepcopy(shape.encoder).float()
    return replace(shape, encoder=single, optimized=single, dtype=torch.float32)


def longdoc_baseline(shape: Shape) -> Baseline:
    """longdoc's encoder as it reads documents: streamed, with [CLS] as its global token."""
    return _streamed(LONGDOC, shape.optimized)


def plain_layers_baseline(shape: Shape) -> Baseline | None:
    """The same with torch's plain layers, if longdoc reads with optimized ones; else None."""
    return _streamed(f"{LONGDOC}, plain layers", shape.encoder) if _is_optimized(shape.optimized) else None


def _streamed(name: str, encoder: Encoder | NativeEncoder) -> Baseline:
    config = encoder.config
    cls = min(CLS, config.vocabulary - 1)
    keys = config.chunk_tokens + 2 * config.halo_tokens
    about = f"windows of {keys} tokens, slots a chunk: {config.slots}, streamed"
    if isinstance(encoder, NativeEncoder):
        read = partial(_read_natively, encoder, np.array([cls]))
        return Baseline(name, f"{about}, native layers in int8", read, dtype=torch.int8)
    integers = isinstance(encoder.stack[0], IntegerLayer)
    products = ", int8 products" if integers else ", packed bf16" if _is_optimized(encoder) else ""
    return Baseline(
        name,
        f"{about}{products}",
        lambda ids_T: encode_document(encoder, ids_T, torch.tensor([cls]))[0],
        dtype=torch.int8 if integers else None,
    )


def _read_natively(encoder: NativeEncoder, cls_1: np.ndarray, ids_T: Tensor) -> Tensor:
    states, _ = encoder.document(ids_T.numpy(), cls_1)
    return torch.from_numpy(states.x_RE[: len(states)])


def _is_optimized(encoder: Encoder | NativeEncoder) -> bool:
    if isinstance(encoder, NativeEncoder):
        return True
    return isinstance(encoder.stack[0], IntegerLayer | PackedLayer)


def _packed(encoder: Encoder) -> dict[str, Tensor]:
    """The tensors of the encoder's checkpoint, with input ranges measured on random ids."""
    encoder = deepcopy(encoder).float()
    with measured_ranges(encoder) as ranges, torch.inference_mode():
        encoder.forward_dense(random_ids(512, encoder.config.vocabulary, torch.device("cpu")).reshape(2, -1))
    return {**pack({f"encoder.{name}": x for name, x in encoder.state_dict().items()}), **ranges}


def _with_integers(encoder: Encoder) -> Encoder:
    """An fp32 copy with int8 products."""
    optimized = deepcopy(encoder).float()
    quantize_layers(optimized, _packed(encoder))
    return optimized


def _checkpoint(encoder: Encoder) -> Checkpoint:
    packed = {name: x.numpy() for name, x in _packed(encoder).items()}
    return Checkpoint(encoder.config, packed, packed.__getitem__)


def random_ids(tokens: int, vocabulary: int, device: torch.device) -> Tensor:
    """Token ids [T], the same on every machine."""
    first = FIRST_WORD if vocabulary > 2 * FIRST_WORD else 5
    generator = torch.Generator().manual_seed(SEED + tokens)
    return torch.randint(first, vocabulary, (tokens,), generator=generator).to(device)
