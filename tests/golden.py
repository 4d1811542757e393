"""What the readers and the network make of fixed inputs; run this file at a release to write it anew."""

from __future__ import annotations

import io
import json
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import longdoc
from longdoc.documents.open import open_document
from longdoc.documents.version import DOCUMENTS_VERSION
from longdoc.reading.version import READING_VERSION

sys.path.insert(0, str(Path(__file__).parent / "fuzz"))

from seeds import SEEDS

GOLDEN = Path(__file__).with_name("golden.json")


def documents() -> dict[str, str]:
    """By suffix: a digest of all that a small file of it gives."""
    made = {}
    for suffix, text in SEEDS.items():
        document = open_document(io.BytesIO(text.encode()), name=f"golden{suffix}")
        held = (
            document.text, document.pages, document.sections, document.title, document.headers_footers,
            document.blocks, document.tables, document.fields, document.links, document.sentences,
        )  # fmt: skip
        made[suffix] = sha256(repr(held).encode("utf-8", "backslashreplace")).hexdigest()[:16]
    return made


def reading() -> dict[str, list[float]]:
    """Some numbers of what a tiny network makes of a text; they differ a little between processors."""
    from longdoc.network.torch.checkpoint import tiny_model
    from longdoc.reading.reader import read_document

    text = SEEDS[".txt"]
    made = read_document(open_document(io.BytesIO(text.encode()), name="golden.txt"), tiny_model())
    return {
        "token_ids": made.token_ids_T[:50].tolist(),
        "sentences": made.sentence_spans_M2.ravel().tolist(),
        "salience": [round(float(x), 4) for x in made.salience_M],
        "vectors": [round(float(x), 2) for x in made.vectors_TV[:8].astype(float).mean(axis=1)],
    }


def current() -> dict[str, Any]:
    """Everything, with the versions that it belongs to."""
    return {
        "longdoc": longdoc.__version__,
        "documents_version": DOCUMENTS_VERSION,
        "documents": documents(),
        "reading_version": READING_VERSION,
        "reading": reading(),
    }


if __name__ == "__main__":
    GOLDEN.write_text(json.dumps(current(), indent=1) + "\n", encoding="utf-8")
