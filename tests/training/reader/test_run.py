"""A run: the loss falls, a resumed run ends with the very same weights, and `longdoc ask` reads with it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from toy import contract
from typer.testing import CliRunner

from longdoc.cli.app import app
from longdoc.network.reader.load import load_reader
from longdoc.network.reader.packed import LEFT, PRODUCTS, RIGHT, PackedReader, is_packed, shapes
from longdoc.network.tokenizer import Tokenizer
from longdoc.training.loop.metrics import read_metrics
from longdoc.training.reader.batches import Batches, MicroBatch
from longdoc.training.reader.groups import GroupSampler
from longdoc.training.reader.loop import ReaderTrainer
from longdoc.training.reader.recipe import ReaderRecipe, recipe_text
from longdoc.training.reader.run import run
from longdoc.training.reader.sources import read_sources
from longdoc.training.reader.start import starting_reader


def _quiet(line: str) -> None:
    pass


def _trainer(recipe: ReaderRecipe, toys: Path, out: Path) -> tuple[ReaderTrainer, Batches]:
    model = starting_reader(recipe)
    draw = GroupSampler(read_sources(recipe, toys, _quiet), recipe)
    batches = Batches(draw, recipe, Tokenizer.load(toys / "tiny" / "tokenizer.json"), model.config)
    return ReaderTrainer(model, recipe, out, log=_quiet), batches


def test_the_loss_falls_and_frozen_layers_stay(
    reader_recipe: ReaderRecipe, toys: Path, tmp_path: Path
) -> None:
    recipe = replace(reader_recipe, schedule=replace(reader_recipe.schedule, steps=60, rate=3e-3))
    trainer, batches = _trainer(recipe, toys, tmp_path)
    before = {name: x.clone() for name, x in trainer.model.state_dict().items()}
    trainer.run(batches.step)
    losses = [line["read"] for line in read_metrics(tmp_path / "metrics.jsonl")]
    assert losses[-1] < 0.8 * losses[0]
    still = {name for name, x in trainer.model.state_dict().items() if torch.equal(x, before[name])}
    frozen = ("pieces.", "places.", "norm.", "distances.", "layers.0.")
    assert still == {name for name in before if name.startswith(frozen)}


def test_low_rank_terms_are_trained_beside_the_packed_matrices(
    reader_recipe: ReaderRecipe, toys: Path, tmp_path: Path
) -> None:
    recipe = replace(reader_recipe, rank=32, schedule=replace(reader_recipe.schedule, steps=20))
    run(recipe, toys, tmp_path, beside=toys / "tiny", device="cpu", log=_quiet)
    trained, _ = _trainer(recipe, toys, tmp_path)
    trained.resume()
    state = trained.model.state_dict()
    assert all(state[f"layers.1.{part}.left"].any() for part in PRODUCTS)

    before, after = (PackedReader(place / "reader") for place in (toys / "tiny", tmp_path))
    assert (after.config.rank, after.config.ranked_layers) == (32, 1)
    for name in shapes(before.config):
        if is_packed(name):  # to the last byte
            assert np.array_equal(before.matrix(name).codes, after.matrix(name).codes), name
            assert np.array_equal(before.matrix(name).scale, after.matrix(name).scale), name
    for part in PRODUCTS:
        left, right = (f"layers.1.{part}{side}" for side in (LEFT, RIGHT))
        packed = after.matrix(left).floats() @ after.matrix(right).floats()
        exact = (state[left] @ state[right]).numpy()
        assert np.linalg.norm(packed - exact) < 0.2 * np.linalg.norm(exact), part

    fuller = replace(recipe, initial=str(tmp_path))  # goes on from the packed terms
    assert starting_reader(fuller).state_dict()["layers.1.up.left"].any()


def test_a_resumed_run_ends_with_the_weights_of_an_uninterrupted_one(
    reader_recipe: ReaderRecipe, toys: Path, tmp_path: Path
) -> None:
    whole, batches = _trainer(reader_recipe, toys, tmp_path / "whole")
    whole.run(batches.step)
    cut, batches = _trainer(reader_recipe, toys, tmp_path / "cut")

    def until_interrupted(number: int) -> list[MicroBatch]:
        if number == 3:
            cut.save()
            raise KeyboardInterrupt
        return batches.step(number)

    with pytest.raises(KeyboardInterrupt):
        cut.run(until_interrupted)
    run(reader_recipe, toys, tmp_path / "cut", beside=toys / "tiny", resume=True, device="cpu", log=_quiet)
    again, _ = _trainer(reader_recipe, toys, tmp_path / "cut")
    again.resume()
    assert again.step == 5
    for name, x in whole.model.state_dict().items():
        assert torch.equal(x, again.model.state_dict()[name]), name


def test_the_command_trains_and_ask_reads_with_what_it_made(
    reader_recipe: ReaderRecipe, toys: Path, tmp_path: Path
) -> None:
    (tmp_path / "reader.toml").write_text(recipe_text(reader_recipe), "utf-8")
    out, given = tmp_path / "out", ["--recipe", str(tmp_path / "reader.toml"), "--model", str(toys / "tiny")]
    made = CliRunner().invoke(
        app,
        [
            "train",
            str(toys),
            *given,
            "--steps",
            "2",
            "--out",
            str(out),
            "--device",
            "cpu",
            "--json",
            "--eval",
            "q.jsonl",
        ],
    )
    assert made.exit_code == 0, made.output
    assert json.loads(made.stdout)["steps"] == 2
    figures = json.loads(made.stdout)["figures"]["q.jsonl"]
    assert figures["questions"] == 60
    assert {"f1", "em", "auroc"} <= figures.keys()
    reader = load_reader(out, "cpu")
    assert reader is not None
    assert reader.config.verify_width == 16
    assert (out / "reader.toml").is_file()
    assert "q.jsonl" in (out / "README.md").read_text("utf-8")
    document = tmp_path / "contract.txt"
    document.write_text(contract(3)[0], "utf-8")
    asked = CliRunner().invoke(
        app, ["ask", str(document), "What is the rent?", "--model", str(out), "--device", "cpu", "--json"]
    )
    assert asked.exit_code in (0, 1), asked.output
    assert json.loads(asked.stdout)

    again = CliRunner().invoke(app, ["train", str(toys), *given, "--out", str(out)])
    assert again.exit_code != 0
    assert "--resume" in str(again.exception)
    wrong = CliRunner().invoke(
        app, ["train", str(toys), *given, "--epochs", "2", "--out", str(tmp_path / "x")]
    )
    assert wrong.exit_code != 0
    assert "--epochs" in str(wrong.exception)
