"""`longdoc bench hostile`: the cost of adversarial files, by shape and size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from longdoc.cli.options import Debug, Quiet, Version
from longdoc.cli.terminal import write, write_json
from longdoc.errors import UsageError

if TYPE_CHECKING:
    from longdoc.bench.hostile import HostileResult

__all__ = ["hostile"]

WORSE_THAN_LINEAR = 1


def hostile(
    sizes: Annotated[
        str, typer.Option(metavar="MB,MB", help="Sizes of the files in MB, from the smallest to the largest.")
    ] = "1,4,16,64",
    shape: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only this shape; may be given several times.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Write one JSON object per file, one per line.")
    ] = False,
    quiet: Quiet = False,
    debug: Debug = False,
    version: Version = False,
) -> None:
    """Open adversarial files: twelve shapes at growing sizes, with time, memory and growth.

    Exits with 1 if the time grows by more than a factor of 80 from 1 MB to 64 MB; with one size, there is no
    growth.
    """
    from longdoc.bench.hostile import MOST_TIMES, SHAPES, growth, measure
    from longdoc.bench.hostile import as_json as fields_of

    unknown = set(shape or ()) - set(SHAPES)
    if unknown:
        raise UsageError(f"--shape {min(unknown)}: is none of {', '.join(SHAPES)}")
    results = []
    for result in measure(shape or list(SHAPES), _sizes(sizes)):
        results.append(result)
        if as_json:
            write_json(fields_of(result))
        else:
            write(_line(result))
    times = growth(results)
    if not as_json:
        for name, factor in times.items():
            write(f"{name:<24} x{factor:.0f} from 1 MB to 64 MB")
    if any(factor > MOST_TIMES for factor in times.values()):
        raise typer.Exit(WORSE_THAN_LINEAR)


def _sizes(given: str) -> list[int]:
    try:
        sizes = [int(float(size) * 1_000_000) for size in given.split(",")]
    except ValueError:
        sizes = []
    if not sizes or min(sizes) < 1000 or max(sizes) > 900_000_000:
        raise UsageError(f"--sizes {given}: takes sizes in MB with commas between, from 0.001 to 900")
    return sizes


def _line(result: HostileResult) -> str:
    return (
        f"{result.shape:<24} {result.size_bytes / 1e6:>8.2f} MB {result.seconds:>8.2f} s"
        f" {result.peak_bytes / 1e6:>7.0f} MB peak  {result.outcome}"
    )
