"""From a recipe's data to micro-batches by number, the same for the same seed and number.

Micro-batches are drawn in pools, and everything about a pool depends on the seed and its number alone.
So a resumed run, or another process of the same run, meets what an uninterrupted one would. In a pool,
pairs of like length go together: they are drawn, sorted, cut into batches, and the batches shuffled.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from longdoc.errors import DataError
from longdoc.evaluation.datasets import documents_named, read_contexts, read_summaries, read_texts
from longdoc.network.tokenizer import Tokenizer
from longdoc.training.data.exercises import EXERCISES, make_exercise
from longdoc.training.data.pairs import Pair, PairGroup, PairMaker
from longdoc.training.data.recurring import Lexicon
from longdoc.training.data.recurring_questions import far_group, far_question
from longdoc.training.data.segments import (
    Segment,
    searched_documents,
    sentence_ranges,
    summarized_documents,
)
from longdoc.training.data.token_cache import TokenCache
from longdoc.training.data.unlabelled import read_unlabelled
from longdoc.training.recipe import Recipe, SetOfData

__all__ = ["Batch", "Mixture"]

POOL_BATCHES = 16
LEAST_TOKENS = 64  # a shorter text is no document
TRIES = 200  # draws of a segment before a set counts as unfit for its objectives

Batch = list[Pair] | list[PairGroup] | list[Segment]


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A set of segments and its share of draws."""

    weight: float
    segments: list[Segment]


class Mixture:
    """All data of a recipe, tokenized, and the order in which a run meets it."""

    def __init__(
        self, recipe: Recipe, data: Path, tokenizer: Tokenizer, chunk_tokens: int, cache: Path | None,
        log: Callable[[str], None],
    ) -> None:  # fmt: skip
        self.recipe, self.chunk, self.tokenizer = recipe, chunk_tokens, tokenizer
        self.on = {name for name, weight in recipe.objectives.items() if weight}
        self.log, self.data, self.cache = log, data, cache
        self.token_cache = TokenCache(tokenizer, cache)
        texts = {one.id: one.text for file in recipe.documents for one in read_texts(data / file)}
        self._made: dict[tuple[str, float], PairMaker] = {}
        self.makers = self._pairs(recipe.pairs, texts) if "span" in self.on else []
        self.grouped = self._pairs(recipe.groups, texts) if "shared" in self.on else []
        self.wholes = (self._searches(texts) if "search" in self.on else []) + (
            self._summaries() if "salience" in self.on else []
        )
        self.exercises = self._unlabelled() if self.on & {*EXERCISES, "far"} else []
        self.lexicon = Lexicon(tokenizer, (s.ids for drawn in self.exercises for s in drawn.segments))
        self.shares = self._shares()
        self._pool: tuple[int, list[Batch]] = (-1, [])

    def batch(self, number: int) -> Batch:
        """The micro-batch of this number, from 0."""
        pool, at = divmod(number, POOL_BATCHES)
        if self._pool[0] != pool:
            self._pool = (pool, self._draw(np.random.default_rng((self.recipe.seed, pool))))
        return self._pool[1][at]

    def steps_of_epochs(self, epochs: float, micro_batches: int) -> int:
        """Steps in which each kind of data is met `epochs` times on average, of the kind met least often."""
        recipe = self.recipe
        amounts = [
            sum(len(maker) for maker in self.makers) * recipe.passage_tokens / recipe.batch_tokens,
            sum(s.tokens for drawn in self.wholes for s in drawn.segments) / recipe.segment_tokens,
            sum(s.tokens for drawn in self.exercises for s in drawn.segments) / recipe.segment_tokens,
            sum(map(len, self.grouped)) * recipe.group_passages * recipe.passage_tokens / recipe.batch_tokens,
            0.0,  # far questions have no end
        ]
        needed = [amount / share for amount, share in zip(amounts, self.shares, strict=True) if share]
        return max(1, round(epochs * max(needed) / micro_batches))

    def _pairs(self, sets: Sequence[SetOfData], texts: dict[str, str]) -> list[PairMaker]:
        for item in sets:
            if (item.file, item.reworded) in self._made:
                continue
            contexts = list(read_contexts(self.data / item.file, texts))
            made = PairMaker(
                contexts, self.token_cache, passage_tokens=self.recipe.passage_tokens, reworded=item.reworded
            )
            self._made[item.file, item.reworded] = made
            self.log(f"{item.file}: {len(made):,} questions")
        return [self._made[item.file, item.reworded] for item in sets]

    def _searches(self, texts: dict[str, str]) -> list[_Drawn]:
        sets = []
        for item in self.recipe.searches:
            found = searched_documents(list(read_contexts(self.data / item.file, texts)), self.token_cache)
            sets.append(_Drawn(item.weight, found))
            self.log(f"{item.file}: {len(found):,} documents to search")
        return sets

    def _summaries(self) -> list[_Drawn]:
        sets = []
        for item in self.recipe.summaries:
            found = summarized_documents(list(read_summaries(self.data / item.file)), self.token_cache)
            sets.append(_Drawn(item.weight, found))
            self.log(f"{item.file}: {len(found):,} documents with summaries")
        return sets

    def _unlabelled(self) -> list[_Drawn]:
        apart = set().union(*(documents_named(self.data / file) for file in self.recipe.apart))
        sets = []
        for item in self.recipe.unlabelled:
            given = read_unlabelled(self.data / item.file, self.cache, self.log)
            read = [one.text for one in given if one.id not in apart]
            pairs = zip(read, self.token_cache.encode_all(read), strict=True)
            found = [
                Segment(tokens.ids, sentence_ranges(text, tokens, self.token_cache))
                for text, tokens in pairs
                if len(tokens) >= LEAST_TOKENS
            ]
            sets.append(_Drawn(item.weight, found))
            self.log(f"{item.file}: {len(found):,} documents, {sum(s.tokens for s in found):,} tokens")
        return sets

    def _shares(self) -> np.ndarray:
        """Chances that a micro-batch holds pairs, labelled segments, exercises, groups, far questions."""
        recipe = self.recipe
        exercises = _any(self.exercises) and bool(self.on & set(EXERCISES))
        others = np.array([
            recipe.whole_share * _any(self.wholes),
            recipe.unlabelled_share * exercises,
            recipe.group_share * self._has_groups(),
            recipe.far_share * self._asks_far(),
        ])  # fmt: skip
        shares = np.array([max(0.0, 1 - others.sum()) * any(map(len, self.makers)), *others])
        if not shares.any():
            names = ", ".join(sorted(self.on)) or "(none is on)"
            raise DataError(f"nothing to learn: none of the data serves the objectives {names}")
        return shares / shares.sum()

    def _draw(self, rng: np.random.Generator) -> list[Batch]:
        """One pool."""
        kinds = rng.choice(len(self.shares), POOL_BATCHES, p=self.shares)
        pairs = self._pair_batches(int((kinds == 0).sum()), rng)
        draw = (self._whole, self._exercise, self._groups, self._far)
        return [draw[kind - 1](rng) if kind else pairs.pop() for kind in kinds.tolist()]

    def _pair_batches(self, wanted: int, rng: np.random.Generator) -> list[Batch]:
        """Batches of pairs drawn by the weights of their sets, each of about `batch_tokens`."""
        if not wanted:
            return []
        shares = _shares_of(self.recipe.pairs, self.makers)
        drawn: list[Pair] = []
        batches: list[Batch] = []
        while len(batches) < wanted:
            goal = sum(pair.tokens for pair in drawn) + wanted * self.recipe.batch_tokens
            while sum(pair.tokens for pair in drawn) < goal:
                drawn += self._some_pairs(shares, rng)
            batches = _cut(sorted(drawn, key=lambda pair: pair.tokens), self.recipe.batch_tokens)
        return [batches[n] for n in rng.permutation(len(batches))[:wanted]]

    def _some_pairs(self, shares: np.ndarray, rng: np.random.Generator) -> list[Pair]:
        pairs = []
        for n in rng.choice(len(shares), 64, p=shares):
            maker = self.makers[n]
            pair = maker.pair(int(rng.integers(len(maker))), rng, self.recipe.pairs[n].near_miss)
            if pair is not None and len(pair.question) and len(pair.passage):
                pairs.append(pair)
        return pairs

    def _groups(self, rng: np.random.Generator) -> Batch:
        """Questions with several passages each, as many as `batch_tokens` hold."""
        return self._of_groups(self._group, rng)

    def _of_groups(
        self, draw: Callable[[np.random.Generator], PairGroup | None], rng: np.random.Generator
    ) -> Batch:
        groups: list[PairGroup] = []
        left = self.recipe.batch_tokens
        for _ in range(TRIES):
            group = draw(rng)
            left -= group.tokens if group is not None else 0
            if groups and left < 0:
                break
            groups += [group] if group is not None else []
        if not groups:
            raise DataError("too few passages to choose from; switch `shared` and `far` off")
        return groups

    def _group(self, rng: np.random.Generator) -> PairGroup | None:
        shares = _shares_of(self.recipe.groups, self.grouped)
        maker = self.grouped[rng.choice(len(shares), p=shares)]
        group = maker.group(int(rng.integers(len(maker))), rng, self.recipe.group_passages)
        whole = group is not None and all(len(p.question) and len(p.passage) for p in group.pairs)
        return group if whole else None

    def _has_groups(self) -> bool:
        """Whether the documents that questions are asked of have several passages."""
        if not self.recipe.group_share or not any(map(len, self.grouped)):
            return False
        nothing = "shared: the documents with questions are of one passage; nothing is to be chosen among"
        return self._finds(self._group, nothing)

    def _finds(self, draw: Callable[[np.random.Generator], PairGroup | None], nothing: str) -> bool:
        """Whether a few draws give a group; logs `nothing` where they do not."""
        rng = np.random.default_rng(self.recipe.seed)
        found = any(draw(rng) for _ in range(TRIES // 4))
        if not found:
            self.log(nothing)
        return found

    def _far(self, rng: np.random.Generator) -> Batch:
        """Spans that recur far away, each asked for by a sentence, with several passages to choose from."""
        return self._of_groups(self._far_group, rng)

    def _far_group(self, rng: np.random.Generator) -> PairGroup | None:
        recipe, weights = self.recipe, _weights(self.exercises)
        segments = self.exercises[rng.choice(len(weights), p=weights)].segments
        part = segments[rng.integers(len(segments))].crop(2 * recipe.far_tokens, self.chunk, rng)
        apart = min(recipe.far_tokens, part.tokens // 2)
        asked = far_question(part, self.tokenizer, self.lexicon, apart, rng)
        if asked is None:
            return None
        return far_group(asked, self.lexicon, recipe.passage_tokens, recipe.group_passages, rng)

    def _asks_far(self) -> bool:
        """Whether something recurs far apart in the texts without labels: of short ones that is not sure."""
        if "far" not in self.on or not self.recipe.far_share or not _any(self.exercises):
            return False
        nothing = "far: no words recur far apart in the texts without labels; nothing is asked of them"
        return self._finds(self._far_group, nothing)

    def _whole(self, rng: np.random.Generator) -> Batch:
        return self._segments(self.wholes, lambda part: part, rng)

    def _exercise(self, rng: np.random.Generator) -> Batch:
        objectives = self.on & set(EXERCISES)

        def make(part: Segment) -> Segment:
            return make_exercise(part, objectives, self.tokenizer, self.lexicon, 3 * self.chunk, rng)

        return self._segments(self.exercises, make, rng)

    def _segments(
        self, sets: list[_Drawn], make: Callable[[Segment], Segment], rng: np.random.Generator
    ) -> Batch:
        """Segments of one length, as many as `segment_tokens` hold."""
        weights = _weights(sets)
        most = self.recipe.segment_tokens
        length = most
        if self.recipe.shortest_segment:
            length = int(2 ** rng.uniform(np.log2(min(self.recipe.shortest_segment, most)), np.log2(most)))
        made: list[Segment] = []
        for _ in range(TRIES):
            segments = sets[rng.choice(len(weights), p=weights)].segments
            part = make(segments[rng.integers(len(segments))].crop(length, self.chunk, rng))
            if part.asks_anything():
                made.append(part)
            if len(made) == max(1, most // length):
                break
        if not made:
            raise DataError("no document is long enough to learn from; give more or longer ones")
        return made


def _weights(sets: list[_Drawn]) -> np.ndarray:
    """Chances of the sets of segments to be drawn from."""
    weights = np.array([drawn.weight if drawn.segments else 0.0 for drawn in sets])
    return weights / weights.sum()


def _shares_of(sets: Sequence[SetOfData], makers: Sequence[PairMaker]) -> np.ndarray:
    """Chances of the sets to be drawn from: their questions times their weights."""
    weights = np.array([item.weight * len(maker) for item, maker in zip(sets, makers, strict=True)])
    return weights / weights.sum()


def _any(sets: list[_Drawn]) -> bool:
    return any(drawn.weight and drawn.segments for drawn in sets)


def _cut(pairs: list[Pair], batch_tokens: int) -> list[Batch]:
    """Neighbours together, each batch as many as `batch_tokens` hold with their padding."""
    batches: list[list[Pair]] = [[]]
    for pair in pairs:
        if batches[-1] and (len(batches[-1]) + 1) * pair.tokens > batch_tokens:
            batches.append([])
        batches[-1].append(pair)
    return list(batches)
