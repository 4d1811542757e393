"""The loss of margins equals a plain reference, and teaches to find, to refuse and to doubt."""

from __future__ import annotations

from math import exp, log
from random import Random

import numpy as np
import pytest
import torch

from longdoc.network.reader.config import ReaderConfig
from longdoc.network.reader.model import ReaderModel
from longdoc.network.reader.rows import Row
from longdoc.training.reader.batches import Example, MicroBatch
from longdoc.training.reader.objective import FORBIDDEN, losses_of, margin_loss


def _plain(
    margins: list[list[list[float]]], gold: list[list[list[bool]]], sizes: list[int], w: float
) -> float:
    """The same with loops: of each kind of end, softmax over places and an "absent" at 0."""

    def surprise(places: list[float], right: list[float]) -> float:
        everything = 1 + sum(map(exp, places))
        return -log(sum(map(exp, right)) / everything) if right else -log(1 / everything)

    total, first = 0.0, 0
    for size in sizes:
        rows = range(first, first + size)
        for end in (0, 1):
            right = {n: [m for m, g in zip(margins[end][n], gold[end][n], strict=True) if g] for n in rows}
            alone = sum(surprise(margins[end][n], right[n]) for n in rows) / 2
            together = surprise(
                [m for n in rows for m in margins[end][n]], [m for n in rows for m in right[n]]
            )
            total += alone if size == 1 else w * alone + together / 2
        first += size
    return total / first


@pytest.mark.parametrize("seed", range(5))
def test_the_loss_of_groups_is_that_of_a_plain_reference(seed: int) -> None:
    rng = Random(seed)
    sizes = [1, 3, 1, 2, 4]
    margins = torch.randn(2, sum(sizes), 6, generator=torch.Generator().manual_seed(seed))
    gold = torch.zeros(2, sum(sizes), 6, dtype=torch.bool)
    for row in (0, 2, 5, 7, 8):  # rows 7 and 8 are of one group, row 4 alone has no answer
        for end in (0, 1):
            gold[end, row, rng.randrange(6)] = True
    expected = _plain(margins.tolist(), gold.tolist(), sizes, 0.4)
    assert margin_loss(margins, gold, sizes, 0.4).item() == pytest.approx(expected, rel=1e-5)


def test_places_outside_the_passage_do_not_count() -> None:
    margins, gold = torch.zeros(2, 2, 3), torch.zeros(2, 2, 3, dtype=torch.bool)
    gold[:, 0, 0] = True
    wide = torch.cat((margins, torch.full((2, 2, 2), FORBIDDEN)), -1)
    more = torch.cat((gold, torch.zeros(2, 2, 2, dtype=torch.bool)), -1)
    assert margin_loss(margins, gold, [2], 0.4).item() == pytest.approx(
        margin_loss(wide, more, [2], 0.4).item()
    )


def _task(seed: int) -> MicroBatch:
    """The answer is the one piece from 100 on; the question is 50, or 51 and then nothing answers."""
    rng = np.random.default_rng(seed)
    groups: MicroBatch = []
    for n in range(12):
        absent = n % 3 == 0
        ids = np.concatenate(([0, 51 if absent else 50, 2], rng.integers(10, 50, 10), [2]))
        place = int(rng.integers(3, 13))
        ids[place] = rng.integers(100, 110)
        answers = np.zeros((0, 2), np.int64) if absent else np.array([[place, place]])
        groups.append((Example(Row(ids.astype(np.int64), 3, 10), answers),))
    return groups


def test_a_reader_learns_to_find_to_refuse_and_to_know_when_it_is_right() -> None:
    torch.manual_seed(0)
    shape = {
        "width": 32,
        "layers": 1,
        "heads": 4,
        "feed_forward": 64,
        "vocabulary": 145,
        "shared_pieces": 140,
    }
    special = {"pad": 0, "unknown": 1, "cls": 2, "sep": 3}
    model = ReaderModel(ReaderConfig(**{**shape, **special, "verify_width": 16}))
    optimizer = torch.optim.AdamW(model.parameters(), lr=5e-3)
    before = losses_of(model, _task(999), 0.4)
    for step in range(150):
        losses = losses_of(model, _task(step), 0.4)
        (losses.read + losses.verify).backward()
        optimizer.step()
        optimizer.zero_grad()
    after = losses_of(model, _task(999), 0.4)
    assert after.read < 0.5 * before.read
    assert after.verify < before.verify
    with torch.inference_mode():
        groups = _task(1_000)
        ids = torch.from_numpy(np.stack([group[0].row.ids for group in groups]))
        x = model(ids)
        margins = (model.ends(x) - model.absent(x[:, 0])[:, None])[:, 3:13].amax(1).sum(-1)
    answered = torch.tensor([len(group[0].answers_A2) > 0 for group in groups])
    assert margins[answered].min() > 0 > margins[~answered].max()
