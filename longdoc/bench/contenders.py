"""Who is measured: longdoc's own encoder, and what every contender must say about itself.

Axes: T tokens, B documents (always 1 here).
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from torch import Tensor

from longdoc.network.checkpoint import SCALE, load_model, pack
from longdoc.network.config import NetworkConfig
from longdoc.network.device import best_dtype, integers_are_fast, pick_device, reading_dtype
from longdoc.network.encoder import Encoder
from longdoc.network.integers import IntegerLinear, measured_reaches, use_integers
from longdoc.network.stream import encode_document
from longdoc.network.tiles import TiledLinear, tiles_are_there, use_tiles

__all__ = [
    "LONGDOC",
    "Contender",
    "Shape",
    "in_fp32",
    "longdoc_contender",
    "plain_contender",
    "prepare_shape",
    "random_ids",
]

LONGDOC = "longdoc"
FIRST_WORD = 1_000  # ids below are special or unused pieces; small vocabularies begin right after [MASK]
CLS = 101  # any id will do: nothing is read into what the global token says
SEED = 20_261_123


@dataclass(frozen=True, slots=True)
class Shape:
    """The common ground of all contenders: one encoder's weights, device, number format and reach.

    `swift` is the encoder as longdoc reads with it on CPUs that have products made for it, int8 ones (in fp32
    between them) or bf16 tiles; else `encoder` itself.
    """

    encoder: Encoder
    swift: Encoder
    weights: str  # where they are from
    device: torch.device
    dtype: torch.dtype
    longest_tokens: int

    @property
    def config(self) -> NetworkConfig:
        """Width, depth, heads."""
        return self.encoder.config


@dataclass(frozen=True, slots=True)
class Contender:
    """Something that turns token ids [T] into states, and how its cost grows with T (1 or 2)."""

    name: str
    about: str
    encode: Callable[[Tensor], Tensor]
    time_growth: int = 1
    memory_growth: int = 1
    dtype: torch.dtype | None = None  # of its products, where that is not the common one


def prepare_shape(model: Path | None, device: str, longest_tokens: int) -> Shape:
    """An encoder from a model folder, or with random weights: its speed does not depend on them.

    Args:
        model: folder of a model; None for random weights in the shape of the shipped network.
    """
    where = pick_device(device)
    dtype = best_dtype(where)
    if model is not None:
        encoder, weights = load_model(model, device, dtype).encoder, model.name
        swift = load_model(model, device).encoder
        swift = swift if _is_swift(swift) else encoder
    else:
        torch.manual_seed(SEED)
        encoder, weights = Encoder(NetworkConfig()), f"random, seed {SEED}"
        encoder = encoder.to(where, dtype).requires_grad_(False).eval()
        swift = encoder
        if where.type == "cpu" and reading_dtype(where) == torch.float32 and integers_are_fast():
            swift = _with_integers(encoder)
        elif where.type == "cpu" and dtype == torch.bfloat16 and tiles_are_there():
            swift = deepcopy(encoder)
            use_tiles(swift.stack)
    return Shape(encoder, swift, weights, where, dtype, longest_tokens)


def in_fp32(shape: Shape) -> Shape:
    """The same encoder by plain layers in fp32."""
    single = deepcopy(shape.encoder).float()
    return replace(shape, encoder=single, swift=single, dtype=torch.float32)


def longdoc_contender(shape: Shape) -> Contender:
    """Our own encoder as it reads: streamed, with [CLS] as its global token."""
    return _streamed(LONGDOC, shape.swift)


def plain_contender(shape: Shape) -> Contender | None:
    """The same by torch's plain layers in the common number format, where longdoc reads by others."""
    return _streamed(f"{LONGDOC}, plain layers", shape.encoder) if _is_swift(shape.swift) else None


def _streamed(name: str, encoder: Encoder) -> Contender:
    config = encoder.config
    cls = torch.tensor([min(CLS, config.vocabulary - 1)])
    integers = isinstance(encoder.stack[0].out, IntegerLinear)
    products = ", int8 products" if integers else ", bf16 tiles" if _is_swift(encoder) else ""
    keys = config.chunk_tokens + 2 * config.halo_tokens
    return Contender(
        name,
        f"windows of {keys} tokens, slots a chunk: {config.slots}, streamed{products}",
        lambda ids_T: encode_document(encoder, ids_T, cls)[0],
        dtype=torch.int8 if integers else None,
    )


def _is_swift(encoder: Encoder) -> bool:
    return isinstance(encoder.stack[0].out, IntegerLinear | TiledLinear)


def _with_integers(encoder: Encoder) -> Encoder:
    """An fp32 copy with int8 products, their reaches measured on random ids."""
    swift = deepcopy(encoder).float()
    with measured_reaches(swift) as reaches, torch.inference_mode():
        swift.forward_dense(random_ids(512, swift.config.vocabulary, torch.device("cpu")).reshape(2, -1))
    packed = pack({f"encoder.{name}": x for name, x in swift.state_dict().items()})
    use_integers(swift, {**packed, **reaches}, SCALE)
    return swift


def random_ids(tokens: int, vocabulary: int, device: torch.device) -> Tensor:
    """Token ids [T], the same on every machine."""
    first = FIRST_WORD if vocabulary > 2 * FIRST_WORD else 5
    generator = torch.Generator().manual_seed(SEED + tokens)
    return torch.randint(first, vocabulary, (tokens,), generator=generator).to(device)
