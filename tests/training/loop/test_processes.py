"""Two processes compute the gradients that one process computes with the same micro-batches."""

from __future__ import annotations

import os
from pathlib import Path

import torch
from torch import distributed, multiprocessing
from toy import word_model

from longdoc.training.data.mixture import Mixture
from longdoc.training.loop.processes import Processes
from longdoc.training.loop.trainer import Trainer
from longdoc.training.recipe import Recipe, Schedule


def _gradients(recipe: Recipe, data: Path, out: Path, processes: Processes) -> dict[str, torch.Tensor]:
    torch.set_num_threads(1)
    model = word_model()
    mixture = Mixture(recipe, data, model.tokenizer, 16, None, lambda line: None)
    trainer = Trainer(
        model,
        Schedule(),
        out,
        log=lambda line: None,
        weights=recipe.objectives,
        accumulate=4,
        processes=processes,
    )
    trainer._gradients(mixture.batch)
    return {name: p.grad for name, p in model.named_parameters() if p.grad is not None}


def _work(rank: int, recipe: Recipe, data: Path, out: Path) -> None:
    """One process of the run. Its sockets on loopback are gloo's: the guard that shuts them lives in
    the process of the tests, and this one is its own."""
    os.environ["GLOO_SOCKET_IFNAME"] = "lo"
    distributed.init_process_group("gloo", init_method=f"file://{out}/meet", rank=rank, world_size=2)
    gradients = _gradients(recipe, data, out, Processes(rank, 2))
    torch.save(gradients, out / f"{rank}.pt")
    distributed.destroy_process_group()


def test_two_processes_give_the_gradients_of_one(recipe: Recipe, data: Path, tmp_path: Path) -> None:
    multiprocessing.spawn(_work, (recipe, data, tmp_path), nprocs=2)
    one = _gradients(recipe, data, tmp_path, Processes())
    for rank in (0, 1):
        both = torch.load(tmp_path / f"{rank}.pt", weights_only=True)
        assert both.keys() == one.keys()
        for name, x in one.items():
            torch.testing.assert_close(both[name], x, atol=1e-6, rtol=1e-4, msg=lambda m, n=name: f"{n}: {m}")


def test_micro_batches_are_shared_out_evenly() -> None:
    assert Processes(0, 1).micro_batches(3) == 3
    assert Processes(1, 4).micro_batches(1) == 4
    assert Processes(1, 4).micro_batches(6) == 8
