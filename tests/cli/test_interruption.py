"""Ctrl-C and SIGTERM are not lost where Python discards what a signal raises, or notices it late."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="signals of Unix")

ENDINGS = [(signal.SIGTERM, "SystemExit"), (signal.SIGINT, "KeyboardInterrupt")]
SWALLOWING_MODULE = """
import signal
try:
    signal.raise_signal({number})
    while not sum(()): break
except BaseException:
    pass  # as a compiled module does
"""


def _ended_by(code: str, folder: Path) -> str:
    """What ends a program that heeds signals and runs this code for at most a minute."""
    program = f"""
    import os, signal, sys, time
    signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored in a background job
    from longdoc.cli.interruption import heed_signals
    heed_signals()
    try:
        {code}
        time.sleep(60)
    except BaseException as error:
        print(type(error).__name__, flush=True)
    os._exit(0)
    """
    run = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program), str(folder)],
        capture_output=True, text=True, timeout=50,
    )  # fmt: skip
    return run.stdout.strip() or run.stderr


@pytest.mark.parametrize(("number", "name"), ENDINGS)
def test_a_signal_during_an_import_ends_the_run_after_it(tmp_path, number, name):
    (tmp_path / "swallowing.py").write_text(SWALLOWING_MODULE.format(number=int(number)))
    assert _ended_by("sys.path.insert(0, sys.argv[1]); import swallowing", tmp_path) == name


@pytest.mark.parametrize(("number", "name"), ENDINGS)
def test_a_signal_in_a_finalizer_ends_the_run_all_the_same(tmp_path, number, name):
    code = f"type('Freed', (), {{'__del__': lambda _: signal.raise_signal({int(number)})}})()"
    assert _ended_by(code, tmp_path) == name


@pytest.mark.parametrize(("number", "name"), ENDINGS)
def test_a_signal_that_interrupts_no_system_call_ends_a_wait(tmp_path, number, name):
    """One that another thread receives is noticed as late as one just before the call."""
    code = (
        "import threading; threading.Timer(0.5, lambda: "
        f"signal.pthread_kill(threading.get_ident(), {int(number)})).start()"
    )
    assert _ended_by(code, tmp_path) == name


def test_the_second_sigterm_ends_the_process_at_once(tmp_path):
    module = (
        "import os, signal, time\nfor _ in range(2): os.kill(os.getpid(), signal.SIGTERM)\ntime.sleep(9)\n"
    )
    (tmp_path / "slow.py").write_text(module)
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); from longdoc.cli.interruption import heed_signals; "
    )
    run = subprocess.run(
        [sys.executable, "-c", program + "heed_signals(); import slow", str(tmp_path)], timeout=8
    )
    assert run.returncode == -signal.SIGTERM


def test_ctrl_c_while_the_command_line_is_imported_leaves_no_traceback():
    program = """
    import signal, sys
    signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored in a background job
    class Interrupting:
        def find_spec(self, name, *_):
            if name == "longdoc.cli.app":
                signal.raise_signal(signal.SIGINT)
    sys.meta_path.insert(0, Interrupting())
    from longdoc.__main__ import start
    start()
    """
    run = subprocess.run([sys.executable, "-c", textwrap.dedent(program)], capture_output=True, timeout=50)
    assert (run.returncode, run.stderr) == (-signal.SIGINT, b"")


def test_ctrl_c_while_the_handlers_are_set_up_leaves_no_traceback():
    program = """
    import signal, sys, threading
    signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored in a background job
    real = threading.Thread.start
    def start_then_interrupt(thread):
        real(thread)
        signal.raise_signal(signal.SIGINT)
    threading.Thread.start = start_then_interrupt
    sys.argv = ["longdoc", "--version"]
    from longdoc.__main__ import start
    start()
    """
    run = subprocess.run([sys.executable, "-c", textwrap.dedent(program)], capture_output=True, timeout=50)
    assert (run.returncode, run.stderr) == (-signal.SIGINT, b"")
