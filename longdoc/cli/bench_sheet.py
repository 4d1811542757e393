"""The output of a `longdoc bench` command: records as they are measured, and a plot at the end."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from longdoc.cli import bench_tables
from longdoc.cli.option_groups import OptionGroup
from longdoc.cli.options import Debug, Device, ModelFolder, Quiet, Version
from longdoc.cli.terminal import write_json
from longdoc.errors import UsageError

if TYPE_CHECKING:
    from rich.status import Status

    from longdoc.bench.machine import Machine
    from longdoc.bench.results import Record

__all__ = ["AsJson", "CpuSheetOptions", "Sheet", "SheetOptions"]

AsJson = Annotated[bool, typer.Option("--json", help="Write one JSON object per line, the machine first.")]
Plot = Annotated[
    Path | None, typer.Option(metavar="FILE.png|.html", help="Draw the results, or write them as a page.")
]


@dataclass(frozen=True, slots=True)
class SheetOptions(OptionGroup):
    """The options that all measurements share."""

    as_json: AsJson = False
    plot: Plot = None
    device: Device = "auto"
    model: ModelFolder = None
    quiet: Quiet = False
    debug: Debug = False
    version: Version = False


@dataclass(frozen=True, slots=True)
class CpuSheetOptions(SheetOptions):
    """The same, with the CPU as the default device."""

    device: Device = "cpu"


class Sheet:
    """The output of one command: each record as it is measured, the plot at the end.

    Args:
        plot_option: the option that names the plot.
    """

    def __init__(self, options: SheetOptions, plot_option: str = "--plot") -> None:
        _check_plot(options.plot, plot_option)
        self._device, self._as_json, self._plot = options.device, options.as_json, options.plot
        self._spinning = not options.quiet and sys.stderr.isatty()
        self._status: Status | None = None
        self._records: list[Record] = []
        self._lines = bench_tables.Lines()

    def __enter__(self) -> Sheet:
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
        """Show each record as soon as it is measured."""
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
        """Show what is being measured, on a terminal."""
        if not self._spinning:
            return
        from rich.console import Console
        from rich.markup import escape

        if self._status is None:
            self._status = Console(file=sys.stderr).status(escape(text))
            self._status.start()
        self._status.update(escape(text))

    def quieten(self) -> None:
        """Clear that note."""
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


def _check_plot(plot: Path | None, option: str) -> None:
    """Check that the plot can be written, before anything is measured."""
    if plot is None:
        return
    if plot.suffix.lower() not in (".png", ".html"):
        raise UsageError(f"{option} {plot}: give a name that ends in .png or .html")
    if not plot.absolute().parent.is_dir():
        raise UsageError(f"{option} {plot}: there is no folder {plot.parent}")
    from importlib.util import find_spec

    if find_spec("matplotlib") is None:
        raise UsageError("plots need matplotlib; pip install 'longdoc[bench]'")
