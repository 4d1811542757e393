"""Runs the training of the reader: preprocess → build → train → deploy → evaluate."""

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
from longdoc.training.reader.groups import GroupSampler
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
    """Run all stages; returns the progress of the run and its metrics.

    Args:
        data: the folder that the recipe's file names are relative to.
        out: the folder for the model, the state of the run and its metrics.
        beside: the model folder whose tokenizer the reader uses, and whose long-context network is copied to
            `out`.
        resume: continue the run whose state is in `out`.
        evaluate: files of questions to evaluate on at the end.
        log: called with each line of progress.

    Raises:
        DataError: a file of the recipe is missing or invalid.
        TrainingError: there is nothing to resume or to start from, or training diverged.
    """
    if resume and not has_state(out):
        raise TrainingError(f"{out}: no run to resume there; omit --resume to start one")
    check_start(recipe.initial, recipe.rank)
    where = own_device(pick_device(device))
    processes = join_processes(where)
    log = log if processes.first else _silent

    _stage(0, log)
    tokenizer = Tokenizer.load(beside / "tokenizer.json")
    sampler = GroupSampler(read_sources(recipe, data, log), recipe)

    _stage(1, log)
    with processes.first_process_first():
        model = starting_reader(recipe).to(where)
    log(f"{sum(p.numel() for p in model.parameters()):,} weights, from {recipe.initial}, on {where}")

    _stage(2, log)
    batches = Batches(sampler, recipe, tokenizer, model.config)
    trainer = ReaderTrainer(model, recipe, out, log=log, processes=processes)
    if resume:
        trainer.resume()
        log(f"resumed at step {trainer.step}")
    trainer.run(batches.step)

    figures: dict[str, dict[str, float]] = {}
    if processes.first:
        _stage(3, log)
        deploy(model, recipe, out, beside, trainer.step, batches)
        _stage(4, log)
        figures = _metrics(recipe, data, out, tokenizer, evaluate, device, log)
        write_card(model.config, recipe, data, out, beside, trainer.progress, figures)
        log(f"{out}: use it with `longdoc ask --model {out} FILE QUESTION`")
    return Outcome(trainer.progress, figures)


def _metrics(
    recipe: ReaderRecipe, data: Path, out: Path, tokenizer: Tokenizer, files: Sequence[Path], device: str,
    log: Callable[[str], None],
) -> dict[str, dict[str, float]]:  # fmt: skip
    """The metrics of the reader in the folder, as quantized."""
    if not files:
        log("no --eval FILE: nothing evaluated")
        return {}
    reader = load_reader(out, device)
    assert reader is not None
    texts = {one.id: one.text for file in recipe.documents for one in read_texts(data / file)}
    figures = {}
    for file in files:
        figures[file.name] = evaluate_file(reader, tokenizer, file, texts)
        log(f"{file.name}: " + ", ".join(f"{name} {value:g}" for name, value in figures[file.name].items()))
    return figures


def _stage(number: int, log: Callable[[str], None]) -> None:
    log(f"[{number + 1}/{len(STAGES)}] {STAGES[number]}")


def _silent(line: str) -> None:
    """The log of all processes but the first."""
