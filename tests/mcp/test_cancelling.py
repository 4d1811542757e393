"""A call that is cancelled ends soon, and its thread goes on to the next one."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Event

import pytest

from longdoc.mcp.cancelling import Cancellation


def _work_for_ever(begun: Event) -> None:
    begun.set()
    while True:
        sum(range(100))


def test_a_running_call_is_interrupted_and_the_thread_takes_the_next_one() -> None:
    begun, cancellation = Event(), Cancellation()
    with ThreadPoolExecutor(1) as thread:
        work = thread.submit(cancellation.run, _work_for_ever, begun)
        assert begun.wait(30)
        cancellation.ask()
        with pytest.raises(KeyboardInterrupt):
            work.result(30)
        assert thread.submit(Cancellation().run, len, "abc").result(30) == 3


def test_a_call_that_was_cancelled_before_does_not_begin() -> None:
    cancellation = Cancellation()
    cancellation.ask()
    for refused in (cancellation.check, lambda: cancellation.run(print)):
        with pytest.raises(KeyboardInterrupt):
            refused()


def test_cancelling_at_any_moment_never_ends_the_thread() -> None:
    """The interruption is raised within the call or not at all, however close it is to the call's end."""
    with ThreadPoolExecutor(1) as thread:
        for n in range(300):
            cancellation = Cancellation()
            work = thread.submit(cancellation.run, sum, range(n * 20))
            time.sleep(n % 7 * 1e-6)
            cancellation.ask()
            with suppress(KeyboardInterrupt):
                assert work.result(30) == sum(range(n * 20))
        assert thread.submit(len, "abc").result(30) == 3
