"""Deploy: writes the reader, quantized to four bits, and its model card beside a long-context network."""

from __future__ import annotations

import shutil
from math import prod
from pathlib import Path
from string import Template

import numpy as np
import torch

from longdoc import __version__
from longdoc.network.reader.config import FOLDER, ReaderConfig
from longdoc.network.reader.model import ReaderModel
from longdoc.network.reader.pack import pack, pack_beside
from longdoc.network.reader.packed import save, shapes
from longdoc.training.card import credits_of, table_of_figures
from longdoc.training.loop.state import Progress
from longdoc.training.reader.batches import Batches
from longdoc.training.reader.recipe import ReaderRecipe, recipe_text
from longdoc.training.reader.start import packed_reader
from longdoc.training.recipe_file import model_named

__all__ = ["deploy", "write_card"]

BESIDE = ("config.json", "tokenizer.json", "model.safetensors")  # files of the long-context network
RECIPE = "reader.toml"
_CARD = Template("""\
# $name

A long-context network and a reader; the reader was trained with `longdoc train` (longdoc
$version). Use them with `longdoc ask --model $name FILE QUESTION`.

| | |
|---|---|
| reader | $layers layers, $width wide, $heads heads; $parameters million parameters |
| on disk | $megabytes MB, the reader's matrices in four bits |
| initial weights | $start |
| trained | $steps steps, $tokens million tokens, $minutes minutes |
| long-context network | that of `$beside`, unchanged |

## Figures

$figures

Measured by `longdoc train` on the quantized reader, given the right passage: `f1` and `em` of answerable
questions, `auroc` of answerable against unanswerable questions, `verify_auroc` of right against wrong spans.

## The reader was trained on

$data

The whole recipe is in `reader.toml`.

## Limits

The confidence is not fitted to this pair of networks yet: `longdoc bench quality --model $name --calibrate`
does that. The reader quotes; it does not reason, count or translate. It reads English.
""")


def deploy(
    model: ReaderModel, recipe: ReaderRecipe, out: Path, beside: Path, next_step: int, batches: Batches
) -> None:  # fmt: skip
    """Write the model folder except for its card; other files in it, such as the state of the run, stay.

    Args:
        beside: the model folder whose long-context network is copied.
        next_step: the number of the step after the last one.
        batches: their rows from `next_step` on are the calibration data for rounding the weights.
    """
    state = {name: x.detach().float().cpu() for name, x in model.state_dict().items()}
    if recipe.rank:
        packed = pack_beside(state, packed_reader(model_named(recipe.initial)))
    else:
        packed = pack(state, model.config, _rows(batches, next_step, recipe.rounding_rows))
    with torch.inference_mode():
        save(out / FOLDER, model.config, packed)
    for name in BESIDE:
        if (out / name).resolve() != (beside / name).resolve():
            shutil.copyfile(beside / name, out / name)
    (out / RECIPE).write_text(recipe_text(recipe), "utf-8")


def _rows(batches: Batches, next_step: int, count: int) -> list[np.ndarray] | None:
    """The ids of `count` rows that training would have used next; None for a count of 0."""
    rows: list[np.ndarray] = []
    while len(rows) < count:
        for groups in batches.step(next_step):
            rows += [example.row.ids for group in groups for example in group]
        next_step += 1
    return rows[:count] or None


def write_card(
    config: ReaderConfig, recipe: ReaderRecipe, data: Path, out: Path, beside: Path, progress: Progress,
    figures: dict[str, dict[str, float]],
) -> None:  # fmt: skip
    """Write README.md, the model card."""
    files = dict.fromkeys([*(source.file for source in recipe.sources), *recipe.documents])
    text = _CARD.substitute(
        name=out.resolve().name,
        version=__version__,
        layers=config.layers,
        width=config.width,
        heads=config.heads,
        parameters=f"{sum(map(prod, shapes(config).values())) / 1e6:.1f}",
        megabytes=f"{(out / FOLDER / 'model.safetensors').stat().st_size / 1e6:.1f}",
        start="all-mpnet-base-v2 (Apache-2.0)" if recipe.initial == "mpnet" else f"`{recipe.initial}`",
        steps=f"{progress.step:,}",
        tokens=f"{progress.tokens / 1e6:,.1f}",
        minutes=f"{progress.spent_s / 60:,.0f}",
        beside=beside.resolve().name,
        figures=table_of_figures(figures),
        data="\n".join(
            f"- `{Path(file).name}`: {'; '.join(credits_of(data / file)) or 'your own data'}"
            for file in files
        ),
    )
    (out / "README.md").write_text(text, "utf-8")
