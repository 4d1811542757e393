"""Plots results as PNG files, or as SVG for an HTML page."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from longdoc.bench.lengths import short
from longdoc.bench.results import TENTHS, MemoryUse, NeedleCell, Quality, Record, Speed
from longdoc.errors import UsageError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["figures", "save_png", "svg"]

COLOURS = ("#c0392b", "#2c3e50", "#2980b9", "#27ae60", "#8e44ad", "#d68910")


def figures(records: Sequence[Record]) -> list[tuple[str, Figure]]:
    """A title and a figure for each kind of result that can be plotted."""
    drawn: list[tuple[str, Figure]] = []
    speeds = [r for r in records if isinstance(r, Speed)]
    if speeds:
        drawn.append(("Tokens per second by length", _figure(lambda axes: _draw_speed(axes, speeds))))
    uses = [r for r in records if isinstance(r, MemoryUse)]
    if uses:
        drawn.append(("Peak memory of the process by length", _figure(lambda axes: _draw_memory(axes, uses))))
    cells = [r for r in records if isinstance(r, NeedleCell)]
    if cells:
        drawn.append(("Facts found, by length and depth", _figure(lambda axes: _draw_needles(axes, cells))))
    tenths = [r for r in records if isinstance(r, Quality) and r.measure in TENTHS]
    if tenths:
        drawn.append(("Reliability of the confidence", _figure(lambda axes: _draw_tenths(axes, tenths))))
    return drawn


def save_png(records: Sequence[Record], path: Path) -> None:
    """Write one PNG with all figures, one below the other.

    Raises:
        UsageError: there is nothing to plot, or the file cannot be written.
    """
    from PIL import Image

    drawn = figures(records)
    if not drawn:
        raise UsageError(f"--plot {path}: no result that can be plotted")
    images = [Image.open(io.BytesIO(_rendered(figure, "png"))) for _, figure in drawn]
    whole = Image.new("RGB", (max(i.width for i in images), sum(i.height for i in images)), "white")
    top = 0
    for image in images:
        whole.paste(image, (0, top))
        top += image.height
    try:
        whole.save(path, "PNG")
    except OSError as error:
        raise UsageError(f"--plot {path}: cannot be written ({error.strerror})") from error


def svg(figure: Figure) -> str:
    """The figure as an <svg> element."""
    text = _rendered(figure, "svg").decode("utf-8")
    return text[text.index("<svg") :]


def _figure(draw: Callable[[Axes], None]) -> Figure:
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise UsageError("plots need matplotlib; pip install 'longdoc[bench]'") from error
    figure = Figure(figsize=(8, 4.6), layout="constrained")
    draw(figure.subplots())
    return figure


def _rendered(figure: Figure, kind: str) -> bytes:
    held = io.BytesIO()
    figure.savefig(held, format=kind, dpi=130)
    return held.getvalue()


def _draw_speed(axes: Axes, speeds: list[Speed]) -> None:
    for name, colour in _coloured(s.baseline for s in speeds):
        mine = [s for s in speeds if s.baseline == name]
        x = [s.tokens for s in mine]
        rates = [s.tokens_s for s in mine]
        axes.plot(x, [r.median for r in rates], "o-", color=colour, label=name)
        axes.fill_between(x, [r.least for r in rates], [r.most for r in rates], color=colour, alpha=0.15)
    limits = {s.tokens: s.limit_tokens_s for s in speeds if s.limit_tokens_s}
    if limits:
        axes.plot(list(limits), list(limits.values()), ":", color="#7f8c8d", label="linear layers only")
    axes.set_yscale("log")
    _finish(axes, sorted({s.tokens for s in speeds}), "tokens per second")


def _draw_memory(axes: Axes, uses: list[MemoryUse]) -> None:
    for name, colour in _coloured(u.baseline for u in uses):
        mine = [u for u in uses if u.baseline == name]
        axes.plot(
            [u.tokens for u in mine],
            [(u.device_bytes or u.peak_bytes) / 1e9 for u in mine],
            "o-", color=colour, label=name,
        )  # fmt: skip
    axes.set_ylim(bottom=0)
    _finish(axes, sorted({u.tokens for u in uses}), "GB")


def _draw_needles(axes: Axes, cells: list[NeedleCell]) -> None:
    lengths = sorted({c.tokens for c in cells})
    depths = sorted({c.depth for c in cells})
    share = {(c.depth, c.tokens): c.accuracy for c in cells}
    grid = [[share.get((depth, tokens), float("nan")) for tokens in lengths] for depth in depths]
    axes.imshow(grid, cmap="RdYlGn", vmin=0, vmax=1, aspect="auto")
    axes.set_xticks(range(len(lengths)), [short(tokens) for tokens in lengths])
    axes.set_yticks(range(len(depths)), [f"{depth:.0%}" for depth in depths])
    for row, line in enumerate(grid):
        for column, value in enumerate(line):
            axes.text(column, row, f"{value:.0%}", ha="center", va="center", fontsize=9)
    axes.set_xlabel("tokens")
    axes.set_ylabel("depth of the fact")


def _draw_tenths(axes: Axes, tenths: list[Quality]) -> None:
    axes.plot([0, 100], [0, 100], ":", color="#7f8c8d", label="perfect calibration")
    for name, colour in _coloured(t.set for t in tenths):
        mine = [t for t in tenths if t.set == name]
        said = [10 * TENTHS.index(t.measure) + 5 for t in mine]
        axes.plot(said, [t.value for t in mine], "-", color=colour, label=name)
        axes.scatter(
            said, [t.value for t in mine], s=[8 + t.count / 2 for t in mine], color=colour, alpha=0.6
        )
    axes.set_xlabel("confidence in percent (in tenths; point size shows the number of questions)")
    axes.set_ylabel("questions that the document answers, in percent")
    axes.grid(alpha=0.3)
    axes.legend(frameon=False, fontsize=9)


def _finish(axes: Axes, lengths: list[int], what: str) -> None:
    axes.set_xscale("log", base=2)
    axes.set_xticks(lengths, [short(tokens) for tokens in lengths])
    axes.minorticks_off()
    axes.set_xlabel("tokens in the document")
    axes.set_ylabel(what)
    axes.grid(alpha=0.3)
    axes.legend(frameon=False, fontsize=9)


def _coloured(names: Iterable[str]) -> list[tuple[str, str]]:
    distinct = list(dict.fromkeys(names))
    return [(name, COLOURS[k % len(COLOURS)]) for k, name in enumerate(distinct)]
