"""Losses: finite, zero where everything is right, and with gradients to every weight that is asked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from toy import word_model

from longdoc.training.data.mixture import Batch, Mixture
from longdoc.training.data.pairs import Pair, PairGroup
from longdoc.training.data.segments import Segment
from longdoc.training.objectives.answers import group_losses, pair_losses
from longdoc.training.objectives.documents import document_losses
from longdoc.training.objectives.losses import losses_of
from longdoc.training.objectives.salience import sentence_means
from longdoc.training.recipe import Recipe


@pytest.fixture
def batches(recipe: Recipe, data: Path, tmp_path: Path) -> list[Batch]:
    model = word_model()
    mixture = Mixture(recipe, data, model.tokenizer, 16, tmp_path, lambda line: None)
    return [mixture.batch(number) for number in range(32)]


def test_losses_are_finite_and_all_objectives_come_up(batches: list[Batch]) -> None:
    model = word_model()
    seen = set()
    for batch in batches:
        for name, loss in losses_of(model, batch).items():
            assert torch.isfinite(loss), name
            assert loss > 0
            seen.add(name)
    assert {"span", "shared", "far", "recurring", "gap", "cloze", "masked"} <= seen
    assert seen & {"search", "salience"}


def test_gradients_reach_gates_and_heads(batches: list[Batch]) -> None:
    model = word_model()
    for batch in batches:
        torch.autograd.backward(torch.stack(list(losses_of(model, batch).values())).sum())
    without = {name for name, p in model.named_parameters() if p.grad is None or not p.grad.any()}
    # closed gates let nothing through to what lies behind them; they themselves must open
    assert not {name for name in without if ".memory." not in name}
    assert not {name for name in without if name.endswith("gate_H")}
    for layer in model.encoder.layers:
        torch.nn.init.constant_(layer.memory.gate_H, 0.5)
    model.zero_grad(set_to_none=True)
    for batch in batches:
        torch.autograd.backward(torch.stack(list(losses_of(model, batch).values())).sum())
    assert not {name for name, p in model.named_parameters() if p.grad is None or not p.grad.any()}


def test_segments_in_a_batch_do_not_see_each_other(batches: list[Batch]) -> None:
    model = word_model()
    for layer in model.encoder.layers:
        torch.nn.init.constant_(layer.memory.gate_H, 0.5)
    some = [s for batch in batches for s in batch if isinstance(s, Segment) and len(s.pointers_P)]
    some.sort(key=lambda s: int(s.pointers_P.min()))
    shorter = replace(some[0], ids=some[0].ids[:150])
    keep = (shorter.pointers_P < 148) & (shorter.sources_P2[:, 1] < 150)
    assert keep.any()
    bare = Segment(shorter.ids, pointers_P=shorter.pointers_P[keep], sources_P2=shorter.sources_P2[keep])
    first = Segment(some[1].ids, pointers_P=some[1].pointers_P, sources_P2=some[1].sources_P2)
    together = document_losses(model, [first, bare])["recurring"]
    alone = [document_losses(model, [one])["recurring"] for one in (first, bare)]
    torch.testing.assert_close(together, torch.stack(alone).mean(), atol=1e-5, rtol=1e-5)


def test_padding_of_pairs_changes_nothing() -> None:
    model = word_model()
    short = Pair(np.array([20, 21]), np.arange(30, 40), np.array([[2, 3]]))
    long = Pair(np.array([20, 22, 23]), np.arange(30, 70), np.zeros((0, 2), np.int64))
    together = pair_losses(model, [short, long])["span"]
    alone = torch.stack([pair_losses(model, [one])["span"] for one in (short, long)]).mean()
    torch.testing.assert_close(together, alone, atol=1e-5, rtol=1e-5)


def test_passages_of_a_group_share_one_softmax() -> None:
    """The reference: margins over no answer, of all passages in one row, against the right ones."""
    model = word_model()
    question, nothing = np.array([20, 21]), np.zeros((0, 2), np.int64)
    holding = Pair(question, np.arange(30, 40), np.array([[2, 3], [5, 7]]))
    bare = Pair(question, np.arange(40, 56), nothing)
    for pairs, right in (((holding, bare), [2, 5]), ((bare,), [])):
        margins = []
        for pair in pairs:
            row = [model.tokenizer.cls, *question, model.tokenizer.sep, *pair.passage, model.tokenizer.sep]
            start_BT, end_BT, absent_B = model.span(model.encoder.forward_dense(torch.tensor([row])))
            inside = slice(4, 4 + len(pair.passage))
            margins.append(torch.stack((start_BT[0, inside], end_BT[0, inside])) - absent_B)
        all_2X = torch.cat((torch.zeros(2, 1), *margins), 1).log_softmax(1)
        ends = [3, 7] if right else []
        start = all_2X[0, [1 + at for at in right] or [0]].logsumexp(0)
        end = all_2X[1, [1 + at for at in ends] or [0]].logsumexp(0)
        losses = group_losses(model, [PairGroup(pairs)])
        torch.testing.assert_close(losses["shared"], -(start + end) / 2, atol=1e-5, rtol=1e-5)
        torch.testing.assert_close(losses["span"], pair_losses(model, pairs)["span"], atol=1e-5, rtol=1e-5)


def test_means_of_sentences() -> None:
    x_TE = torch.randn(20, 4)
    means = sentence_means(x_TE, torch.tensor([[0, 5], [5, 6], [7, 7]]))
    torch.testing.assert_close(means[0], x_TE[:5].mean(0), atol=1e-6, rtol=1e-5)
    torch.testing.assert_close(means[1], x_TE[5], atol=1e-6, rtol=1e-5)
    assert torch.isfinite(means).all()


def test_bf16_gives_nearly_the_same_losses(batches: list[Batch]) -> None:
    model = word_model()
    for batch in batches[:6]:
        plain = losses_of(model, batch)
        with torch.autocast("cpu", torch.bfloat16):
            rough = losses_of(model, batch)
        for name, loss in plain.items():
            assert abs(float(rough[name]) - float(loss)) < 0.1 * float(loss) + 0.1, name
