"""A mutation loop over longdoc's own files: whatever the bytes, a document or one clear error, and soon.

    python tests/fuzz/fuzz.py --seconds 60 [--format .html] [--seed 1] [--keep DIR]

Each round takes an example, changes it (bytes, pieces, lengths, numbers, tags, other examples spliced in) or what is
packed in it, opens it in a worker that a clock and a limit on memory watch, lists and verifies what is in it, and
puts questions to its tables. What raises anything but a DocumentError, takes more than a minute or 1.5 GB, or gives
offsets that do not fit the text is kept and told; the exit code is then 1.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from inside import changed_inside

ROOT = Path(__file__).parents[2]
MOST_SECONDS = 60.0  # of the processor
SLOW_SECONDS = 20.0  # what takes longer is kept too, but is no fault
PATIENCE = 20  # so many times as much by the clock, as the machine may be busy with other things
MOST_BYTES = 1_500_000_000
INTERESTING = (b"\x00", b"\xff", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\x80\x00\x00\x00", b"<", b">", b"&",
               b"<![CDATA[", b"]]>", b"{", b"[" * 50, b"\\u0000", b"\r\r\n", b"\xe2\x80\xae", b"\xed\xa0\x80",
               b"999999999999999999999", b"-1", "²".encode(), b"%s%n", b"endobj", b"stream\n", b"\t" * 40)  # fmt: skip
NUMBERS = (b"0", b"-1", b"1e9", b"2147483648", b"99999999999999999999", b"65536", b"1048577", b"0.0000001", b"NaN",
           "²".encode(), b"", b"x")  # fmt: skip
NUMBER = re.compile(rb"[0-9]+(?:\.[0-9]+)?")
TAG = re.compile(rb"<[^<>]{1,200}>")

# Reads paths from its input; runs until that ends.
WORKER = """
import json, resource, sys
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]),) * 2)
from longdoc.documents.limits import Limits
from longdoc.documents.open import open_document
from longdoc.documents.types import Span
from longdoc.errors import DocumentError, DocumentFault
from longdoc.tasks.tables.lookup import probable_table_cells, table_views
from longdoc.tasks.verify.verify import verify
from longdoc.tasks.whole.search import search_whole
from longdoc.tasks.whole.types import Request, Thing, Way
QUESTIONS = ["What was the last fee?", "Who has the most, A or B?", "Which fee comes after 5?", "the 3rd same as A"]
def work_on(document):
    # what needs no network
    known = {cell.span for table in document.tables for cell in table.cells}
    cells = [cell.span for question in QUESTIONS for cell in probable_table_cells(question, table_views(document))]
    if not known.issuperset(cells):
        return "a cell that is in no table"
    requests = [Request(Way.LIST, thing=thing) for thing in Thing]
    found = [one for wish in requests for one in search_whole(document, wish).occurrences]
    if any(document.text[one.start : one.end] != one.text for one in found):
        return "what was found is not what stands there"
    verify(document, [document])
    for one in found[:20]:
        document.locate(Span(one.start, one.end))
def peak_bytes():
    try:
        with open("/proc/self/status") as status:
            own = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    of_children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return 1024 * own, 1024 * of_children
for line in sys.stdin:
    problem, (_, before) = None, peak_bytes()
    try:
        with open("/proc/self/clear_refs", "w") as file:
            file.write("5")  # begin the peak anew
    except OSError:
        pass
    try:
        document = open_document(json.loads(line), limits=Limits(file_seconds=25.0, page_seconds=10.0))
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
        problem = problem or work_on(document)
        outcome = "read"
    except DocumentFault as error:
        outcome, problem = "fault", str(error)
    except DocumentError as error:
        outcome = type(error).__name__
    except BaseException as error:
        outcome, problem = "fault", repr(error)
    if problem:
        outcome = "fault"
    own, children = peak_bytes()
    print(json.dumps([outcome, problem, max(own, children if children > before else 0)]), flush=True)
"""


class Worker:
    """A process that opens files; replaced when it dies or hangs."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def open(self, path: Path) -> tuple[str, str | None, float, int]:
        """Outcome, problem, seconds of the processor and peak memory."""
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
        begun, before = time.monotonic(), _processor_seconds(self._process.pid)
        with selectors.DefaultSelector() as selector:
            selector.register(self._process.stdout, selectors.EVENT_READ)
            while not selector.select(MOST_SECONDS):
                used = _processor_seconds(self._process.pid) - before
                if used < MOST_SECONDS and time.monotonic() - begun < PATIENCE * MOST_SECONDS:
                    continue
                self.end()
                return "hang", f"more than {MOST_SECONDS:g} s", MOST_SECONDS, 0
        line = self._process.stdout.readline()
        if not line:
            code = self._process.wait()
            self._process = None
            return "crash", f"the process ended with {code}", 0.0, 0
        outcome, problem, peak_bytes = json.loads(line)
        seconds = _processor_seconds(self._process.pid) - before
        if peak_bytes > MOST_BYTES:
            self.end()
            return "memory", f"{peak_bytes / 1e9:.1f} GB", seconds, peak_bytes
        if seconds > MOST_SECONDS:
            return "hang", f"{seconds:.0f} s", seconds, peak_bytes
        return outcome, problem, seconds, peak_bytes

    def end(self) -> None:
        """Stop the process."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


def _processor_seconds(process: int) -> float:
    """What a process and its children have used; the clock where the system does not tell."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return 0.0 if Path("/proc/self/stat").exists() else time.monotonic()
    used = sum(int(field) for field in fields[11:15]) / os.sysconf("SC_CLK_TCK")
    return used + sum(_processor_seconds(int(child)) for child in children)


def changed(raw: bytes, others: list[bytes], dice: random.Random) -> bytes:
    """The bytes of a file, changed in one to eight places."""
    data = bytearray(raw)
    for _ in range(dice.randint(1, 8)):
        at = dice.randrange(len(data) + 1)
        end = min(len(data), at + int(2 ** dice.uniform(0, 12)))
        what = dice.randrange(10)
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
        elif what == 6 and dice.randrange(3) == 0:
            del data[at:]
        elif what == 7:
            _replace(data, NUMBER, at, dice.choice(NUMBERS))
        elif what >= 8:
            _change_tags(data, at, dice)
        data = data[: 2 * len(raw) + 10_000]
    return bytes(data)


def _replace(data: bytearray, pattern: re.Pattern[bytes], at: int, by: bytes) -> None:
    if found := pattern.search(data, at) or pattern.search(data):
        data[found.start() : found.end()] = by


def _change_tags(data: bytearray, at: int, dice: random.Random) -> None:
    """A tag is taken out, put elsewhere, or nested; an element is doubled."""
    one, other = TAG.search(data, at) or TAG.search(data), TAG.search(data, dice.randrange(len(data) + 1))
    if one is None:
        return
    tag, what = one.group(), dice.randrange(4)
    if what == 0:
        del data[one.start() : one.end()]
    elif what == 1:
        data[one.end() : one.end()] = tag * dice.choice((1, 5, 300))
    elif other is None or what == 2:
        place = other.start() if other else len(data)
        data[place:place] = tag
    else:
        begin, end = sorted((one.start(), other.start()))
        data[end:end] = data[begin:end]


def mutated(raw: bytes, others: list[bytes], dice: random.Random) -> bytes:
    """A file changed outside, or in what it packs."""
    if dice.randrange(5):
        inside = changed_inside(raw, lambda data: changed(data, others, dice), dice)
        if inside is not None:
            return inside
    return changed(raw, others, dice)


def main() -> int:
    """Fuzz for so many seconds, format after format; what was found is told at the end."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--format", action="append", help="only this suffix; may be given several times")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--keep", type=Path, default=ROOT / ".local" / "fuzz")
    parser.add_argument("--more", type=Path, action="append", default=[], help="a folder with more seeds")
    given = parser.parse_args()
    from seeds import write_seeds

    seed = time.time_ns() if given.seed is None else given.seed
    dice = random.Random(seed)
    counts: Counter[tuple[str, str]] = Counter()
    slowest: dict[str, float] = {}
    largest: dict[str, int] = {}
    found, used_s = 0, 0.0
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
        interrupted: list[int] = []
        signal.signal(signal.SIGINT, lambda number, _: interrupted.append(number))  # what was found is told
        while time.monotonic() < until and not interrupted:
            suffix = dice.choice(sorted(by_suffix))
            raw = mutated(dice.choice(by_suffix[suffix]), everything, dice)
            path = Path(folder) / f"case{suffix}"
            path.write_bytes(raw)
            outcome, problem, seconds, peak_bytes = worker.open(path)
            counts[suffix, outcome] += 1
            used_s += seconds
            slowest[suffix] = max(slowest.get(suffix, 0.0), seconds)
            largest[suffix] = max(largest.get(suffix, 0), peak_bytes)
            found += problem is not None
            if problem or seconds > SLOW_SECONDS:
                given.keep.mkdir(parents=True, exist_ok=True)
                kept = given.keep / f"{outcome}-{sum(counts.values())}-{seed}{suffix}"
                kept.write_bytes(raw)
                sys.stdout.write(f"{kept}: {problem or f'slow, {seconds:.0f} s'}\n")
                sys.stdout.flush()
    worker.end()
    for suffix in sorted(by_suffix):
        told = ", ".join(f"{n} {outcome}" for (own, outcome), n in sorted(counts.items()) if own == suffix)
        sys.stdout.write(
            f"{suffix:<10} {slowest.get(suffix, 0):6.2f} s {largest.get(suffix, 0) / 1e6:5.0f} MB  {told}\n"
        )
    sys.stdout.write(
        f"{sum(counts.values())} files, {found} faults, {used_s:.0f} s of the processor, seed {seed}\n"
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
