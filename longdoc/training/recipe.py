"""Recipes: data, objectives and schedule as a TOML file, so that a training run can be repeated.

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

from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from longdoc.errors import DataError
from longdoc.training.recipe_file import (
    read_toml,
    require_known,
    require_least,
    require_shares,
    require_types,
    toml_entry,
)

__all__ = ["Recipe", "Schedule", "SetOfData", "load_recipe", "recipe_text", "weights_of"]

LEAST_MINUTES = 1e-3
KINDS = ("pairs", "groups", "searches", "summaries", "unlabelled")
ALL_OBJECTIVES = {
    "span": 1.0, "shared": 1.0, "far": 1.0, "search": 1.0, "salience": 1.0, "recurring": 1.0, "gap": 0.3,
    "cloze": 0.5, "masked": 0.3, "distilled": 1.0,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Schedule:
    """The length of a run, and its optimizer settings."""

    steps: int = 2_000
    minutes: float = 1e9
    rate: float = 2e-4  # peak learning rate of pretrained weights
    fresh_rate: float = 1e-3  # of heads, chunk aggregation and other new weights
    warm_up: float = 0.06  # share of the run in which the learning rate rises
    weight_decay: float = 0.01
    clip: float = 1.0  # maximum norm of the gradient
    dropout: float = 0.1  # of the output of each layer; 0 switches it off
    round_from: float = 0.6  # share of the run after which inputs of products are rounded to int8; 1: never
    average: float = 0.998  # decay of the moving average of the weights; 0 switches it off
    initial_share: float = 0.0  # share of the initial weights in the average that is saved

    def __post_init__(self) -> None:
        require_types(self)
        require_least(self, 1, "steps")
        require_least(self, LEAST_MINUTES, "minutes")
        require_shares(self, "warm_up", "dropout", "average", "initial_share")


@dataclass(frozen=True, slots=True)
class SetOfData:
    """One file of a recipe, sampled in proportion to its weight times its size among files of its kind."""

    file: str
    weight: float = 1.0
    reworded: float = 0.0  # pairs, groups: how often a question is reworded, if rewordings are known
    near_miss: float = 0.25  # pairs: how often a question is paired with a passage that does not answer it
    lang: str = ""  # pairs, groups, searches: only the contexts in this language ("en", "zh"); "": all

    def __post_init__(self) -> None:
        require_types(self)
        require_least(self, 0, "weight")
        require_shares(self, "reworded", "near_miss")


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that a training run depends on, except the data itself."""

    seed: int = 0
    initial: str = "minilm"  # or the folder of a model; "shipped": the shipped one
    teacher: str = ""  # model folder whose reader teaches the span head; "shipped": the shipped one; "": none
    slots: int = 1  # summary slots per chunk of a new network
    window: bool = True  # of a new network; False: full attention, for comparison
    initial_texts: tuple[str, ...] = ()  # texts whose characters are added to the vocabulary
    schedule: Schedule = field(default_factory=Schedule)
    objectives: dict[str, float] = field(default_factory=lambda: dict(ALL_OBJECTIVES))
    batch_tokens: int = 6_144  # of question–passage pairs in one micro-batch
    accumulate: int = 1  # micro-batches in one step, distributed over the processes
    passage_tokens: int = 256
    segment_tokens: int = 4_096  # of documents in one micro-batch
    shortest_segment: int = 0  # lengths are drawn from here to `segment_tokens`; 0: all have `segment_tokens`
    whole_share: float = 0.25  # of micro-batches with labelled documents
    unlabelled_share: float = 0.25  # of micro-batches with self-supervised exercises on unlabelled texts
    group_share: float = 0.15  # of micro-batches with several passages of a document for each question
    group_passages: int = 4  # passages per question there
    far_share: float = 0.1  # of micro-batches that ask for spans that recur far away in unlabelled texts
    far_tokens: int = 4_096  # the least distance; half the length in a shorter document
    precision: str = "auto"  # of products: "int8", "bf16" or "fp32"; auto: the fastest on the device
    documents: tuple[str, ...] = ()  # files of whole texts that sets refer to
    pairs: tuple[SetOfData, ...] = ()
    groups: tuple[SetOfData, ...] = ()
    searches: tuple[SetOfData, ...] = ()
    summaries: tuple[SetOfData, ...] = ()
    unlabelled: tuple[SetOfData, ...] = ()
    apart: tuple[str, ...] = ()  # held-out labelled files: no exercises are made from their documents

    def __post_init__(self) -> None:
        require_types(self)
        require_least(self, 1, "batch_tokens", "accumulate", "passage_tokens", "segment_tokens", "far_tokens")
        require_least(self, 2, "group_passages")
        require_shares(self, "whole_share", "unlabelled_share", "group_share", "far_share")
        if self.precision not in ("auto", "int8", "bf16", "fp32"):
            raise DataError('precision must be "auto", "int8", "bf16" or "fp32"')

    def files(self) -> list[str]:
        """Every file to learn from, once each, in order."""
        return list(dict.fromkeys(item.file for kind in KINDS for item in getattr(self, kind)))


def weights_of(objectives: list[str]) -> dict[str, float]:
    """Parse `NAME` and `NAME=WEIGHT`; objectives that are not named are switched off.

    Raises:
        DataError: an unknown objective or an invalid weight.
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
    """Read and check a recipe.

    Raises:
        DataError: it cannot be read, or an entry is unknown or invalid.
    """
    raw = read_toml(path)
    require_known(path, raw, {entry.name for entry in fields(Recipe)})
    try:
        for kind in KINDS:
            raw[kind] = tuple(SetOfData(**item) for item in raw.get(kind, ()))
        for kind in ("documents", "initial_texts", "apart"):
            raw[kind] = tuple(raw.get(kind, ()))
        raw["schedule"] = Schedule(**raw.get("schedule", {}))
        raw["objectives"] = {**ALL_OBJECTIVES, **_checked(raw.get("objectives", {}), f"{path}: objective")}
        return Recipe(**raw)
    except (TypeError, AttributeError, DataError) as error:
        raise DataError(f"{path}: {error}") from error


def recipe_text(recipe: Recipe) -> str:
    """The recipe as TOML, from which `load_recipe` restores it."""
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
    return [toml_entry(name, value) for name, value in values.items()]


def _checked(weights: dict[str, Any], what: str) -> dict[str, float]:
    for name, weight in weights.items():
        if name not in ALL_OBJECTIVES:
            raise DataError(f"{what} {name!r} is unknown; choose from {', '.join(ALL_OBJECTIVES)}")
        if not isinstance(weight, int | float) or weight < 0:
            raise DataError(f"{what} {name}: the weight {weight!r} is not a number of at least 0")
    return {name: float(weight) for name, weight in weights.items()}
