"""Runs the training of the long-context network: preprocess → build → train → evaluate → deploy."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import torch

from longdoc.errors import TrainingError
from longdoc.evaluation.datasets import read_texts
from longdoc.network.reader.types import Reader
from longdoc.network.torch.device import pick_device
from longdoc.network.torch.input_ranges import measured_ranges
from longdoc.network.torch.model import Model
from longdoc.plurals import counted
from longdoc.training.build import (
    average_with_start,
    build_network,
    initial_ranges,
    starting_shape,
    starting_vocabulary,
)
from longdoc.training.data.mixture import Mixture
from longdoc.training.deploy import Outcome, deploy
from longdoc.training.evaluate import evaluate_file
from longdoc.training.loop.processes import Processes, join_processes
from longdoc.training.loop.state import has_state
from longdoc.training.loop.trainer import Trainer
from longdoc.training.objectives.distillation import load_teacher
from longdoc.training.objectives.losses import losses_of
from longdoc.training.recipe import Recipe
from longdoc.training.report import write_report

__all__ = ["own_device", "run"]

Log = Callable[[str], None]
LEAST_RANGE_BATCHES, MOST_RANGE_BATCHES = 4, 48  # for measuring the input ranges of int8 products
TELL_EVERY_S = 20.0
STAGES = ("preprocess", "build", "train", "evaluate", "deploy")


def run(
    recipe: Recipe, data: Path, out: Path, *, resume: bool = False, epochs: float | None = None,
    device: str = "auto", cache: Path | None = None, evaluate: Sequence[Path] = (),
    report: Path | None = None, log: Log = print,
) -> tuple[Model, Outcome]:  # fmt: skip
    """Run all five stages; returns the trained model with its progress and metrics.

    Args:
        data: the folder that the recipe's file names are relative to.
        out: the folder for the checkpoint, the state of the run and its metrics.
        resume: continue the run whose state is in `out`.
        epochs: number of passes over the data; replaces the recipe's steps.
        cache: folder for everything computed from the data alone; None caches nothing.
        evaluate: files to evaluate on at the end: questions, summaries or texts.
        report: where to write the HTML report.
        log: called with each line of progress.

    Raises:
        DataError: a file of the recipe is missing or invalid.
        TrainingError: there is nothing to resume, or training diverged.
    """
    if resume and not has_state(out):
        raise TrainingError(f"{out}: no run to resume there; omit --resume to start one")
    where = own_device(pick_device(device))
    processes = join_processes(where)
    log = log if processes.first else _silent
    torch.manual_seed(recipe.seed)
    teacher = load_teacher(recipe.teacher, str(where)) if recipe.teacher else None

    _stage(0, log)
    tokenizer = starting_vocabulary(recipe, data, out, resume=resume)
    mixture = Mixture(recipe, data, tokenizer, starting_shape(recipe).chunk_tokens, cache, log)
    if epochs is not None:
        steps = mixture.steps_of_epochs(epochs, processes.micro_batches(recipe.accumulate))
        recipe = replace(recipe, schedule=replace(recipe.schedule, steps=steps))

    _stage(1, log)
    with processes.first_process_first():
        model = build_network(recipe, data, out, tokenizer, resume=resume).to(where)
    log(f"{sum(p.numel() for p in model.parameters()):,} weights, from {recipe.initial}, on {where}")

    _stage(2, log)
    trainer = _trained(model, recipe, out, mixture, processes, teacher, log, resume=resume)
    outcome = Outcome(trainer.progress)
    if processes.first:
        _stage(3, log)
        outcome = replace(outcome, figures=_metrics(model, recipe, data, evaluate, cache, log))
        _stage(4, log)
        ranges = _input_ranges(model, mixture, trainer.step * trainer.accumulate, initial_ranges(out), log)
        deploy(model, recipe, data, outcome, out, ranges)
        if report is not None:
            write_report(report, out, outcome.figures)
        log(f"{out}: use it with `longdoc ask --model {out} FILE QUESTION`")
    return model, outcome


def _trained(
    model: Model, recipe: Recipe, out: Path, mixture: Mixture, processes: Processes, teacher: Reader | None,
    log: Log, *, resume: bool,
) -> Trainer:  # fmt: skip
    """The trainer after its run; the model then has the weights to be saved."""
    trainer = Trainer(
        model, recipe.schedule, out, log=log, weights=recipe.objectives, accumulate=recipe.accumulate,
        precision=recipe.precision, processes=processes, seed=recipe.seed, teacher=teacher,
    )  # fmt: skip
    if resume:
        trainer.resume()
        log(f"resumed at step {trainer.step}")
    trainer.run(mixture.batch)
    trainer.use_average()
    if recipe.schedule.initial_share:
        average_with_start(model, out, recipe.schedule.initial_share)
    model.eval()
    return trainer


@torch.inference_mode()
def _input_ranges(
    model: Model, mixture: Mixture, used: int, initial: Mapping[str, torch.Tensor], log: Log
) -> dict[str, torch.Tensor]:
    """The input ranges of the products of all layers, on the batches that training would have used next.

    Args:
        used: how many batches training used; about as many are measured.
        initial: the ranges of the initial network, which hold for more than the documents of this run.
    """
    count = min(max(used, LEAST_RANGE_BATCHES), MOST_RANGE_BATCHES)
    log(f"measuring the input ranges of int8 products on {counted(count, 'batch', 'batches')}")
    told_s = time.monotonic()
    with measured_ranges(model.encoder, initial) as ranges:
        for number in range(count):
            losses_of(model, mixture.batch(used + number))
            if time.monotonic() - told_s > TELL_EVERY_S:
                log(f"{number + 1} of {counted(count, 'batch', 'batches')}")
                told_s = time.monotonic()
    return ranges


def _metrics(
    model: Model, recipe: Recipe, data: Path, files: Sequence[Path], cache: Path | None, log: Log
) -> dict[str, dict[str, float]]:
    if not files:
        log("no --eval FILE: nothing evaluated")
        return {}
    texts = {one.id: one.text for file in recipe.documents for one in read_texts(data / file)}
    figures = {}
    for file in files:
        figures[file.name] = evaluate_file(model, file, texts, cache, log)
        log(f"{file.name}: " + ", ".join(f"{name} {value:g}" for name, value in figures[file.name].items()))
    return figures


def own_device(device: torch.device) -> torch.device:
    """The device of this process: with several GPUs on a machine, each process uses its own."""
    if str(device) == "cuda" and "LOCAL_RANK" in os.environ:
        device = torch.device("cuda", int(os.environ["LOCAL_RANK"]))
        torch.cuda.set_device(device)
    return device


def _stage(number: int, log: Log) -> None:
    log(f"[{number + 1}/{len(STAGES)}] {STAGES[number]}")


def _silent(line: str) -> None:
    """The log of all processes but the first."""
