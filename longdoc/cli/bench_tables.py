"""Results of `longdoc bench` for people: one line per record, and the needle grid at the end."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from longdoc.cli.terminal import is_plain, one_line, stdout_console, write

if TYPE_CHECKING:
    from longdoc.bench.machine import Machine
    from longdoc.bench.results import (
        Growth,
        LeftOut,
        Limit,
        MemoryUse,
        Missing,
        NeedleCell,
        Quality,
        Record,
        Speed,
        Stage,
    )

__all__ = ["Lines", "needle_grid"]

_NAME = 22
_HEAT = ((0.999, "black on green"), (0.95, "black on chartreuse2"), (0.75, "black on yellow"),
         (0.5, "black on dark_orange"), (0.0, "white on red"))  # fmt: skip


class Lines:
    """Writes records as lines; keeps longdoc's own figures to compare the baselines with."""

    def __init__(self) -> None:
        self._own_tokens_s: dict[int, float] = {}
        self._own_bytes: dict[int, float] = {}

    def machine(self, machine: Machine) -> None:
        """The heading."""
        memory = f"{machine.memory_bytes / 1e9:.0f} GB"
        torch = machine.versions.get("torch", "")
        layers = "native layers" if machine.native else "no native layers"
        where = f"{machine.processor}, {machine.cores} cores, {memory}; {machine.device}"
        write(one_line(f"{where}; torch {torch}; {layers}"))

    def show(self, record: Record) -> None:
        """One record."""
        line = getattr(self, f"_{record.to_json()['kind']}", None)
        if line is not None:
            _print(line(record))

    def _speed(self, record: Speed) -> str:
        rate = record.tokens_s
        if record.baseline == "longdoc":
            self._own_tokens_s[record.tokens] = rate.median
        own = self._own_tokens_s.get(record.tokens)
        beside = (
            f"longdoc is {own / rate.median:.1f} × as fast" if own and record.baseline != "longdoc" else ""
        )
        share = f"{record.of_limit:.0%} of the limit" if record.of_limit and not beside else ""
        spread = f"({rate.least:,.0f}–{rate.most:,.0f}, {rate.runs} runs)"
        return _columns(
            record.baseline, record.tokens, f"{rate.median:,.0f} tokens/s", spread, beside or share
        )

    def _memory(self, record: MemoryUse) -> str:
        used = record.device_bytes or record.peak_bytes
        if record.baseline == "longdoc":
            self._own_bytes[record.tokens] = used
        own = self._own_bytes.get(record.tokens)
        beside = f"longdoc takes 1/{used / own:.1f}" if own and record.baseline != "longdoc" else ""
        before = f"({record.before_bytes / 1e9:.2f} GB before the first token)"
        return _columns(record.baseline, record.tokens, f"{used / 1e9:.2f} GB", before, beside)

    def _limit(self, record: Limit) -> str:
        rate = record.tokens_s
        spread = f"({rate.least:,.0f}–{rate.most:,.0f})"
        return f"linear layers alone, {record.dtype}: {rate.median:,.0f} tokens/s {spread}"

    def _growth(self, record: Growth) -> str:
        return f"{record.baseline:<{_NAME}} {record.of} grow as length^{record.exponent:.2f}"

    def _missing(self, record: Missing) -> str:
        return f"{record.baseline:<{_NAME}} not available: {record.reason}"

    def _left_out(self, record: LeftOut) -> str:
        return f"{record.baseline:<{_NAME}} {record.tokens:>9,}  left out: {record.reason}"

    def _file(self, record: Stage) -> str:
        peak = f"{record.peak_bytes / 1e9:.2f} GB"
        return (
            f"{record.stage:<{_NAME}} {record.seconds:>9.3f} s  {peak:>8}  {record.counted:<18} {record.rate}"
        )

    def _quality(self, record: Quality) -> str:
        where = f"{record.task:<{_NAME}} {record.set:<28} {record.measure:<24}"
        return f"{where} {record.value:>8.3f}  n = {record.count}"


def needle_grid(cells: Sequence[NeedleCell]) -> None:
    """A grid of depths (rows) and lengths (columns) with the share found; coloured on a terminal."""
    lengths = sorted({cell.tokens for cell in cells})
    depths = sorted({cell.depth for cell in cells})
    share = {(cell.depth, cell.tokens): cell.accuracy for cell in cells}
    header = [("depth", ""), *((f"{tokens:,}".rjust(10), "bold") for tokens in lengths)]
    _styled(header)
    for depth in depths:
        row = [(f"{depth:.0%}".rjust(5), "")]
        for tokens in lengths:
            value = share.get((depth, tokens))
            text = "" if value is None else f"{value:.0%}"
            row.append((text.rjust(9) + " ", "" if value is None else _heat(value)))
        _styled(row)


def _columns(name: str, tokens: int, value: str, spread: str, beside: str) -> str:
    return f"{name:<{_NAME}} {tokens:>9,}  {value:>18}  {spread:<34} {beside}".rstrip()


def _heat(value: float) -> str:
    return next(style for least, style in _HEAT if value >= least)


def _print(line: str) -> None:
    text = line.rstrip()
    if is_plain(sys.stdout) or not text.startswith("longdoc"):
        write(text)
    else:
        stdout_console().print(text, style="bold", soft_wrap=True)


def _styled(pieces: list[tuple[str, str]]) -> None:
    if is_plain(sys.stdout):
        write("".join(text for text, _ in pieces).rstrip())
        return
    from rich.text import Text

    stdout_console().print(Text.assemble(*pieces))
