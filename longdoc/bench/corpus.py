"""`longdoc bench corpus`: a batch of generated leases: core use, memory, kills, and a question to all."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from longdoc.bench.results import Quality

__all__ = ["CorpusSize", "measure_corpus"]

TREES = (
    "Alder", "Birch", "Cedar", "Elm", "Hazel", "Larch", "Maple", "Oak", "Pine", "Rowan", "Spruce", "Willow",
    "Yew",
)  # fmt: skip
PLACES = ["House", "Court", "Lodge", "Mill", "Hall", "Farm", "Cottage", "Wharf", "Yard", "Tower"]
CLAUSES = (
    "The tenant keeps the {0} in good repair and may not sublet it without consent in writing.",
    "Either party may end this lease with {1} days' notice after the first year of the term.",
    "The landlord insures the building for not less than {2} pounds and shows the policy on request.",
    "Disputes about the {0} are settled by a surveyor whom both parties name within {1} days.",
)


@dataclass(frozen=True, slots=True)
class CorpusSize:
    """How many documents of each sort, how often the run is killed, and the number of worker processes."""

    texts: int
    contracts: int
    kills: int
    jobs: int | None


def measure_corpus(corpus: CorpusSize, model: Path, tell: Callable[[str], None]) -> Iterator[Quality]:
    """Ingest with one process and with several, with kills, and ask the resulting library a question.

    Args:
        model: folder of the model.
        tell: called with the name of each step.
    """
    size = f"{corpus.texts:,} texts, {corpus.contracts:,} contracts"
    count = corpus.texts + corpus.contracts
    with TemporaryDirectory() as name:
        folder = Path(name)
        _write_documents(folder / "files", corpus)
        tell("reading alone")
        reading = _run(
            [sys.executable, "-m", "longdoc.bench.corpus_reading", str(folder / "files"), str(model)]
        )
        tell("one process")
        alone = _ingest(folder, "alone", model, 1)
        tell("all processes")
        together = _ingest(folder, "together", model, corpus.jobs)
        yield Quality("ingest", size, "wall seconds, one process", alone.wall_s, count)
        yield Quality("ingest", size, "wall seconds, all processes", together.wall_s, count)
        busy = 100 * together.cpu_s / together.wall_s / _cores()
        yield Quality("ingest", size, "cores busy, %", busy, count)
        beside = together.cpu_s / reading.cpu_s
        yield Quality("ingest", size, "CPU seconds, relative to one process", beside, count)
        yield Quality("ingest", size, "peak MB of the largest process", together.peak_mb, count)
        tell("with kills")
        lost, twice = _killed_runs(folder, model, corpus)
        yield Quality("kill -9", size, "reported as done but lost", lost, corpus.kills)
        yield Quality("kill -9", size, "done twice", twice, corpus.kills)
        same = _untimed(folder / "killed.jsonl") == _untimed(folder / "alone.jsonl")
        yield Quality("kill -9", size, "output identical except for times", float(same), corpus.kills)
        tell("a question")
        asked = _run(_command(folder, "together", model, "ask", "When does the lease of Elm Mill 3 end?"))
        yield Quality("question", size, "wall seconds, whole process", asked.wall_s, 1)
        yield Quality("question", size, "CPU seconds", asked.cpu_s, 1)


# Runs a command from a small process of its own: the peak memory of children is that of all so far, and on
# Linux a process begins with the peak of the one that starts it.
_MEASURED = """
import json, resource, subprocess, sys, time
begun_s = time.perf_counter()
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)
wall_s, used = time.perf_counter() - begun_s, resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([wall_s, used.ru_utime + used.ru_stime, used.ru_maxrss]))
"""


@dataclass(frozen=True, slots=True)
class _Run:
    wall_s: float
    cpu_s: float
    peak_mb: float


def _write_documents(folder: Path, corpus: CorpusSize) -> None:
    rng = random.Random(1)
    folder.mkdir()
    for i in range(corpus.texts + corpus.contracts):
        name = f"{TREES[i % 13]} {PLACES[i // 13 % 10]} {i // 130 + 1}"
        end = f"{rng.randint(1, 28)} June {rng.randint(2027, 2045)}"
        text = f"LEASE OF {name.upper()}\n\nThe lease of {name} ends on {end}. "
        text += f"The rent is {rng.randint(40, 400)}0 pounds a month.\n"
        for section in range(0 if i < corpus.texts else 150):
            clause = rng.choice(CLAUSES).format(
                rng.choice(PLACES), rng.randint(7, 180), rng.randint(1, 99) * 1000
            )
            text += f"\n{section + 1}. {clause} {rng.choice(CLAUSES).format(name, 30, 5000)}\n"
        (folder / f"{i:06d}.txt").write_text(text)


def _command(folder: Path, name: str, model: Path, command: str, *more: str) -> list[str]:
    shared = ["--library", str(folder / f"{name}-library"), "--model", str(model), "--device", "cpu"]
    return [sys.executable, "-m", "longdoc", command, *more, *shared]


def _ingest_command(folder: Path, name: str, model: Path, jobs: int | None) -> list[str]:
    output = ("--output", str(folder / f"{name}.jsonl"))
    many = ("--jobs", str(jobs)) if jobs else ()
    return _command(folder, name, model, "ingest", str(folder / "files"), *output, *many)


def _ingest(folder: Path, name: str, model: Path, jobs: int | None) -> _Run:
    return _run(_ingest_command(folder, name, model, jobs))


def _run(command: list[str]) -> _Run:
    measured = subprocess.run(
        [sys.executable, "-c", _MEASURED, *command], stdout=subprocess.PIPE, text=True, check=True
    )
    wall_s, cpu_s, peak = json.loads(measured.stdout)
    unit = 1 if sys.platform == "darwin" else 1024
    return _Run(wall_s, cpu_s, peak * unit / 1e6)


def _killed_runs(folder: Path, model: Path, corpus: CorpusSize) -> tuple[int, int]:
    """Over all kills: how many files were reported done but lost, and how many were done twice."""
    from longdoc.library.journal import read_journal

    journal, rng = folder / "killed.jsonl.journal", random.Random(2)
    command = _ingest_command(folder, "killed", model, corpus.jobs)
    reported: set[str] = set()
    lost = 0
    for _ in range(corpus.kills):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(rng.uniform(0.2, 6))
        process.kill()
        process.wait()
        done = {record.key for record in read_journal(journal) if record.status == "done"}
        lost += len(reported - done)
        reported = done
    subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    keys = [record.key for record in read_journal(journal) if record.status == "done"]
    return lost + len(reported - set(keys)), len(keys) - len(set(keys))


def _untimed(path: Path) -> list[dict[str, object]]:
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    return [{name: value for name, value in line.items() if name != "seconds"} for line in lines]


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
