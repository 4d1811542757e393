"""Pairs: an answer in a window is the answer's text, and a near miss holds none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from toy import word_model

from longdoc.evaluation.datasets import Context, Question, read_contexts
from longdoc.evaluation.rewording import other_words
from longdoc.training.data.pairs import PairSampler
from longdoc.training.data.token_cache import TokenCache


@pytest.fixture(scope="module")
def contexts(data: Path) -> list[Context]:
    return list(read_contexts(data / "q.jsonl", {}))


def _maker(contexts: list[Context], passage_tokens: int) -> PairSampler:
    return PairSampler(contexts, TokenCache(TOKENIZER), passage_tokens=passage_tokens)


TOKENIZER = word_model().tokenizer


def _joined(ids: np.ndarray) -> str:
    return "".join(str(TOKENIZER.fast.id_to_token(number)).removeprefix("##") for number in ids.tolist())


@pytest.mark.parametrize("passage_tokens", [24, 60, 400])
def test_answers_in_a_window_decode_to_their_text(contexts: list[Context], passage_tokens: int) -> None:
    maker = _maker(contexts, passage_tokens)
    rng = np.random.default_rng(0)
    seen = 0
    for place, (i, q) in enumerate(maker.places[:30]):
        right = {contexts[i].text[a:b] for a, b in contexts[i].questions[q].answers}
        for _ in range(3):
            pair = maker.pair(place, rng, near_miss=0.0)
            if not right:
                continue
            assert pair is not None
            assert len(pair.passage) <= passage_tokens
            assert len(pair.answers_A2)
            seen += 1
            for first, last in pair.answers_A2:
                assert _joined(pair.passage[first : last + 1]) in right
    assert seen > 50


def test_a_near_miss_holds_no_answer(contexts: list[Context]) -> None:
    maker = _maker(contexts, 32)
    rng = np.random.default_rng(1)
    found = 0
    for place, (i, q) in enumerate(maker.places[:30]):
        pair = maker.pair(place, rng, near_miss=1.0)
        if pair is None:
            continue
        found += 1
        assert not len(pair.answers_A2)
        for a, b in contexts[i].questions[q].answers:
            sentence = contexts[i].text[a - 30 : b]  # the sum with what it is a sum of
            assert sentence.replace(" ", "").lower() not in _joined(pair.passage)
    assert found > 15


def test_pairs_are_the_same_for_the_same_seed(contexts: list[Context]) -> None:
    drawn = []
    for _ in range(2):
        maker, rng = _maker(contexts, 40), np.random.default_rng(5)
        drawn.append([maker.pair(place, rng, 0.5) for place in range(20)])
    for a, b in zip(*drawn, strict=True):
        assert (a is None) == (b is None)
        assert a is None or (b is not None and np.array_equal(a.passage, b.passage))


def test_an_unanswered_question_gives_its_passage(contexts: list[Context]) -> None:
    maker = _maker(contexts, 200)
    place = next(n for n, (i, q) in enumerate(maker.places) if not contexts[i].questions[q].answers)
    pair = maker.pair(place, np.random.default_rng(0), near_miss=0.0)
    assert pair is not None
    assert not len(pair.answers_A2)
    assert set(pair.passage.tolist()) <= set(maker.items[maker.places[place][0]].tokens.ids.tolist())


def test_a_group_is_one_question_and_several_passages_of_its_document(contexts: list[Context]) -> None:
    maker = _maker(contexts, 32)
    rng = np.random.default_rng(2)
    groups = [
        (place, group)
        for place in range(len(maker))
        if (group := maker.group(place, rng, passages=3)) is not None
    ]
    assert len(groups) > 20
    for place, group in groups:
        i, q = maker.places[place]
        assert 2 <= len(group.pairs) <= 3
        assert all(np.array_equal(pair.question, group.pairs[0].question) for pair in group.pairs)
        holds = [bool(len(pair.answers_A2)) for pair in group.pairs]
        assert holds == [n == 0 and bool(contexts[i].questions[q].answers) for n in range(len(holds))]
        passages = {tuple(pair.passage.tolist()) for pair in group.pairs}
        assert len(passages) == len(group.pairs)


def test_questions_in_other_words(contexts: list[Context]) -> None:
    asked = "Which state/country's law governs the interpretation of the contract?"
    rules = Context(
        "This is governed by the law of Nevada.",
        "rules",
        "en",
        (Question(asked, ((21, 37),)), Question("Why?", ((0, 4),))),
        (0, 38),
    )
    others = {_joined(TOKENIZER.encode(words).ids) for words in other_words(asked)}
    assert len(others) > 1
    rng = np.random.default_rng(3)
    for reworded, wanted in ((0.0, {_joined(TOKENIZER.encode(asked).ids)}), (1.0, others)):
        maker = PairSampler([rules], TokenCache(TOKENIZER), reworded=reworded)
        drawn = [maker.pair(0, rng, near_miss=0.0) for _ in range(40)]
        assert {_joined(pair.question) for pair in drawn if pair is not None} == wanted
        why = maker.pair(1, rng, near_miss=0.0)
        assert why is not None
        assert _joined(why.question) == _joined(TOKENIZER.encode("Why?").ids)
