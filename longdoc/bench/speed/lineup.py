"""The baselines of a run: longdoc first, then the available peers; missing ones are reported."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import torch

from longdoc.bench.results import Missing
from longdoc.bench.speed.baselines import (
    LONGDOC,
    Baseline,
    Shape,
    in_fp32,
    longdoc_baseline,
    plain_layers_baseline,
)
from longdoc.bench.speed.peers import PEERS, build_peer
from longdoc.evaluation.optional import BaselineMissing

__all__ = ["build", "line_up", "names"]

ALSO_IN_FP32 = (
    "full attention (SDPA)",
    "LongformerModel",
)  # the number format in which they usually run on a CPU


def names(peers: bool) -> list[str]:
    """The names of longdoc and, if wanted, of all peers."""
    return [LONGDOC, *(PEERS if peers else ())]


def build(name: str, shape: Shape) -> Baseline:
    """Build one baseline by its name.

    Raises:
        BaselineMissing: it is not available.
    """
    return longdoc_baseline(shape) if name == LONGDOC else build_peer(name, shape)


def line_up(
    shape: Shape, peers: bool, tell: Callable[[str], None] = lambda _: None
) -> tuple[list[Baseline], list[Missing]]:
    """The available baselines, and the missing ones with the reasons."""
    here: list[Baseline] = []
    missing: list[Missing] = []
    for name in names(peers):
        tell(name)
        try:
            here.append(build(name, shape))
        except BaselineMissing as reason:
            missing.append(Missing(name, str(reason)))
    if peers and (plain := plain_layers_baseline(shape)):
        here.insert(1, plain)
    if peers and shape.device.type == "cpu" and shape.dtype != torch.float32:
        single = in_fp32(shape)
        present = {one.name for one in here}
        here += [_renamed(build_peer(name, single)) for name in ALSO_IN_FP32 if name in present]
    return here, missing


def _renamed(peer: Baseline) -> Baseline:
    return replace(peer, name=f"{peer.name}, fp32", dtype=torch.float32)
