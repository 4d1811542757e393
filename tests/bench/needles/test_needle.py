"""Facts are hidden where they should be, the prose holds none of them, and every depth is scored."""

from __future__ import annotations

from itertools import islice
from random import Random

import pytest

from longdoc.bench.needles.haystack import needles, prose
from longdoc.bench.needles.needle import Search, hide, measure_needles
from longdoc.errors import UsageError
from longdoc.network.torch.checkpoint import tiny_model
from longdoc.network.torch.model import Model

DEPTHS = [0.0, 0.25, 0.5, 0.75, 1.0]


@pytest.fixture(scope="module")
def model() -> Model:
    return tiny_model()


def test_facts_stand_at_their_depths(model: Model) -> None:
    tokens = 20_000
    text, facts = hide(model.tokenizer, tokens, DEPTHS, Random(3))
    assert 0.95 * tokens < len(model.tokenizer.encode(text)) <= tokens
    for fact, depth in zip(facts, DEPTHS, strict=True):
        assert text.count(fact.sentence) == 1
        assert abs(text.index(fact.sentence) / len(text) - depth) < 0.02


def test_the_prose_gives_no_answer_away() -> None:
    text = " ".join(islice(prose(Random(1)), 500))
    assert not any(sign.isdigit() for sign in text)
    for fact in needles(Random(2), 14):
        assert fact.answer in fact.sentence
        assert fact.answer not in text
        assert fact.answer not in fact.question


def test_the_same_seed_hides_the_same(model: Model) -> None:
    assert hide(model.tokenizer, 2_000, DEPTHS, Random(5)) == hide(model.tokenizer, 2_000, DEPTHS, Random(5))


def test_every_length_and_depth_has_its_cell(model: Model) -> None:
    cells = list(measure_needles(model, [300, 500], [0.0, 1.0], Search(trials=2), lambda *_: None))
    assert [(c.tokens, c.depth) for c in cells] == [(300, 0.0), (300, 1.0), (500, 0.0), (500, 1.0)]
    for cell in cells:
        assert cell.trials == 2
        assert cell.found + len(cell.missed) == 2
        assert cell.to_json()["accuracy"] == cell.found / 2


def test_more_depths_than_facts_is_wrong_usage(model: Model) -> None:
    with pytest.raises(UsageError, match="at most"):
        list(measure_needles(model, [300], [k / 20 for k in range(20)], Search(), lambda *_: None))
