"""Tests whether `ask --count` and `--list` are exact: expressions are planted in documents, then counted.

    python -m longdoc.bench.counts [--each 1000] [--pdf] DOCUMENT...

Dates, sums, percentages, durations, e-mail addresses, references, defined terms and forms of a term are
inserted into paragraphs of the documents, English and Chinese ones into either language. Everything that was
found before has to be found again, plus exactly what was planted, each as it was written. With `--pdf` the
texts are first typeset as pages with running headers, so that lines and pages break within the planted
expressions (needs reportlab).
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from longdoc.bench.planted_pages import write_pages
from longdoc.bench.planted_things import PLANTED, TERM_FORMS, Things
from longdoc.documents.open import open_document
from longdoc.documents.types import Document
from longdoc.tasks.whole.search import search_whole
from longdoc.tasks.whole.types import Request, Thing, Way

__all__ = ["Tally", "count_planted"]

TERM = "quaternion"  # a word that occurs in no contract or novel
LEAST_PARAGRAPH = 120  # characters; shorter ones may be headings
_AS_IN_PDFS = str.maketrans("–’", "-'")  # PDFs are typeset with plain hyphens and apostrophes


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts for one kind: planted, found, found unexpectedly; and what was missed or unexpected."""

    kind: str
    planted: int
    found: int
    unexpected: int
    wrong: tuple[str, ...] = ()


def count_planted(
    texts: Sequence[str], each: int, rng: random.Random, opened: Callable[[str, str], Document]
) -> Iterator[Tally]:
    """A tally for each kind of expression and for the forms of a term.

    Args:
        texts: the texts to plant expressions in.
        each: how many of each kind, over all texts together.
        opened: makes a document from a text and a file name without its suffix.
    """
    before = [opened(text, "plain") for text in texts]
    for name, things in (*PLANTED.items(), (TERM, TERM_FORMS)):
        request = Request(Way.COUNT, term=TERM) if name == TERM else Request(Way.LIST, thing=Thing(name))
        shares = [each // len(texts) + (n < each % len(texts)) for n in range(len(texts))]
        found, unexpected, wrong = 0, 0, Counter[str]()
        for document, text, share in zip(before, texts, shares, strict=True):
            planted, wanted = _planted(text, things, share, rng)
            names = _names(opened(planted, "planted"), request) - _names(document, request)
            found += (names & wanted).total()
            unexpected += (names - wanted).total()
            wrong += (names - wanted) + (wanted - names)
        yield Tally(name, each, found, unexpected, tuple(sorted(wrong)))


def _names(document: Document, request: Request) -> Counter[str]:
    names = (one.name.translate(_AS_IN_PDFS) for one in search_whole(document, request).occurrences)
    return Counter(names)


def _planted(text: str, things: Things, number: int, rng: random.Random) -> tuple[str, Counter[str]]:
    """The text with `number` sentences added to its paragraphs, and the expressions in these sentences."""
    paragraphs = text.split("\n\n")
    long = [n for n, paragraph in enumerate(paragraphs) if len(paragraph) > LEAST_PARAGRAPH]
    wanted: Counter[str] = Counter()
    for _ in range(number):
        sentence, name = things(rng)
        wanted[name.translate(_AS_IN_PDFS)] += 1
        paragraphs[rng.choice(long)] += f" {sentence}"
    return "\n\n".join(paragraphs), wanted


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("documents", nargs="+", metavar="DOCUMENT")
    parser.add_argument("--each", type=int, default=1000)
    parser.add_argument("--pdf", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--show", type=int, default=0, help="list up to this many that were missed or unexpected"
    )
    arguments = parser.parse_args()
    texts = [open_document(path).text for path in arguments.documents]
    with tempfile.TemporaryDirectory() as folder:

        def opened(text: str, name: str) -> Document:
            path = Path(folder) / f"{name}{'.pdf' if arguments.pdf else '.txt'}"
            if arguments.pdf:
                write_pages(path, text)
            else:
                path.write_text(text, encoding="utf-8")
            return open_document(str(path))

        for tally in count_planted(texts, arguments.each, random.Random(arguments.seed), opened):
            wrong = f" {list(tally.wrong[: arguments.show])}" if arguments.show and tally.wrong else ""
            sys.stdout.write(
                f"{tally.kind}: {tally.found:,} of {tally.planted:,} found,"
                f" {tally.unexpected} unexpected{wrong}\n"
            )


if __name__ == "__main__":
    _main()
