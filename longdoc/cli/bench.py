"""`longdoc bench`: what longdoc costs and how well it reads on this machine."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from longdoc.cli import bench_tables, messages
from longdoc.cli.options import Debug, Device, ModelFolder, Password, Quiet, Version
from longdoc.cli.terminal import write_json
from longdoc.errors import ModelError, UsageError

if TYPE_CHECKING:
    from rich.status import Status

    from longdoc.bench.machine import Machine
    from longdoc.bench.results import Record

__all__ = ["app"]

app = typer.Typer(
    rich_markup_mode=None,
    help="Measure speed, memory and quality on this machine, beside other ways to read long texts.",
    no_args_is_help=True,
)

Lengths = Annotated[
    str, typer.Option(metavar="1k,4k,…", help="Tokens; 1k is 1,024 and 1M is 1,048,576 of them.")
]
Depths = Annotated[str, typer.Option(metavar="0,50,…", help="Where the fact stands, in per cent.")]
Peers = Annotated[
    bool,
    typer.Option("--peers", help="Beside full attention, Longformer, local-attention, ModernBERT, Flex."),
]
Repeats = Annotated[int, typer.Option(min=1, metavar="N", help="Runs of each length.")]
PatienceOption = Annotated[
    float, typer.Option(min=0.1, metavar="SECONDS", help="A peer may take so long at one length.")
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line, the machine first.")]
Plot = Annotated[
    Path | None, typer.Option(metavar="FILE.png|.html", help="Draw the results, or write them as a page.")
]
Data = Annotated[Path | None, typer.Option(metavar="DIR", help="Folder of question and summary sets.")]
Limit = Annotated[int | None, typer.Option(min=1, metavar="N", help="Documents of each set at most.")]
Trials = Annotated[int, typer.Option(min=1, metavar="N", help="Documents of each length.")]
Seed = Annotated[int, typer.Option(metavar="N", help="Of the words and facts.")]

SPEED_LENGTHS = "1k,4k,16k,64k"
NEEDLE_LENGTHS = "1k,4k,16k"
NEEDLE_DEPTHS = "0,25,50,75,100"
PATIENCE_S = 600.0


@app.command("speed")
def speed(
    lengths: Lengths = SPEED_LENGTHS,
    peers: Peers = False,
    repeats: Repeats = 5,
    patience: PatienceOption = PATIENCE_S,
    as_json: AsJson = False,
    plot: Plot = None,
    device: Device = "auto",
    model: ModelFolder = None,
    quiet: Quiet = False,
    debug: Debug = False,
    version: Version = False,
) -> None:
    """Tokens a second by length, and the share of what this machine could do at most."""
    with _Sheet(device, as_json, plot, quiet) as sheet:
        sheet.take(_speed(sheet, lengths, peers, repeats, patience, device, model))


@app.command("memory")
def memory(
    lengths: Lengths = SPEED_LENGTHS,
    peers: Peers = False,
    patience: PatienceOption = PATIENCE_S,
    as_json: AsJson = False,
    plot: Plot = None,
    device: Device = "auto",
    model: ModelFolder = None,
    quiet: Quiet = False,
    debug: Debug = False,
    version: Version = False,
) -> None:
    """Peak memory by length, each in a fresh process."""
    with _Sheet(device, as_json, plot, quiet) as sheet:
        sheet.take(_memory(sheet, lengths, peers, patience, device, model))


@app.command("needle")
def needle(
    lengths: Lengths = NEEDLE_LENGTHS,
    depths: Depths = NEEDLE_DEPTHS,
    trials: Trials = 4,
    seed: Seed = 1,
    by_search: Annotated[
        bool, typer.Option("--by-search", help="Read only what search proposes, not every chunk.")
    ] = False,
    as_json: AsJson = False,
    plot: Plot = None,
    device: Device = "auto",
    model: ModelFolder = None,
    quiet: Quiet = False,
    debug: Debug = False,
    version: Version = False,
) -> None:
    """Whether a fact is found wherever it stands in documents of these lengths."""
    with _Sheet(device, as_json, plot, quiet) as sheet:
        sheet.take(_needle(sheet, lengths, depths, (trials, seed, not by_search), device, model))


@app.command("file")
def file(
    path: Annotated[str, typer.Argument(metavar="PATH|-", show_default=False)],
    as_json: AsJson = False,
    plot: Plot = None,
    device: Device = "auto",
    model: ModelFolder = None,
    password: Password = None,
    quiet: Quiet = False,
    debug: Debug = False,
    version: Version = False,
) -> None:
    """What one document costs here: opening, reading, answering, summarizing, and memory."""
    with _Sheet(device, as_json, plot, quiet) as sheet:
        sheet.take(_file(sheet, path, device, model, password))


@app.command("corpus")
def corpus(
    texts: Annotated[int, typer.Option(min=0, metavar="N", help="Short texts.")] = 10_000,
    contracts: Annotated[
        int, typer.Option(min=0, metavar="N", help="Documents as long as contracts.")
    ] = 1_000,
    kills: Annotated[int, typer.Option(min=0, metavar="N", help="How often the run is killed.")] = 50,
    jobs: Annotated[int | None, typer.Option(min=1, metavar="N", help="Worker processes.")] = None,
    as_json: AsJson = False,
    plot: Plot = None,
    device: Device = "cpu",
    model: ModelFolder = None,
    quiet: Quiet = False,
    debug: Debug = False,
    version: Version = False,
) -> None:
    """A batch of generated leases: cores busy, memory, kills, and a question to all of them."""
    with _Sheet(device, as_json, plot, quiet) as sheet:
        sheet.take(_corpus(sheet, texts, contracts, kills, jobs, model))


@app.command("quality")
def quality(
    sets: Annotated[
        list[str] | None, typer.Argument(metavar="[SETS]", show_default=False, help="Which; all if none.")
    ] = None,
    data: Data = None,
    limit: Limit = None,
    calibrate: Annotated[
        bool, typer.Option("--calibrate", help="First fit the confidence, and write it into --model.")
    ] = False,
    as_json: AsJson = False,
    plot: Plot = None,
    device: Device = "auto",
    model: ModelFolder = None,
    quiet: Quiet = False,
    debug: Debug = False,
    version: Version = False,
) -> None:
    """How good answers, search and summaries are on sets with known answers."""
    if calibrate and model is None:
        raise UsageError("--calibrate writes into a model; say into which with --model DIR")
    with _Sheet(device, as_json, plot, quiet) as sheet:
        sheet.take(_quality(sheet, sets, data, limit, device, model, calibrate))


@app.command("all")
def everything(
    report: Annotated[Path, typer.Option(metavar="FILE.html", help="The report: one page, plots inside.")],
    lengths: Lengths = SPEED_LENGTHS,
    needle_lengths: Annotated[str, typer.Option(metavar="1k,4k,…", help="For facts.")] = NEEDLE_LENGTHS,
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
    """All of it, into one report; quality only with --data, a document only with --file."""
    if report.suffix.lower() != ".html":
        raise UsageError(f"--report {report}: the report is a page; give a name that ends in .html")
    with _Sheet(device, as_json, report, quiet) as sheet:
        sheet.take(_speed(sheet, lengths, peers, repeats, patience, device, model))
        sheet.take(_memory(sheet, lengths, peers, patience, device, model))
        sheet.take(_needle(sheet, needle_lengths, depths, (trials, seed, True), device, model))
        if document is not None:
            sheet.take(_file(sheet, document, device, model, password))
        if data is not None:
            sheet.take(_quality(sheet, None, data, limit, device, model))


class _Sheet:
    """The output of one command: records immediately, the plot at the end."""

    def __init__(self, device: str, as_json: bool, plot: Path | None, quiet: bool) -> None:
        _check_plot(plot)
        self._device, self._as_json, self._plot = device, as_json, plot
        self._spinning = not quiet and sys.stderr.isatty()
        self._status: Status | None = None
        self._records: list[Record] = []
        self._lines = bench_tables.Lines()

    def __enter__(self) -> _Sheet:
        from longdoc.bench.machine import describe_machine
        from longdoc.network.torch.device import pick_device

        self._machine: Machine = describe_machine(pick_device(self._device))
        if self._as_json:
            write_json(self._machine.to_json())
        else:
            self._lines.machine(self._machine)
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self.quieten()
        if kind is None or self._records:
            self._draw()

    def take(self, records: Iterable[Record]) -> None:
        """Show each record as soon as it exists."""
        from longdoc.bench.results import NeedleCell

        new: list[Record] = []
        for record in records:
            self.quieten()
            new.append(record)
            self._records.append(record)
            if self._as_json:
                write_json(record.to_json())
            else:
                self._lines.show(record)
            sys.stdout.flush()
        self.quieten()
        cells = [record for record in new if isinstance(record, NeedleCell)]
        if cells and not self._as_json:
            bench_tables.needle_grid(cells)

    def tell(self, text: str) -> None:
        """Show on a terminal what is being measured."""
        if not self._spinning:
            return
        from rich.console import Console
        from rich.markup import escape

        if self._status is None:
            self._status = Console(file=sys.stderr).status(escape(text))
            self._status.start()
        self._status.update(escape(text))

    def quieten(self) -> None:
        """Clear the note of what is being measured."""
        if self._status is not None:
            self._status.stop()
            self._status = None

    def _draw(self) -> None:
        if self._plot is None or not self._records:
            return
        if self._plot.suffix.lower() == ".png":
            from longdoc.bench.plots import save_png

            save_png(self._records, self._plot)
            return
        from datetime import date

        from longdoc.bench.report import write_report

        write_report(self._machine, self._records, self._plot, date.today().isoformat())


def _speed(
    sheet: _Sheet, lengths: str, peers: bool, repeats: int, patience: float, device: str, model: Path | None
) -> Iterator[Record]:
    from longdoc.bench.lengths import parse_lengths
    from longdoc.bench.speed.baselines import prepare_shape
    from longdoc.bench.speed.lineup import line_up
    from longdoc.bench.speed.speed import Patience, measure_speed

    wanted = parse_lengths(lengths)
    shape = prepare_shape(_model_or_random(model), device, wanted[-1])
    baselines, missing = line_up(shape, peers, lambda name: sheet.tell(f"preparing {name}"))
    yield from missing
    yield from measure_speed(
        shape, wanted, baselines, Patience(repeats, patience),
        lambda name, tokens: sheet.tell(f"{name} reads {tokens:,} tokens"),
    )  # fmt: skip


def _memory(
    sheet: _Sheet, lengths: str, peers: bool, patience: float, device: str, model: Path | None
) -> Iterator[Record]:
    from longdoc.bench.lengths import parse_lengths
    from longdoc.bench.speed.lineup import names
    from longdoc.bench.speed.memory import measure_memory
    from longdoc.network.torch.device import pick_device

    yield from measure_memory(
        names(peers), parse_lengths(lengths), pick_device(device), _model_or_random(model), patience,
        lambda name, tokens: sheet.tell(f"{name} reads {tokens:,} tokens in a process of its own"),
    )  # fmt: skip


def _needle(
    sheet: _Sheet, lengths: str, depths: str, how: tuple[int, int, bool], device: str, model: Path | None
) -> Iterator[Record]:
    from longdoc.bench.lengths import parse_depths, parse_lengths
    from longdoc.bench.needles.needle import Search, measure_needles
    from longdoc.network.load import load_network
    from longdoc.paths import model_folder

    wanted, places = parse_lengths(lengths), parse_depths(depths)
    loaded = load_network(model_folder(model), device)
    yield from measure_needles(
        loaded, wanted, places, Search(*how),
        lambda tokens, trial: sheet.tell(f"{tokens:,} tokens, document {trial + 1} of {how[0]}"),
    )  # fmt: skip


def _file(
    sheet: _Sheet, path: str, device: str, model: Path | None, password: str | None
) -> Iterator[Record]:
    from longdoc.bench.file import measure_file
    from longdoc.paths import model_folder

    yield from measure_file(path, model_folder(model), device, password, sheet.tell)


def _corpus(
    sheet: _Sheet, texts: int, contracts: int, kills: int, jobs: int | None, model: Path | None
) -> Iterator[Record]:
    from longdoc.bench.corpus import CorpusWish, measure_corpus
    from longdoc.paths import model_folder

    wish = CorpusWish(texts, contracts, kills, jobs)
    yield from measure_corpus(wish, model_folder(model), sheet.tell)


def _quality(
    sheet: _Sheet,
    sets: list[str] | None,
    data: Path | None,
    limit: int | None,
    device: str,
    model: Path | None,
    calibrate: bool = False,
) -> Iterator[Record]:
    from longdoc.bench.quality.calibrate import calibrate as fitted
    from longdoc.bench.quality.tasks import TASKS, measure_quality
    from longdoc.bench.results import Quality
    from longdoc.evaluation.session import Session
    from longdoc.network.load import load_network
    from longdoc.paths import model_folder

    if data is None:
        raise UsageError("quality needs sets with known answers; give their folder with --data DIR")
    if not data.is_dir():
        raise UsageError(f"--data {data}: no such folder")
    sets = [name for listed in sets or () for name in listed.split(",") if name]
    unknown = [name for name in sets if name not in TASKS]
    if unknown:
        raise UsageError(f"{unknown[0]}: no such set; there are {', '.join(TASKS)}")
    sheet.tell("measuring quality")
    session = Session(data, load_network(model_folder(model), device), limit)
    if calibrate:
        sheet.tell("fitting the confidence")
        session.calibration, figures = fitted(session)
        session.calibration.save(model_folder(model))
        for domain in figures:
            for measure, value in domain.measures().items():
                yield Quality("confidence, left out", domain.domain, measure, value, domain.questions)
    for one in measure_quality(session, sets or None):
        yield Quality(one.task, one.set, one.measure, one.value, one.count)
        sheet.tell("measuring quality")


def _model_or_random(model: Path | None) -> Path | None:
    """The model given, else the shipped one, else None: random weights are as fast as any."""
    from longdoc.paths import model_folder

    if model is not None:
        return model_folder(model)
    try:
        return model_folder()
    except ModelError:
        messages.note("no model is installed; measuring with random weights of the same shape")
        return None


def _check_plot(plot: Path | None) -> None:
    """Check, before anything is measured, that the plot can be written."""
    if plot is None:
        return
    if plot.suffix.lower() not in (".png", ".html"):
        raise UsageError(f"--plot {plot}: give a name that ends in .png or .html")
    if not plot.absolute().parent.is_dir():
        raise UsageError(f"--plot {plot}: there is no folder {plot.parent}")
    from importlib.util import find_spec

    if find_spec("matplotlib") is None:
        raise UsageError("plots need matplotlib; pip install 'longdoc[bench]'")
