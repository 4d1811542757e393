"""The data of a recipe as numbered micro-batches, which depend only on the seed and the number.

Micro-batches are sampled in pools, and a pool depends only on the seed and its number, so that a resumed run,
or another process of the same run, sees the same ones. Within a pool, pairs of similar length are batched
together: they are sampled, sorted by length and cut into batches, which are shuffled.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from longdoc.errors import DataError
from longdoc.evaluation.datasets import (
    Context,
    documents_named,
    read_contexts,
    read_summaries,
    read_texts,
)
from longdoc.network.tokenizer import Tokenizer
from longdoc.plurals import counted
from longdoc.training.data.exercises import EXERCISES, make_exercise
from longdoc.training.data.pairs import Pair, PairGroup, PairSampler
from longdoc.training.data.recurring import PieceProperties
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
LEAST_TOKENS = 64  # of a document; shorter texts are skipped
TRIES = 200  # samples before a set counts as unsuitable for its objectives

Batch = list[Pair] | list[PairGroup] | list[Segment]


@dataclass(frozen=True, slots=True)
class _SegmentSet:
    """A set of segments with its sampling weight."""

    weight: float
    segments: list[Segment]


class Mixture:
    """All data of a recipe, tokenized, and the order in which a run uses it."""

    def __init__(
        self, recipe: Recipe, data: Path, tokenizer: Tokenizer, chunk_tokens: int, cache: Path | None,
        log: Callable[[str], None],
    ) -> None:  # fmt: skip
        """Read and tokenize all data.

        Args:
            data: the folder that the recipe's file names are relative to.
            chunk_tokens: of the network; segments begin at multiples of it.
            cache: folder for tokens and labels; None caches nothing.

        Raises:
            DataError: a file cannot be read or has an invalid line, or no data fits the objectives.
        """
        self.recipe, self.chunk, self.tokenizer = recipe, chunk_tokens, tokenizer
        self.objectives = {name for name, weight in recipe.objectives.items() if weight}
        if not recipe.teacher:
            self.objectives.discard("distilled")
        self.log, self.data, self.cache = log, data, cache
        self.token_cache = TokenCache(tokenizer, cache)
        texts = {one.id: one.text for file in recipe.documents for one in read_texts(data / file)}
        self._samplers: dict[tuple[str, float, str], PairSampler] = {}
        self.pair_samplers = (
            self._pairs(recipe.pairs, texts) if self.objectives & {"span", "distilled"} else []
        )
        self.group_samplers = self._pairs(recipe.groups, texts) if "shared" in self.objectives else []
        self.labelled = (self._searches(texts) if "search" in self.objectives else []) + (
            self._summaries() if "salience" in self.objectives else []
        )
        self.exercises = self._unlabelled() if self.objectives & {*EXERCISES, "far"} else []
        self.pieces = PieceProperties(tokenizer, (s.ids for one in self.exercises for s in one.segments))
        self.shares = self._shares()
        self._pool: tuple[int, list[Batch]] = (-1, [])

    def batch(self, number: int) -> Batch:
        """The micro-batch with this number, from 0.

        Raises:
            DataError: the documents are too short or too few for an objective.
        """
        pool, at = divmod(number, POOL_BATCHES)
        if self._pool[0] != pool:
            self._pool = (pool, self._draw(np.random.default_rng((self.recipe.seed, pool))))
        return self._pool[1][at]

    def steps_of_epochs(self, epochs: float, micro_batches: int) -> int:
        """The number of steps in which every kind of data is used `epochs` times or more on average."""
        recipe = self.recipe
        amounts = [
            sum(len(sampler) for sampler in self.pair_samplers) * recipe.passage_tokens / recipe.batch_tokens,
            sum(s.tokens for one in self.labelled for s in one.segments) / recipe.segment_tokens,
            sum(s.tokens for one in self.exercises for s in one.segments) / recipe.segment_tokens,
            sum(map(len, self.group_samplers))
            * recipe.group_passages
            * recipe.passage_tokens
            / recipe.batch_tokens,
            0.0,  # far questions are unlimited
        ]
        needed = [amount / share for amount, share in zip(amounts, self.shares, strict=True) if share]
        return max(1, round(epochs * max(needed) / micro_batches))

    def _pairs(self, sets: Sequence[SetOfData], texts: dict[str, str]) -> list[PairSampler]:
        for item in sets:
            if (item.file, item.reworded, item.lang) in self._samplers:
                continue
            contexts = self._contexts(item, texts)
            made = PairSampler(
                contexts, self.token_cache, passage_tokens=self.recipe.passage_tokens, reworded=item.reworded
            )
            self._samplers[item.file, item.reworded, item.lang] = made
            self.log(f"{item.file}: {counted(len(made), 'question')}")
        return [self._samplers[item.file, item.reworded, item.lang] for item in sets]

    def _contexts(self, item: SetOfData, texts: dict[str, str]) -> list[Context]:
        """The contexts of one set, in its language only if it names one."""
        contexts = read_contexts(self.data / item.file, texts)
        return [one for one in contexts if item.lang in ("", one.lang)]

    def _searches(self, texts: dict[str, str]) -> list[_SegmentSet]:
        sets = []
        for item in self.recipe.searches:
            found = searched_documents(self._contexts(item, texts), self.token_cache)
            sets.append(_SegmentSet(item.weight, found))
            self.log(f"{item.file}: {counted(len(found), 'document')} to search")
        return sets

    def _summaries(self) -> list[_SegmentSet]:
        sets = []
        for item in self.recipe.summaries:
            found = summarized_documents(list(read_summaries(self.data / item.file)), self.token_cache)
            sets.append(_SegmentSet(item.weight, found))
            self.log(f"{item.file}: {counted(len(found), 'document')} with summaries")
        return sets

    def _unlabelled(self) -> list[_SegmentSet]:
        held_out = set().union(*(documents_named(self.data / file) for file in self.recipe.apart))
        sets = []
        for item in self.recipe.unlabelled:
            given = read_unlabelled(self.data / item.file, self.cache, self.log)
            read = [one.text for one in given if one.id not in held_out]
            pairs = zip(read, self.token_cache.encode_all(read), strict=True)
            found = [
                Segment(tokens.ids, sentence_ranges(text, tokens, self.token_cache))
                for text, tokens in pairs
                if len(tokens) >= LEAST_TOKENS
            ]
            sets.append(_SegmentSet(item.weight, found))
            tokens = counted(sum(segments.tokens for segments in found), "token")
            self.log(f"{item.file}: {counted(len(found), 'document')}, {tokens}")
        return sets

    def _shares(self) -> np.ndarray:
        """Probabilities of micro-batches of pairs, labelled segments, exercises, groups and far questions."""
        recipe = self.recipe
        exercises = _any(self.exercises) and bool(self.objectives & set(EXERCISES))
        others = np.array([
            recipe.whole_share * _any(self.labelled),
            recipe.unlabelled_share * exercises,
            recipe.group_share * self._has_groups(),
            recipe.far_share * self._has_far(),
        ])  # fmt: skip
        shares = np.array([max(0.0, 1 - others.sum()) * any(map(len, self.pair_samplers)), *others])
        if not shares.any():
            names = ", ".join(sorted(self.objectives)) or "(none is switched on)"
            raise DataError(f"nothing to learn: none of the data suits the objectives {names}")
        return shares / shares.sum()

    def _draw(self, rng: np.random.Generator) -> list[Batch]:
        """The micro-batches of one pool."""
        kinds = rng.choice(len(self.shares), POOL_BATCHES, p=self.shares)
        pairs = self._pair_batches(int((kinds == 0).sum()), rng)
        draw = (self._whole, self._exercise, self._groups, self._far)
        return [draw[kind - 1](rng) if kind else pairs.pop() for kind in kinds.tolist()]

    def _pair_batches(self, wanted: int, rng: np.random.Generator) -> list[Batch]:
        """Batches of pairs, sampled by the weights of their sets, of about `batch_tokens` each."""
        if not wanted:
            return []
        shares = _shares_of(self.recipe.pairs, self.pair_samplers)
        drawn: list[Pair] = []
        batches: list[Batch] = []
        while len(batches) < wanted:
            goal = sum(pair.tokens for pair in drawn) + wanted * self.recipe.batch_tokens
            while sum(pair.tokens for pair in drawn) < goal:
                drawn += self._some_pairs(shares, rng)
            batches = _cut(sorted(drawn, key=lambda pair: pair.tokens), self.recipe.batch_tokens)
        return [batches[n] for n in rng.permutation(len(batches))[:wanted]]

    def _some_pairs(self, shares: np.ndarray, rng: np.random.Generator) -> list[Pair]:
        pairs: list[Pair] = []
        for _ in range(TRIES):
            for n in rng.choice(len(shares), 64, p=shares):
                sampler = self.pair_samplers[n]
                pair = sampler.pair(int(rng.integers(len(sampler))), rng, self.recipe.pairs[n].near_miss)
                if pair is not None and len(pair.question) and len(pair.passage):
                    pairs.append(pair)
            if pairs:
                return pairs
        raise DataError("none of the questions has a passage to learn from; lower `near_miss` in the recipe")

    def _groups(self, rng: np.random.Generator) -> Batch:
        """Questions with several passages each, as many as fit into `batch_tokens`."""
        return self._group_batch(self._group, rng)

    def _group_batch(
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
            raise DataError("too few passages to choose from; switch off the objectives `shared` and `far`")
        return groups

    def _group(self, rng: np.random.Generator) -> PairGroup | None:
        shares = _shares_of(self.recipe.groups, self.group_samplers)
        sampler = self.group_samplers[rng.choice(len(shares), p=shares)]
        group = sampler.group(int(rng.integers(len(sampler))), rng, self.recipe.group_passages)
        whole = group is not None and all(len(p.question) and len(p.passage) for p in group.pairs)
        return group if whole else None

    def _has_groups(self) -> bool:
        """Whether the documents with questions have several passages."""
        if not self.recipe.group_share or not any(map(len, self.group_samplers)):
            return False
        nothing = "shared: switched off, as the documents with questions have only one passage"
        return self._gives_groups(self._group, nothing)

    def _gives_groups(self, draw: Callable[[np.random.Generator], PairGroup | None], nothing: str) -> bool:
        """Whether a few samples give a group; logs `nothing` if not."""
        rng = np.random.default_rng(self.recipe.seed)
        found = any(draw(rng) for _ in range(TRIES // 4))
        if not found:
            self.log(nothing)
        return found

    def _far(self, rng: np.random.Generator) -> Batch:
        """Spans that recur far away, asked for by masked sentences, with several passages each."""
        return self._group_batch(self._far_group, rng)

    def _far_group(self, rng: np.random.Generator) -> PairGroup | None:
        recipe, weights = self.recipe, _weights(self.exercises)
        segments = self.exercises[rng.choice(len(weights), p=weights)].segments
        part = segments[rng.integers(len(segments))].crop(2 * recipe.far_tokens, self.chunk, rng)
        apart = min(recipe.far_tokens, part.tokens // 2)
        asked = far_question(part, self.tokenizer, self.pieces, apart, rng)
        if asked is None:
            return None
        return far_group(asked, self.pieces, recipe.passage_tokens, recipe.group_passages, rng)

    def _has_far(self) -> bool:
        """Whether spans recur far apart in the unlabelled texts, as they may not in short ones."""
        if "far" not in self.objectives or not self.recipe.far_share or not _any(self.exercises):
            return False
        nothing = "far: switched off, as no words recur far apart in the unlabelled texts"
        return self._gives_groups(self._far_group, nothing)

    def _whole(self, rng: np.random.Generator) -> Batch:
        return self._segments(self.labelled, lambda part: part, rng)

    def _exercise(self, rng: np.random.Generator) -> Batch:
        objectives = self.objectives & set(EXERCISES)

        def with_exercise(part: Segment) -> Segment:
            return make_exercise(part, objectives, self.tokenizer, self.pieces, 3 * self.chunk, rng)

        return self._segments(self.exercises, with_exercise, rng)

    def _segments(
        self, sets: list[_SegmentSet], make: Callable[[Segment], Segment], rng: np.random.Generator
    ) -> Batch:
        """Segments of one length, as many as fit into `segment_tokens`."""
        weights = _weights(sets)
        most = self.recipe.segment_tokens
        length = most
        if self.recipe.shortest_segment:
            length = int(2 ** rng.uniform(np.log2(min(self.recipe.shortest_segment, most)), np.log2(most)))
        made: list[Segment] = []
        for _ in range(TRIES):
            segments = sets[rng.choice(len(weights), p=weights)].segments
            part = make(segments[rng.integers(len(segments))].crop(length, self.chunk, rng))
            if part.has_labels():
                made.append(part)
            if len(made) == max(1, most // length):
                break
        if not made:
            raise DataError("no document is long enough to learn from; give more or longer documents")
        return made


def _weights(sets: list[_SegmentSet]) -> np.ndarray:
    """Sampling probabilities of sets of segments."""
    weights = np.array([one.weight if one.segments else 0.0 for one in sets])
    return weights / weights.sum()


def _shares_of(sets: Sequence[SetOfData], samplers: Sequence[PairSampler]) -> np.ndarray:
    """Sampling probabilities of sets of questions: in proportion to weight times size."""
    weights = np.array([item.weight * len(sampler) for item, sampler in zip(sets, samplers, strict=True)])
    return weights / weights.sum()


def _any(sets: list[_SegmentSet]) -> bool:
    return any(one.weight and one.segments for one in sets)


def _cut(pairs: list[Pair], batch_tokens: int) -> list[Batch]:
    """Cut a sorted list into batches of at most `batch_tokens`, padding included."""
    batches: list[list[Pair]] = [[]]
    for pair in pairs:
        if batches[-1] and (len(batches[-1]) + 1) * pair.tokens > batch_tokens:
            batches.append([])
        batches[-1].append(pair)
    return list(batches)
