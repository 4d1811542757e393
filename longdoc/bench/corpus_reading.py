"""Reads the files of a folder one after another and stores nothing: the baseline for a batch.

python -m longdoc.bench.corpus_reading FOLDER MODEL
"""

from __future__ import annotations

import sys
from pathlib import Path

from longdoc.allocator import keep_memory
from longdoc.documents.open import open_document
from longdoc.network.load import load_network
from longdoc.reading.reader import read_document

__all__ = ["read_folder"]


def read_folder(folder: Path, model: Path) -> int:
    """Read every file in the folder with the network; returns the number of tokens read."""
    network = load_network(model, "cpu")
    return sum(
        len(read_document(open_document(str(path)), network).token_ids_T) for path in sorted(folder.iterdir())
    )


if __name__ == "__main__":
    keep_memory()
    read_folder(*map(Path, sys.argv[1:]))
