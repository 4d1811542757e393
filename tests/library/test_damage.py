"""No byte of a library changes unnoticed: the results stay what they were, or the damage is told.

LONGDOC_FLIPS says how many bytes are flipped; 200 take a minute.
"""

from __future__ import annotations

import logging
import os
import random
import re
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from longdoc.api import LongDoc
from longdoc.errors import LongDocError
from longdoc.library.across import index_missing
from longdoc.library.cache import Cache

FLIPS = int(os.environ.get("LONGDOC_FLIPS", "30"))
QUESTION = "Who is liable for damages?"


@pytest.fixture(scope="module")
def made(tmp_path_factory, tiny) -> Path:
    """A library of a few documents, whose files are still there."""
    folder = tmp_path_factory.mktemp("damage")
    for i in range(6):
        clauses = "".join(
            f"{n}. Clause {n}\n\nParty {n * i} is liable for {n + i} damages.\n\n" for n in range(1, 9)
        )
        (folder / f"{i}.md").write_text(
            f"# Contract {i}\n\n{clauses}| Who | Limit |\n|---|---|\n| A | {i} |\n"
        )
    with LongDoc(folder / "library", model=tiny, device="cpu") as longdoc:
        assert all(result.error is None for result in longdoc.ingest(sorted(folder.glob("*.md"))))
        for entry in longdoc.documents():
            longdoc._cache.index.tag(entry.sha256, [("kind", "contract")])
    return folder


def _everything(library: Path, model: Any) -> list[Any]:
    """All that a library has to say."""
    said: list[Any] = []
    with LongDoc(library, model=model, device="cpu") as longdoc:
        entries = longdoc.documents()
        said.append([(entry.path, entry.title, entry.tokens, entry.added_at) for entry in entries])
        for entry in entries:
            document = longdoc.open_entry(entry)
            reading = longdoc.read(document)
            said.append((document.text, document.pages, document.sections, document.tables, document.title))
            said.append([np.asarray(array).tobytes() for array in reading.to_arrays()[0].values()])
        said.append(_searched(longdoc._cache, {entry.sha256 for entry in entries}, model))
    return said


def _searched(cache: Cache, wanted: set[str], model: Any) -> list[Any]:
    """What the index over all documents finds by words and by vectors."""
    index_missing(wanted, cache, model)
    index = cache.index
    found = (
        index.by_words(QUESTION, 20),
        index.by_vectors(np.cos(np.arange(model.config.vector_width)).astype(np.float32), 20),
    )
    passages = [
        [(hit.sha256, hit.tokens, hit.span) for hit in index.hits(list(rows)).values()] for rows in found
    ]
    return [*passages, index.tags()]


@pytest.mark.parametrize("seed", range(FLIPS))
def test_a_flipped_byte_changes_nothing_unnoticed(made, tiny, tmp_path, caplog, seed):
    expected = _everything(made / "library", tiny)
    assert not caplog.records
    dice = random.Random(seed)
    library = tmp_path / "copy"
    shutil.copytree(made / "library", library)
    files = sorted(path for path in library.rglob("*") if path.is_file())
    file = dice.choice(files)
    raw = bytearray(file.read_bytes())
    at = dice.randrange(len(raw))
    raw[at] ^= 1 << dice.randrange(8)
    file.write_bytes(raw)
    with caplog.at_level(logging.WARNING, "longdoc"):
        try:
            said = _everything(library, tiny)
        except LongDocError as error:
            said, told = None, str(error)
        else:
            told = " ".join(record.getMessage() for record in caplog.records)
    assert re.search("damaged|not a longdoc library|format", told) or said == expected
    if said is not None and file.suffix == ".safetensors":
        assert said == expected
