"""A recipe: which data, which objectives, how long; a TOML file that repeats a training run.

seed = 0
initial = "minilm"
[schedule]
steps = 2000
[objectives]
masked = 0.3
[[pairs]]
file = "qa/squadshifts-new_wiki.train.jsonl.xz"
weight = 1.0
near_miss = 0.25
[[unlabelled]]
file = "docs/books.jsonl.xz"
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from longdoc.errors import DataError

__all__ = ["Recipe", "Schedule", "SetOfData", "load_recipe", "recipe_text", "weights_of"]

KINDS = ("pairs", "groups", "searches", "summaries", "unlabelled")
ALL_OBJECTIVES = {
    "span": 1.0, "shared": 1.0, "far": 1.0, "search": 1.0, "salience": 1.0, "recurring": 1.0, "gap": 0.3,
    "cloze": 0.5, "masked": 0.3,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long and how fast to learn."""

    steps: int = 2_000
    minutes: float = 1e9
    rate: float = 2e-4  # peak learning rate of weights that were trained before
    fresh_rate: float = 1e-3  # of heads, chunk aggregation and other new weights
    warm_up: float = 0.06  # share of the run
    weight_decay: float = 0.01
    clip: float = 1.0
    dropout: float = 0.1  # share of what a layer adds that is left out while training; 0: nothing
    round_from: float = 0.6  # share of the run from which products see inputs rounded to bytes; 1: never
    average: float = 0.998  # of the moving average of weights that is kept; 0 switches it off
    initial_share: float = 0.0  # of the weights it started from in the mean with them that is shipped


@dataclass(frozen=True, slots=True)
class SetOfData:
    """One file of a recipe; `weight` is its share of draws among files of its kind."""

    file: str
    weight: float = 1.0
    reworded: float = 0.0  # pairs, groups: how often a question is put in other words, where some are known
    near_miss: float = 0.25  # pairs: how often a question meets a passage that does not answer it


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that a training run depends on, besides the bytes of its data."""

    seed: int = 0
    initial: str = "minilm"  # or the folder of a model
    slots: int = 1  # of a network that is new, as is `window`
    window: bool = True  # False: full attention, to compare with
    initial_texts: tuple[str, ...] = ()  # texts whose characters the vocabulary must know
    schedule: Schedule = field(default_factory=Schedule)
    objectives: dict[str, float] = field(default_factory=lambda: dict(ALL_OBJECTIVES))
    batch_tokens: int = 6_144  # of question–passage pairs in one micro-batch
    accumulate: int = 1  # micro-batches in one step, shared out over the processes
    passage_tokens: int = 256
    segment_tokens: int = 4_096  # of documents in one micro-batch
    shortest_segment: int = 0  # segments are this long or longer; 0: all are `segment_tokens`
    whole_share: float = 0.25  # of micro-batches that read labelled documents instead of pairs
    unlabelled_share: float = 0.25  # of micro-batches that are exercises on texts without labels
    group_share: float = 0.15  # of micro-batches that read several passages of a document for each question
    group_passages: int = 4  # so many
    far_share: float = 0.1  # of micro-batches that ask for spans which recur far away in texts without labels
    far_tokens: int = 4_096  # how far at least; half of a shorter document
    precision: str = "auto"  # "bf16" or "fp32"; auto: what the device is faster with
    documents: tuple[str, ...] = ()  # files of whole texts that sets point into
    pairs: tuple[SetOfData, ...] = ()
    groups: tuple[SetOfData, ...] = ()
    searches: tuple[SetOfData, ...] = ()
    summaries: tuple[SetOfData, ...] = ()
    unlabelled: tuple[SetOfData, ...] = ()
    apart: tuple[str, ...] = ()  # labelled files to measure on: no exercises are made of their documents

    def files(self) -> list[str]:
        """Every file that it learns from, once each, in order."""
        return list(dict.fromkeys(item.file for kind in KINDS for item in getattr(self, kind)))


def weights_of(objectives: list[str]) -> dict[str, float]:
    """Weights from `NAME` and `NAME=WEIGHT`; what is not named is off.

    Raises:
        DataError: no such objective, or no such weight.
    """
    weights = {}
    for given in objectives:
        name, _, weight = given.partition("=")
        try:
            weights[name] = float(weight) if weight else ALL_OBJECTIVES.get(name, 1.0)
        except ValueError as error:
            raise DataError(f"objective {given}: {weight!r} is not a number") from error
    return _checked(weights, "objective")


def load_recipe(path: Path) -> Recipe:
    """Read and check a recipe; DataError names what is wrong in it."""
    try:
        raw: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: no readable recipe ({error})") from error
    known = {f.name for f in fields(Recipe)}
    if unknown := set(raw) - known:
        raise DataError(
            f"{path}: unknown entries {', '.join(sorted(unknown))}; a recipe has {', '.join(sorted(known))}"
        )
    try:
        for kind in KINDS:
            raw[kind] = tuple(SetOfData(**item) for item in raw.get(kind, ()))
        for kind in ("documents", "initial_texts", "apart"):
            raw[kind] = tuple(raw.get(kind, ()))
        raw["schedule"] = Schedule(**raw.get("schedule", {}))
        raw["objectives"] = {**ALL_OBJECTIVES, **_checked(raw.get("objectives", {}), f"{path}: objective")}
        return Recipe(**raw)
    except (TypeError, AttributeError) as error:
        raise DataError(f"{path}: {error}") from error


def recipe_text(recipe: Recipe) -> str:
    """The recipe as TOML, such that `load_recipe` gives the same recipe."""
    plain, tables, sets = [], [], []
    for entry in fields(Recipe):
        value = getattr(recipe, entry.name)
        if entry.name in KINDS:
            for item in value:
                sets += [
                    f"\n[[{entry.name}]]",
                    *_entries({f.name: getattr(item, f.name) for f in fields(item)}),
                ]
        elif entry.name == "schedule":
            tables += ["\n[schedule]", *_entries({f.name: getattr(value, f.name) for f in fields(value)})]
        elif entry.name == "objectives":
            tables += ["\n[objectives]", *_entries(value)]
        else:
            plain += _entries({entry.name: list(value) if isinstance(value, tuple) else value})
    return "\n".join([*plain, *tables, *sets]) + "\n"


def _entries(values: dict[str, Any]) -> list[str]:
    # strings, numbers, truth values and lists of strings are written alike in JSON and TOML
    return [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in values.items()]


def _checked(weights: dict[str, Any], what: str) -> dict[str, float]:
    for name, weight in weights.items():
        if name not in ALL_OBJECTIVES:
            raise DataError(f"{what} {name!r} is unknown; there are {', '.join(ALL_OBJECTIVES)}")
        if not isinstance(weight, int | float) or weight < 0:
            raise DataError(f"{what} {name}: the weight {weight!r} is not a number from 0 on")
    return {name: float(weight) for name, weight in weights.items()}
