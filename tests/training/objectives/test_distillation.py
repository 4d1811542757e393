"""Distillation: nothing to learn from an equal teacher, something from another, nothing from foreign text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from toy import word_model, write_questions

from longdoc.errors import TrainingError
from longdoc.network.reader.load import load_reader
from longdoc.network.reader.pack import tiny_reader
from longdoc.network.reader.types import Reader
from longdoc.network.torch.checkpoint import save_model
from longdoc.training.data.pairs import Pair, PairGroup
from longdoc.training.objectives.answers import group_losses, pair_losses
from longdoc.training.objectives.distillation import TEMPERATURE, distillation_loss, load_teacher
from longdoc.training.recipe import Recipe, Schedule, SetOfData
from longdoc.training.run import run

SHARED = 600  # pieces of the teacher's vocabulary
PAIRS = [
    Pair(np.array([20, 21]), np.arange(30, 40), np.array([[2, 3]])),
    Pair(np.array([20, 22, 23]), np.arange(30, 70), np.zeros((0, 2), np.int64)),
]


@pytest.fixture(scope="module")
def teacher(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    folder = tmp_path_factory.mktemp("teacher")
    tiny_reader(folder / "reader", vocabulary=SHARED + 5, shared_pieces=SHARED)
    reader = load_reader(folder, "cpu")
    assert reader is not None
    return reader


def _logits_of(teacher: Reader, pairs: list[Pair]) -> torch.Tensor:
    """What a student that agrees with the teacher would say, [2, B, 1 + T]."""
    scores = teacher.read(
        [p.question.tolist() for p in pairs], [[] for _ in pairs], [p.passage for p in pairs]
    )
    logits = np.full((2, len(pairs), 1 + max(p.tokens for p in pairs)), -1e9, np.float32)
    for b, pair in enumerate(pairs):
        first, length = len(pair.question) + 3, len(pair.passage)
        logits[:, b, 0] = scores.absent_P[b]
        logits[0, b, first : first + length] = scores.start_PL[b, :length]
        logits[1, b, first : first + length] = scores.end_PL[b, :length]
    return torch.from_numpy(logits)


def test_an_equal_student_has_nothing_to_learn(teacher: Reader) -> None:
    logits_2BT = _logits_of(teacher, PAIRS)
    loss = distillation_loss(logits_2BT, PAIRS, teacher)
    assert loss is not None
    assert abs(float(loss)) < 1e-5
    shifted = distillation_loss(logits_2BT + 3.0, PAIRS, teacher)  # only differences of logits count
    assert shifted is not None
    assert abs(float(shifted)) < 1e-4


def test_the_loss_is_the_divergence_at_the_temperature(teacher: Reader) -> None:
    pair = PAIRS[0]
    theirs = _logits_of(teacher, [pair])
    mine = torch.full_like(theirs, -1e9)
    inside = [0, *range(5, 15)]  # "no answer", and the passage behind [CLS], two pieces and [SEP]
    mine[:, :, inside] = torch.randn(2, 1, len(inside), generator=torch.Generator().manual_seed(1))
    loss = distillation_loss(mine, [pair], teacher)
    p = (theirs[:, 0, inside] / TEMPERATURE).softmax(-1)
    q = (mine[:, 0, inside] / TEMPERATURE).softmax(-1)
    expected = TEMPERATURE**2 * (p * (p.log() - q.log())).sum(-1).mean()
    assert loss is not None
    torch.testing.assert_close(loss, expected, atol=1e-4, rtol=1e-4)


def test_foreign_and_too_long_passages_are_skipped(teacher: Reader) -> None:
    foreign = replace(PAIRS[0], passage=np.arange(SHARED, SHARED + 10))
    long = replace(PAIRS[0], passage=np.full(teacher.config.tokens - 20, 30))
    empty = replace(PAIRS[0], passage=np.zeros(0, np.int64))
    logits_2BT = torch.zeros(2, 3, 1 + max(p.tokens for p in (foreign, long, empty)))
    assert distillation_loss(logits_2BT, [foreign, long, empty], teacher) is None
    partly = replace(PAIRS[0], passage=np.array([SHARED, SHARED, *range(30, 38)]))
    assert distillation_loss(torch.zeros(2, 1, 20), [partly], teacher) is not None


def test_pairs_and_groups_are_distilled_beside_their_labels(teacher: Reader) -> None:
    model = word_model()
    losses = pair_losses(model, PAIRS, teacher)
    assert set(losses) == {"span", "distilled"}
    assert set(pair_losses(model, PAIRS)) == {"span"}
    assert set(group_losses(model, [PairGroup(tuple(PAIRS))], teacher)) == {"span", "shared", "distilled"}
    assert set(group_losses(model, [PairGroup(tuple(PAIRS), "far")], teacher)) == {"far"}
    losses["distilled"].backward()
    assert all(p.grad is not None and p.grad.any() for p in model.span.parameters())


def test_a_run_brings_the_student_nearer_to_its_teacher(tmp_path: Path) -> None:
    write_questions(tmp_path / "q.jsonl")
    model = word_model()
    save_model(model, tmp_path / "tiny")
    words = len(model.tokenizer)
    tiny_reader(tmp_path / "tiny" / "reader", vocabulary=words + 5, shared_pieces=words)
    recipe = Recipe(
        initial=str(tmp_path / "tiny"), teacher=str(tmp_path / "tiny"), precision="fp32",
        passage_tokens=64, group_share=0.0, objectives={"span": 0.0, "distilled": 1.0},
        pairs=(SetOfData("q.jsonl"),),
        schedule=Schedule(steps=60, rate=2e-3, fresh_rate=2e-3, dropout=0.0, round_from=1.0, average=0.0),
    )  # fmt: skip
    said: list[str] = []
    trained, _ = run(recipe, tmp_path, tmp_path / "out", log=said.append)
    teacher = load_teacher(recipe.teacher, "cpu")
    before = pair_losses(model, PAIRS, teacher)["distilled"]
    after = pair_losses(trained, PAIRS, teacher)["distilled"]
    assert after.item() < 0.8 * before.item()


def test_a_teacher_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="no such model folder"):
        load_teacher(str(tmp_path / "nothing"))
    save_model(word_model(), tmp_path / "tiny")
    with pytest.raises(TrainingError, match="no reader there to be a teacher"):
        load_teacher(str(tmp_path / "tiny"))
    assert load_teacher("shipped", "cpu").config.layers == 12
