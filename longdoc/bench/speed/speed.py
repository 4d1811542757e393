"""`longdoc bench speed`: tokens per second by length, alternating between baselines in one run.

The speed of a machine drifts with other work, heat and clock rates. In every round, the limit by matrix
products has a turn and then each baseline, in a rotating order; medians are compared, and the spread is
shown. A turn lasts at least a second, because a single run of a fast baseline depends on what ran before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from time import perf_counter

import torch
from torch import Tensor

from longdoc.bench.fit import Spread, growth_exponent
from longdoc.bench.machine import MemoryWatch, available_bytes, synchronize
from longdoc.bench.results import Growth, LeftOut, Limit, Record, Speed
from longdoc.bench.speed.baselines import LONGDOC, SEED, Baseline, Shape, random_ids
from longdoc.bench.speed.forecast import Forecast
from longdoc.bench.speed.limit import ROWS, MatrixLimit

__all__ = ["Timing", "measure_speed"]

WARM_UP_TOKENS = 2_048
WARM_UP_S = 5.0  # a length that takes longer is timed without a warm-up run
LIMITS = (torch.float32, torch.bfloat16)

Tell = Callable[[str, int], None]  # called with the running baseline and its number of tokens


@dataclass(frozen=True, slots=True)
class Timing:
    """Turns of each baseline, its time limit at one length, and the shortest duration of a turn."""

    repeats: int = 5
    seconds: float = 600.0
    turn_seconds: float = 1.0


def measure_speed(
    shape: Shape, lengths: Sequence[int], baselines: Sequence[Baseline], timing: Timing, tell: Tell
) -> Iterator[Record]:
    """Measure the speed at each length, then the growth of each baseline's time, then the limits."""
    rounds = _Rounds(shape, [_Runner.of(baseline) for baseline in baselines], timing, tell)
    yield from rounds.warm_up(min(WARM_UP_TOKENS, lengths[0]))
    for tokens in lengths:
        yield from rounds.run(tokens)
    yield from rounds.growth()
    yield from rounds.limits()


@dataclass(slots=True)
class _Runner:
    baseline: Baseline
    forecast: Forecast
    failed: bool = False
    medians: dict[int, float] = field(default_factory=dict)

    @staticmethod
    def of(baseline: Baseline) -> _Runner:
        return _Runner(baseline, Forecast(baseline.time_growth, baseline.memory_growth))

    @property
    def name(self) -> str:
        return self.baseline.name


class _Rounds:
    def __init__(self, shape: Shape, runners: list[_Runner], timing: Timing, tell: Tell) -> None:
        self.shape, self.runners, self.timing, self.tell = shape, runners, timing, tell
        self.in_use = {self._dtype(runner) for runner in runners}
        formats = dict.fromkeys((*LIMITS, *self.in_use))
        self.matrices = {dtype: MatrixLimit(shape.config, shape.device, dtype) for dtype in formats}
        self.limit_s: dict[torch.dtype, list[float]] = {dtype: [] for dtype in formats}

    def warm_up(self, tokens: int) -> Iterator[LeftOut]:
        """Load, compile and pack everything; the times serve only as a first forecast."""
        for matrix in self.matrices.values():
            matrix.seconds()
        ids_T = self._ids(tokens)
        for runner in self.runners:
            yield from self._untimed(runner, ids_T)

    def run(self, tokens: int) -> Iterator[Record]:
        """Measure all baselines at one length."""
        ids_T = self._ids(tokens)
        yield from self._skipped(tokens)
        for runner in self._remaining(tokens):
            if runner.forecast.seconds_at(tokens) <= WARM_UP_S:
                yield from self._untimed(runner, ids_T)
        before = {dtype: len(times) for dtype, times in self.limit_s.items()}
        seconds: dict[str, list[float]] = {}
        for number in range(self.timing.repeats):
            self._time_limits(number)
            remaining = self._remaining(tokens)
            for k in range(len(remaining)):
                runner = remaining[(k + number) % len(remaining)]
                times = seconds.setdefault(runner.name, [])
                if times and sum(times) + times[-1] > self.timing.seconds:
                    continue
                try:
                    times.append(self._turn(partial(self._timed, runner, ids_T)))
                except Exception as error:
                    yield self._failure(runner, tokens, error)
        for runner in self._remaining(tokens):
            if runner.name not in seconds:  # memory that it lacked before is free by now
                continue
            runner.medians[tokens] = Spread.of(seconds[runner.name]).median
            dtype = self._dtype(runner)
            limit = Spread.of(self.limit_s[dtype][before[dtype] :]).rate(ROWS).median
            yield self._speed(runner, tokens, seconds[runner.name], limit)

    def growth(self) -> Iterator[Growth]:
        """The growth exponent of each baseline that ran at two lengths or more."""
        for runner in self.runners:
            exponent = growth_exponent(list(runner.medians), list(runner.medians.values()))
            if exponent is not None:
                yield Growth(runner.name, "seconds", exponent, tuple(runner.medians))

    def limits(self) -> Iterator[Limit]:
        """The limits by matrix products, over the whole run."""
        for dtype, times in self.limit_s.items():
            yield Limit(_name(dtype), Spread.of(times).rate(ROWS), ROWS, str(self.shape.device))

    def _dtype(self, runner: _Runner) -> torch.dtype:
        return runner.baseline.dtype or self.shape.dtype

    def _ids(self, tokens: int) -> Tensor:
        return random_ids(tokens, self.shape.config.vocabulary, self.shape.device)

    def _remaining(self, tokens: int) -> list[_Runner]:
        return [r for r in self.runners if not r.failed and self._reason_to_skip(r, tokens) is None]

    def _reason_to_skip(self, runner: _Runner, tokens: int) -> str | None:
        if runner.name == LONGDOC or tokens <= runner.forecast.tokens:
            return None
        return runner.forecast.reason_to_skip(tokens, self.timing.seconds, available_bytes(self.shape.device))

    def _skipped(self, tokens: int) -> Iterator[LeftOut]:
        for runner in self.runners:
            reason = self._reason_to_skip(runner, tokens)
            if reason and not runner.failed:
                yield LeftOut(runner.name, tokens, reason)

    def _untimed(self, runner: _Runner, ids_T: Tensor) -> Iterator[LeftOut]:
        try:
            self._timed(runner, ids_T)  # the first run compiles; the second shows the real time
            self._timed(runner, ids_T)
        except Exception as error:
            yield self._failure(runner, len(ids_T), error)

    @torch.inference_mode()
    def _timed(self, runner: _Runner, ids_T: Tensor) -> float:
        self.tell(runner.name, len(ids_T))
        watch = MemoryWatch(self.shape.device)
        synchronize(self.shape.device)
        begun = perf_counter()
        runner.baseline.encode(ids_T)
        synchronize(self.shape.device)
        seconds = perf_counter() - begun
        runner.forecast.observe(len(ids_T), seconds, watch.grown_bytes())
        return seconds

    def _turn(self, run: Callable[[], float]) -> float:
        """The mean seconds of a run, over as many runs as fill a turn."""
        times = [run()]
        while sum(times) < self.timing.turn_seconds:
            times.append(run())
        return sum(times) / len(times)

    def _time_limits(self, number: int) -> None:
        """Time the formats in use in every round, and the others, which may be slow, once per length."""
        for dtype, matrix in self.matrices.items():
            if dtype in self.in_use or number == 0:
                self.limit_s[dtype].append(self._turn(matrix.seconds))

    def _failure(self, runner: _Runner, tokens: int, error: Exception) -> LeftOut:
        if runner.name == LONGDOC:
            raise error
        runner.failed = True
        reason = (str(error).strip().splitlines() or [""])[0]
        return LeftOut(runner.name, tokens, f"failed: {type(error).__name__}: {reason}"[:300])

    def _speed(self, runner: _Runner, tokens: int, times: list[float], limit_tokens_s: float) -> Speed:
        return Speed(
            baseline=runner.name,
            about=runner.baseline.about,
            tokens=tokens,
            seconds=Spread.of(times),
            device=str(self.shape.device),
            dtype=_name(self._dtype(runner)),
            weights=self.shape.weights,
            seed=SEED,
            limit_tokens_s=limit_tokens_s,
        )


def _name(dtype: torch.dtype) -> str:
    return str(dtype).removeprefix("torch.")
