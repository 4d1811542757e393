"""Drives the worker processes: distributes pages, enforces time limits, replaces workers that hang or die."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, TypeAlias

from longdoc.documents.limits import NEEDS_PASSWORD, OUT_OF_TIME, PASSWORD_IS_WRONG, Limits
from longdoc.documents.pdf.places import corners_of
from longdoc.documents.pdf.tables import TableInfo
from longdoc.documents.pdf.words import FileInfo, Line
from longdoc.documents.pdf.worker import NoPages, Task
from longdoc.errors import DamagedDocument, DocumentLimit, EmptyDocument, EncryptedDocument

__all__ = ["PageRead", "PdfPool"]

Answers: TypeAlias = "queue.Queue[tuple[_Worker, dict[str, Any] | None]]"

PAGES_A_REQUEST = 8
MAX_WORKERS = 4
PARALLEL_AFTER_SECONDS = (
    0.25  # of reading, if then more than PARALLEL_FOR_SECONDS are left: a start costs 0.2
)
PARALLEL_FOR_SECONDS = 0.6
MAX_LOST_WORKERS = 20  # pages that hang or crash; a file with more of them is given up
MAX_TOO_BIG = 20  # pages with more characters than a page may hold
START_SECONDS = 10  # of a process on a busy machine
OPEN_TIMES_PAGE_SECONDS = 3
WORKER_BASE_BYTES = 1 << 30
OCR_BYTES = 6 << 30  # of addresses, most of which the network's library only sets aside
MOSTLY_PICTURED = 0.6  # of a page's area, under pictures
LITTLE_TEXT_CHARS = 300  # of a page that is mostly a picture
OCR_START_SECONDS, OCR_PAGE_SECONDS = 120.0, 120.0


@dataclass(slots=True)
class PageRead:
    """The lines of a page, or why there are none; fonts do not map `unknown_share` of its letters."""

    lines: list[Line] = field(default_factory=list)
    tables: list[TableInfo] = field(default_factory=list)
    line_numbers: int = 0
    unknown_share: float = 0.0
    outside: int = 0  # words beyond what a viewer shows
    unseen: int = 0  # words that are read and that nobody sees
    covered: int = 0  # words under filled boxes
    switched_off: int = 0  # words on layers that are switched off
    struck_chars: int = 0  # of words that are crossed out
    words: int = 0  # in all
    confidence: float = 1.0  # less where OCR read the page
    problem: str | None = None
    recognised: bool = False  # by OCR
    ocr_problem: str | None = None  # why OCR failed
    pictured: float = 0.0  # share of the page that pictures cover
    frame: dict[str, Any] = field(default_factory=dict)  # a `Frame`

    @property
    def is_mostly_picture(self) -> bool:
        """Whether pictures cover most of the page, and it has little text besides, and no OCR layer."""
        has_ocr_layer = 2 * self.unseen >= self.words
        has_little = self.characters < LITTLE_TEXT_CHARS and not has_ocr_layer
        return self.pictured > MOSTLY_PICTURED and has_little

    @property
    def characters(self) -> int:
        """The number of characters on its lines."""
        return sum(len(line.text) for line in self.lines)


class PdfPool:
    """Reads one PDF file in worker processes; a context manager that ends them.

    One worker reads the metadata while others read pages.
    """

    def __init__(self, source: bytes | Path, password: str | None, limits: Limits) -> None:
        self._data = source if isinstance(source, bytes) else None
        size = len(source) if isinstance(source, bytes) else source.stat().st_size
        self._limits = limits
        self._task = Task(
            path=None if isinstance(source, bytes) else str(source.resolve()),
            size_bytes=size,
            password=password,
            memory_bytes=limits.max_memory_bytes
            or WORKER_BASE_BYTES + 2 * size + 2 * limits.max_page_decompressed_bytes,
            max_stream_bytes=limits.max_page_decompressed_bytes,
        )
        self._answers: Answers = queue.Queue()
        self._about: Answers = queue.Queue()
        self._workers: list[_Worker] = []
        self._others: list[_Worker] = []
        self._lost = self._too_big = 0
        self.is_repaired = False  # known once the file is open
        self._page_seconds = limits.page_seconds
        self._until_s = float("inf")  # of the whole file
        processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        self._most_workers = min(processors, MAX_WORKERS)

    def __enter__(self) -> PdfPool:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers + self._others:
            worker.kill()

    def open(self) -> int:
        """Start the workers, count pages; raises EncryptedDocument, DamagedDocument or DocumentLimit."""
        worker = self._start()
        asking = _Worker(replace(self._task, asks="about"), self._data, self._about)
        asking.wait(self._opening_seconds)
        self._others.append(asking)
        try:
            _, answer = self._answers.get(timeout=max(0.0, worker.deadline - time.monotonic()))
        except queue.Empty:
            raise DocumentLimit(f"the PDF could not be opened within {self._opening_seconds:.0f} s") from None
        if answer is None:
            raise DamagedDocument("the PDF could not be opened: reading it ran out of memory or crashed")
        if answer.get("error") == "password":
            wrong = self._task.password is not None
            raise EncryptedDocument(
                f"the PDF is encrypted{PASSWORD_IS_WRONG}"
                if wrong
                else f"the PDF is encrypted: {NEEDS_PASSWORD}"
            )
        if answer.get("detail") == NoPages.__name__:
            raise EmptyDocument("the PDF has no pages")
        if "error" in answer:
            raise DamagedDocument(f"the PDF is damaged and cannot be opened ({answer['detail']})")
        self.is_repaired = bool(answer["repaired"])
        return int(answer["pages"])

    def about(self) -> FileInfo | None:
        """The file's metadata, or None if they cannot be read; call it after reading the pages."""
        asking = self._others[0]
        try:
            _, answer = self._about.get(timeout=max(0.0, asking.deadline - time.monotonic()))
        except queue.Empty:
            return None
        return FileInfo.from_json(answer["about"]) if answer and "about" in answer else None

    def read(self, pages: int, progress: Callable[[int, int], None] | None = None) -> list[PageRead]:
        """All pages in order. A page that hangs or kills its worker is skipped; the others are read.

        Raises:
            DocumentLimit: they have more characters than a document may have.
        """
        self._until_s = time.monotonic() + self._limits.seconds_for(pages)
        return self._read(range(pages), progress)

    def read_without(self, layers: Sequence[str], pages: int) -> list[PageRead]:
        """All pages again, without the text on some layers."""
        for worker in self._workers:
            worker.kill()
        self._workers, self._lost, self._too_big = [], 0, 0
        self._answers = queue.Queue()
        self._task = replace(self._task, hidden_layers=tuple(layers))
        self._start()
        return self._read(range(pages), None)

    def recognise(
        self, pages: Sequence[int], progress: Callable[[int, int], None] | None = None
    ) -> list[PageRead]:
        """Read some pages by OCR, in the order given, in one worker, which uses all cores by itself."""
        for worker in self._workers:
            worker.kill()
        self._workers, self._most_workers, self._lost = [], 1, 0
        self._answers = queue.Queue()
        self._page_seconds = max(self._page_seconds, OCR_PAGE_SECONDS)
        if self._limits.file_seconds is None:
            self._until_s = time.monotonic() + OCR_START_SECONDS + OCR_PAGE_SECONDS * len(pages)
        if not self._limits.max_memory_bytes:
            self._task = replace(self._task, memory_bytes=self._task.memory_bytes + OCR_BYTES)
        self._task = replace(self._task, asks="pictures")
        self._start()
        return [replace(result, recognised=not result.problem) for result in self._read(pages, progress)]

    def _read(self, pages: Sequence[int], progress: Callable[[int, int], None] | None) -> list[PageRead]:
        results: dict[int, PageRead] = {}
        waiting = deque(pages)
        if progress is not None:
            progress(0, len(pages))
        self._hand_out(self._workers[0], waiting)
        started, characters = time.monotonic(), 0
        while len(results) < len(pages):
            if time.monotonic() >= self._until_s:
                break
            if len(self._workers) < self._most_workers and _pays(
                time.monotonic() - started, len(results), waiting
            ):
                for _ in range(self._most_workers - len(self._workers)):
                    self._hand_out(self._start(), waiting)
            worker, answer = self._next_answer()
            if worker is None:
                continue
            if answer is None:
                self._replace(worker, waiting, results)
            elif "page" in answer:
                page = results[answer["page"]] = _page(answer)
                characters += answer.get("characters", 0) or page.characters
                self._too_big += "characters" in answer
                if characters > self._limits.max_characters or self._too_big > MAX_TOO_BIG:
                    raise DocumentLimit(_too_many(characters, self._too_big, self._limits))
                worker.pages.popleft()
                worker.wait(self._page_seconds)
            if not worker.pages and worker in self._workers:
                self._hand_out(worker, waiting)
            if progress is not None:
                progress(len(results), len(pages))
        return [results.get(page) or PageRead(problem=OUT_OF_TIME) for page in pages]

    @property
    def _opening_seconds(self) -> float:
        return START_SECONDS + OPEN_TIMES_PAGE_SECONDS * self._limits.page_seconds

    def _start(self) -> _Worker:
        worker = _Worker(self._task, self._data, self._answers)
        worker.wait(self._opening_seconds)
        self._workers.append(worker)
        return worker

    def _next_answer(self) -> tuple[_Worker | None, dict[str, Any] | None]:
        """The next answer of any worker; None from one that died or timed out (and is then killed).

        No worker is returned once the time for the whole file is over.
        """
        while True:
            busy = [worker for worker in self._workers if worker.pages]
            first = min(busy, key=lambda worker: worker.deadline)
            until_s = min(first.deadline, self._until_s)
            try:
                worker, answer = self._answers.get(timeout=max(0.0, until_s - time.monotonic()))
            except queue.Empty:
                if until_s == self._until_s:
                    return None, None
                first.late = True
                first.kill()
                return first, None
            if worker in self._workers:  # else: a last word from one that was given up
                return worker, answer

    def _hand_out(self, worker: _Worker, waiting: deque[int]) -> None:
        chunk = [waiting.popleft() for _ in range(min(PAGES_A_REQUEST, len(waiting)))]
        if chunk:
            worker.request(chunk, self._page_seconds)

    def _replace(self, worker: _Worker, waiting: deque[int], results: dict[int, PageRead]) -> None:
        """Skip the page that a worker was reading, and start another worker."""
        self._workers.remove(worker)
        worker.kill()
        pages = worker.pages
        if pages:
            why = f"took more than {self._page_seconds:g} s" if worker.late else "out of memory or crashed"
            results[pages.popleft()] = PageRead(problem=why)
            self._lost += 1
        waiting.extendleft(reversed(pages))
        if self._lost > MAX_LOST_WORKERS:
            for page in waiting:
                results[page] = PageRead(problem="not tried after so many others failed")
            waiting.clear()
        elif waiting:
            self._hand_out(self._start(), waiting)


class _Worker:
    """One process, the pages requested from it, and the deadline of its next answer."""

    def __init__(self, task: Task, data: bytes | None, answers: Answers) -> None:
        self.pages: deque[int] = deque()
        self.deadline = float("inf")
        self.late = False
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "longdoc.documents.pdf.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        )
        self._requests: queue.Queue[bytes | None] = queue.Queue()
        self._requests.put(json.dumps(asdict(task)).encode("ascii") + b"\n")
        if data is not None:
            self._requests.put(data)
        threading.Thread(target=self._send, daemon=True).start()
        threading.Thread(target=self._listen, args=(answers,), daemon=True).start()

    def wait(self, seconds: float) -> None:
        """Set the deadline of the next answer to this many seconds from now."""
        self.deadline = time.monotonic() + seconds

    def request(self, pages: list[int], page_seconds: float) -> None:
        """Request some pages."""
        starting = self.deadline if not self.pages and self.deadline > time.monotonic() else 0.0
        self.pages.extend(pages)
        self.deadline = max(starting, time.monotonic() + page_seconds)
        self._requests.put(json.dumps(pages).encode("ascii") + b"\n")

    def kill(self) -> None:
        """End the process at once."""
        self._requests.put(None)
        self._process.kill()
        self._process.wait()

    def _send(self) -> None:
        assert self._process.stdin is not None
        with suppress(OSError, ValueError):  # the process may be gone; the listener tells
            while (request := self._requests.get()) is not None:
                self._process.stdin.write(request)
                self._process.stdin.flush()
        with suppress(OSError, ValueError):
            self._process.stdin.close()

    def _listen(self, answers: Answers) -> None:
        assert self._process.stdout is not None
        with suppress(ValueError, OSError):  # a line cut short by the end of the process
            for line in self._process.stdout:
                answers.put((self, json.loads(line)))
        answers.put((self, None))


def _pays(seconds: float, done: int, waiting: deque[int]) -> bool:
    """Whether the remaining work is long enough to be worth starting more workers."""
    return seconds > PARALLEL_AFTER_SECONDS and len(waiting) * seconds / max(done, 1) > PARALLEL_FOR_SECONDS


def _too_many(characters: int, too_big: int, limits: Limits) -> str:
    if characters > limits.max_characters:
        return f"the PDF holds more than {limits.max_characters:,} characters"
    return f"the PDF holds {characters:,} characters on its first pages, {too_big} of them beyond any measure"


def _page(answer: dict[str, Any]) -> PageRead:
    if "problem" in answer:
        return PageRead(problem=answer["problem"])
    lines = [Line.unpacked(fields) for fields in answer["lines"]]
    corners, at = corners_of(answer["places"], answer["frame"]), 0
    for line in lines:
        line.corners = corners[at : at + len(line.text)]
        at += len(line.text)
    tables = [
        TableInfo(**{**table, "columns": tuple(map(tuple, table["columns"]))}) for table in answer["tables"]
    ]
    return PageRead(
        lines, tables, answer["line_numbers"], answer["unknown"], answer["outside"], answer["unseen"],
        words=answer["words"], confidence=answer["confidence"], pictured=answer["pictured"],
        frame=answer["frame"], covered=answer["covered"], switched_off=answer["switched_off"],
        struck_chars=answer["struck_chars"],
    )  # fmt: skip
