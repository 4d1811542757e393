"""A process that is killed at any moment costs the document that it was at, and nothing else.

LONGDOC_KILLS says how many are killed; 500 take some minutes.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from longdoc.api import LongDoc
from longdoc.network.torch.checkpoint import save_model

KILLS = int(os.environ.get("LONGDOC_KILLS", "25"))
DOCUMENTS = 40

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL on this system")

# One process imports all that is needed; each of those that are killed is a copy of it.
NURSERY = """
import os, signal, sys, time
from pathlib import Path
import longdoc.api, longdoc.library.batch, longdoc.documents.open, longdoc.documents.text.plain
import longdoc.library.store, longdoc.network.load, longdoc.reading.reader
import longdoc.documents.structure.sections

library, model, folder = sys.argv[1:4]
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        with longdoc.api.LongDoc(library, model=model, device="cpu") as reader:
            for result in reader.ingest(sorted(Path(folder).glob("*.txt"))):
                os.write(1, f"{result.status} {result.document}\\n".encode())
        os._exit(0)
    if float(line) > 0:
        time.sleep(float(line))
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.write(1, b"over\\n")
"""


@pytest.fixture
def nursery(tmp_path, tiny):
    save_model(tiny, tmp_path / "model")
    for i in range(DOCUMENTS):
        (tmp_path / f"{i:02}.txt").write_text(
            f"Party {i} is liable for {i} damages. It ends in May.\n" * (1 + i * 7)
        )
    arguments = [tmp_path / "library", tmp_path / "model", tmp_path]
    process = subprocess.Popen(
        [sys.executable, "-c", NURSERY, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    yield process
    process.kill()
    process.communicate()


def _until_over(process: subprocess.Popen[str], seconds: float) -> list[tuple[str, str]]:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{seconds}\n")
    process.stdin.flush()
    done = []
    for line in process.stdout:
        if line == "over\n":
            return done
        status, _, path = line.rstrip("\n").partition(" ")
        done.append((status, path))
    raise AssertionError("the process that starts others is gone")


def test_kills_at_random_moments_lose_nothing(nursery, tmp_path, tiny, caplog):
    dice = random.Random(7)
    told: set[str] = set()
    for _ in range(KILLS):
        for status, path in _until_over(nursery, dice.uniform(0.01, 0.6)):
            assert status in ("ingested", "cached")
            told.add(path)
        if (tmp_path / "library" / "library.sqlite").exists():
            with LongDoc(tmp_path / "library", model=tiny) as longdoc:
                listed = {entry.path for entry in longdoc.documents()}
                assert told <= listed
                checked = longdoc.check_library()
                assert (checked.repaired, checked.lost) == ((), ())
    rest = _until_over(nursery, 0)
    assert {path for _, path in rest} == {str(path) for path in sorted(tmp_path.glob("*.txt"))}
    with LongDoc(tmp_path / "library", model=tiny) as longdoc:
        entries = longdoc.documents()
        assert len(entries) == DOCUMENTS
        for entry in entries:
            assert longdoc.open_entry(entry).text == Path(entry.path).read_text()
        checked = longdoc.check_library()
        assert (checked.repaired, checked.lost) == ((), ())
    assert not [record for record in caplog.records if "damaged" in record.getMessage()]
