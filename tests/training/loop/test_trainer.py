"""The loop: it learns, it resumes to the very same weights, and it stops when it goes wrong."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from toy import word_model

from longdoc.errors import TrainingError
from longdoc.network.native.kernels import kernels
from longdoc.network.torch.checkpoint import load_model
from longdoc.network.torch.model import Model
from longdoc.training.build import build_network, starting_vocabulary
from longdoc.training.data.mixture import Batch, Mixture
from longdoc.training.data.pairs import Pair
from longdoc.training.loop.divergence import PATIENCE, DivergenceMonitor
from longdoc.training.loop.metrics import read_metrics
from longdoc.training.loop.trainer import Trainer
from longdoc.training.recipe import Recipe, Schedule
from longdoc.training.run import run


def _quiet(line: str) -> None:
    pass


def _train(recipe: Recipe, data: Path, out: Path, *, resume: bool = False) -> Model:
    model, _ = run(recipe, data, out, resume=resume, device="cpu", cache=out.parent / "cache", log=_quiet)
    return model


def _toy_task(number: int) -> Batch:
    """The answer is the one token of the passage that is above 100."""
    rng = np.random.default_rng(number)
    pairs: list[Pair] = []
    for _ in range(16):
        passage, at = rng.integers(20, 100, 12), int(rng.integers(12))
        passage[at] = rng.integers(100, 110)
        pairs.append(Pair(np.array([20]), passage, np.array([[at, at]])))
    return pairs


def test_a_toy_task_is_learned(tmp_path: Path) -> None:
    schedule = Schedule(steps=120, rate=1e-2, fresh_rate=1e-2, average=0.0)
    trainer = Trainer(word_model(), schedule, tmp_path, log=_quiet)
    trainer.run(_toy_task)
    losses = [line["span"] for line in read_metrics(tmp_path / "metrics.jsonl")]
    assert losses[-1] < 0.5 * losses[0]
    assert not trainer.model.training


def test_dropout_is_the_same_for_the_same_micro_batch_and_gone_afterwards(tmp_path: Path) -> None:
    def losses(seed: int, share: float) -> dict[str, float]:
        schedule = Schedule(steps=10, dropout=share)
        trainer = Trainer(word_model(), schedule, tmp_path, log=_quiet, seed=seed, precision="fp32")
        made, _ = trainer._gradients(_toy_task)
        assert not any(module._forward_hooks for module in trainer.model.modules())
        return made

    assert losses(1, 0.2) == losses(1, 0.2)
    assert losses(1, 0.2) != losses(2, 0.2)
    assert losses(1, 0.0) == losses(2, 0.0)


@pytest.mark.skipif(kernels() is None, reason="the native library was not compiled")
def test_int8_products_give_nearly_the_gradients_of_fp32(tmp_path: Path) -> None:
    both = []
    for precision in ("fp32", "int8"):
        trainer = Trainer(
            word_model(), Schedule(steps=10, dropout=0.0, round_from=1.0), tmp_path, log=_quiet,
            precision=precision,
        )  # fmt: skip
        trainer._gradients(_toy_task)
        gradients = (p.grad for p in trainer.model.parameters())
        both.append(torch.cat([g.flatten() for g in gradients if g is not None]))
    assert not torch.equal(*both)
    assert torch.cosine_similarity(*both, dim=0) > 0.98


def _weights(model: Model) -> dict[str, torch.Tensor]:
    return {name: x.clone() for name, x in model.state_dict().items()}


def test_a_resumed_run_ends_with_the_weights_of_an_uninterrupted_one(
    recipe: Recipe, data: Path, tmp_path: Path
) -> None:
    whole = _train(recipe, data, tmp_path / "whole")

    cut = tmp_path / "cut"
    tokenizer = starting_vocabulary(recipe, data, cut)
    model = build_network(recipe, data, cut, tokenizer)
    mixture = Mixture(recipe, data, tokenizer, 16, None, _quiet)
    trainer = Trainer(model, recipe.schedule, cut, log=_quiet, weights=recipe.objectives)

    def until_interrupted(number: int) -> Batch:
        if number == 5:
            trainer.save()
            raise KeyboardInterrupt
        return mixture.batch(number)

    with pytest.raises(KeyboardInterrupt):
        trainer.run(until_interrupted)
    again = _train(recipe, data, tmp_path / "cut", resume=True)
    for name, x in _weights(whole).items():
        assert torch.equal(x, again.state_dict()[name]), name
    one, other = (Path(tmp_path / run / "model.safetensors").read_bytes() for run in ("whole", "cut"))
    assert one == other
    assert not list(tmp_path.glob("*/*.part"))


def test_the_old_state_file_can_be_resumed(tmp_path: Path) -> None:
    schedule = Schedule(steps=10, average=0.9)
    old = Trainer(word_model(), schedule, tmp_path, log=_quiet)
    old.run(_toy_task)
    torch.save(
        {
            "model": old.model.state_dict(),
            "optimizer": old.optimizer.state_dict(),
            "average": old.average,
            "progress": torch.tensor([4, 60.5, 700], dtype=torch.float64),
            "schedule": {"steps": 10},
        },
        tmp_path / "state.pt",
    )
    (tmp_path / "state.safetensors").unlink()
    new = Trainer(word_model(1), schedule, tmp_path, log=_quiet)
    new.resume()
    assert (new.progress.step, new.progress.spent_s, new.progress.tokens) == (4, 60.5, 700)
    for a, b in zip(old.model.parameters(), new.model.parameters(), strict=True):
        assert torch.equal(a, b)
        for key, x in old.optimizer.state[a].items():
            assert torch.equal(x, new.optimizer.state[b][key])
    assert all(torch.equal(a, b) for a, b in zip(old.average, new.average, strict=True))


def test_accumulating_gives_the_gradient_of_the_mean(tmp_path: Path) -> None:
    def gradients(accumulate: int) -> list[torch.Tensor]:
        trainer = Trainer(word_model(), Schedule(), tmp_path, log=_quiet, accumulate=accumulate)
        trainer._gradients(_toy_task)
        return [p.grad for p in trainer.parameters if p.grad is not None]

    both = [[x.clone() for x in gradients(1)], gradients(2)]
    second = Trainer(word_model(), Schedule(), tmp_path, log=_quiet)
    second.progress.step = 1
    second._gradients(_toy_task)
    for one, other, mean in zip(
        both[0], [p.grad for p in second.parameters if p.grad is not None], both[1], strict=True
    ):
        torch.testing.assert_close((one + other) / 2, mean, atol=1e-6, rtol=1e-4)


def test_a_loss_that_is_no_number_stops_the_run_before_it_is_saved(tmp_path: Path) -> None:
    model = word_model()
    trainer = Trainer(model, Schedule(steps=50), tmp_path, log=_quiet)

    def spoil(number: int) -> Batch:
        if number == 3:
            with torch.no_grad():
                model.span.ends.weight.fill_(float("nan"))
        return _toy_task(number)

    with pytest.raises(
        TrainingError, match="'span' is no longer finite at step 4; the last saved state is intact"
    ):
        trainer.run(spoil)
    assert not (tmp_path / "state.safetensors").exists()


def test_a_loss_that_climbs_and_stays_up_stops_the_run() -> None:
    monitor = DivergenceMonitor()
    for step in range(3 * PATIENCE):
        monitor.check({"span": 1.0 + 0.5 * (step % 7 == 0)}, 1.0, step)

    def climb() -> None:
        for step in range(3 * PATIENCE):
            monitor.check({"span": 9.0}, 1.0, step)

    with pytest.raises(TrainingError, match="diverges: the loss of 'span' was 1"):
        climb()
    with pytest.raises(TrainingError, match="gradient"):
        DivergenceMonitor().check({"span": 1.0}, float("inf"), 1)


def test_metrics_of_lost_steps_are_dropped_on_resuming(recipe: Recipe, data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    _train(replace(recipe, schedule=replace(recipe.schedule, steps=3)), data, out)
    with (out / "metrics.jsonl").open("a") as file:
        file.write(json.dumps({"step": 99, "span": 1.0}) + "\n" + '{"step": 10')
    longer = replace(recipe, schedule=replace(recipe.schedule, steps=5))
    _train(longer, data, out, resume=True)
    assert [line["step"] for line in read_metrics(out / "metrics.jsonl")] == [3, 5]


def test_there_must_be_something_to_resume(recipe: Recipe, data: Path, tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="no run to resume"):
        _train(recipe, data, tmp_path / "nothing", resume=True)


def test_two_first_runs_are_the_same(recipe: Recipe, data: Path, tmp_path: Path) -> None:
    short = replace(recipe, schedule=replace(recipe.schedule, steps=3))
    for name in ("a", "b"):
        _train(short, data, tmp_path / name)
    _train(short, data, tmp_path / "a")  # anew, in a folder that was used before
    one, other = ((tmp_path / name / "model.safetensors").read_bytes() for name in ("a", "b"))
    assert one == other


def test_the_mean_with_the_weights_at_the_start(recipe: Recipe, data: Path, tmp_path: Path) -> None:
    def trained(share: float) -> dict[str, torch.Tensor]:
        schedule = replace(recipe.schedule, steps=3, initial_share=share)
        return _weights(_train(replace(recipe, schedule=schedule), data, tmp_path / str(share)))

    end = trained(0.0)
    start = _weights(load_model(tmp_path / "0.0" / "initial", "cpu", torch.float32))
    for share in (0.25, 1.0):
        for name, x in trained(share).items():
            torch.testing.assert_close(x, (1 - share) * end[name] + share * start[name], msg=name)
    assert not all(torch.equal(end[name], start[name]) for name in end)
