"""Processes one file of a batch: ingest, ask or summarize."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, Literal

from longdoc.documents.limits import Limits
from longdoc.documents.source import file_sha256
from longdoc.errors import (
    DocumentError,
    DocumentFault,
    DocumentLimit,
    EmptyDocument,
    EncryptedDocument,
    LongDocError,
    UnsupportedFormat,
)
from longdoc.library.batch import failed_ingest, ingest_one
from longdoc.library.cache import Cache
from longdoc.library.journal import Status
from longdoc.library.manifest import Item
from longdoc.library.store import Library
from longdoc.library.timestamps import LATEST

if TYPE_CHECKING:
    from longdoc.network.types import Network
    from longdoc.network.with_reader import ReaderChoice
    from longdoc.reading.types import Reading

__all__ = ["Command", "Job", "Outcome", "Task", "failure", "results_of", "size_and_time"]

Command = Literal["ingest", "ask", "summarize"]

log = logging.getLogger("longdoc")


@dataclass(frozen=True, slots=True)
class Task:
    """What is done with every file of a batch, the same in every process.

    Args:
        library: folder of the library; None stores nothing.
        model: folder of the model.
        limits: those of `Limits` that differ from the defaults, by name.
        options: of `answer_questions` or `summarize`; for ask also `questions`, for ingest `tags`.
        begun_at: when the batch first began (UTC); documents added since then count as ingested.
    """

    command: Command
    library: str | None
    model: str
    device: str = "auto"
    reader: ReaderChoice = "auto"
    limits: dict[str, Any] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)
    begun_at: str = LATEST

    def to_json(self) -> dict[str, Any]:
        """The form in which a worker process receives it."""
        return asdict(self)


@dataclass(slots=True)
class Outcome:
    """The outcome for one file; `results` are what the command writes with --json."""

    status: Status
    results: list[dict[str, Any]] = field(default_factory=list)
    sha256: str | None = None
    error: str | None = None
    message: str | None = None
    pages: int = 0
    tokens: int = 0
    kind: str = ""
    seconds: float = 0.0
    notices: list[str] = field(default_factory=list)
    size_bytes: int | None = None
    modified_ns: int | None = None

    def to_json(self) -> dict[str, Any]:
        """The form in which a worker process sends it back."""
        return asdict(self)


class Job:
    """A task with its network and library open, in the process that works on it."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.library = Library(Path(task.library)) if task.library else None
        self.cache = Cache(self.library, limits=Limits(**task.limits))

    @cached_property
    def model(self) -> Network:
        """The network, loaded when first needed."""
        from longdoc.network.load import load_network

        return load_network(Path(self.task.model), self.task.device, self.task.reader)

    def over(
        self, items: Iterator[Item | None], begin: Callable[[], None] = lambda: None
    ) -> Iterator[tuple[Item, Outcome]]:
        """Yield the outcome of each file in turn, while the next is opened in the background.

        Args:
            items: None means that no further item is known yet, so that the one before need not wait.
            begin: called when work on a file begins.

        Raises:
            LibraryError: nothing more can be stored.
            ModelError: the model cannot be loaded.
        """
        waiting: list[tuple[Item, tuple[int, int] | None]] = []

        def paths() -> Iterator[str | None]:
            for item in items:
                if item is not None:  # read before opening, so that a later change is noticed
                    waiting.append((item, size_and_time(item.path)))
                yield None if item is None else item.path

        for _ in self.cache.prefetched(paths()):
            begin()
            item, stat = waiting.pop(0)
            outcome = self.run(item)
            outcome.size_bytes, outcome.modified_ns = stat or (None, None)
            yield item, outcome

    def run(self, item: Item) -> Outcome:
        """The outcome for one file."""
        start_s = time.perf_counter()
        with _warnings() as notices:
            try:
                outcome = self._done(item)
            except DocumentError as error:
                outcome = failure(item, error, str(error))
            except LongDocError:
                raise
            except Exception as error:
                log.debug("%s", item.path, exc_info=True)
                outcome = failure(item, error, str(DocumentFault.of(item.path, error)))
        outcome.kind = PurePath(item.path).suffix.lower().lstrip(".")
        outcome.seconds = round(time.perf_counter() - start_s, 3)
        outcome.notices += notices
        return outcome

    def _done(self, item: Item) -> Outcome:
        if self.task.command == "ingest":
            return self._ingested(item)
        document = self.cache.open(item.path, password=item.password)
        reading = self.cache.read(document, self.model)
        results = self._answers(item, document, reading)
        return _outcome(document, reading.coverage.tokens, results)

    def _ingested(self, item: Item) -> Outcome:
        result, document = ingest_one(item.path, self.cache, self.model, self.task.begun_at)
        tags = {**self.task.options.get("tags", {}), **dict(item.tags)}
        if tags:
            self.cache.index.tag(document.sha256, tags.items())
        return _outcome(document, result.tokens or 0, [result.to_json()])

    def _answers(self, item: Item, document: Any, reading: Reading) -> list[dict[str, Any]]:
        options = dict(self.task.options)
        if self.task.command == "ask":
            from longdoc.tasks.answers.answer import answer_questions

            questions = item.questions or tuple(options.pop("questions", ()))
            options.pop("questions", None)
            answers = answer_questions(questions, document, reading, self.model, **options)
            return [answer.to_json() for answer in answers]
        from longdoc.tasks.summaries.summarize import summarize

        return [summarize(document, reading, self.model, **options).to_json()]


def failure(item: Item, error: BaseException | str, message: str) -> Outcome:
    """The outcome of a file that failed or was refused because of its format."""
    status: Status = "failed"
    if isinstance(error, EncryptedDocument | DocumentLimit):
        status = "refused"
    elif isinstance(error, UnsupportedFormat | EmptyDocument):
        status = "skipped"
    name = error if isinstance(error, str) else type(error).__name__
    return Outcome(status, sha256=_digest(item.path), error=name, message=message)


def size_and_time(path: str) -> tuple[int, int] | None:
    """Size in bytes and modification time in nanoseconds; None if there is no file."""
    try:
        stat = Path(path).stat()
    except (OSError, ValueError):
        return None
    return stat.st_size, stat.st_mtime_ns


def results_of(command: Command, item: Item, outcome: Outcome) -> list[dict[str, Any]]:
    """The lines of a file's output, with its id in the manifest; ingest writes one for failures too."""
    results = outcome.results
    if command == "ingest" and outcome.status != "done":
        results = [failed_ingest(item.path, outcome.message or "", outcome.seconds).to_json()]
    return results if item.id is None else [{"row": item.id, **result} for result in results]


def _outcome(document: Any, tokens: int, results: list[dict[str, Any]]) -> Outcome:
    return Outcome(
        "done", results, document.sha256, pages=len(document.pages), tokens=tokens,
        notices=list(document.notices),
    )  # fmt: skip


def _digest(path: str) -> str | None:
    with suppress(DocumentError, OSError, ValueError):  # in a closed folder, or with a name that is too long
        return file_sha256(path) if Path(path).is_file() else None  # opening a pipe would block
    return None


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """Collects logged warnings, so that another process can report them."""
    collected: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: collected.append(record.getMessage())  # type: ignore[method-assign]
    log.addHandler(handler)
    try:
        yield collected
    finally:
        log.removeHandler(handler)
