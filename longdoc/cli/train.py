"""`longdoc train`: adapt the model to your own documents, or train one from labelled data by a recipe."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from longdoc.cli import messages
from longdoc.cli.option_groups import with_groups
from longdoc.cli.train_options import TrainOptions
from longdoc.cli.train_reader import recipe_of_reader, train_reader
from longdoc.cli.training_run import found, guard, show, tell, written_to
from longdoc.errors import TrainingError, UsageError

if TYPE_CHECKING:
    from longdoc.training.recipe import Recipe

__all__ = ["train"]

DEFAULT_MINUTES = 60.0


@with_groups
def train(options: TrainOptions) -> None:
    """Train a model: preprocess, build, train, evaluate, deploy.

    `longdoc train contracts/ --minutes 60` adapts the shipped model to a folder of documents. On several
    GPUs: `torchrun --nproc-per-node N -m longdoc train …`. --resume continues an interrupted run.
    """
    if sum(limit is not None for limit in (options.steps, options.epochs, options.minutes)) > 1:
        raise UsageError("--steps, --epochs and --minutes exclude each other; give one")
    if (own := recipe_of_reader(options.sources, options.recipe)) is not None:
        train_reader(own, options)
        return
    if options.model is not None:
        raise UsageError("--model needs a recipe for the reader; to start from a model, give it as --init")
    if not options.data:
        raise UsageError("nothing to train on; give a data folder, labelled files or documents")
    from longdoc.training.run import run

    recipe, folder = _recipe(options)
    guard(options.out, options.resume)
    evaluate = [found(path, folder) for path in options.evaluate or []]
    with written_to(options.out):
        _, outcome = run(
            recipe, folder, options.out, resume=options.resume, epochs=options.epochs, device=options.device,
            cache=_cache(), evaluate=evaluate, report=options.report, log=tell,
        )  # fmt: skip
    if int(os.environ.get("RANK", "0")) == 0:
        show(options.out, outcome, options.as_json)


def _recipe(options: TrainOptions) -> tuple[Recipe, Path]:
    """The recipe with what the options change, and the folder that its files are relative to."""
    from longdoc.training.inputs import recipe_for

    recipe, folder = recipe_for(options.sources, options.recipe)
    is_given = options.recipe is not None or folder != Path()
    recipe = _with_init(recipe, options.init, is_given)
    recipe = _with_objectives(recipe, options.objective)
    recipe = _with_limits(recipe, options, is_given)
    changes: dict[str, Any] = {
        "batch_tokens": options.batch_tokens, "segment_tokens": options.length, "seed": options.seed,
    }  # fmt: skip
    return replace(recipe, **{name: value for name, value in changes.items() if value is not None}), folder


def _with_init(recipe: Recipe, init: str | None, is_given: bool) -> Recipe:
    """The initial weights: of the option, else of a given recipe, else of the shipped model."""
    from longdoc.paths import model_folder

    if init is None and is_given:
        return recipe
    if init == "minilm":
        return replace(recipe, initial=init)
    return replace(recipe, initial=str(model_folder(init)))


def _with_objectives(recipe: Recipe, given: list[str] | None) -> Recipe:
    from longdoc.training.recipe import weights_of

    return replace(recipe, objectives=weights_of(given)) if given else recipe


def _with_limits(recipe: Recipe, options: TrainOptions, is_given: bool) -> Recipe:
    """What ends the run: the option, else a given recipe, else an hour."""
    steps, minutes = options.steps, options.minutes
    never_steps, never_minutes = 10**12, 1e9
    if steps is not None or options.epochs is not None:
        schedule = replace(recipe.schedule, steps=steps or never_steps, minutes=never_minutes)
    elif minutes is not None:
        schedule = replace(recipe.schedule, steps=never_steps, minutes=max(minutes, 1e-3))
    elif is_given:
        return recipe
    else:
        messages.note(f"neither --steps, --epochs nor --minutes: training for {DEFAULT_MINUTES:.0f} minutes")
        schedule = replace(recipe.schedule, steps=never_steps, minutes=DEFAULT_MINUTES)
    return replace(recipe, schedule=schedule)


def _cache() -> Path:
    from platformdirs import user_cache_path

    try:
        return user_cache_path("longdoc", appauthor=False) / "training"
    except RuntimeError as error:
        raise TrainingError(
            "there is no home folder for prepared data; set HOME or XDG_CACHE_HOME"
        ) from error
