"""What each `longdoc bench` command measures, record by record."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from longdoc.cli import messages
from longdoc.errors import ModelError, UsageError

if TYPE_CHECKING:
    from longdoc.bench.results import Record

from longdoc.cli.bench_sheet import Sheet

__all__ = [
    "corpus_records",
    "file_records",
    "memory_records",
    "needle_records",
    "quality_records",
    "speed_records",
]


def speed_records(
    sheet: Sheet, lengths: str, peers: bool, repeats: int, patience: float, device: str, model: Path | None
) -> Iterator[Record]:
    """Speed by length, with the baselines if wanted."""
    from longdoc.bench.lengths import parse_lengths
    from longdoc.bench.speed.baselines import prepare_shape
    from longdoc.bench.speed.lineup import line_up
    from longdoc.bench.speed.speed import Timing, measure_speed

    wanted = parse_lengths(lengths)
    shape = prepare_shape(_model_or_random(model), device, wanted[-1])
    baselines, missing = line_up(shape, peers, lambda name: sheet.tell(f"preparing {name}"))
    yield from missing
    yield from measure_speed(
        shape, wanted, baselines, Timing(repeats, patience),
        lambda name, tokens: sheet.tell(f"{name} reads {tokens:,} tokens"),
    )  # fmt: skip


def memory_records(
    sheet: Sheet, lengths: str, peers: bool, patience: float, device: str, model: Path | None
) -> Iterator[Record]:
    """Peak memory by length."""
    from longdoc.bench.lengths import parse_lengths
    from longdoc.bench.speed.lineup import names
    from longdoc.bench.speed.memory import measure_memory
    from longdoc.network.torch.device import pick_device

    yield from measure_memory(
        names(peers), parse_lengths(lengths), pick_device(device), _model_or_random(model), patience,
        lambda name, tokens: sheet.tell(f"{name} reads {tokens:,} tokens in a process of its own"),
    )  # fmt: skip


def needle_records(
    sheet: Sheet, lengths: str, depths: str, how: tuple[int, int, bool], device: str, model: Path | None
) -> Iterator[Record]:
    """Facts found, by length and depth."""
    from longdoc.bench.lengths import parse_depths, parse_lengths
    from longdoc.bench.needles.needle import Search, measure_needles
    from longdoc.network.load import load_network
    from longdoc.paths import model_folder

    wanted, places = parse_lengths(lengths), parse_depths(depths)
    loaded = load_network(model_folder(model), device)
    yield from measure_needles(
        loaded, wanted, places, Search(*how),
        lambda tokens, trial: sheet.tell(f"{tokens:,} tokens, document {trial + 1} of {how[0]}"),
    )  # fmt: skip


def file_records(
    sheet: Sheet, path: str, device: str, model: Path | None, password: str | None
) -> Iterator[Record]:
    """Time and memory for one document."""
    from longdoc.bench.file import measure_file
    from longdoc.paths import model_folder

    yield from measure_file(path, model_folder(model), device, password, sheet.tell)


def corpus_records(
    sheet: Sheet, texts: int, contracts: int, kills: int, jobs: int | None, model: Path | None
) -> Iterator[Record]:
    """A batch of generated leases."""
    from longdoc.bench.corpus import CorpusSize, measure_corpus
    from longdoc.paths import model_folder

    size = CorpusSize(texts, contracts, kills, jobs)
    yield from measure_corpus(size, model_folder(model), sheet.tell)


def quality_records(
    sheet: Sheet,
    sets: list[str] | None,
    data: Path | None,
    limit: int | None,
    device: str,
    model: Path | None,
    calibrate: bool = False,
) -> Iterator[Record]:
    """Answers, search and summaries on sets with known answers."""
    from longdoc.bench.quality.calibrate import calibrate as fitted
    from longdoc.bench.quality.tasks import TASKS, measure_quality
    from longdoc.bench.results import Quality
    from longdoc.evaluation.session import Session
    from longdoc.network.load import load_network
    from longdoc.paths import model_folder

    if data is None:
        raise UsageError("quality needs sets with known answers; give their folder with --data DIR")
    if not data.is_dir():
        raise UsageError(f"--data {data}: no such folder")
    sets = [name for listed in sets or () for name in listed.split(",") if name]
    unknown = [name for name in sets if name not in TASKS]
    if unknown:
        raise UsageError(f"{unknown[0]}: no such set; there are {', '.join(TASKS)}")
    sheet.tell("measuring quality")
    session = Session(data, load_network(model_folder(model), device), limit)
    if calibrate:
        sheet.tell("fitting the confidence")
        session.calibration, figures = fitted(session)
        session.calibration.save(model_folder(model))
        for domain in figures:
            for measure, value in domain.measures().items():
                yield Quality("confidence, left out", domain.domain, measure, value, domain.questions)
    for one in measure_quality(session, sets or None):
        yield Quality(one.task, one.set, one.measure, one.value, one.count)
        sheet.tell("measuring quality")


def _model_or_random(model: Path | None) -> Path | None:
    """The model given, else the shipped one, else None: random weights are just as fast."""
    from longdoc.paths import model_folder

    if model is not None:
        return model_folder(model)
    try:
        return model_folder()
    except ModelError:
        messages.note("no model is installed; measuring with random weights of the same shape")
        return None
