"""One training run of a reader: its data, its start, its steps, and the folder that comes of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from longdoc.errors import TrainingError
from longdoc.evaluation.datasets import read_texts
from longdoc.network.reader.load import load_reader
from longdoc.network.tokenizer import Tokenizer
from longdoc.network.torch.device import pick_device
from longdoc.training.deploy import Outcome
from longdoc.training.loop.processes import join_processes
from longdoc.training.loop.state import has_state
from longdoc.training.reader.batches import Batches
from longdoc.training.reader.deploy import deploy, write_card
from longdoc.training.reader.evaluate import evaluate_file
from longdoc.training.reader.groups import Draw
from longdoc.training.reader.loop import ReaderTrainer
from longdoc.training.reader.recipe import ReaderRecipe
from longdoc.training.reader.sources import read_sources
from longdoc.training.reader.start import check_start, starting_reader
from longdoc.training.run import own_device

__all__ = ["run"]

STAGES = ("preprocess", "build", "train", "deploy", "evaluate")


def run(
    recipe: ReaderRecipe, data: Path, out: Path, *, beside: Path, resume: bool = False,
    device: str = "auto", evaluate: Sequence[Path] = (), log: Callable[[str], None] = print,
) -> Outcome:  # fmt: skip
    """All stages; returns how far the run came, and its figures.

    Args:
        data: the folder that the recipe's file names are relative to.
        out: the folder of the model, of the state of the run and of its metrics.
        beside: the model folder whose tokenizer the reader learns with, and whose long-context network goes
            into `out` with it.
        evaluate: files of questions to measure on at the end.
        log: is told what happens, a line at a time.

    Raises:
        DataError: a file of the recipe is not what it must be.
        TrainingError: there is nothing to resume or to start from, or the loss went wrong.
    """
    if resume and not has_state(out):
        raise TrainingError(f"{out}: no run to resume there; leave out --resume to begin one")
    check_start(recipe.initial)
    where = own_device(pick_device(device))
    processes = join_processes(where)
    say = log if processes.first else _nothing

    _stage(0, say)
    tokenizer = Tokenizer.load(beside / "tokenizer.json")
    draw = Draw(read_sources(recipe, data, say), recipe)

    _stage(1, say)
    with processes.one_after_another():
        model = starting_reader(recipe).to(where)
    say(f"{sum(p.numel() for p in model.parameters()):,} weights, from {recipe.initial}, on {where}")

    _stage(2, say)
    batches = Batches(draw, recipe, tokenizer, model.config)
    trainer = ReaderTrainer(model, recipe, out, log=say, processes=processes)
    if resume:
        trainer.resume()
        say(f"resumed at step {trainer.step}")
    trainer.run(batches.step)

    figures: dict[str, dict[str, float]] = {}
    if processes.first:
        _stage(3, say)
        deploy(model, recipe, out, beside, trainer.step, batches)
        _stage(4, say)
        figures = _figures(recipe, data, out, tokenizer, evaluate, device, say)
        write_card(model.config, recipe, data, out, beside, trainer.progress, figures)
        say(f"{out}: use it with `longdoc ask --model {out} FILE QUESTION`")
    return Outcome(trainer.progress, figures)


def _figures(
    recipe: ReaderRecipe, data: Path, out: Path, tokenizer: Tokenizer, files: Sequence[Path], device: str,
    say: Callable[[str], None],
) -> dict[str, dict[str, float]]:  # fmt: skip
    """What the reader in the folder comes to, rounded as it is."""
    if not files:
        say("no --eval FILE: nothing measured")
        return {}
    reader = load_reader(out, device)
    assert reader is not None
    texts = {one.id: one.text for file in recipe.documents for one in read_texts(data / file)}
    figures = {}
    for file in files:
        figures[file.name] = evaluate_file(reader, tokenizer, file, texts)
        say(f"{file.name}: " + ", ".join(f"{name} {value:g}" for name, value in figures[file.name].items()))
    return figures


def _stage(number: int, say: Callable[[str], None]) -> None:
    say(f"[{number + 1}/{len(STAGES)}] {STAGES[number]}")


def _nothing(line: str) -> None:
    """What the other processes have to say."""
