"""Several processes at one library, and processes that are killed while they write."""

from __future__ import annotations

import errno
import os
import signal
import sqlite3
import subprocess
import sys
import time

import pytest

from longdoc.errors import LibraryNotWritable
from longdoc.library.readings import drop_leftovers, map_arrays
from longdoc.library.store import Library

WRITER = """
import sys
from hashlib import sha256
from pathlib import Path
import numpy as np
from longdoc.documents.types import Document, Page, Span
from longdoc.library.readings import write_arrays
from longdoc.library.store import Library

folder, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
library = Library(folder)
for i in range(count):
    text = f"{name} {i} " + "liability of the parties " * 2000
    digest = sha256(text.encode()).hexdigest()
    document = Document(text, (Page(1, "1", Span(0, len(text))),), (), "t", "s", digest)
    library.keep(document, path=f"/{name}/{i}", ingested=True)
    write_arrays(folder / "readings" / f"{name}{i}.safetensors", {"x": np.full(100_000, i, np.int32)}, {})
    print(i, flush=True)
"""


def _start(folder, name: str, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(folder), name, str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_processes_write_at_once_and_nothing_is_lost(tmp_path):
    writers = [_start(tmp_path / "library", name, 12) for name in ("a", "b", "c")]
    for writer in writers:
        _, errors = writer.communicate(timeout=60)
        assert writer.returncode == 0, errors
    library = Library(tmp_path / "library")
    assert len(library.entries()) == 36
    library.close()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL on this system")
@pytest.mark.parametrize("finished", [1, 4, 7])
def test_a_killed_process_leaves_the_library_whole(tmp_path, finished):
    folder = tmp_path / "library"
    writer = _start(folder, "a", 10_000)
    for _ in range(finished):
        assert writer.stdout is not None
        writer.stdout.readline()
    time.sleep(0.003 * finished)
    writer.send_signal(signal.SIGKILL)
    writer.communicate()

    library = Library(folder)
    entries = library.entries()
    assert len(entries) >= finished
    for entry in entries:
        document = library.document(entry.sha256, entry.path)
        assert document is not None
        assert len(document.text) == entry.characters
        assert document.pages
    library.close()
    with sqlite3.connect(folder / "library.sqlite") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    for i in range(finished):
        arrays, _ = map_arrays(folder / "readings" / f"a{i}.safetensors") or ({}, {})
        assert (arrays["x"] == i).all()
    for part in (folder / "readings").glob(".*.part"):
        os.utime(part, (0, 0))
    drop_leftovers(folder / "readings")
    assert list((folder / "readings").glob(".*")) == []


@pytest.mark.parametrize(("number", "said"), [(None, "another process"), (errno.ENOLCK, "supports no locks")])
def test_a_disk_without_locks_is_told_apart_from_a_library_in_use(tmp_path, monkeypatch, number, said):
    fcntl = pytest.importorskip("fcntl")
    Library(tmp_path).close()
    holder = sqlite3.connect(tmp_path / "library.sqlite", isolation_level=None)
    holder.execute("PRAGMA locking_mode = EXCLUSIVE")
    holder.execute("BEGIN EXCLUSIVE")
    monkeypatch.setattr("longdoc.library.database.BUSY_SECONDS", 0.1)
    if number is not None:

        def no_locks(*_):
            raise OSError(number, "No locks available")

        monkeypatch.setattr(fcntl, "lockf", no_locks)
    with pytest.raises(LibraryNotWritable, match=said):
        Library(tmp_path)
    holder.close()
