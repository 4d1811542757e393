"""A worker process of a batch: receives rows one after another, and sends back outcomes.

It speaks JSON, one object a line, over standard input and output. It is started with the task, and it ends at
once when its standard input does: nobody waits for its work any more.
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
    os.dup2(2, 1)  # what a library prints is no answer
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
    """The rows; None once after each that no other follows yet."""
    while True:
        yield rows.get()
        while not rows.empty():
            yield rows.get()
        yield None


def _tell(answers: IO[str], message: dict[str, Any]) -> None:
    answers.write(json.dumps(message) + "\n")
    answers.flush()


if __name__ == "__main__":
    code = main()
    sys.stderr.flush()
    os._exit(code)  # torch and others need not be taken apart
