"""The order of batches depends on the seed and on nothing else."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from toy import word_model

from longdoc.errors import DataError
from longdoc.training.data.mixture import Batch, Mixture
from longdoc.training.data.pairs import Pair, PairGroup
from longdoc.training.data.segments import Segment
from longdoc.training.recipe import Recipe, SetOfData


def _mixture(recipe: Recipe, data: Path) -> Mixture:
    return Mixture(recipe, data, word_model().tokenizer, 16, None, lambda line: None)


def _bytes(batch: Batch) -> list[bytes]:
    return [
        b"/".join(pair.passage.tobytes() for pair in item.pairs)
        if isinstance(item, PairGroup)
        else (item.ids if isinstance(item, Segment) else item.passage).tobytes()
        for item in batch
    ]


def test_a_batch_is_the_same_whatever_came_before(recipe: Recipe, data: Path) -> None:
    straight = _mixture(recipe, data)
    in_order = [_bytes(straight.batch(number)) for number in range(36)]
    jumping = _mixture(recipe, data)
    for number in (35, 3, 17, 0, 16, 34):
        assert _bytes(jumping.batch(number)) == in_order[number]
    other = _mixture(replace(recipe, seed=1), data)
    assert [_bytes(other.batch(number)) for number in range(16)] != in_order[:16]


def test_batches_keep_to_their_tokens(recipe: Recipe, data: Path) -> None:
    mixture = _mixture(recipe, data)
    kinds = []
    for number in range(48):
        batch = mixture.batch(number)
        widest = max(item.tokens for item in batch)
        kinds.append(type(batch[0]))
        bound = recipe.segment_tokens if isinstance(batch[0], Segment) else recipe.batch_tokens
        assert len(batch) == 1 or sum(item.tokens for item in batch) <= bound
        if not isinstance(batch[0], PairGroup):
            assert len(batch) == 1 or len(batch) * widest <= bound
    for kind, share in ((Pair, 0.2), (Segment, 0.4), (PairGroup, 0.4)):
        assert share - 0.2 < np.mean([one is kind for one in kinds]) < share + 0.2
    assert {group.kind for n in range(48) for group in mixture.batch(n) if isinstance(group, PairGroup)} == {
        "shared", "far",
    }  # fmt: skip


def test_questions_without_any_passage_to_learn_from_are_told(recipe: Recipe, tmp_path: Path) -> None:
    text = "the ferry to oban sails at noon"
    qas = [{"question": "when does it sail", "answers": [{"start": 27, "text": "noon"}]}]
    (tmp_path / "q.jsonl").write_text(json.dumps({"context": text, "qas": qas}) + "\n")
    only = replace(
        recipe, objectives={"span": 1.0}, pairs=(SetOfData("q.jsonl", near_miss=1.0),),
        groups=(), searches=(), summaries=(), unlabelled=(), documents=(),
    )  # fmt: skip
    with pytest.raises(DataError, match="lower `near_miss`"):
        _mixture(only, tmp_path).batch(0)


def test_only_what_the_objectives_ask_for_is_read(recipe: Recipe, data: Path) -> None:
    only = replace(recipe, objectives={"masked": 1.0})
    mixture = _mixture(only, data)
    for number in range(4):
        for item in mixture.batch(number):
            assert isinstance(item, Segment)
            assert len(item.masked_K)
            assert not len(item.pointers_P)
            assert not item.questions
            assert not item.labels_M.any()


def test_only_contexts_in_the_language_of_a_set_are_sampled(recipe: Recipe, tmp_path: Path) -> None:
    lines = []
    for n in range(6):
        for place, lang in (("Uig", "en"), ("Oban", "zh")):
            answer = {"start": len(place) + 5, "text": str(n)}
            asked = {"id": f"{lang}{n}", "question": "How many wells?", "answers": [answer]}
            lines.append({"context": f"{place} has {n} wells.", "lang": lang, "qas": [asked]})
    (tmp_path / "q.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    for lang, count in (("", 12), ("en", 6), ("zh", 6)):
        only = Recipe(initial=recipe.initial, pairs=(SetOfData("q.jsonl", lang=lang),))
        assert [len(sampler) for sampler in _mixture(only, tmp_path).pair_samplers] == [count]


def test_nothing_to_learn_is_said(recipe: Recipe, data: Path) -> None:
    with pytest.raises(DataError, match="nothing to learn"):
        _mixture(replace(recipe, unlabelled=(), objectives={"recurring": 1.0}), data)


def test_an_epoch_meets_everything_once(recipe: Recipe, data: Path) -> None:
    mixture = _mixture(replace(recipe, objectives={"masked": 1.0}), data)
    tokens = sum(segment.tokens for drawn in mixture.exercises for segment in drawn.segments)
    assert mixture.steps_of_epochs(2, 1) == pytest.approx(2 * tokens / recipe.segment_tokens, abs=1)
    assert mixture.steps_of_epochs(2, 4) == pytest.approx(tokens / 2 / recipe.segment_tokens, abs=1)
