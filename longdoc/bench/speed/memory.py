"""`longdoc bench memory`: peak memory by length, each in a fresh process."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import torch

from longdoc.bench.fit import growth_exponent
from longdoc.bench.machine import available_bytes
from longdoc.bench.results import Growth, LeftOut, MemoryUse, Missing, Record
from longdoc.bench.speed.baselines import LONGDOC, SEED
from longdoc.bench.speed.forecast import Forecast
from longdoc.bench.speed.probe import Probe, ProbeResult
from longdoc.errors import LongDocError

__all__ = ["measure_memory"]

START_S = 120.0  # extra time for starting, loading and compiling


class ProbeFailed(LongDocError):
    """The process that measures one length failed."""


def measure_memory(
    baselines: Sequence[str],
    lengths: Sequence[int],
    device: torch.device,
    model: Path | None,
    patience_s: float,
    tell: Callable[[str, int], None],
) -> Iterator[Record]:
    """Measure the peak memory of each baseline by length, then its growth.

    Args:
        baselines: their names.
        lengths: in tokens, ascending.
        patience_s: a longer forecast skips a length for all baselines but longdoc.
        tell: called with the name and the length of each run.
    """
    for name in baselines:
        grown: dict[int, float] = {}
        forecast: Forecast | None = None
        for tokens in lengths:
            reason = forecast and forecast.reason_to_skip(tokens, patience_s, available_bytes(device))
            if reason and name != LONGDOC:
                yield LeftOut(name, tokens, reason)
                continue
            tell(name, tokens)
            request = Probe(name, tokens, str(device), str(model) if model else None)
            try:
                result = _run(request, patience_s + START_S if name != LONGDOC else None)
            except ProbeFailed as failure:
                yield LeftOut(name, tokens, str(failure))
                break
            if result.missing is not None:
                yield Missing(name, result.missing)
                break
            cost = result.device_bytes or result.peak_bytes - result.before_bytes
            forecast = forecast or Forecast(result.time_growth, result.memory_growth)
            forecast.observe(tokens, result.seconds, cost)
            grown[tokens] = max(cost, 1)
            yield _use(name, tokens, result)
        exponent = growth_exponent(list(grown), list(grown.values()))
        if exponent is not None:
            yield Growth(name, "bytes", exponent, tuple(grown))


def _run(request: Probe, timeout_s: float | None) -> ProbeResult:
    command = [sys.executable, "-m", "longdoc.bench.speed.probe", json.dumps(asdict(request))]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=timeout_s)
    except subprocess.TimeoutExpired as error:
        raise ProbeFailed(f"not done after {timeout_s:,.0f} s") from error
    if done.returncode:
        raise ProbeFailed(_why(done.returncode, done.stderr))
    return ProbeResult(**json.loads(done.stdout.splitlines()[-1]))


def _why(code: int, stderr: str) -> str:
    if code == -signal.SIGKILL:
        return "killed, probably because memory ran out"
    lines = [line for line in stderr.strip().splitlines() if line.strip()]
    return f"failed with exit code {code}: {lines[-1] if lines else 'no message'}"[:300]


def _use(name: str, tokens: int, result: ProbeResult) -> MemoryUse:
    return MemoryUse(
        baseline=name,
        about=result.about,
        tokens=tokens,
        peak_bytes=result.peak_bytes,
        before_bytes=result.before_bytes,
        device_bytes=result.device_bytes,
        device=result.device,
        dtype=result.dtype,
        seed=SEED,
    )
