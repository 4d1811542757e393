"""Two processes compute the gradients that one computes with the same micro-batches."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import distributed, multiprocessing

from longdoc.network.native.kernels import kernels
from longdoc.network.tokenizer import Tokenizer
from longdoc.training.loop.processes import Processes
from longdoc.training.reader.batches import Batches
from longdoc.training.reader.groups import GroupSampler
from longdoc.training.reader.loop import ReaderTrainer
from longdoc.training.reader.recipe import ReaderRecipe
from longdoc.training.reader.sources import read_sources
from longdoc.training.reader.start import starting_reader


def _quiet(line: str) -> None:
    pass


def _gradients(recipe: ReaderRecipe, toys: Path, out: Path, processes: Processes) -> dict[str, torch.Tensor]:
    torch.set_num_threads(1)
    model = starting_reader(recipe)
    draw = GroupSampler(read_sources(recipe, toys, _quiet), recipe)
    batches = Batches(draw, recipe, Tokenizer.load(toys / "tiny" / "tokenizer.json"), model.config)
    trainer = ReaderTrainer(model, recipe, out, log=_quiet, processes=processes)
    losses, tokens = trainer._gradients(batches.step)
    told = {"losses": torch.tensor([losses["read"], losses["verify"], tokens])}
    return told | {name: p.grad for name, p in model.named_parameters() if p.grad is not None}


def _work(rank: int, recipe: ReaderRecipe, toys: Path, out: Path) -> None:
    """One process of the run; its sockets on loopback are gloo's."""
    os.environ["GLOO_SOCKET_IFNAME"] = "lo"
    distributed.init_process_group("gloo", init_method=f"file://{out}/meet", rank=rank, world_size=2)
    torch.save(_gradients(recipe, toys, out, Processes(rank, 2)), out / f"{rank}.pt")
    distributed.destroy_process_group()


def test_two_processes_give_the_gradients_of_one(
    reader_recipe: ReaderRecipe, toys: Path, tmp_path: Path
) -> None:
    multiprocessing.spawn(_work, (reader_recipe, toys, tmp_path), nprocs=2)
    one = _gradients(reader_recipe, toys, tmp_path, Processes())
    for rank in (0, 1):
        both = torch.load(tmp_path / f"{rank}.pt", weights_only=True)
        assert both.keys() == one.keys()
        for name, x in one.items():
            torch.testing.assert_close(both[name], x, atol=1e-6, rtol=1e-4, msg=lambda m, n=name: f"{n}: {m}")


@pytest.mark.skipif(kernels() is None, reason="the native library was not compiled")
def test_int8_products_give_nearly_the_gradients_of_fp32(
    reader_recipe: ReaderRecipe, toys: Path, tmp_path: Path
) -> None:
    exact, rounded = (
        _gradients(replace(reader_recipe, precision=precision), toys, tmp_path, Processes())
        for precision in ("fp32", "int8")
    )
    assert exact.keys() == rounded.keys()
    both = [torch.cat([x.flatten() for name, x in sorted(one.items())]) for one in (exact, rounded)]
    assert not torch.equal(*both)
    assert torch.cosine_similarity(*both, dim=0) > 0.98
