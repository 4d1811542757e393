"""A worker process of a batch: receives rows and sends back outcomes.

It reads and writes JSON, one object per line, on standard input and output. It is started with the task, and
exits as soon as its standard input closes, since its results are no longer needed.
"""

from __future__ import annotations

import json
import logging
import os
import queue
import sys
from collections import deque
from collections.abc import Iterator
from threading import Thread
from typing import IO, Any

from longdoc.errors import LongDocError

__all__ = ["main"]

Row = dict[str, Any]


def main() -> int:
    """Work until standard input ends."""
    from longdoc.library.manifest import Item
    from longdoc.library.work import Job, Task

    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", errors="surrogatepass")
    os.dup2(2, 1)  # keep what libraries print out of the results
    logging.getLogger("longdoc").propagate = False
    rows: queue.SimpleQueue[Row | None] = queue.SimpleQueue()
    task = Task(**json.loads(sys.stdin.readline()))
    Thread(target=_take_rows, args=(rows,), daemon=True).start()
    numbers: deque[int] = deque()

    def items() -> Iterator[Item | None]:
        for row in _as_they_come(rows):
            if row is not None:
                numbers.append(row["number"])
            yield None if row is None else Item.from_json(row["item"])

    try:
        job = Job(task)
        job.model.prepare()
        _tell(answers, {"ready": True})
        for _, outcome in job.over(items(), begin=lambda: _tell(answers, {"begun": numbers[0]})):
            _tell(answers, {"number": numbers.popleft(), "outcome": outcome.to_json()})
    except LongDocError as error:
        _tell(answers, {"fatal": str(error), "exit_code": error.exit_code})
    return 0


def _take_rows(rows: queue.SimpleQueue[Row | None]) -> None:
    for line in sys.stdin:
        rows.put(json.loads(line))
    os._exit(0)


def _as_they_come(rows: queue.SimpleQueue[Row | None]) -> Iterator[Row | None]:
    """Yield the rows, and None once whenever no further row has arrived."""
    while True:
        yield rows.get()
        while not rows.empty():
            yield rows.get()
        yield None


def _tell(answers: IO[str], message: dict[str, Any]) -> None:
    try:
        answers.write(json.dumps(message) + "\n")
        answers.flush()
    except BrokenPipeError:  # the batch was killed, and nobody waits for the answer
        os._exit(0)


if __name__ == "__main__":
    code = main()
    sys.stderr.flush()
    os._exit(code)  # skip finalizing torch and other modules
