"""`longdoc bench`: speed, memory and quality on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from longdoc.cli.bench_records import (
    corpus_records,
    file_records,
    memory_records,
    needle_records,
    quality_records,
    speed_records,
)
from longdoc.cli.bench_sheet import AsJson, CpuSheetOptions, Sheet, SheetOptions
from longdoc.cli.option_groups import with_groups
from longdoc.cli.options import Debug, Device, ModelFolder, Password, Quiet, Version, number
from longdoc.cli.usage import PlainUsage
from longdoc.errors import UsageError

__all__ = ["app"]

app = typer.Typer(
    rich_markup_mode=None,
    help="Measure speed, memory and quality on this machine, compared with other long-context methods.",
    no_args_is_help=True,
)

Lengths = Annotated[
    str, typer.Option(metavar="1k,4k,…", help="Lengths in tokens; 1k is 1,024 and 1M is 1,048,576.")
]
Depths = Annotated[
    str, typer.Option(metavar="0,50,…", help="Depths of the fact, in percent of the document.")
]
Peers = Annotated[
    bool,
    typer.Option(
        "--peers", help="Also full attention, Longformer, local-attention, ModernBERT and FlexAttention."
    ),
]
Repeats = Annotated[int, typer.Option(min=1, metavar="N", help="Turns of each baseline at each length.")]
PatienceOption = Annotated[
    float,
    typer.Option(min=0.1, metavar="SECONDS", callback=number, help="Time limit of a peer at one length."),
]
Data = Annotated[Path | None, typer.Option(metavar="DIR", help="Folder with question and summary sets.")]
Limit = Annotated[int | None, typer.Option(min=1, metavar="N", help="At most N documents of each set.")]
Trials = Annotated[int, typer.Option(min=1, metavar="N", help="Documents of each length.")]
Seed = Annotated[int, typer.Option(metavar="N", help="Seed of the prose and the facts.")]

SPEED_LENGTHS = "1k,4k,16k,64k"
NEEDLE_LENGTHS = "1k,4k,16k"
NEEDLE_DEPTHS = "0,25,50,75,100"
PATIENCE_S = 600.0


@app.command("speed", cls=PlainUsage)
@with_groups
def speed(
    lengths: Lengths = SPEED_LENGTHS,
    peers: Peers = False,
    repeats: Repeats = 5,
    patience: PatienceOption = PATIENCE_S,
    *,
    options: SheetOptions,
) -> None:
    """Tokens per second by length, and the share of this machine's upper limit."""
    with Sheet(options) as sheet:
        sheet.take(speed_records(sheet, lengths, peers, repeats, patience, options.device, options.model))


@app.command("memory", cls=PlainUsage)
@with_groups
def memory(
    lengths: Lengths = SPEED_LENGTHS,
    peers: Peers = False,
    patience: PatienceOption = PATIENCE_S,
    *,
    options: SheetOptions,
) -> None:
    """Peak memory by length, each in a fresh process."""
    with Sheet(options) as sheet:
        sheet.take(memory_records(sheet, lengths, peers, patience, options.device, options.model))


@app.command("needle", cls=PlainUsage)
@with_groups
def needle(
    lengths: Lengths = NEEDLE_LENGTHS,
    depths: Depths = NEEDLE_DEPTHS,
    trials: Trials = 4,
    seed: Seed = 1,
    by_search: Annotated[
        bool, typer.Option("--by-search", help="Read only what search proposes, not every chunk.")
    ] = False,
    *,
    options: SheetOptions,
) -> None:
    """Whether a fact is found at any depth in documents of these lengths."""
    with Sheet(options) as sheet:
        sheet.take(
            needle_records(
                sheet, lengths, depths, (trials, seed, not by_search), options.device, options.model
            )
        )


@app.command("file", cls=PlainUsage)
@with_groups
def file(
    path: Annotated[str, typer.Argument(metavar="PATH|-", show_default=False)],
    password: Password = None,
    *,
    options: SheetOptions,
) -> None:
    """Time and memory for one document: opening, reading, answering, summarizing."""
    with Sheet(options) as sheet:
        sheet.take(file_records(sheet, path, options.device, options.model, password))


@app.command("corpus", cls=PlainUsage)
@with_groups
def corpus(
    texts: Annotated[int, typer.Option(min=0, metavar="N", help="Short texts.")] = 10_000,
    contracts: Annotated[
        int, typer.Option(min=0, metavar="N", help="Documents as long as contracts.")
    ] = 1_000,
    kills: Annotated[int, typer.Option(min=0, metavar="N", help="How often to kill the run.")] = 50,
    jobs: Annotated[int | None, typer.Option(min=1, metavar="N", help="Worker processes.")] = None,
    *,
    options: CpuSheetOptions,
) -> None:
    """Ingest a batch of generated leases: core use, memory, kills, and a question to all of them."""
    if not texts + contracts:
        raise UsageError("--texts 0 --contracts 0: there is nothing to ingest; give one of them more")
    with Sheet(options) as sheet:
        sheet.take(corpus_records(sheet, texts, contracts, kills, jobs, options.model))


@app.command("quality", cls=PlainUsage)
@with_groups
def quality(
    sets: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SET...]",
            show_default=False,
            help="The sets to measure; by default all.",
        ),
    ] = None,
    data: Data = None,
    limit: Limit = None,
    calibrate: Annotated[
        bool,
        typer.Option("--calibrate", help="First fit the confidence and write it to the folder of --model."),
    ] = False,
    *,
    options: SheetOptions,
) -> None:
    """Quality of answers, search and summaries on sets with known answers."""
    if calibrate and options.model is None:
        raise UsageError("--calibrate writes to a model folder; give it with --model DIR")
    with Sheet(options) as sheet:
        sheet.take(quality_records(sheet, sets, data, limit, options.device, options.model, calibrate))


@app.command("all", cls=PlainUsage)
def everything(
    report: Annotated[
        Path, typer.Option(metavar="FILE.html", help="Write the report here, one page with plots.")
    ],
    lengths: Lengths = SPEED_LENGTHS,
    needle_lengths: Annotated[
        str, typer.Option(metavar="1k,4k,…", help="Lengths for facts.")
    ] = NEEDLE_LENGTHS,
    depths: Depths = NEEDLE_DEPTHS,
    trials: Trials = 4,
    seed: Seed = 1,
    peers: Peers = False,
    repeats: Repeats = 5,
    patience: PatienceOption = PATIENCE_S,
    document: Annotated[
        str | None, typer.Option("--file", metavar="PATH", help="A document to measure as well.")
    ] = None,
    data: Data = None,
    limit: Limit = None,
    as_json: AsJson = False,
    device: Device = "auto",
    model: ModelFolder = None,
    password: Password = None,
    quiet: Quiet = False,
    debug: Debug = False,
    version: Version = False,
) -> None:
    """Run all benchmarks and write one report; quality only with --data, a document only with --file."""
    if report.suffix.lower() != ".html":
        raise UsageError(f"--report {report}: the report is an HTML page; give a name that ends in .html")
    with Sheet(SheetOptions(as_json, report, device, model, quiet), "--report") as sheet:
        sheet.take(speed_records(sheet, lengths, peers, repeats, patience, device, model))
        sheet.take(memory_records(sheet, lengths, peers, patience, device, model))
        sheet.take(needle_records(sheet, needle_lengths, depths, (trials, seed, True), device, model))
        if document is not None:
            sheet.take(file_records(sheet, document, device, model, password))
        if data is not None:
            sheet.take(quality_records(sheet, None, data, limit, device, model))
