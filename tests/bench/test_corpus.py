"""`longdoc bench corpus` on a few texts: a run that is killed does everything once, with the same output."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from longdoc.bench.corpus import _run
from longdoc.cli.app import main


def test_memory_and_time_are_those_of_one_run_whatever_ran_before() -> None:
    held = b"x" * 300_000_000  # by the process that measures
    large = _run([sys.executable, "-c", "b'x' * 200_000_000; sum(range(3_000_000))"])
    small = _run([sys.executable, "-c", "pass"])
    assert len(held) / 1e6 > large.peak_mb > 200 > small.peak_mb > 0
    assert large.cpu_s > small.cpu_s


def test_a_small_corpus_from_end_to_end(tiny_folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    wanted = ["bench", "corpus", "--texts", "3", "--contracts", "1", "--kills", "1", "--jobs", "1", "--json"]
    assert main([*wanted, "--model", str(tiny_folder)]) == 0
    rows = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    figures = {row["measure"]: row["value"] for row in rows if row["kind"] != "machine"}
    assert len(figures) > 4
    assert figures["reported as done but lost"] == 0
    assert figures["done twice"] == 0
    assert figures["output identical except for times"] == 1
