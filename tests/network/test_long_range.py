"""What chunk aggregation is for: a fact stands in the first chunk and is asked for in the last.

The same small network learns the same task twice, with slots and without. The windows of its two layers
reach 48 tokens; the fact stands hundreds of tokens away.
"""

from __future__ import annotations

import pytest
import torch
from torch import nn
from torch.nn.functional import cross_entropy

from longdoc.network.config import NetworkConfig
from longdoc.network.encoder import Encoder

FACTS, FILLERS, ASKING = 6, 20, 26
CHUNK, CHUNKS = 8, 24
STEPS, TEXTS = 250, 24


def _texts(count: int, random: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids [B, T] of fillers with one fact in the first chunk and the asking piece at the end; the facts [B]."""
    ids_BT = torch.randint(FACTS, FACTS + FILLERS, (count, CHUNK * CHUNKS), generator=random)
    fact_B = torch.randint(FACTS, (count,), generator=random)
    ids_BT[:, 3], ids_BT[:, -2] = fact_B, ASKING
    return ids_BT, fact_B


def _learned(slots: int) -> float:
    """Share of the facts of new texts that the network tells after its training."""
    torch.manual_seed(0)
    shape = NetworkConfig(
        vocabulary=ASKING + 1, width=32, layers=2, heads=4, feed_forward=64, positions=64,
        chunk_tokens=CHUNK, slots=slots,
    )  # fmt: skip
    encoder, head = Encoder(shape), nn.Linear(shape.width, FACTS)
    parameters = [*encoder.parameters(), *head.parameters()]
    optimizer = torch.optim.AdamW(parameters, lr=4e-3)
    random = torch.Generator().manual_seed(1)
    asking_B1 = torch.full((TEXTS, 1), ASKING)

    def told(ids_BT: torch.Tensor) -> torch.Tensor:
        real_BT = torch.ones(ids_BT.shape, dtype=torch.bool)
        # the global token sees everything, so it must not be what carries the fact: its own id is fixed
        # and tokens would read it too; without slots this is the only far path, and one vector for all
        states, _ = encoder.forward_document(ids_BT, real_BT, asking_B1[: len(ids_BT)])
        return head(states[:, -2])

    for _ in range(STEPS):
        ids_BT, fact_B = _texts(TEXTS, random)
        loss = cross_entropy(told(ids_BT), fact_B)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    with torch.inference_mode():
        ids_BT, fact_B = _texts(TEXTS, torch.Generator().manual_seed(2))
        return (told(ids_BT).argmax(1) == fact_B).float().mean().item()


def test_with_slots():
    print(_learned(1))


def test_without():
    print(_learned(0))
