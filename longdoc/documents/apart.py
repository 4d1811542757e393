"""Reads large files in a process of their own, with limits on time and memory.

Workbooks are always read this way: the library that parses them aborts the process when memory runs out.
Results are not pickled, so that a hostile file cannot reach beyond that process.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict, fields
from typing import Literal

from longdoc import errors
from longdoc.documents.extract import Extract
from longdoc.documents.packing import (
    unpack_boxes,
    unpack_layout,
    unpack_text,
)
from longdoc.documents.sniff import is_pdf
from longdoc.documents.source import Source
from longdoc.documents.types import Document, Page, Section, Span
from longdoc.errors import DocumentError, DocumentLimit

__all__ = ["extract_apart", "is_large", "read_apart"]

LARGE_BYTES = 1 << 20
PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd")
LARGE_PACKED_BYTES = 1 << 16  # they grow up to 400 times


def is_large(source: Source) -> bool:
    """Whether a file is too large to read in the calling process; PDFs have processes of their own."""
    if is_pdf(source.data[:1024], source.suffix):
        return False
    return len(source.data) > (LARGE_PACKED_BYTES if source.data.startswith(PACKED) else LARGE_BYTES)


def read_apart(source: Source) -> Document:
    """Read a file in another process.

    Raises:
        DocumentError: it cannot be read, or not within the limits on time and memory.
    """
    return _asked(source, "document")


def extract_apart(source: Source) -> Extract:
    """Run the reader for a file in another process; raises as `read_apart` does."""
    read = _asked(source, "extract")
    return Extract(**{field.name: getattr(read, field.name) for field in fields(Extract)})


def _asked(source: Source, wanted: Literal["document", "extract"]) -> Document:
    seconds = source.limits.seconds_for()
    about = {
        "wanted": wanted,
        "name": source.name,
        "password": source.password,
        "limits": asdict(source.limits),
        "depth": source.depth,
    }
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "longdoc.documents.apart_worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
    )
    try:
        told, _ = process.communicate(json.dumps(about).encode("ascii") + b"\n" + source.data, seconds)
    except subprocess.TimeoutExpired:
        raise DocumentLimit(
            f"it could not be read within {seconds:g} s; --timeout raises the limit"
        ) from None
    finally:
        process.kill()
        process.wait()
    if not told:
        raise DocumentLimit("reading it exceeded the memory limit; --max-memory raises it")
    return _unpacked(told, source.name)


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
        pages=tuple(Page(n, label, Span(a, b), full, seen) for n, label, a, b, full, seen in head["pages"]),
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
