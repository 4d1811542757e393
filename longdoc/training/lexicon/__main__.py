"""Learns the lexicon of search from questions with answers.

    python -m longdoc.training.lexicon DATA --out models/longdoc-mini

DATA is a folder with qa/ and docs/ in the formats of docs/training.md. Documents in a dev split of qa/ are
skipped.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from longdoc.tasks.search.lexicon import FILE
from longdoc.training.lexicon.build import learned_lexicon
from longdoc.training.lexicon.examples import SETS, Vocabulary, read_sources


def main() -> None:
    """Read the questions, learn the lexicon, and write it."""
    parser = argparse.ArgumentParser(
        prog="python -m longdoc.training.lexicon", description=__doc__,
        formatter_class=argparse.RawTextHelpFormatter,
    )  # fmt: skip
    parser.add_argument("data", type=Path)
    parser.add_argument(
        "--sets",
        nargs="+",
        default=list(SETS),
        help="names of the sets in qa/; by default those of the model card",
    )
    parser.add_argument("--out", type=Path, required=True, help="the model folder")
    given = parser.parse_args()
    vocabulary = Vocabulary()
    sources = read_sources(given.data, vocabulary, given.sets)
    learned_lexicon(sources, vocabulary).save(given.out)
    size_kb = (given.out / FILE).stat().st_size // 1_000
    print(f"{given.out / FILE}: {size_kb} kB")  # noqa: T201


if __name__ == "__main__":
    main()
