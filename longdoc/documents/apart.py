"""A large file is read in a process of its own, which may take so much time and memory and no more.

So is every workbook, as the library that reads it ends the whole process where it finds no memory.

Run as `python -m longdoc.documents.apart`. On stdin: a line of JSON (what is known of the file), and its
bytes. On stdout: a line of JSON with the document or the error, and what of the document is not JSON.
Nothing of it is pickled: what a hostile file does to that process stays there.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, fields
from typing import Any, BinaryIO, Literal

from longdoc import errors
from longdoc.documents.extract import Extract
from longdoc.documents.limits import Limits
from longdoc.documents.packing import (
    pack_boxes,
    pack_cells,
    pack_layout,
    pack_text,
    unpack_boxes,
    unpack_layout,
    unpack_text,
)
from longdoc.documents.source import Source
from longdoc.documents.types import Document, Page, Section, Span
from longdoc.errors import DocumentError, DocumentFault, DocumentLimit

__all__ = ["extract_apart", "is_large", "main", "read_apart"]

LARGE_BYTES = 1 << 20
PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd")
LARGE_PACKED_BYTES = 1 << 16  # they grow up to 400 times
BASE_BYTES = 1_200_000_000
BYTES_A_BYTE = 5  # of memory for one of the file
OUT_OF_MEMORY = 71  # exit code of the process


def is_large(source: Source) -> bool:
    """Whether reading this in the process that asks could cost it much; PDFs have processes of their own."""
    if b"%PDF-" in source.data[:1024]:
        return False
    return len(source.data) > (LARGE_PACKED_BYTES if source.data.startswith(PACKED) else LARGE_BYTES)


def read_apart(source: Source) -> Document:
    """Read a file in another process.

    Raises:
        DocumentError: it cannot be read, or not within the time and memory that it may take.
    """
    return _asked(source, "document")


def extract_apart(source: Source) -> Extract:
    """What the reader for a file makes of it, called in another process; raises as `read_apart` does."""
    read = _asked(source, "extract")
    return Extract(**{field.name: getattr(read, field.name) for field in fields(Extract)})


def _asked(source: Source, wanted: Literal["document", "extract"]) -> Document:
    seconds = source.limits.seconds_for()
    about = {
        "wanted": wanted,
        "name": source.name,
        "password": source.password,
        "limits": asdict(source.limits),
    }
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "longdoc.documents.apart"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
    )
    try:
        told, _ = process.communicate(json.dumps(about).encode("ascii") + b"\n" + source.data, seconds)
    except subprocess.TimeoutExpired:
        raise DocumentLimit(f"it could not be read within {seconds:g} s; --timeout gives it more") from None
    finally:
        process.kill()
        process.wait()
    if not told:
        raise DocumentLimit("reading it took more memory than it may; --max-memory gives it more")
    return _unpacked(told, source.name)


def main() -> None:
    """Read the one file on standard input."""
    from longdoc.documents.process import end_with_parent, limit_memory

    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    end_with_parent()
    about = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read()
    limits = Limits(**about["limits"])
    limit_memory(limits.max_memory_bytes or BASE_BYTES + BYTES_A_BYTE * len(data))
    source = Source(data, about["name"], None, limits, about["password"])
    _write(answer, source, _extract if about["wanted"] == "extract" else _document)


def _document(source: Source) -> Document:
    from longdoc.documents.read import make_document

    return make_document(source)


def _extract(source: Source) -> Document:
    """What its reader makes of a file, in the shape of a document."""
    from longdoc.documents.formats import load_reader
    from longdoc.documents.sniff import sniff

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
        "pages": [[p.number, p.label, p.span.start, p.span.end, p.has_text] for p in document.pages],
        "sections": [[s.title, s.level, s.span.start, s.span.end] for s in document.sections],
    }


def _parts(document: Document) -> list[bytes | None]:
    return [
        pack_text(document.text, 1),
        pack_layout(document),
        pack_cells(document.tables),
        pack_boxes(document.character_boxes),
    ]


def _unpacked(told: bytes, name: str) -> Document:
    line, _, rest = told.partition(b"\n")
    head = json.loads(line)
    if "error" in head:
        kind = getattr(errors, head["error"], None)
        raise (kind if isinstance(kind, type) and issubclass(kind, DocumentError) else DocumentError)(
            head["message"]
        )
    parts: list[bytes | None] = []
    at = 0
    for size in head["parts"]:
        parts.append(None if size is None else rest[at : at + size])
        at += size or 0
    text, layout, cells, boxes = parts
    assert text is not None
    assert layout is not None
    headers_footers, blocks, fields, tables, links = unpack_layout(layout, cells or b"")
    return Document(
        text=unpack_text(text),
        pages=tuple(Page(n, label, Span(a, b), full) for n, label, a, b, full in head["pages"]),
        sections=tuple(Section(title, level, Span(a, b)) for title, level, a, b in head["sections"]),
        title=head["title"],
        source=name,
        sha256="",
        notices=tuple(head["notices"]),
        headers_footers=headers_footers,
        blocks=blocks,
        tables=tables,
        fields=fields,
        character_boxes=unpack_boxes(boxes),
        links=links,
    )


if __name__ == "__main__":
    main()
