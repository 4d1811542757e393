"""The options that all subcommands share, and the LongDoc that they configure."""

from __future__ import annotations

import math
import os
import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from longdoc import __version__
from longdoc.cli import messages
from longdoc.cli.option_groups import OptionGroup
from longdoc.errors import UsageError

if TYPE_CHECKING:
    from longdoc.api import LongDoc
    from longdoc.cli.progress import ProgressBar
    from longdoc.documents.find import Selection

__all__ = [
    "Debug", "Device", "Exclude", "FileOptions", "Include", "LibraryFolder", "MaxMemory", "ModelFolder",
    "NoCache", "Ocr", "Password", "Quiet", "ReaderName", "ReaderOption", "Recursive", "RunOptions", "Timeout",
    "Version", "number", "size_bytes",
]  # fmt: skip


class ReaderName(StrEnum):
    """Which networks read the passages of a question."""

    AUTO = "auto"
    SMALL = "small"
    LARGE = "large"


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"longdoc {__version__}")
        raise typer.Exit


def number(value: float | None) -> float | None:
    """The value, unless it is "nan", which passes typer's bounds."""
    if value is not None and math.isnan(value):
        raise typer.BadParameter("not a number")
    return value


class OcrName(StrEnum):
    """Which pages are recognised."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


def _set_ocr(wanted: OcrName | None) -> OcrName | None:
    """Set the environment variable, which worker processes inherit."""
    if wanted is not None:
        os.environ["LONGDOC_OCR"] = wanted.value
    return wanted


def _set_debug(wanted: bool) -> None:
    messages.settings.debug = messages.settings.debug or wanted


def _set_quiet(wanted: bool) -> None:
    messages.settings.quiet = messages.settings.quiet or wanted


_SHARED = "Shared options"
LEAST_MEMORY_BYTES = 200_000_000  # what Python and its libraries need by themselves

Device = Annotated[
    str,
    typer.Option(
        metavar="NAME",
        help="auto (CUDA, then MPS, then CPU), cpu, cuda, cuda:1, mps.",
        rich_help_panel=_SHARED,
    ),
]
ModelFolder = Annotated[
    Path | None,
    typer.Option("--model", metavar="DIR", help="Folder of another model.", rich_help_panel=_SHARED),
]
ReaderOption = Annotated[
    ReaderName,
    typer.Option(
        "--reader",
        help="auto: both networks if the model has both; small: the first alone, which is faster and less"
        " accurate; large: require both.",
        rich_help_panel=_SHARED,
    ),
]
LibraryFolder = Annotated[
    Path | None,
    typer.Option(
        "--library",
        metavar="DIR",
        help="Folder of the library; by default $LONGDOC_LIBRARY, else the user's data folder.",
        rich_help_panel=_SHARED,
    ),
]
Recursive = Annotated[bool, typer.Option("--recursive", "-r", help="Include subfolders.")]
Include = Annotated[
    list[str] | None,
    typer.Option(
        metavar="PATTERN",
        help="In folders, only files that match: '*.pdf', 'drafts/**'; may be repeated.",
    ),
]
Exclude = Annotated[
    list[str] | None,
    typer.Option(
        metavar="PATTERN",
        help="In folders, skip these files and subfolders; a .longdocignore file does so permanently.",
    ),
]
NoCache = Annotated[
    bool,
    typer.Option("--no-cache", help="Do not read from or write to the library.", rich_help_panel=_SHARED),
]
Password = Annotated[
    str | None,
    typer.Option(
        metavar="TEXT",
        help="Password of encrypted PDFs, DOCX, XLSX, PPTX and ZIP archives; neither it nor their content"
        " is ever stored.",
        rich_help_panel=_SHARED,
    ),
]
Timeout = Annotated[
    float | None,
    typer.Option(
        min=0.1,
        metavar="SECONDS",
        callback=number,
        help="Limit on extracting the text of one file; what was extracted by then is used. By default 300,"
        " and more for many pages. If given, it limits the wait for a pipe, too. In a batch, it covers all"
        " work on a file.",
        rich_help_panel=_SHARED,
    ),
]
MaxMemory = Annotated[
    str | None,
    typer.Option(
        "--max-memory",
        metavar="SIZE",
        help="Limit on the memory for reading one file, such as 800M or 4G; by default by its size.",
        rich_help_panel=_SHARED,
    ),
]
Ocr = Annotated[
    OcrName | None,
    typer.Option(
        callback=_set_ocr,
        help="Recognise pages of PDFs: auto (pages without text, if the extra [ocr] is installed), always or"
        " never; by default $LONGDOC_OCR.",
        rich_help_panel=_SHARED,
    ),
]
Quiet = Annotated[
    bool,
    typer.Option(
        "--quiet", callback=_set_quiet, help="Suppress notes and progress.", rich_help_panel=_SHARED
    ),
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


@dataclass(frozen=True, slots=True)
class FileOptions(OptionGroup):
    """Which files of folders are read."""

    recursive: Recursive = False
    include: Include = None
    exclude: Exclude = None

    @property
    def selection(self) -> Selection:
        """The options as a Selection."""
        from longdoc.documents.find import Selection

        return Selection(self.recursive, tuple(self.include or ()), tuple(self.exclude or ()))


@dataclass(frozen=True, slots=True)
class RunOptions(OptionGroup):
    """How the LongDoc of a run is configured, and how verbose it is."""

    library: LibraryFolder = None
    device: Device = "auto"
    model: ModelFolder = None
    password: Password = None
    no_cache: NoCache = False
    timeout: Timeout = None
    max_memory: MaxMemory = None
    ocr: Ocr = None
    quiet: Quiet = False
    debug: Debug = False
    version: Version = False

    @property
    def memory_bytes(self) -> int | None:
        """Limit on the memory for one file; None sets it by the file's size."""
        return None if self.max_memory is None else size_bytes(self.max_memory)

    def longdoc(self, bar: ProgressBar, reader: ReaderName = ReaderName.AUTO) -> LongDoc:
        """The one LongDoc of this run."""
        from longdoc.api import LongDoc

        return LongDoc(
            self.library, model=self.model, device=self.device, reader=reader.value, cache=not self.no_cache,
            progress=bar, timeout_seconds=self.timeout, max_memory_bytes=self.memory_bytes,
        )  # fmt: skip


def size_bytes(size: str) -> int:
    """Parse a size such as 800M.

    >>> size_bytes("800M"), size_bytes("1.5g")
    (800000000, 1500000000)
    """
    match = re.fullmatch(r"(\d{1,9}(?:\.\d{1,3})?)([KMGT]?)B?", size.strip().upper())
    size_bytes = int(float(match[1]) * 1000 ** " KMGT".index(match[2] or " ")) if match else 0
    if size_bytes < LEAST_MEMORY_BYTES:
        raise UsageError(f"--max-memory {size}: give a size of at least 200M, such as 800M or 4G")
    return size_bytes
