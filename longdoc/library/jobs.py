"""Worker processes for the files of a batch, each with a network and its share of the cores.

A process that hangs, exceeds its memory or dies fails only the file it was working on. If either of two files
may be the cause, because the next one is opened while one is read, both are retried alone.
"""

from __future__ import annotations

import json
import logging
import os
import queue
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Any, Self

from longdoc.errors import LibraryError, UsageError
from longdoc.library.manifest import Item
from longdoc.library.work import Outcome, Task, failure

__all__ = ["PROCESS_DIED", "Jobs", "Limit", "cores", "jobs_that_fit"]

AHEAD = 2  # rows per process: the one it works on, and the next, which it opens meanwhile
LOOK_S = 0.25  # between two checks of time and memory
BYTES_A_JOB = 1 << 30
MOST_STARTS_IN_VAIN = 3
PROCESS_DIED = "ProcessDied"  # in place of an error's class

log = logging.getLogger("longdoc")


@dataclass(frozen=True, slots=True)
class Limit:
    """Limits on one file; its time starts when work on it begins."""

    seconds: float | None = None
    memory_bytes: int | None = None


@dataclass(slots=True)
class _Row:
    number: int
    item: Item
    alone: bool = False


@dataclass(slots=True, eq=False)
class _Process:
    process: subprocess.Popen[str]
    rows: deque[_Row] = field(default_factory=deque)
    ready: bool = False
    begun_s: float | None = None


class Jobs:
    """The worker processes of a batch; a context manager that ends them."""

    def __init__(
        self, task: Task, count: int, limit: Limit | None = None, threads: int | None = None
    ) -> None:
        self._task = json.dumps(task.to_json()) + "\n"
        self._count = count
        self._threads = threads or _threads_each(count)
        self._limit = limit or Limit()
        self._messages: queue.Queue[tuple[_Process, dict[str, Any] | None]] = queue.Queue()
        self._processes: list[_Process] = []
        self._in_vain = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        for one in self._processes:
            one.process.kill()
        for one in self._processes:
            one.process.wait()

    def over(self, items: Iterable[Item]) -> Iterator[tuple[int, Outcome]]:
        """Yield the number of each item with its outcome, in order of completion.

        Raises:
            LibraryError: the batch cannot continue: the library, the model or the device is unusable.
        """
        waiting = deque(_Row(number, item) for number, item in enumerate(items))
        for _ in range(min(self._count, len(waiting))):
            self._start()
        while waiting or any(one.rows for one in self._processes):
            for one in self._processes:
                self._hand_out(one, waiting)
            try:
                process, message = self._messages.get(timeout=LOOK_S)
            except queue.Empty:
                process, message = None, {}
            if process is not None:
                yield from self._heard(process, message, waiting)
            yield from self._overdue(waiting)

    def _start(self) -> None:
        environment = {**os.environ, "OMP_NUM_THREADS": str(self._threads), "OPENBLAS_NUM_THREADS": "1"}
        with _ctrl_c_kept_away():
            process = subprocess.Popen(
                [sys.executable, "-P", "-m", "longdoc.library.worker"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True, encoding="utf-8",
            )  # fmt: skip
        one = _Process(process)
        self._processes.append(one)
        self._send(one, self._task)
        Thread(target=self._listen, args=(one,), daemon=True).start()

    def _listen(self, one: _Process) -> None:
        assert one.process.stdout is not None
        for line in one.process.stdout:
            self._messages.put((one, json.loads(line)))
        self._messages.put((one, None))

    def _hand_out(self, one: _Process, waiting: deque[_Row]) -> None:
        while waiting and len(one.rows) < AHEAD and not any(row.alone for row in one.rows):
            if waiting[0].alone and one.rows:
                return
            row = waiting.popleft()
            one.rows.append(row)
            self._send(one, json.dumps({"number": row.number, "item": row.item.to_json()}) + "\n")

    def _send(self, one: _Process, line: str) -> None:
        assert one.process.stdin is not None
        with suppress(OSError):  # it is dead; `_listen` reports that
            one.process.stdin.write(line)
            one.process.stdin.flush()

    def _heard(
        self, one: _Process, message: dict[str, Any] | None, waiting: deque[_Row]
    ) -> Iterator[tuple[int, Outcome]]:
        if one not in self._processes:  # already replaced
            return
        if message is None:
            yield from self._died(one, waiting)
        elif "fatal" in message:
            raise (UsageError if message["exit_code"] == UsageError.exit_code else LibraryError)(
                message["fatal"]
            )
        elif "ready" in message:
            one.ready, self._in_vain = True, 0
        elif "begun" in message:
            one.begun_s = time.monotonic()
        else:
            row = one.rows.popleft()
            one.begun_s = None
            yield row.number, Outcome(**message["outcome"])

    def _died(self, one: _Process, waiting: deque[_Row]) -> Iterator[tuple[int, Outcome]]:
        code = one.process.wait()
        if not one.ready:
            self._in_vain += 1
            if self._in_vain > MOST_STARTS_IN_VAIN:
                raise LibraryError(f"the worker processes exit as soon as they start ({_how(code)})")
            waiting.extendleft(reversed(one.rows))
            one.rows.clear()
        yield from self._replace(one, waiting, PROCESS_DIED, f"its process died ({_how(code)})")

    def _overdue(self, waiting: deque[_Row]) -> Iterator[tuple[int, Outcome]]:
        seconds, most = self._limit.seconds, self._limit.memory_bytes
        for one in list(self._processes):
            if seconds is not None and one.begun_s and time.monotonic() - one.begun_s > seconds:
                one.rows[0].alone = True  # the only file in work, so the next one is not to blame
                why = f"it took longer than {seconds:g} s (--timeout)"
                yield from self._replace(one, waiting, "DocumentLimit", why)
            elif most is not None and one.rows and resident_bytes(one.process.pid) > most:
                why = f"it took more than {most / 1e9:.3g} GB of memory (--max-memory)"
                yield from self._replace(one, waiting, "DocumentLimit", why)

    def _replace(
        self, one: _Process, waiting: deque[_Row], error: str, why: str
    ) -> Iterator[tuple[int, Outcome]]:
        """Replace a process: the file that it was working on has failed, or is retried alone."""
        self._processes.remove(one)
        one.process.kill()
        one.process.wait()
        rows = list(one.rows)
        if rows and rows[0].alone:
            row = rows.pop(0)
            outcome = failure(row.item, error, f"{row.item.path}: {why}")
            outcome.status = "failed" if error == PROCESS_DIED else "refused"
            yield row.number, outcome
        else:
            for row in rows:
                row.alone = True
        waiting.extendleft(reversed(rows))
        if waiting:
            self._start()


@contextmanager
def _ctrl_c_kept_away() -> Iterator[None]:
    """Processes started meanwhile do not get Ctrl-C, which a terminal sends to all: the batch ends them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def cores() -> int:
    """The number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _threads_each(count: int) -> int:
    """An equal share of the cores for each process, and no more than OMP_NUM_THREADS, where that is set."""
    share, most = max(1, cores() // count), os.environ.get("OMP_NUM_THREADS", "")
    return min(share, int(most)) if most.isdecimal() and int(most) else share


def jobs_that_fit() -> int:
    """One process per core, as far as free memory allows.

    Opening files and small matrix products keep one core busy, so one process per core reads more than one
    process with all cores: `longdoc bench corpus` measures both.
    """
    return max(1, min(cores(), _free_bytes() // BYTES_A_JOB))


def resident_bytes(pid: int) -> int:
    """Resident memory of a process; 0 if the system does not report it."""
    with suppress(OSError, ValueError, IndexError):
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    return 0


def _free_bytes() -> int:
    with suppress(OSError, ValueError, StopIteration):
        lines = Path("/proc/meminfo").read_text().splitlines()
        return int(next(line for line in lines if line.startswith("MemAvailable")).split()[1]) << 10
    return BYTES_A_JOB * 64


def _how(code: int) -> str:
    if code < 0:
        with suppress(ValueError):
            return signal.Signals(-code).name
    return f"exit code {code}"
