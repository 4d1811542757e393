"""`longdoc train`: adapt the model to your own documents, or train one from labelled data by a recipe."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from longdoc.cli import messages
from longdoc.cli.options import Debug, Device, Quiet, Version
from longdoc.cli.train_reader import recipe_of_reader, refuse, train_reader
from longdoc.cli.training_run import found, guard, show, tell
from longdoc.errors import UsageError

if TYPE_CHECKING:
    from longdoc.training.recipe import Recipe

__all__ = ["train"]

DEFAULT_MINUTES = 60.0


def train(
    data: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[DATA...]",
            help="A data folder with a recipe.toml; labelled files (JSON Lines, SQuAD JSON); documents or"
            " folders of documents without labels. A recipe for the reader takes its data folder, else the"
            " current one.",
            show_default=False,
        ),
    ] = None,
    init: Annotated[
        str | None,
        typer.Option(
            metavar="DIR|minilm|mpnet",
            help="Start from this model; else the recipe's, else the shipped one. mpnet: for the reader.",
        ),
    ] = None,
    model: Annotated[
        str | None,
        typer.Option(
            metavar="DIR",
            help="With a recipe for the reader: whose long-context network goes with it; else the shipped.",
        ),
    ] = None,
    recipe: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Data, objectives, lengths and schedule as TOML.")
    ] = None,
    objective: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME[=WEIGHT]",
            help="Only these of: span, shared, search, salience, far, recurring, gap, cloze, masked.",
        ),
    ] = None,
    steps: Annotated[int | None, typer.Option(min=1, help="Stop after so many steps.")] = None,
    epochs: Annotated[float | None, typer.Option(min=0, help="Stop after so many times the data.")] = None,
    minutes: Annotated[float | None, typer.Option(min=0, help="Stop after so many minutes.")] = None,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where the checkpoint goes.")] = Path(
        "longdoc-model"
    ),
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the run in --out.")] = False,
    batch_tokens: Annotated[
        int | None, typer.Option(min=64, help="Tokens of question–passage pairs in a micro-batch.")
    ] = None,
    length: Annotated[
        int | None, typer.Option(min=64, help="Longest segment of a document, in tokens.")
    ] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="Same seed, same batches.")] = None,
    evaluate: Annotated[
        list[Path] | None,
        typer.Option(
            "--eval", metavar="FILE", help="Measure on this file at the end: questions, summaries, texts."
        ),
    ] = None,
    report: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write curves and figures as one HTML page.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The outcome as one JSON object.")] = False,
    device: Device = "auto",
    quiet: Quiet = False,
    debug: Debug = False,
    version: Version = False,
) -> None:
    """Train a model: preprocess, build, train, evaluate, deploy.

    `longdoc train contracts/ --minutes 60` adapts the shipped model to a folder of documents. On several
    GPUs: `torchrun --nproc-per-node N -m longdoc train …`. A killed run goes on with --resume.
    """
    if sum(limit is not None for limit in (steps, epochs, minutes)) > 1:
        raise UsageError("--steps, --epochs and --minutes exclude each other: one of them ends the run")
    if (own := recipe_of_reader(data or [], recipe)) is not None:
        only_others = {"--objective": objective, "--epochs": epochs, "--length": length,
                       "--report": report}  # fmt: skip
        refuse(only_others)
        train_reader(
            own, data or [], out, init=init, model=model, steps=steps, minutes=minutes, seed=seed,
            step_tokens=batch_tokens, evaluate=evaluate or [], resume=resume, device=device, as_json=as_json,
        )  # fmt: skip
        return
    if model is not None:
        raise UsageError("--model goes with a recipe for the reader; to start from a model give it as --init")
    if not data:
        raise UsageError("nothing to learn from: give a data folder, labelled files or documents")
    from longdoc.training.inputs import recipe_for
    from longdoc.training.run import run

    made, folder = recipe_for(data, recipe)
    by_recipe = recipe is not None or folder != Path()
    made = _with_init(made, init, by_recipe)
    made = _with_objectives(made, objective)
    made = _with_limits(made, steps, minutes, epochs, by_recipe)
    changes: dict[str, Any] = {"batch_tokens": batch_tokens, "segment_tokens": length, "seed": seed}
    made = replace(made, **{name: value for name, value in changes.items() if value is not None})
    guard(out, resume)
    _, outcome = run(
        made, folder, out, resume=resume, epochs=epochs, device=device, cache=_cache(),
        evaluate=[found(path, folder) for path in evaluate or []], report=report, log=tell,
    )  # fmt: skip
    if int(os.environ.get("RANK", "0")) == 0:
        show(out, outcome, as_json)


def _with_init(recipe: Recipe, init: str | None, by_recipe: bool) -> Recipe:
    """Where it starts from: the option, else the recipe, else the shipped model."""
    from longdoc.paths import model_folder

    if init is None and by_recipe:
        return recipe
    if init == "minilm":
        return replace(recipe, initial=init)
    return replace(recipe, initial=str(model_folder(init)))


def _with_objectives(recipe: Recipe, given: list[str] | None) -> Recipe:
    from longdoc.training.recipe import weights_of

    return replace(recipe, objectives=weights_of(given)) if given else recipe


def _with_limits(
    recipe: Recipe, steps: int | None, minutes: float | None, epochs: float | None, by_recipe: bool
) -> Recipe:
    """What ends the run: the option given, else the recipe, else an hour."""
    never_steps, never_minutes = 10**12, 1e9
    if steps is not None or epochs is not None:
        schedule = replace(recipe.schedule, steps=steps or never_steps, minutes=never_minutes)
    elif minutes is not None:
        schedule = replace(recipe.schedule, steps=never_steps, minutes=max(minutes, 1e-3))
    elif by_recipe:
        return recipe
    else:
        messages.note(f"neither --steps, --epochs nor --minutes: training for {DEFAULT_MINUTES:.0f} minutes")
        schedule = replace(recipe.schedule, steps=never_steps, minutes=DEFAULT_MINUTES)
    return replace(recipe, schedule=schedule)


def _cache() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("longdoc", appauthor=False) / "training"
