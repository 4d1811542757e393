"""`longdoc bench hostile`: each shape has its size, and the growth of the time is that of its results."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import pytest

from longdoc.bench.hostile import SHAPES, HostileResult, growth, make, probe
from longdoc.cli.app import main


@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_is_about_as_large_as_asked_for_and_is_opened_or_refused(shape: str, tmp_path: Path) -> None:
    path = make(shape, 20_000, tmp_path)
    assert 15_000 < path.stat().st_size <= 21_000
    measured = probe(path)
    assert measured["outcome"] in ("read", "DocumentLimit", "EmptyDocument")
    assert (measured["outcome"] == "read") == bool(measured["characters"])


def test_growth_is_scaled_to_64_times_the_size() -> None:
    results = [
        HostileResult("links", 1_000, 0.5, 0, 0, "read"),
        HostileResult("links", 4_000, 8.0, 0, 0, "read"),
    ]
    assert growth(results) == {"links": 256.0}  # 16 times as long for four times the size


@pytest.mark.parametrize("outcome", ["timeout", "crash (-9)"])
@pytest.mark.parametrize("failed", [0, 1])
def test_a_file_that_is_given_up_or_crashes_counts_as_endless(outcome: str, failed: int) -> None:
    results = [HostileResult("links", 1_000 * 4**n, 1.0, 0, 0, "read") for n in range(2)]
    results[failed] = replace(results[failed], seconds=0.0, outcome=outcome)
    assert growth(results) == {"links": math.inf}


def test_the_command_gives_a_line_a_file_and_refuses_what_it_does_not_know(
    capfd: pytest.CaptureFixture[str],
) -> None:
    wanted = ["bench", "hostile", "--shape", "blanks", "--sizes", "0.02,0.01"]
    main([*wanted, "--json"])
    rows = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert [(row["shape"], row["size_bytes"], row["outcome"]) for row in rows] == [
        ("blanks", 10_000, "read"), ("blanks", 20_000, "read"),
    ]  # fmt: skip
    main(wanted)
    assert "from 1 MB to 64 MB" in capfd.readouterr().out
    assert main(["bench", "hostile", "--shape", "blanks", "--sizes", "0.01", "--quiet"]) == 0
    assert "from 1 MB" not in capfd.readouterr().out  # one size tells nothing of growth
    for option, value in (("--shape", "spirals"), ("--sizes", "many"), ("--sizes", "2000")):
        assert main(["bench", "hostile", option, value]) == 2
        assert f"{option} {value}" in capfd.readouterr().err
