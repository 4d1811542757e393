"""Deploy: the reader in four bits, in a folder that has a long-context network beside it."""

from __future__ import annotations

import shutil
from pathlib import Path
from string import Template

import numpy as np
import torch

from longdoc import __version__
from longdoc.network.reader.config import FOLDER
from longdoc.network.reader.model import ReaderModel
from longdoc.network.reader.pack import pack
from longdoc.network.reader.packed import save
from longdoc.training.card import credits_of
from longdoc.training.reader.batches import Batches
from longdoc.training.reader.recipe import ReaderRecipe, recipe_text
from longdoc.training.train.state import Progress

__all__ = ["deploy"]

BESIDE = ("config.json", "tokenizer.json", "model.safetensors")  # of the long-context network
RECIPE = "reader.toml"
_CARD = Template("""\
# $name

A long-context network and a reader of passages; the reader was trained with `longdoc train` (longdoc
$version). Use them with `longdoc ask --model $name FILE QUESTION`.

| | |
|---|---|
| reader | $layers layers, $width wide, $heads heads; $parameters million parameters |
| on disk | $megabytes MB, the reader's matrices in four bits |
| started from | $start |
| trained | $steps steps, $tokens million tokens, $minutes minutes |
| long-context network | that of `$beside`, unchanged |

## The reader was trained on

$data

The whole recipe is in `reader.toml`.

## Limits

The confidence is not fitted to this pair yet: `longdoc bench quality --model $name --calibrate` does that.
The reader quotes; it does not reason, count or translate. It reads English.
""")


def deploy(
    model: ReaderModel, recipe: ReaderRecipe, data: Path, out: Path, beside: Path, progress: Progress,
    batches: Batches,
) -> None:  # fmt: skip
    """Write the folder; what else lies in it (the state of the run) stays.

    Args:
        beside: the model folder whose long-context network goes with the reader.
        batches: rows of the steps that would come next are what the weights are rounded for.
    """
    state = {name: x.detach().float().cpu() for name, x in model.state_dict().items()}
    rows = _rows(batches, progress.step, recipe.rounding_rows)
    with torch.inference_mode():
        save(out / FOLDER, model.config, pack(state, model.config, rows))
    for name in BESIDE:
        if (out / name).resolve() != (beside / name).resolve():
            shutil.copyfile(beside / name, out / name)
    (out / RECIPE).write_text(recipe_text(recipe), "utf-8")
    (out / "README.md").write_text(_card(model, recipe, data, out, beside, progress), "utf-8")


def _rows(batches: Batches, next_step: int, count: int) -> list[np.ndarray] | None:
    """The ids of so many rows that training would have met next; None for none."""
    rows: list[np.ndarray] = []
    while len(rows) < count:
        for groups in batches.step(next_step):
            rows += [example.row.ids for group in groups for example in group]
        next_step += 1
    return rows[:count] or None


def _card(
    model: ReaderModel, recipe: ReaderRecipe, data: Path, out: Path, beside: Path, progress: Progress
) -> str:
    config = model.config
    files = dict.fromkeys([*(source.file for source in recipe.sources), *recipe.documents])
    return _CARD.substitute(
        name=out.resolve().name,
        version=__version__,
        layers=config.layers,
        width=config.width,
        heads=config.heads,
        parameters=f"{sum(p.numel() for p in model.parameters()) / 1e6:.1f}",
        megabytes=f"{(out / FOLDER / 'model.safetensors').stat().st_size / 1e6:.1f}",
        start="all-mpnet-base-v2 (Apache-2.0)" if recipe.initial == "mpnet" else f"`{recipe.initial}`",
        steps=f"{progress.step:,}",
        tokens=f"{progress.tokens / 1e6:,.1f}",
        minutes=f"{progress.spent_s / 60:,.0f}",
        beside=beside.resolve().name,
        data="\n".join(
            f"- `{Path(file).name}`: {'; '.join(credits_of(data / file)) or 'the owner’s own'}"
            for file in files
        ),
    )
