"""Trains the ranker of table cells (`longdoc.tasks.tables.ranker`).

    cd data/qa && python -m longdoc.training.tables wtq.train.jsonl.xz tables.train.jsonl.xz=800 \\
        tatqa.train.jsonl.xz --eval wtq.dev.jsonl.xz --out longdoc/tasks/tables/ranker.safetensors

"=800" behind a file takes so many of its texts. The texts are tables (`longdoc.evaluation.table_text`).
"""

from __future__ import annotations

import argparse
from pathlib import Path

from longdoc.training.tables.ranker import accuracy, examples, train


def main() -> None:
    """Train on the files, evaluate, and write the weights."""
    parser = argparse.ArgumentParser(
        prog="python -m longdoc.training.tables", description=__doc__,
        formatter_class=argparse.RawTextHelpFormatter,
    )  # fmt: skip
    parser.add_argument("questions", metavar="FILE[=TEXTS]", nargs="+")
    parser.add_argument("--eval", type=Path, action="append", default=[], help="also evaluate on this file")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    parts = [one.partition("=") for one in given.questions]
    learned = {
        Path(path): examples(Path(path), most=int(count) if count else None) for path, _, count in parts
    }
    ranker = train([one for some in learned.values() for one in some])
    for path, some in learned.items():
        print(f"{path.name}: {accuracy(some, ranker):.1%} right")  # noqa: T201
    for path in given.eval:
        held_out = examples(path, unanswerable=0.0, plain=False)
        answered = sum(one.answered for one in held_out)
        print(f"{path.name}: {accuracy(held_out, ranker):.1%} of {answered} right")  # noqa: T201
    ranker.save(given.out)


if __name__ == "__main__":
    main()
