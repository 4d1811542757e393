"""Time and memory for files that are designed to be slow to open: twelve shapes at increasing sizes.

Each file is opened and split into sentences in a process of its own. Quadratic cost shows at once: from 1 MB
to 64 MB the time may grow 80 times, not 4,096 times.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

__all__ = ["MOST_TIMES", "SHAPES", "HostileResult", "growth", "make", "measure", "probe"]

MOST_TIMES = 80.0  # the time for 64 MB, divided by the time for 1 MB
TIMEOUT, CRASH = "timeout", "crash"
TIMEOUT_S = 3600.0  # wall-clock time, as the machine may be busy
_FIRST = "The Provider is liable for direct damages only.\n\n"


def _repeat(piece: str, before: str = _FIRST, after: str = "") -> Callable[[int], bytes]:
    def make_it(size_bytes: int) -> bytes:
        raw, room = piece.encode(), size_bytes - len((before + after).encode())
        return before.encode() + raw * max(1, room // len(raw)) + after.encode()

    return make_it


def _nested(opening: str, closing: str) -> Callable[[int], bytes]:
    def make_it(size_bytes: int) -> bytes:
        depth = size_bytes // len((opening + closing).encode())
        return f"<html><body><p>{_FIRST}</p>{opening * depth}deep{closing * depth}</body></html>".encode()

    return make_it


_PAGE = f"<html><body><p>{_FIRST}</p>"

# By name: the suffix of the file, and a function that makes its content with about this many bytes.
SHAPES: dict[str, tuple[str, Callable[[int], bytes]]] = {
    "blanks": (".txt", _repeat(" ", after="\nend\n")),
    "one line": (".txt", _repeat("liability without end and without a full stop, ", before="")),
    "nested tags": (".html", _nested("<div>", "</div>")),
    "entities": (".html", _repeat("&amp;&#955;&nbsp;&notin; ", before=_PAGE)),
    "tables of one column": (".html", _repeat("<table><tr><td>one</td></tr></table>", before=_PAGE)),
    "combining marks": (".txt", _repeat("e" + "\u0301\u0323" * 8)),
    "Chinese without a stop": (".txt", _repeat("责任由当事人承担而不受限制")),
    "zero width": (".txt", _repeat("\u200b\u2060\u200d")),
    "line ends of all kinds": (".txt", _repeat("a\r\n\rb\n\r\n\x0b\x0c\x85")),
    "deep lists": (".md", _repeat("".join(f"{'  ' * depth}- item\n" for depth in range(40)))),
    "links": (".html", _repeat('<a href="#a">a</a> ', before=_PAGE)),
    "soft hyphens": (".txt", _repeat("lia\u00adbil\u00adity")),
}


@dataclass(frozen=True, slots=True)
class HostileResult:
    """The cost of one file.

    `outcome` is "read", the class of the error that refused it, "timeout" or "crash (exit code)".

    `seconds` is CPU time, so that other work on the machine counts little.
    """

    shape: str
    size_bytes: int
    seconds: float
    peak_bytes: int
    characters: int
    outcome: str

    @property
    def has_failed(self) -> bool:
        """Whether the file was neither read nor refused."""
        return self.outcome == TIMEOUT or self.outcome.startswith(CRASH)


def make(shape: str, size_bytes: int, folder: Path) -> Path:
    """Write a file of this shape and about this size."""
    suffix, bytes_of = SHAPES[shape]
    path = folder / f"{shape.replace(' ', '-')}-{size_bytes}{suffix}"
    path.write_bytes(bytes_of(size_bytes))
    return path


def measure(shapes: Sequence[str], sizes_bytes: Sequence[int]) -> Iterator[HostileResult]:
    """Measure each shape at each size, the smallest size first."""
    with tempfile.TemporaryDirectory() as folder:
        for shape in shapes:
            for size_bytes in sorted(sizes_bytes):
                path = make(shape, size_bytes, Path(folder))
                yield _measured(shape, path)
                path.unlink()


def growth(results: Sequence[HostileResult]) -> dict[str, float]:
    """By shape: the growth of the time from the smallest to the largest size, scaled to 64 times the size.

    A shape with results of one size only has none; it is infinite for a shape of which a file crashed its
    process or was given up.
    """
    times: dict[str, float] = {}
    for shape in dict.fromkeys(result.shape for result in results):
        own = sorted((r for r in results if r.shape == shape), key=lambda result: result.size_bytes)
        if any(result.has_failed for result in own):
            times[shape] = math.inf
            continue
        small, large = own[0], own[-1]
        if small.size_bytes == large.size_bytes:
            continue
        times[shape] = large.seconds / small.seconds * 64 * small.size_bytes / large.size_bytes
    return times


def probe(path: Path) -> dict[str, object]:
    """Open one file and split it into sentences; returns the time and memory this took."""
    import resource

    from longdoc.documents.limits import Limits
    from longdoc.documents.open import open_document
    from longdoc.errors import LongDocError

    try:
        document = open_document(path, limits=Limits(file_seconds=TIMEOUT_S))
        characters = len(document.text)
        len(document.sentences)
        outcome = "read"
    except LongDocError as error:
        characters, outcome = 0, type(error).__name__
    unit = 1 if sys.platform == "darwin" else 1024
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return {
        "seconds": sum(usage.ru_utime + usage.ru_stime for usage in usages),
        "peak_bytes": max(usage.ru_maxrss for usage in usages) * unit,
        "characters": characters,
        "outcome": outcome,
    }


def _measured(shape: str, path: Path) -> HostileResult:
    size_bytes = path.stat().st_size
    command = [sys.executable, "-m", "longdoc.bench.hostile", str(path)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(x for x in sys.path if x)}
    try:
        run = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=TIMEOUT_S, check=True
        )
        return HostileResult(shape, size_bytes, **json.loads(run.stdout))
    except subprocess.TimeoutExpired:
        return HostileResult(shape, size_bytes, TIMEOUT_S, 0, 0, TIMEOUT)
    except subprocess.CalledProcessError as error:
        return HostileResult(shape, size_bytes, 0.0, 0, 0, f"{CRASH} ({error.returncode})")


def as_json(result: HostileResult) -> dict[str, object]:
    """The fields by name."""
    return asdict(result)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(probe(Path(sys.argv[1]))))
