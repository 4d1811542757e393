"""Runs a batch from manifest to output: worker processes do what earlier runs have not done."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol, get_args

from longdoc import errors
from longdoc.documents.source import file_sha256
from longdoc.errors import DocumentError, UsageError
from longdoc.library.database import bring_to_disk
from longdoc.library.jobs import PROCESS_DIED, Jobs, Limit, jobs_that_fit
from longdoc.library.journal import Journal, Record, Status, read_journal
from longdoc.library.manifest import Item, Shard
from longdoc.library.outputs import Output, journals_beside, open_output
from longdoc.library.store import Library
from longdoc.library.work import Outcome, Task, results_of, size_and_time
from longdoc.network.with_reader import FOLDER as READER_FOLDER

__all__ = ["Batch", "Stats", "model_identity", "run_batch"]

SYNC_S = 1.0  # between two syncs of the journal to disk
OPTION_CHARS = 16

Tell = Callable[[Item, Outcome], None]


class Crew(Protocol):
    """The workers of a batch: processes on this machine, or actors on others."""

    def over(self, items: Iterable[Item]) -> Iterator[tuple[int, Outcome]]:
        """Yield the number of each item with its outcome, in order of completion."""


@dataclass(frozen=True, slots=True)
class Batch:
    """The task, its files, and where the results go.

    Args:
        retry: statuses or error classes that are retried although nothing changed.
        force: process every item again.
        jobs: number of processes; None starts as many as fit.
        crew: makes the workers, instead of processes on this machine.
    """

    task: Task
    items: Sequence[Item]
    output: Path | None = None
    shard: Shard = field(default_factory=Shard)
    retry: frozenset[str] = frozenset()
    force: bool = False
    jobs: int | None = None
    limit: Limit = field(default_factory=Limit)
    crew: Callable[[Task], AbstractContextManager[Crew]] | None = None


@dataclass(slots=True)
class Stats:
    """What a batch did; `before` counts the files that earlier runs had done."""

    statuses: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    standing: Counter[str] = field(default_factory=Counter)  # of earlier runs: failed, refused, skipped
    before: int = 0
    pages: int = 0
    tokens: int = 0
    seconds: float = 0.0
    jobs: int = 0

    def add(self, outcome: Outcome) -> None:
        """Count one file."""
        self.statuses[outcome.status] += 1
        self.kinds[outcome.kind or "(no suffix)"] += 1
        if outcome.error:
            self.errors[outcome.error] += 1
        self.pages += outcome.pages
        self.tokens += outcome.tokens


def run_batch(batch: Batch, tell: Tell, begin: Callable[[int], None] = lambda _: None) -> Stats:
    """Process the items that are not done yet.

    Args:
        tell: called with each file and its outcome; without an output, in the order of the manifest.
        begin: called with how many they are, before work on the first begins.

    Raises:
        UsageError: another run has the same output.
        LibraryError, ModelError: the batch cannot continue; the same command resumes it.
    """
    begun_s = time.monotonic()
    items = [item for item in batch.items if batch.shard.holds(item.path)]
    if batch.output is None:
        begin(len(items))
        stats = _without_output(batch, items, tell)
    else:
        output = open_output(batch.output, batch.shard)
        items = [item for item in items if not output.wrote(item.path)]
        stats = _with_output(batch, items, output, tell, begin)
    stats.seconds = time.monotonic() - begun_s
    return stats


def model_identity(folder: Path) -> str:
    """A digest of every file of a model that answers depend on."""
    digest = sha256()
    for path in sorted((*folder.iterdir(), *(folder / READER_FOLDER).glob("*"))):
        if path.suffix in (".json", ".safetensors"):
            digest.update(f"{path.relative_to(folder)}\0{file_sha256(path)}\0".encode())
    return digest.hexdigest()


def _without_output(batch: Batch, items: list[Item], tell: Tell) -> Stats:
    stats, held = Stats(), dict[int, Outcome]()
    told = 0
    with _crew(batch, len(items), stats) as crew:
        for number, outcome in crew.over(items):
            held[number] = outcome
            while told in held:
                outcome = held.pop(told)
                stats.add(outcome)
                tell(items[told], outcome)
                told += 1
    return stats


def _with_output(
    batch: Batch, items: list[Item], output: Output, tell: Tell, begin: Callable[[int], None]
) -> Stats:
    stats, command = Stats(), batch.task.command
    output.require_own()
    with Journal(output.journal) as journal:
        batch = replace(batch, task=replace(batch.task, begun_at=journal.begun_at))
        past = _Past(batch, output)
        past.require_known(batch.retry)
        todo = [item for item in items if not past.settles(item)]
        past.leave_out(todo)
        output.begin(past.records(items))
        stats.before = len(items) - len(todo)
        stats.standing.update(r.status for r in past.records(items) if r.status != "done")
        begin(len(todo))
        todo.sort(key=lambda item: -(size_and_time(item.path) or (0, 0))[0])  # none is waited for alone
        with _crew(batch, len(todo), stats) as crew:
            synced_s = time.monotonic()
            for number, outcome in crew.over(todo):
                item, results = todo[number], results_of(command, todo[number], outcome)
                if not output.in_journal:
                    output.add(item, results)
                record = past.record(item, outcome)
                past.known[item.key] = journal.add(record, results if output.in_journal else ())
                if output.in_journal:
                    output.add(item, results)
                stats.add(outcome)
                tell(item, outcome)
                if time.monotonic() - synced_s > SYNC_S:
                    _sync(batch.task, journal)
                    synced_s = time.monotonic()
        _sync(batch.task, journal)
        output.finish(past.records(items))
    return stats


def _sync(task: Task, journal: Journal) -> None:
    """The library first, so that what the journal calls done is there after a power cut too."""
    if task.library is not None:
        bring_to_disk(Path(task.library))
    journal.sync()


def _crew(batch: Batch, count: int, stats: Stats) -> AbstractContextManager[Crew]:
    if batch.crew is not None:
        return batch.crew(batch.task)
    stats.jobs = min(batch.jobs or jobs_that_fit(), max(1, count))
    return Jobs(batch.task, stats.jobs, batch.limit)


class _Past:
    """What the journals record about earlier runs, and whether it is still valid."""

    def __init__(self, batch: Batch, output: Output) -> None:
        self._batch, self._output = batch, output
        self._model = model_identity(Path(batch.task.model))
        self._options = _options_identity(batch.task)
        self._ingested = _ingested_ids(batch.task)
        self.known: dict[str, Record] = {}
        options = {item.key: self._options_of(item) for item in batch.items}
        ranks: dict[str, tuple[bool, bool, bool]] = {}
        for path in journals_beside(output):
            last = {record.key: record for record in read_journal(path)}
            for key, record in last.items():
                is_same_work = (record.model, record.options) == (self._model, options.get(key))
                rank = is_same_work, record.status == "done", path == output.journal
                if key not in ranks or rank > ranks[key]:
                    self.known[key], ranks[key] = record, rank

    def settles(self, item: Item) -> bool:
        """Whether an item needs no work: it is done, or failed for a reason that persists."""
        record = self.known.get(item.key)
        if record is None or self._batch.force or {record.status, record.error} & self._batch.retry:
            return False
        if (record.model, record.options) != (self._model, self._options_of(item)):
            return False
        if record.status == "done" and not self._output.holds(item):
            return False
        return self._is_held(record) and _is_unchanged(item, record)

    def _is_held(self, record: Record) -> bool:
        """Whether the library still has what was ingested; a file elsewhere may have taken its place."""
        return record.status != "done" or self._ingested is None or record.sha256 in self._ingested

    def _options_of(self, item: Item) -> str:
        """Identifies the options of an item; those of the batch, and the tags that it is ingested with."""
        return _identity([self._options, *sorted(item.tags)]) if item.tags else self._options

    def require_known(self, wanted: Iterable[str]) -> None:
        """Raise UsageError for what is neither a status nor the class of any error."""
        met = {record.error for record in self.known.values()}
        for what in wanted:
            if what not in {*get_args(Status), *errors.__all__, PROCESS_DIED, *met}:
                raise UsageError(
                    f"--retry {what}: give a status ({', '.join(get_args(Status))}) or the class of an error,"
                    " as --stats names them"
                )

    def leave_out(self, items: Iterable[Item]) -> None:
        """Forget items that will be processed again."""
        for item in items:
            self.known.pop(item.key, None)

    def records(self, items: Iterable[Item]) -> Iterator[Record]:
        """The records of these items, in order."""
        return (self.known[item.key] for item in items if item.key in self.known)

    def record(self, item: Item, outcome: Outcome) -> Record:
        """Take over a new record of the journal."""
        return Record(
            key=item.key, path=item.path, status=outcome.status, sha256=outcome.sha256,
            size_bytes=outcome.size_bytes, modified_ns=outcome.modified_ns, model=self._model,
            options=self._options_of(item), error=outcome.error, message=outcome.message,
            seconds=outcome.seconds, kind=outcome.kind, pages=outcome.pages, tokens=outcome.tokens,
        )  # fmt: skip


def _is_unchanged(item: Item, record: Record) -> bool:
    """Compare size and time of the file, then its content if these differ."""
    stat = size_and_time(item.path)
    if stat is None or record.size_bytes is None:
        return stat is None and record.size_bytes is None
    if stat == (record.size_bytes, record.modified_ns):
        return True
    try:
        return file_sha256(item.path) == record.sha256
    except DocumentError:
        return False


def _options_identity(task: Task) -> str:
    place = task.library if task.command == "ingest" else None
    chosen = [task.command, place, task.options, task.reader, task.limits.get("ocr")]
    return _identity(chosen)


def _identity(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:OPTION_CHARS]


def _ingested_ids(task: Task) -> frozenset[str] | None:
    """What the library holds; None if nothing is ingested into one."""
    if task.command != "ingest" or task.library is None:
        return None
    with closing(Library(Path(task.library))) as library:
        return frozenset(library.ingested_ids())
