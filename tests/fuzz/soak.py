"""A long life in one process: ingest, ask, summarize and remove, over and over, and what that leaves behind.

    python tests/fuzz/soak.py --seconds 3600 [--seed 1] [--model DIR] [--command-every 50]

Each round opens a few files of all formats, among them damaged ones, changes a text so that it must be read anew,
asks the documents and the library, summarizes, and removes what it ingested. Now and then the same is done by the
command. Memory, open descriptors, threads, children and the size of the library are told at the beginning (after a
first pass over all files), in the middle and at the end; a descriptor or a process more, or a tenth more memory,
makes the exit code 1.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from seeds import write_seeds

from longdoc import DocumentError, LongDoc

ROOT = Path(__file__).parents[2]
EXAMPLES = (
    "minutes.docx",
    "project-page.html",
    "services-agreement.pdf",
    "chinese-contract.txt",
    "handbook.md",
)
QUESTIONS = (
    "What is the fee?",
    "Who is liable?",
    "When does it end?",
    "费用是多少？",
    "? ? \udcff",
    "list all dates",
)
MOST_GROWTH = 1.1  # of the memory, from the beginning to the end


@dataclass(frozen=True, slots=True)
class State:
    """What the process holds."""

    memory_bytes: int
    descriptors: int
    threads: int
    children: int
    library_bytes: int

    @classmethod
    def now(cls, library: Path) -> State:
        me = os.getpid()
        memory = next(x for x in Path("/proc/self/status").read_text().splitlines() if x.startswith("VmRSS"))
        children = Path(f"/proc/{me}/task/{me}/children").read_text().split()
        held = sum(path.stat().st_size for path in library.rglob("*") if path.is_file())
        descriptors = sum(1 for _ in Path("/proc/self/fd").iterdir())
        return cls(int(memory.split()[1]) * 1024, descriptors, threading.active_count(), len(children), held)

    def __str__(self) -> str:
        return (
            f"{self.memory_bytes / 1e6:.0f} MB, {self.descriptors} descriptors, {self.threads} threads, "
            f"{self.children} children, library {self.library_bytes / 1e6:.2f} MB"
        )


class Soak:
    """One LongDoc and its library, and rounds of work on a folder of files."""

    def __init__(self, folder: Path, model: Path | None, dice: random.Random) -> None:
        self.library = folder / "library"
        self.model = model
        self.longdoc = LongDoc(library=self.library, model=model)
        self.files = [
            *write_seeds(folder / "files"),
            *(ROOT / "examples" / "documents" / x for x in EXAMPLES),
        ]
        self.changing = folder / "files" / "changing.txt"
        self.files.append(self.changing)
        self.dice = dice
        self.done: Counter[str] = Counter()
        self._change()

    def _change(self) -> None:
        line = f"In year {self.dice.randrange(10**9)} the fee is {self.dice.randrange(1000)} euros.\n"
        self.changing.write_text(line * self.dice.randint(1, 200))

    def _damaged(self) -> Path:
        raw = bytearray(self.dice.choice(self.files).read_bytes())
        at = self.dice.randrange(len(raw) + 1)
        raw[at:] = self.dice.randbytes(self.dice.randrange(50))
        path = self.changing.with_name("damaged.bin")
        path.write_bytes(raw or b" ")
        return path

    def round(self, paths: list[Path]) -> None:
        """Each path is opened, asked, summarized, ingested, asked with the library, and forgotten."""
        for path in paths:
            try:
                document = self.longdoc.open(path)
                self.longdoc.ask(document, self.dice.choice(QUESTIONS))
                self.longdoc.summarize(document, sentences=2)
                self.done["documents"] += 1
            except DocumentError as error:
                self.done[type(error).__name__] += 1
        for result in self.longdoc.ingest(paths):
            self.done[f"ingest: {result.status}"] += 1
        if self.longdoc.documents():
            self.longdoc.ask_library([self.dice.choice(QUESTIONS)])
            self.done["questions to the library"] += 1
        for entry in self.longdoc.documents():
            self.longdoc.forget(entry.sha256)

    def some(self) -> list[Path]:
        self._change()
        return [self.changing, self._damaged(), *self.dice.sample(self.files, 3)]

    def by_command(self, paths: list[Path]) -> None:
        """The same in processes of their own."""
        shared = ["--library", str(self.library)]
        model = ["--model", str(self.model)] if self.model else []
        for command in (["ingest", *map(str, paths), *shared, *model], ["library", "list", *shared],
                        ["ask", "What is the fee?", *shared, *model], ["library", "remove", str(paths[0]), *shared]):  # fmt: skip
            run = subprocess.run([sys.executable, "-m", "longdoc", *command], capture_output=True, cwd=ROOT)
            self.done[f"{command[0]}: exit {run.returncode}"] += 1


def main() -> int:
    """Work for so many seconds and tell what was done and what is held."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seconds", type=float, default=3600.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--command-every", type=int, default=50, metavar="ROUNDS")
    given = parser.parse_args()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        soak = Soak(Path(folder), given.model, random.Random(given.seed))
        soak.round(soak.files)
        states = [State.now(soak.library)]
        sys.stdout.write(f"{0:>7} rounds: {states[0]}\n")
        rounds, next_told = 0, given.seconds / 10
        while time.monotonic() - begun < given.seconds:
            soak.round(soak.some())
            rounds += 1
            if rounds % given.command_every == 0:
                soak.by_command(soak.some())
            if time.monotonic() - begun > next_told:
                next_told += given.seconds / 10
                states.append(State.now(soak.library))
                sys.stdout.write(f"{rounds:>7} rounds: {states[-1]}\n")
                sys.stdout.flush()
        states.append(State.now(soak.library))
    sys.stdout.write(f"{rounds:>7} rounds: {states[-1]}\n")
    sys.stdout.write(", ".join(f"{count} {what}" for what, count in sorted(soak.done.items())) + "\n")
    first, last = states[0], states[-1]
    grew = last.memory_bytes > MOST_GROWTH * first.memory_bytes
    return int(grew or last.descriptors > first.descriptors or last.children > first.children)


if __name__ == "__main__":
    sys.exit(main())
