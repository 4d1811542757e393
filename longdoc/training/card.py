"""The model card of a checkpoint: shape, training data with attributions, and metrics."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from string import Template

from longdoc import __version__
from longdoc.evaluation.json_lines import kind_of_file, read_objects
from longdoc.network.reader.load import has_reader
from longdoc.network.torch.model import Model
from longdoc.plurals import counted
from longdoc.training.build import MINILM
from longdoc.training.loop.state import Progress
from longdoc.training.recipe import Recipe
from longdoc.training.recipe_file import model_named

__all__ = ["credits_of", "model_card", "table_of_figures"]

_CARD = Template("""\
# $name

A model that reads long documents, trained with `longdoc train` (longdoc $version). Use it with
`longdoc ask --model $name FILE QUESTION`.

| | |
|---|---|
| shape | $layers layers, $width wide, $heads heads, $vocabulary pieces; $parameters million parameters |
| attention | chunks of $chunk tokens with $halo more on either side; $slots per chunk |
| initial weights | $start |
| reader | $reader |
| trained | $steps, $tokens million tokens, $minutes |
| on disk | $megabytes MB |

## Figures

$figures

Measured by `longdoc train` at the end of the run: f1, em and auroc within the labelled passages,
recall@k over chunks of $chunk tokens of the whole document, rouge of the most salient sentences at the
length of the reference (lead: of the first sentences), perplexity of masked tokens.

## Trained on

$data

The whole recipe is in `recipe.toml`. Objectives and weights: $objectives.

## Limits

The model quotes; it does not reason, count or translate. It works best on documents like its training
data. A confidence is not a proof: read the sentence that it shows. It is not fitted to these weights yet:
`longdoc bench quality --model $name --calibrate` does that, on questions with known answers.
""")

MOST_SOURCES = 8  # named for one file
_MINILM_CREDIT = "all-MiniLM-L6-v2 (sentence-transformers, Apache-2.0), weights changed by training"


def model_card(
    name: str, model: Model, recipe: Recipe, data: Path, progress: Progress,
    figures: dict[str, dict[str, float]], megabytes: float,
) -> str:  # fmt: skip
    """The text of the model card, README.md in a model folder."""
    config = model.config
    initial = None if recipe.initial == MINILM else model_named(recipe.initial)
    return _CARD.substitute(
        name=name,
        version=__version__,
        layers=config.layers,
        width=config.width,
        heads=config.heads,
        vocabulary=f"{config.vocabulary:,}",
        parameters=f"{sum(p.numel() for p in model.parameters()) / 1e6:.1f}",
        chunk=config.chunk_tokens,
        halo=config.halo_tokens,
        slots=counted(config.slots, "summary slot"),
        start=_MINILM_CREDIT if initial is None else f"the model `{initial.name}`",
        reader=f"that of `{initial.name}`, unchanged" if initial and has_reader(initial) else "none",
        steps=counted(progress.step, "step"),
        tokens=f"{progress.tokens / 1e6:,.1f}",
        minutes=counted(round(progress.spent_s / 60), "minute"),
        megabytes=f"{megabytes:.1f}",
        figures=table_of_figures(figures),
        data=_data(recipe, data),
        objectives=", ".join(f"{name} {weight:g}" for name, weight in recipe.objectives.items() if weight),
    )


def credits_of(path: Path) -> dict[str, int]:
    """The sources and licences named in the lines of a file, with the number of lines for each."""
    if not path.is_file() or kind_of_file(path) is None:
        return {}
    counts: Counter[str] = Counter()
    for _, item in read_objects(path):
        source = item.get("source") or item.get("set") or item.get("article")
        if source and item.get("licence"):
            counts[f"{source}, {item['licence']}"] += 1
        elif item.get("licence"):
            counts[str(item["licence"])] += 1
    return dict(counts.most_common())


def table_of_figures(figures: dict[str, dict[str, float]]) -> str:
    """A Markdown table of the metrics, one row per file."""
    if not figures:
        return "None, as there was no `--eval FILE`."
    names = list(dict.fromkeys(name for row in figures.values() for name in row))
    lines = [f"| file | {' | '.join(names)} |", "|---" * (len(names) + 1) + "|"]
    for file, row in figures.items():
        cells = [f"{row[name]:,.4g}" if name in row else "" for name in names]
        lines.append(f"| {file} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _data(recipe: Recipe, data: Path) -> str:
    lines = []
    for file in dict.fromkeys([*recipe.files(), *recipe.documents, *recipe.initial_texts]):
        sources = list(credits_of(data / file))
        rest = f"; {len(sources) - MOST_SOURCES} others" if len(sources) > MOST_SOURCES else ""
        credits = "; ".join(sources[:MOST_SOURCES]) + rest or "your own data"
        lines.append(f"- `{Path(file).name}`: {credits}")
    return "\n".join(lines)
