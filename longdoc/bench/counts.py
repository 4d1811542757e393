"""Whether `ask --count`, `--list` and `--where` are exact: things are planted in documents, then counted.

    python -m longdoc.bench.counts [--each 1000] [--pdf] DOCUMENT...

Dates, sums, percentages, durations, e-mail addresses, references, defined terms, parties and forms of a term
are put into the paragraphs of the documents' own texts, English and Chinese ones into either. All that was
found there before has to be found again, and beside it what was planted, each under its own name, no more and
no less. With `--pdf` the texts are set as pages with running headers first, so that lines and pages end
within what was planted (needs reportlab).
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

TERM = "quaternion"  # a word that no contract or novel holds
LEAST_PARAGRAPH = 120  # characters; shorter ones may be headings
_AS_IN_PDFS = str.maketrans("–’", "-'")  # where dashes and apostrophes are made plain


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of a kind were planted, how many of them were found, and what was found besides."""

    kind: str
    planted: int
    found: int
    besides: int
    wrong: tuple[str, ...] = ()


def count_planted(
    texts: Sequence[str], each: int, chance: random.Random, opened: Callable[[str, str], Document]
) -> Iterator[Tally]:
    """A tally for each kind of thing and for the forms of a term; `opened` makes a document of a text."""
    before = [opened(text, "plain") for text in texts]
    for name, things in (*PLANTED.items(), (TERM, TERM_FORMS)):
        request = Request(Way.COUNT, term=TERM) if name == TERM else Request(Way.LIST, thing=Thing(name))
        shares = [each // len(texts) + (n < each % len(texts)) for n in range(len(texts))]
        found, besides, wrong = 0, 0, Counter[str]()
        for document, text, share in zip(before, texts, shares, strict=True):
            planted, wanted = _planted(text, things, share, chance)
            names = _names(opened(planted, "planted"), request) - _names(document, request)
            found += (names & wanted).total()
            besides += (names - wanted).total()
            wrong += (names - wanted) + (wanted - names)
        yield Tally(name, each, found, besides, tuple(sorted(wrong)))


def _names(document: Document, request: Request) -> Counter[str]:
    names = (one.name.translate(_AS_IN_PDFS) for one in search_whole(document, request).occurrences)
    return Counter(names)


def _planted(text: str, things: Things, number: int, chance: random.Random) -> tuple[str, Counter[str]]:
    """The text with so many sentences behind its paragraphs that hold one thing each, and their names."""
    paragraphs = text.split("\n\n")
    long = [n for n, paragraph in enumerate(paragraphs) if len(paragraph) > LEAST_PARAGRAPH]
    wanted: Counter[str] = Counter()
    for _ in range(number):
        sentence, name = things(chance)
        wanted[name.translate(_AS_IN_PDFS)] += 1
        paragraphs[chance.choice(long)] += f" {sentence}"
    return "\n\n".join(paragraphs), wanted


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("documents", nargs="+", metavar="DOCUMENT")
    parser.add_argument("--each", type=int, default=1000)
    parser.add_argument("--pdf", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, help="so many that were missed or found besides")
    wish = parser.parse_args()
    texts = [open_document(path).text for path in wish.documents]
    with tempfile.TemporaryDirectory() as folder:

        def opened(text: str, name: str) -> Document:
            path = Path(folder) / f"{name}{'.pdf' if wish.pdf else '.txt'}"
            if wish.pdf:
                write_pages(path, text)
            else:
                path.write_text(text, encoding="utf-8")
            return open_document(str(path))

        for tally in count_planted(texts, wish.each, random.Random(wish.seed), opened):
            wrong = f" {list(tally.wrong[: wish.show])}" if wish.show and tally.wrong else ""
            sys.stdout.write(
                f"{tally.kind}: {tally.found:,} of {tally.planted:,} found, {tally.besides} besides{wrong}\n"
            )


if __name__ == "__main__":
    _main()
