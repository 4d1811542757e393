"""A recipe: which data, which objectives, how long; a TOML file that repeats a training run.

    seed = 0
    [initial]
    from = "minilm"
    texts = ["docs/zhlaw.jsonl.xz"]
    [schedule]
    steps = 2000
    [[pairs]]
    file = "qa/squadshifts-new_wiki.train.jsonl.xz"
    weight = 1.0
    near_miss = 0.25
    [[summaries]]
    file = "summaries/scisumm.train.jsonl.xz"
    weight = 1.0
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from longdoc.errors import DataError
from longdoc.training.loop import Schedule

__all__ = ["Recipe", "SetOfData", "load_recipe"]


@dataclass(frozen=True, slots=True)
class SetOfData:
    """One file of a recipe; `weight` is its share of draws among files of its kind."""

    file: str
    weight: float = 1.0
    near_miss: float = 0.25  # pairs: how often a question meets a passage that does not answer it


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that a training run depends on, besides the bytes of its data."""

    seed: int = 0
    initial: str = "minilm"
    slots: int = 2
    initial_texts: tuple[str, ...] = ()
    schedule: Schedule = field(default_factory=Schedule)
    batch_tokens: int = 6_144  # of question–passage pairs in one step
    passage_tokens: int = 256
    stretch_tokens: int = 4_096  # of a document in one step
    whole_share: float = 0.25  # of steps that read stretches of documents instead of pairs
    documents: tuple[str, ...] = ()  # files of whole texts that sets point into
    pairs: tuple[SetOfData, ...] = ()
    searches: tuple[SetOfData, ...] = ()
    summaries: tuple[SetOfData, ...] = ()


def load_recipe(path: Path) -> Recipe:
    """Read and check a recipe; DataError names what is wrong in it."""
    try:
        raw: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: no readable recipe ({error})") from error
    known = {f.name for f in fields(Recipe)}
    if unknown := set(raw) - known:
        raise DataError(f"{path}: unknown entries {', '.join(sorted(unknown))}; a recipe has {', '.join(sorted(known))}")
    try:
        for kind in ("pairs", "searches", "summaries"):
            raw[kind] = tuple(SetOfData(**item) for item in raw.get(kind, ()))
        for kind in ("documents", "initial_texts"):
            raw[kind] = tuple(raw.get(kind, ()))
        raw["schedule"] = Schedule(**raw.get("schedule", {}))
        return Recipe(**raw)
    except TypeError as error:
        raise DataError(f"{path}: {error}") from error
