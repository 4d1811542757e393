"""Recipes for the reader: TOML files with the line `kind = "reader"`.

kind = "reader"
initial = "mpnet"
documents = ["docs/handbooks.jsonl.xz"]
[schedule]
minutes = 78
[[sources]]
file = "qa/handbooks.train.jsonl.xz"
share = 4.0
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from pathlib import Path

from longdoc.errors import DataError
from longdoc.training.recipe import LEAST_MINUTES
from longdoc.training.recipe_file import (
    read_toml,
    require_known,
    require_least,
    require_shares,
    require_types,
    toml_entry,
)

__all__ = ["KIND", "ReaderRecipe", "ReaderSchedule", "Source", "is_for_reader", "load_recipe", "recipe_text"]

KIND = "reader"
VERIFY_STEP = 8  # as the native layers multiply eight numbers at once
RANK_STEP = 32  # as a term is stored in groups of 32 columns


@dataclass(frozen=True, slots=True)
class ReaderSchedule:
    """The length of a run, and its optimizer settings."""

    steps: int = 10**12
    minutes: float = 78.0
    rate: float = 3.5e-5  # peak learning rate of the layers
    head_rate: float = 3e-4  # … and of the heads
    warm_up: float = 0.05  # share of the run in which the learning rates rise
    weight_decay: float = 0.01  # of the layers
    clip: float = 1.0  # maximum norm of the gradient

    def __post_init__(self) -> None:
        require_types(self)
        require_least(self, 1, "steps")
        require_least(self, LEAST_MINUTES, "minutes")
        require_shares(self, "warm_up")


@dataclass(frozen=True, slots=True)
class Source:
    """One labelled file."""

    file: str
    share: float = 1.0  # of samples, relative to the other sources
    table: bool = False  # the texts are tables: passages are whole rows, with the header as context
    titled: bool = False  # `article` is a title that a reader would see above the text
    unanswered: float = 1.0  # probability of keeping a sampled question without an answer

    def __post_init__(self) -> None:
        require_types(self)
        require_least(self, 0, "share")


@dataclass(frozen=True, slots=True)
class ReaderRecipe:
    """Everything that training a reader depends on, except the data itself."""

    seed: int = 11
    initial: str = "mpnet"  # or a folder with a reader ("shipped": the shipped one), or a file of weights
    verify_width: int = 256  # hidden units of the verification head, if the initial weights have none
    layers: int = 0  # lowest layers of the initial weights to keep; 0 keeps all of them
    rank: int = 0  # of low-rank terms that are trained instead of the matrices (QLoRA); 0 trains those
    frozen: int = 4  # lowest layers that are frozen together with the embeddings; 0 trains everything
    step_tokens: int = 4_096  # in one step
    micro_tokens: int = 2_048  # in one micro-batch, padding included
    passage_tokens: int = 300
    window_chars: tuple[int, ...] = (450, 700, 1_000, 1_150)  # approximate lengths of passages
    context_share: float = 0.65  # of passages that are preceded by their context, if it is known
    group_share: float = 0.6  # of answerable questions that come with other passages of their text
    near_misses: int = 2  # the most such passages
    changed_share: float = 0.05  # of answerable questions made unanswerable by another year or name
    row_weight: float = 0.4  # weight of the loss of a single passage in a group
    verify_weight: float = 0.35  # weight of the loss of the verification head
    rounding_rows: int = 144  # calibration rows for rounding weights to four bits; 0: round to nearest
    precision: str = "auto"  # of products: "int8", "bf16" or "fp32"; auto: the fastest on the device
    documents: tuple[str, ...] = ()  # files of whole texts that sources refer to
    sources: tuple[Source, ...] = ()
    schedule: ReaderSchedule = field(default_factory=ReaderSchedule)

    def __post_init__(self) -> None:
        require_types(self)
        require_shares(self, "context_share", "group_share", "changed_share")
        require_least(self, 1, "step_tokens", "micro_tokens", "passage_tokens", "verify_width")
        require_least(self, 0, "layers", "frozen", "near_misses", "rounding_rows")
        if self.verify_width % VERIFY_STEP:
            raise DataError(f"verify_width must be a multiple of {VERIFY_STEP}")
        if self.rank < 0 or self.rank % RANK_STEP:
            raise DataError(f"rank must be a multiple of {RANK_STEP}")
        if not self.window_chars or min(self.window_chars) < 1:
            raise DataError("window_chars must be a list of lengths of at least 1")
        if self.precision not in ("auto", "int8", "bf16", "fp32"):
            raise DataError('precision must be "auto", "int8", "bf16" or "fp32"')


def is_for_reader(path: Path) -> bool:
    """Whether a recipe is for the reader; False if it cannot be read."""
    try:
        return read_toml(path).get("kind") == KIND
    except DataError:
        return False


def load_recipe(path: Path) -> ReaderRecipe:
    """Read and check a recipe.

    Raises:
        DataError: it cannot be read, or an entry is unknown or invalid.
    """
    raw = read_toml(path)
    if raw.pop("kind", None) != KIND:
        raise DataError(f'{path}: not a recipe for the reader: it lacks the line kind = "{KIND}"')
    require_known(path, raw, {entry.name for entry in fields(ReaderRecipe)}, "a recipe for the reader")
    try:
        raw["sources"] = tuple(Source(**item) for item in raw.get("sources", ()))
        raw["schedule"] = ReaderSchedule(**raw.get("schedule", {}))
        for name in ("documents", "window_chars"):
            if name in raw:
                raw[name] = tuple(raw[name])
        return ReaderRecipe(**raw)
    except (TypeError, DataError) as error:
        raise DataError(f"{path}: {error}") from error


def recipe_text(recipe: ReaderRecipe) -> str:
    """The recipe as TOML, from which `load_recipe` restores it."""
    plain = [f'kind = "{KIND}"']
    for entry in fields(recipe):
        if entry.name not in ("sources", "schedule"):
            plain.append(toml_entry(entry.name, getattr(recipe, entry.name)))
    lines = [*plain, "\n[schedule]", *_entries(recipe.schedule)]
    for source in recipe.sources:
        lines += ["\n[[sources]]", *_entries(source)]
    return "\n".join(lines) + "\n"


def _entries(table: ReaderSchedule | Source) -> list[str]:
    return [toml_entry(one.name, getattr(table, one.name)) for one in fields(table)]
