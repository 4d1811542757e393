"""Who is measured: longdoc's own encoder, and what every contender must say about itself.

Axes: T tokens, B documents (always 1 here).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from longdoc.network.checkpoint import load_model
from longdoc.network.config import NetworkConfig
from longdoc.network.device import best_dtype, pick_device
from longdoc.network.encoder import Encoder
from longdoc.network.stream import encode_document

__all__ = ["LONGDOC", "Contender", "Shape", "longdoc_contender", "prepare_shape", "random_ids"]

LONGDOC = "longdoc"
FIRST_WORD = 1_000  # ids below are special or unused pieces; small vocabularies begin right after [MASK]
CLS = 101  # any id will do: nothing is read into what the global token says
SEED = 20_261_123


@dataclass(frozen=True, slots=True)
class Shape:
    """The common ground of all contenders: one encoder's weights, device, number format and reach."""

    encoder: Encoder
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


def prepare_shape(model: Path | None, device: str, longest_tokens: int) -> Shape:
    """An encoder from a model folder, or with random weights: its speed does not depend on them.

    Args:
        model: folder of a model; None for random weights in the shape of the shipped network.
    """
    where = pick_device(device)
    dtype = best_dtype(where)
    if model is not None:
        encoder, weights = load_model(model, device).encoder, model.name
    else:
        torch.manual_seed(SEED)
        encoder, weights = Encoder(NetworkConfig()), f"random, seed {SEED}"
    encoder = encoder.to(where, dtype).requires_grad_(False).eval()
    return Shape(encoder, weights, where, dtype, longest_tokens)


def longdoc_contender(shape: Shape) -> Contender:
    """Our own encoder, streamed, with [CLS] as its global token."""
    cls = torch.tensor([min(CLS, shape.config.vocabulary - 1)])
    return Contender(
        LONGDOC,
        f"windows of {3 * shape.config.chunk_tokens} tokens, {shape.config.slots} slots a chunk, streamed",
        lambda ids_T: encode_document(shape.encoder, ids_T, cls)[0],
    )


def random_ids(tokens: int, vocabulary: int, device: torch.device) -> Tensor:
    """Token ids [T], the same on every machine."""
    first = FIRST_WORD if vocabulary > 2 * FIRST_WORD else 5
    generator = torch.Generator().manual_seed(SEED + tokens)
    return torch.randint(first, vocabulary, (tokens,), generator=generator).to(device)
