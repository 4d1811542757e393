"""Turns groups of passages into rows of token ids, in micro-batches of rows of similar length.

The data of a step depends only on the seed and its number. Groups are sampled for several steps at once, so
that groups of similar length can be batched together with little padding.
"""

from __future__ import annotations

from random import Random
from typing import NamedTuple

import numpy as np

from longdoc.network.reader.config import ReaderConfig
from longdoc.network.reader.rows import Row, Rows
from longdoc.network.reader.types import CONTEXT_TOKENS, QUESTION_TOKENS
from longdoc.network.tokenizer import Tokenizer
from longdoc.training.data.token_cache import token_ranges
from longdoc.training.reader.groups import GroupSampler, Passage
from longdoc.training.reader.recipe import ReaderRecipe

__all__ = ["Batches", "Example", "Group", "MicroBatch", "tokens_of"]

STEPS_AT_ONCE = 12  # whose groups are sampled together
SPECIAL = 4  # special tokens in a row
MOST_SAMPLES = 1_000  # without a single usable group


class Example(NamedTuple):
    """A row and the positions of answers in it, int64 [A, 2], ends inclusive; A is 0 if unanswerable."""

    row: Row
    answers_A2: np.ndarray


Group = tuple[Example, ...]
MicroBatch = list[Group]


class Batches:
    """The micro-batches of each step."""

    def __init__(
        self, sampler: GroupSampler, recipe: ReaderRecipe, tokenizer: Tokenizer, config: ReaderConfig
    ) -> None:
        self.sampler, self.recipe, self.tokenizer = sampler, recipe, tokenizer
        self.rows = Rows(config)
        room = config.tokens - SPECIAL - QUESTION_TOKENS - CONTEXT_TOKENS
        self.passage_tokens = min(recipe.passage_tokens, room)
        self._sampled: tuple[int, list[list[MicroBatch]]] = (-1, [])

    def step(self, number: int) -> list[MicroBatch]:
        """The micro-batches of the step with this number.

        Raises:
            ValueError: no question fits into a row.
        """
        pool, place = divmod(number, STEPS_AT_ONCE)
        if self._sampled[0] != pool:
            self._sampled = pool, self._pool(pool)
        return self._sampled[1][place]

    def _pool(self, number: int) -> list[list[MicroBatch]]:
        """The micro-batches of STEPS_AT_ONCE steps, with about equally many tokens in each step."""
        rng = Random(self.recipe.seed * 1_000_003 + number)
        groups: list[Group] = []
        tokens = 0
        while tokens < STEPS_AT_ONCE * self.recipe.step_tokens:
            groups.append(self._group(rng))
            tokens += tokens_of([groups[-1]])
        cut = self._cut(sorted(groups, key=_longest))
        rng.shuffle(cut)
        ends = np.cumsum([tokens_of(one) for one in cut])
        place_of = np.minimum((ends - 1) * STEPS_AT_ONCE // ends[-1], STEPS_AT_ONCE - 1)
        return [[cut[n] for n in np.flatnonzero(place_of == place)] for place in range(STEPS_AT_ONCE)]

    def _cut(self, groups: list[Group]) -> list[MicroBatch]:
        made: list[MicroBatch] = [[]]
        most = min(self.recipe.micro_tokens, self.recipe.step_tokens)
        for group in groups:
            rows = sum(map(len, made[-1])) + len(group)
            if made[-1] and rows * _longest(group) > most:
                made.append([])
            made[-1].append(group)
        return made

    def _group(self, rng: Random) -> Group:
        for _ in range(MOST_SAMPLES):
            made = [self.example(passage) for passage in self.sampler.group(rng)]
            # if the answer is cut off, the question and its near misses are of no use
            if made[0] is not None:
                return tuple(example for example in made if example is not None)
        raise ValueError("none of the questions fits into a row of the reader")

    def example(self, passage: Passage) -> Example | None:
        """The row of a passage; None if the passage is empty, or if the row cuts off all its answers."""
        tokens = self.tokenizer.encode(passage.text)
        if not len(tokens):
            return None
        question, context = (
            self.tokenizer.encode(text).ids.tolist() for text in (passage.question, passage.context)
        )
        row = self.rows.row(question, context, tokens.ids[: self.passage_tokens])
        ranges_A2 = token_ranges(tokens, passage.answers)
        whole = (ranges_A2[:, 1] > ranges_A2[:, 0]) & (ranges_A2[:, 1] <= row.length)
        if passage.answers and not whole.any():
            return None
        return Example(row, ranges_A2[whole] + np.array([row.first, row.first - 1]))


def tokens_of(groups: MicroBatch) -> int:
    """The number of tokens in these groups, without padding."""
    return sum(len(example.row.ids) for group in groups for example in group)


def _longest(group: Group) -> int:
    return max(len(example.row.ids) for example in group)
