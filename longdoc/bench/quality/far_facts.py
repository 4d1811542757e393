"""Tests chunk aggregation on small networks: a fact at the beginning is asked for thousands of tokens later.

Networks of longdoc's architecture learn the same task from the same texts with the same seed: with windows
only, with windows and slots, with full attention. None has a global token, so nothing but slots or full
attention can carry the fact that far. This shows what the design can do, not what the shipped model does.

Axes: B texts, T tokens, F possible facts, E model width.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from longdoc.bench.quality.measurement import Measurement
from longdoc.evaluation.session import Session
from longdoc.network.config import NetworkConfig
from longdoc.network.torch.encoder import Encoder

__all__ = ["VARIANTS", "FarFacts", "accuracy_after_training", "far_facts"]

FACTS, FILLERS = 4, 12
QUESTION = FACTS + FILLERS
SMALL = NetworkConfig(
    vocabulary=QUESTION + 1, width=32, layers=2, heads=2, feed_forward=64, positions=512,
    chunk_tokens=32, halo_tokens=16,
)  # fmt: skip
VARIANTS = {
    "windows only": replace(SMALL, slots=0),
    "windows and 1 slot a chunk": replace(SMALL, slots=1),
    "windows and 2 slots a chunk": replace(SMALL, slots=2),
    "windows and 4 slots a chunk": replace(SMALL, slots=4),
    "full attention": replace(SMALL, slots=0, window=False),
}


@dataclass(frozen=True, slots=True)
class FarFacts:
    """The task: chunks of filler tokens with a fact in the first and the question at the end of the last.

    Texts grow during training: `lengths` are (steps, chunks, texts per step). The last length is evaluated.
    """

    lengths: tuple[tuple[int, int, int], ...] = ((300, 12, 16), (100, 40, 8), (100, 132, 4))  # 4,224 tokens
    rate: float = 2e-3
    seed: int = 0

    def tokens(self, config: NetworkConfig) -> int:
        """Length of the texts in the evaluation."""
        return self.lengths[-1][1] * config.chunk_tokens


def accuracy_after_training(config: NetworkConfig, task: FarFacts) -> float:
    """Train a network of this shape; returns its accuracy on 100 new texts."""
    torch.manual_seed(task.seed)
    encoder, head = Encoder(config), nn.Linear(config.width, FACTS)
    optimizer = torch.optim.AdamW([*encoder.parameters(), *head.parameters()], lr=task.rate)

    def predict(ids_BT: Tensor) -> Tensor:
        no_globals_B0 = ids_BT[:, :0]
        states_BTE, _ = encoder.forward_document(
            ids_BT, torch.ones_like(ids_BT, dtype=torch.bool), no_globals_B0
        )
        logits_BF: Tensor = head(states_BTE[:, -2])
        return logits_BF

    random = torch.Generator().manual_seed(task.seed + 1)
    for steps, chunks, texts in task.lengths:
        for _ in range(steps):
            ids_BT, fact_B = _texts(texts, chunks * config.chunk_tokens, random)
            optimizer.zero_grad()
            cross_entropy(predict(ids_BT), fact_B).backward()
            optimizer.step()
    tokens = task.tokens(config)
    random, right = torch.Generator().manual_seed(task.seed + 2), 0
    with torch.inference_mode():
        for _ in range(10):
            ids_BT, fact_B = _texts(10, tokens, random)
            right += int((predict(ids_BT).argmax(1) == fact_B).sum())
    return right / 100


def _texts(count: int, tokens: int, random: torch.Generator) -> tuple[Tensor, Tensor]:
    """Ids [B, T]: fillers, a fact near the beginning, the question token near the end; and the facts [B]."""
    ids_BT = torch.randint(FACTS, FACTS + FILLERS, (count, tokens), generator=random)
    fact_B = torch.randint(FACTS, (count,), generator=random)
    ids_BT[:, 3], ids_BT[:, -2] = fact_B, QUESTION
    return ids_BT, fact_B


def far_facts(_: Session) -> Iterator[Measurement]:
    """Chunk aggregation on small networks that are trained here; data folder and model are not used."""
    task = FarFacts()
    for name, config in VARIANTS.items():
        accuracy = accuracy_after_training(config, task)
        yield Measurement(
            "far facts, small networks", f"{task.tokens(config):,} tokens", name, 100 * accuracy, 100
        )
