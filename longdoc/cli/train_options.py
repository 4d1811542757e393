"""The options of `longdoc train`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from longdoc.cli.option_groups import OptionGroup
from longdoc.cli.options import Debug, Device, Quiet, Version

__all__ = ["TrainOptions"]

Data = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="[DATA...]",
        help="A data folder with a recipe.toml; labelled files (JSON Lines, SQuAD JSON); or unlabelled"
        " documents and folders. A recipe for the reader takes its data folder, by default the current one.",
        show_default=False,
    ),
]
Init = Annotated[
    str | None,
    typer.Option(
        metavar="DIR|minilm|mpnet",
        help="Start from this model; by default the recipe's, else the shipped one. mpnet is for the reader.",
    ),
]
Beside = Annotated[
    str | None,
    typer.Option(
        metavar="DIR",
        help="With a recipe for the reader: the model whose long-context network it ships with; by default"
        " the shipped one.",
    ),
]
RecipeFile = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Data, objectives, lengths and schedule as TOML.")
]
Objectives = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NAME[=WEIGHT]",
        help="Only these of: span, shared, distilled, search, salience, far, recurring, gap, cloze, masked.",
    ),
]
Steps = Annotated[int | None, typer.Option(metavar="N", min=1, help="Stop after this many steps.")]
Epochs = Annotated[
    float | None, typer.Option(metavar="N", min=0, help="Stop after this many passes over the data.")
]
Minutes = Annotated[float | None, typer.Option(metavar="N", min=0, help="Stop after this many minutes.")]
Out = Annotated[Path, typer.Option(metavar="DIR", help="Write the checkpoint here.")]
Resume = Annotated[bool, typer.Option("--resume", help="Resume the run in --out.")]
BatchTokens = Annotated[
    int | None, typer.Option(metavar="N", min=64, help="Tokens of question–passage pairs in a micro-batch.")
]
Length = Annotated[
    int | None, typer.Option(metavar="N", min=64, help="Longest segment of a document, in tokens.")
]
Seed = Annotated[int | None, typer.Option(metavar="N", min=0, help="The same seed gives the same batches.")]
Evaluate = Annotated[
    list[Path] | None,
    typer.Option(
        "--eval", metavar="FILE", help="Evaluate on this file at the end: questions, summaries or texts."
    ),
]
Report = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Write curves and metrics as one HTML page.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Write the outcome as one JSON object.")]


@dataclass(frozen=True, slots=True)
class TrainOptions(OptionGroup):
    """What is trained, on what, and for how long."""

    data: Data = None
    init: Init = None
    model: Beside = None
    recipe: RecipeFile = None
    objective: Objectives = None
    steps: Steps = None
    epochs: Epochs = None
    minutes: Minutes = None
    out: Out = Path("longdoc-model")
    resume: Resume = False
    batch_tokens: BatchTokens = None
    length: Length = None
    seed: Seed = None
    evaluate: Evaluate = None
    report: Report = None
    as_json: AsJson = False
    device: Device = "auto"
    quiet: Quiet = False
    debug: Debug = False
    version: Version = False

    @property
    def sources(self) -> list[Path]:
        """The data, as given."""
        return self.data or []
