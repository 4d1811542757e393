"""The process that reads one large file for `longdoc.documents.apart`.

Run as `python -m longdoc.documents.apart_worker`. On stdin: a line of JSON that describes the file, then its
bytes. On stdout: a line of JSON with the document or the error, then the binary parts of the document.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import fields
from typing import Any, BinaryIO

from longdoc.documents.extract import Extract
from longdoc.documents.formats import load_reader
from longdoc.documents.limits import Limits
from longdoc.documents.packing import pack_boxes, pack_cells, pack_layout, pack_text
from longdoc.documents.process import end_with_parent, limit_memory
from longdoc.documents.read import make_document
from longdoc.documents.sniff import sniff
from longdoc.documents.source import Source
from longdoc.documents.types import Document
from longdoc.errors import DocumentError, DocumentFault

__all__ = ["main"]

BASE_BYTES = 1_200_000_000
BYTES_A_BYTE = 5  # of memory for one of the file
OUT_OF_MEMORY = 71  # exit code of the process


def main() -> None:
    """Read the one file on standard input."""
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    end_with_parent()
    about = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read()
    limits = Limits(**about["limits"])
    limit_memory(limits.max_memory_bytes or BASE_BYTES + BYTES_A_BYTE * len(data), may_write=False)
    source = Source(data, about["name"], None, limits, about["password"], depth=about["depth"])
    _write(answer, source, _extract if about["wanted"] == "extract" else make_document)


def _extract(source: Source) -> Document:
    """Run the reader for a file; returns its result as a document."""
    extract = load_reader(sniff(source.data, source.name))(source)
    return Document(
        source=source.name,
        sha256="",
        **{field.name: getattr(extract, field.name) for field in fields(Extract)},
    )


def _write(answer: BinaryIO, source: Source, read: Callable[[Source], Document]) -> None:
    try:
        document = read(source)
        parts = _parts(document)
        head = {**_head(document), "parts": [None if part is None else len(part) for part in parts]}
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except DocumentError as error:
        head, parts = {"error": type(error).__name__, "message": str(error)}, []
    except RecursionError:
        head, parts = {"error": "DocumentLimit", "message": "it is too deeply nested to be read here"}, []
    except Exception as error:
        head, parts = {"error": "DocumentFault", "message": str(DocumentFault.of(source.name, error))}, []
    answer.write(json.dumps(head).encode("ascii") + b"\n")
    for part in parts:
        answer.write(part or b"")
    answer.flush()


def _head(document: Document) -> dict[str, Any]:
    return {
        "title": document.title,
        "notices": document.notices,
        "pages": [
            [p.number, p.label, p.span.start, p.span.end, p.has_text, p.recognised] for p in document.pages
        ],
        "sections": [[s.title, s.level, s.span.start, s.span.end] for s in document.sections],
    }


def _parts(document: Document) -> list[bytes | None]:
    return [
        pack_text(document.text, 1),
        pack_layout(document),
        pack_cells(document.tables),
        pack_boxes(document.character_boxes),
    ]


if __name__ == "__main__":
    main()
