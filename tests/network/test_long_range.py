"""What chunk aggregation is for: a fact stands in the first chunk and is asked for in the last.

The same small network learns the same task twice, with slots and without, and with no global token, so
that nothing else reaches as far: the windows of its two layers end 160 tokens before the fact.
"""

from __future__ import annotations

import torch
from torch import nn
from torch.nn.functional import cross_entropy

from longdoc.network.config import NetworkConfig
from longdoc.network.encoder import Encoder

FACTS, FILLERS, ASKING = 4, 12, 16
CHUNK, CHUNKS = 8, 24
STEPS, TEXTS = 220, 16


def test_slots_carry_a_fact_that_windows_cannot() -> None:
    assert _told_after_training(slots=1) > 0.9
    assert _told_after_training(slots=0) < 0.6  # chance is 0.25


def _told_after_training(slots: int) -> float:
    """Share of the facts of new texts that the network tells once it has learned."""
    torch.manual_seed(0)
    config = NetworkConfig(
        vocabulary=ASKING + 1, width=32, layers=2, heads=2, feed_forward=64, positions=64,
        chunk_tokens=CHUNK, halo_tokens=CHUNK, slots=slots,
    )  # fmt: skip
    encoder, head = Encoder(config), nn.Linear(config.width, FACTS)
    optimizer = torch.optim.AdamW([*encoder.parameters(), *head.parameters()], lr=5e-3)
    random = torch.Generator().manual_seed(1)

    def told(ids_BT: torch.Tensor) -> torch.Tensor:
        nobody_B0 = ids_BT[:, :0]
        states_BTE, _ = encoder.forward_document(ids_BT, torch.ones_like(ids_BT, dtype=torch.bool), nobody_B0)
        logits_BF: torch.Tensor = head(states_BTE[:, -2])
        return logits_BF

    for _ in range(STEPS):
        ids_BT, fact_B = _texts(TEXTS, random)
        optimizer.zero_grad()
        cross_entropy(told(ids_BT), fact_B).backward()
        optimizer.step()
    with torch.inference_mode():
        ids_BT, fact_B = _texts(100, torch.Generator().manual_seed(2))
        return (told(ids_BT).argmax(1) == fact_B).float().mean().item()


def _texts(count: int, random: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids [B, T]: fillers, a fact in the first chunk, the asking piece in the last; and the facts [B]."""
    ids_BT = torch.randint(FACTS, FACTS + FILLERS, (count, CHUNK * CHUNKS), generator=random)
    fact_B = torch.randint(FACTS, (count,), generator=random)
    ids_BT[:, 3], ids_BT[:, -2] = fact_B, ASKING
    return ids_BT, fact_B
