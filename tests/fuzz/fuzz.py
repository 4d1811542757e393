"""A mutation loop over longdoc's own files: whatever the bytes, a document or one clear error, and soon.

    python tests/fuzz/fuzz.py --seconds 60 [--format .html] [--seed 1] [--keep DIR]

Each round takes an example, changes it (bytes, pieces, lengths, other examples spliced in), and opens it in a
worker that a clock and a limit on memory watch. What raises anything but a DocumentError, takes more than a
minute or 1.5 GB, or gives offsets that do not fit the text is kept and told; the exit code is then 1.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
MOST_SECONDS = 60.0
MOST_BYTES = 1_500_000_000
INTERESTING = (b"\x00", b"\xff", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\x80\x00\x00\x00", b"<", b">", b"&",
               b"<![CDATA[", b"]]>", b"{", b"[" * 50, b"\\u0000", b"\r\r\n", b"\xe2\x80\xae", b"\xed\xa0\x80",
               b"999999999999999999999", b"-1", "²".encode(), b"%s%n", b"endobj", b"stream\n", b"\t" * 40)  # fmt: skip

# Reads paths from its input; runs until that ends.
WORKER = """
import json, resource, sys, time
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]),) * 2)
from longdoc.documents.limits import Limits
from longdoc.documents.open import open_document
from longdoc.errors import DocumentError, DocumentFault
for line in sys.stdin:
    begun, problem = time.perf_counter(), None
    try:
        document = open_document(json.loads(line), limits=Limits(file_seconds=50.0, page_seconds=10.0))
        end = len(document.text)
        spans = [*document.sentences, *document.headers_footers]
        for part in (document.pages, document.sections, document.blocks, document.tables, document.fields):
            spans += [one.span for one in part]
        spans += [cell.span for table in document.tables for cell in table.cells]
        if any(span.end > end for span in spans):
            problem = "a span beyond the end of the text"
        cuts = document.sentences
        if any(a.end > b.start for a, b in zip(cuts, cuts[1:])):
            problem = "sentences overlap"
        outcome = "read"
    except DocumentFault as error:
        outcome, problem = "fault", str(error)
    except DocumentError as error:
        outcome = type(error).__name__
    except BaseException as error:
        outcome, problem = "fault", repr(error)
    if problem:
        outcome = "fault"
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(json.dumps([outcome, problem, time.perf_counter() - begun, peak * 1024]), flush=True)
"""


class Worker:
    """A process that opens files; replaced when it dies or hangs."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def open(self, path: Path) -> tuple[str, str | None, float, int]:
        """Outcome, problem, seconds and peak memory so far."""
        import selectors

        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                [sys.executable, "-c", WORKER, str(3 * MOST_BYTES)], cwd=ROOT, text=True,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            )  # fmt: skip
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(str(path)) + "\n")
        self._process.stdin.flush()
        with selectors.DefaultSelector() as selector:
            selector.register(self._process.stdout, selectors.EVENT_READ)
            if not selector.select(MOST_SECONDS):
                self.end()
                return "hang", f"more than {MOST_SECONDS:g} s", MOST_SECONDS, 0
        line = self._process.stdout.readline()
        if not line:
            code = self._process.wait()
            self._process = None
            return "crash", f"the process ended with {code}", 0.0, 0
        outcome, problem, seconds, peak_bytes = json.loads(line)
        if peak_bytes > MOST_BYTES:
            self.end()
            return "memory", f"{peak_bytes / 1e9:.1f} GB", seconds, peak_bytes
        return outcome, problem, seconds, peak_bytes

    def end(self) -> None:
        """Stop the process."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


def mutated(raw: bytes, others: list[bytes], dice: random.Random) -> bytes:
    """The bytes of a file, changed in one to eight places."""
    data = bytearray(raw)
    for _ in range(dice.randint(1, 8)):
        at = dice.randrange(len(data) + 1)
        end = min(len(data), at + int(2 ** dice.uniform(0, 12)))
        what = dice.randrange(7)
        if what == 0 and data:
            data[at % len(data)] ^= 1 << dice.randrange(8)
        elif what == 1:
            data[at:at] = dice.choice(INTERESTING)
        elif what == 2:
            del data[at:end]
        elif what == 3:
            data[at:at] = data[at:end] * dice.randint(1, 20)
        elif what == 4:
            data[at:end] = dice.randbytes(end - at)
        elif what == 5:
            other = dice.choice(others)
            begin = dice.randrange(len(other) + 1)
            data[at:end] = other[begin : begin + end - at]
        else:
            del data[at:]
        data = data[: 2 * len(raw) + 10_000]
    return bytes(data)


def main() -> int:
    """Fuzz for so many seconds, format after format; what was found is told at the end."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--format", action="append", help="only this suffix; may be given several times")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--keep", type=Path, default=ROOT / ".local" / "fuzz")
    parser.add_argument("--more", type=Path, action="append", default=[], help="a folder with more seeds")
    given = parser.parse_args()
    sys.path.insert(0, str(Path(__file__).parent))
    from seeds import write_seeds

    seed = time.time_ns() if given.seed is None else given.seed
    dice = random.Random(seed)
    counts: Counter[tuple[str, str]] = Counter()
    slowest: dict[str, float] = {}
    largest: dict[str, int] = {}
    found = 0
    worker = Worker()
    with tempfile.TemporaryDirectory() as folder:
        seeds = write_seeds(Path(folder) / "seeds")
        for more in given.more:
            seeds += sorted(
                path for path in more.rglob("*") if path.is_file() and path.stat().st_size < 300_000
            )
        by_suffix: dict[str, list[bytes]] = {}
        for path in seeds:
            if not given.format or path.suffix in given.format:
                by_suffix.setdefault(path.suffix, []).append(path.read_bytes())
        everything = [raw for raws in by_suffix.values() for raw in raws]
        until = time.monotonic() + given.seconds
        while time.monotonic() < until:
            suffix = dice.choice(sorted(by_suffix))
            raw = mutated(dice.choice(by_suffix[suffix]), everything, dice)
            path = Path(folder) / f"case{suffix}"
            path.write_bytes(raw)
            outcome, problem, seconds, peak_bytes = worker.open(path)
            counts[suffix, outcome] += 1
            slowest[suffix] = max(slowest.get(suffix, 0.0), seconds)
            largest[suffix] = max(largest.get(suffix, 0), peak_bytes)
            if problem:
                found += 1
                given.keep.mkdir(parents=True, exist_ok=True)
                kept = given.keep / f"{outcome}-{found}-{seed}{suffix}"
                kept.write_bytes(raw)
                sys.stdout.write(f"{kept}: {problem}\n")
    worker.end()
    for suffix in sorted(by_suffix):
        told = ", ".join(f"{n} {outcome}" for (own, outcome), n in sorted(counts.items()) if own == suffix)
        sys.stdout.write(
            f"{suffix:<10} {slowest.get(suffix, 0):6.2f} s {largest.get(suffix, 0) / 1e6:5.0f} MB  {told}\n"
        )
    sys.stdout.write(f"{sum(counts.values())} files, {found} faults, seed {seed}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
