"""`longdoc mcp`: a Model Context Protocol server that lets agents query documents on this machine."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from longdoc.cli.options import Debug, Device, LibraryFolder, ModelFolder, NoCache, Quiet, Version
from longdoc.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from longdoc.api import LongDoc

__all__ = ["mcp"]


def mcp(
    folders: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FOLDER...",
            show_default=False,
            help="Only what lies in these can be read; without any, the client's roots, else this folder.",
        ),
    ] = None,
    library: LibraryFolder = None,
    device: Device = "auto",
    model: ModelFolder = None,
    no_cache: NoCache = False,
    quiet: Quiet = False,
    debug: Debug = False,
    version: Version = False,
) -> None:
    """Serve an agent over standard input and output: map, ask, find, summarize, verify, read.

    It changes no document, and reads only inside the folders given. Like other commands it stores what it
    has read in the library; --no-cache prevents that.
    """
    if find_spec("mcp") is None:
        raise UsageError("the package `mcp` is not installed; pip install 'longdoc[mcp]'")
    from longdoc.mcp.server import serve
    from longdoc.paths import model_folder

    model_folder(model)  # so that a wrong one is told at once

    def make(progress: Callable[[str, int, int], None]) -> LongDoc:
        from longdoc.api import LongDoc

        return LongDoc(library, model=model, device=device, cache=not no_cache, progress=progress)

    serve(make, folders or [])
