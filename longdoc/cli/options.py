"""The options that every subcommand shares, and what they set up."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from longdoc import __version__
from longdoc.cli import messages

if TYPE_CHECKING:
    from longdoc.api import LongDoc
    from longdoc.cli.progress import ProgressBar

__all__ = [
    "Debug", "Device", "LibraryFolder", "ModelFolder", "NoCache", "Password", "Quiet", "Version",
    "open_longdoc",
]  # fmt: skip


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"longdoc {__version__}")
        raise typer.Exit


def _set_debug(wanted: bool) -> None:
    messages.settings.debug = messages.settings.debug or wanted


def _set_quiet(wanted: bool) -> None:
    messages.settings.quiet = messages.settings.quiet or wanted


_SHARED = "Shared options"

Device = Annotated[
    str,
    typer.Option(help="auto (CUDA, then MPS, then CPU), cpu, cuda, cuda:1, mps.", rich_help_panel=_SHARED),
]
ModelFolder = Annotated[
    Path | None,
    typer.Option("--model", metavar="DIR", help="Folder of another model.", rich_help_panel=_SHARED),
]
LibraryFolder = Annotated[
    Path | None,
    typer.Option(
        "--library",
        metavar="DIR",
        help="Folder of the library; else $LONGDOC_LIBRARY, else the user's data folder.",
        rich_help_panel=_SHARED,
    ),
]
NoCache = Annotated[
    bool,
    typer.Option("--no-cache", help="Neither use nor keep what was read before.", rich_help_panel=_SHARED),
]
Password = Annotated[
    str | None,
    typer.Option(
        metavar="TEXT",
        help="For encrypted files; neither it nor what it opens is ever stored.",
        rich_help_panel=_SHARED,
    ),
]
Quiet = Annotated[
    bool,
    typer.Option("--quiet", callback=_set_quiet, help="No notes, no progress.", rich_help_panel=_SHARED),
]
Debug = Annotated[
    bool,
    typer.Option(
        "--debug", callback=_set_debug, is_eager=True, help="Show the traceback of an error.",
        rich_help_panel=_SHARED,
    ),
]  # fmt: skip
Version = Annotated[
    bool,
    typer.Option(
        "--version", callback=_print_version, is_eager=True, help="Show the version.", rich_help_panel=_SHARED
    ),
]


def open_longdoc(
    library: Path | None, model: Path | None, device: str, no_cache: bool, bar: ProgressBar
) -> LongDoc:
    """The one LongDoc of this run."""
    from longdoc.api import LongDoc

    return LongDoc(library, model=model, device=device, cache=not no_cache, progress=bar)
