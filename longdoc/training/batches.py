"""From a recipe's data to an endless stream of batches, the same for the same seed and step.

Pairs of like length go together: a pool is drawn, sorted by length, cut into batches, and the batches
are shuffled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from torch import Tensor

from longdoc.network.model import Model
from longdoc.training.objectives import document_losses, span_loss
from longdoc.training.pairs import Pair, PairMaker
from longdoc.training.recipe import Recipe
from longdoc.training.sets import Summarized, read_contexts, read_summaries, read_texts
from longdoc.training.whole import Stretch, searched_documents, summarized_documents

__all__ = ["Mixture"]

POOL_BATCHES = 12


class Mixture:
    """All data of a recipe, tokenized, and the order in which a run meets it."""

    def __init__(self, recipe: Recipe, data: Path, model: Model, cache: Path, log: Callable[[str], None]) -> None:
        self.recipe, self.model = recipe, model
        texts = {id: text for file in recipe.documents for id, text in read_texts(data / file)}
        self.makers: list[PairMaker] = []
        for item in recipe.pairs:
            contexts = list(read_contexts(data / item.file, texts))
            self.makers.append(PairMaker(contexts, model.tokenizer, passage_tokens=recipe.passage_tokens))
            log(f"{item.file}: {len(self.makers[-1])} questions")
        self.wholes: list[tuple[float, list[Stretch]]] = []
        for item in recipe.searches:
            stretches = searched_documents(list(read_contexts(data / item.file, texts)), model.tokenizer)
            self.wholes.append((item.weight, stretches))
            log(f"{item.file}: {len(stretches)} documents to search")
        for item in recipe.summaries:
            items: list[Summarized] = list(read_summaries(data / item.file))
            stretches = summarized_documents(items, model.tokenizer, cache)
            self.wholes.append((item.weight, stretches))
            log(f"{item.file}: {len(stretches)} documents with summaries")

    def batches(self, first_step: int = 0) -> Iterator[tuple[int, dict[str, Tensor]]]:
        """Tokens and losses of step after step, from `first_step` on."""
        pool: list[list[Pair]] = []
        step = first_step
        while True:
            rng = np.random.default_rng((self.recipe.seed, step))
            if self.wholes and rng.random() < self.recipe.whole_share:
                stretch = self._stretch(rng)
                yield len(stretch.ids), document_losses(self.model, stretch)
            else:
                pool = pool or self._pool(rng)
                pairs = pool.pop()
                yield sum(pair.tokens for pair in pairs), {"span": span_loss(self.model, pairs)}
            step += 1

    def _stretch(self, rng: np.random.Generator) -> Stretch:
        weights = np.array([weight if stretches else 0.0 for weight, stretches in self.wholes])
        while True:
            _, stretches = self.wholes[rng.choice(len(weights), p=weights / weights.sum())]
            whole = stretches[rng.integers(len(stretches))]
            part = whole.crop(self.recipe.stretch_tokens, self.model.config.chunk_tokens, rng)
            if part.questions or part.labels_M.any():
                return part

    def _pool(self, rng: np.random.Generator) -> list[list[Pair]]:
        """Batches of pairs drawn by the weights of their sets, each of about `batch_tokens`."""
        sets = self.recipe.pairs
        weights = np.array([item.weight * len(maker) for item, maker in zip(sets, self.makers, strict=True)])
        drawn: list[Pair] = []
        total = 0
        while total < POOL_BATCHES * self.recipe.batch_tokens:
            n = int(rng.choice(len(sets), p=weights / weights.sum()))
            pair = self.makers[n].pair(int(rng.integers(len(self.makers[n]))), rng, sets[n].near_miss)
            if pair is not None and len(pair.question) and len(pair.passage):
                drawn.append(pair)
                total += pair.tokens
        drawn.sort(key=lambda pair: pair.tokens)
        batches: list[list[Pair]] = [[]]
        for pair in drawn:
            if (len(batches[-1]) + 1) * pair.tokens > self.recipe.batch_tokens and batches[-1]:
                batches.append([])
            batches[-1].append(pair)
        order = rng.permutation(len(batches))
        return [batches[n] for n in order]
