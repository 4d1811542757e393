"""Speed and memory at toy lengths: every baseline is timed or named, and the records say what they must."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import sleep

import pytest
import torch
from torch import Tensor

from longdoc.bench.results import Growth, LeftOut, Limit, MemoryUse, Missing, Speed
from longdoc.bench.speed.baselines import LONGDOC, Baseline, Shape, longdoc_baseline, prepare_shape
from longdoc.bench.speed.limit import products
from longdoc.bench.speed.memory import measure_memory
from longdoc.bench.speed.speed import Timing, measure_speed


@pytest.fixture(scope="module")
def shape(tiny_folder: Path) -> Shape:
    return prepare_shape(tiny_folder, "cpu", 200)


def _peer(name: str, encode: Callable[[Tensor], Tensor], growth: int = 1) -> Baseline:
    return Baseline(name, "for the test", encode, time_growth=growth)


def _quiet(name: str, tokens: int) -> None:
    """Nobody watches."""


def _turns(repeats: int, seconds: float = 600.0) -> Timing:
    """A run each."""
    return Timing(repeats, seconds, turn_seconds=0)


def test_baselines_take_turns_and_failures_are_told(shape: Shape) -> None:
    turns: list[str] = []

    def breaks_on_long(ids_T: Tensor) -> Tensor:
        turns.append("breaks")
        if len(ids_T) > 100:
            raise IndexError("too long for me")
        return ids_T

    def works(ids_T: Tensor) -> Tensor:
        turns.append("works")
        return ids_T

    baselines = [longdoc_baseline(shape), _peer("breaks", breaks_on_long), _peer("works", works)]
    records = list(measure_speed(shape, [50, 200], baselines, _turns(3), _quiet))

    speeds = [(r.baseline, r.tokens) for r in records if isinstance(r, Speed)]
    assert speeds == [(LONGDOC, 50), ("breaks", 50), ("works", 50), (LONGDOC, 200), ("works", 200)]
    assert [(r.baseline, r.tokens) for r in records if isinstance(r, LeftOut)] == [("breaks", 200)]
    assert "too long for me" in next(r.reason for r in records if isinstance(r, LeftOut))
    assert [r.baseline for r in records if isinstance(r, Growth)] == [LONGDOC, "works"]
    assert [r.dtype for r in records if isinstance(r, Limit)] == ["float32", "bfloat16"]
    rounds = turns[8:14]  # after two runs each that do not count, twice; the order moves on
    assert rounds == ["breaks", "works", "breaks", "works", "works", "breaks"]


def test_a_turn_has_as_many_runs_as_fill_it(shape: Shape) -> None:
    runs: list[int] = []

    def waits(ids_T: Tensor) -> Tensor:
        sleep(0.02)
        runs.append(len(ids_T))
        return ids_T

    timing = Timing(repeats=1, turn_seconds=0.1)
    records = list(measure_speed(shape, [50], [_peer("waits", waits)], timing, _quiet))
    speed = next(r for r in records if isinstance(r, Speed))
    assert len(runs) >= 2 + 2 + 4  # twice two that do not count, then a turn
    assert 0.02 <= speed.seconds.median < 0.05  # of a run, not of the turn


def test_own_speed_is_put_beside_the_limit_of_the_same_run(shape: Shape) -> None:
    records = list(measure_speed(shape, [64], [longdoc_baseline(shape)], _turns(2), _quiet))
    speed = next(r for r in records if isinstance(r, Speed)).to_json()
    assert 0 < speed["of_limit"] < 2
    assert speed["tokens_s_least"] <= speed["tokens_s"] <= speed["tokens_s_most"]
    assert (speed["kind"], speed["tokens"], speed["runs"]) == ("speed", 64, 2)


def test_a_baseline_that_would_take_too_long_is_left_out(shape: Shape) -> None:
    def slow(ids_T: Tensor) -> Tensor:
        sleep(len(ids_T) ** 2 * 1e-5)
        return ids_T

    baselines = [_peer("slow", slow, growth=2)]
    records = list(measure_speed(shape, [50, 200], baselines, _turns(1, seconds=0.2), _quiet))
    assert [r.tokens for r in records if isinstance(r, Speed)] == [50]
    assert "over the --patience" in next(r.reason for r in records if isinstance(r, LeftOut))


def test_the_limit_counts_every_weight_that_a_token_meets(shape: Shape) -> None:
    layer = shape.encoder.layers[0]
    met = sum(part.weight.numel() for part in (layer.qkv, layer.out, layer.up, layer.down))
    assert sum(K * N for K, N in products(shape.config)) == met


def test_memory_is_of_a_fresh_process_and_the_missing_are_named(tiny_folder: Path) -> None:
    held = torch.ones(100_000_000)  # 400 MB here must not show up there
    records = list(
        measure_memory([LONGDOC, "no such peer"], [64], torch.device("cpu"), tiny_folder, 60, _quiet)
    )
    del held
    use = next(r for r in records if isinstance(r, MemoryUse))
    assert 50e6 < use.before_bytes <= use.peak_bytes < 600e6
    assert [r.baseline for r in records if isinstance(r, Missing)] == ["no such peer"]
