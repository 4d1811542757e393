"""Readings on disk: one safetensors file each, written whole or not at all, mapped back without a copy.

The format is eight bytes of header length, a JSON header, and the arrays one after the other
(https://github.com/huggingface/safetensors). Written here, so that a million tokens go to the disk
array by array, without a second copy in memory and without files that a killed process leaves behind.
"""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

__all__ = ["Arrays", "drop_leftovers", "map_arrays", "write_arrays"]

Arrays = dict[str, NDArray]

_TYPES = {
    "BOOL": "?", "U8": "u1", "I8": "i1", "I16": "<i2", "I32": "<i4", "I64": "<i8",
    "F16": "<f2", "F32": "<f4", "F64": "<f8",
}  # fmt: skip
_NAMES = {numpy.lstrip("<").replace("?", "b1"): name for name, numpy in _TYPES.items()}
_MAX_HEADER_BYTES = 1 << 20
_LEFTOVER_SECONDS = 3600.0


def write_arrays(path: Path, arrays: Arrays, metadata: dict[str, str]) -> None:
    """Write the arrays beside their place, bring them to the disk, and only then give them their name.

    Raises:
        OSError: no space, no permission; nothing is left behind.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            _write(file, arrays, metadata)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def map_arrays(path: Path) -> tuple[Arrays, dict[str, str]] | None:
    """The arrays and metadata of a file, mapped into memory; None where it is missing or not whole."""
    try:
        size_bytes = path.stat().st_size
        with path.open("rb") as file:
            header_bytes = int.from_bytes(file.read(8), "little")
            if header_bytes > min(_MAX_HEADER_BYTES, size_bytes - 8):
                return None
            header = json.loads(file.read(header_bytes))
        # Copy on write: nothing reaches the file, and torch takes the arrays without complaint.
        body = np.asarray(np.memmap(path, np.uint8, "c", offset=8 + header_bytes))
        metadata = header.pop("__metadata__", {})
        return {name: _view(body, entry) for name, entry in header.items()}, metadata
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def drop_leftovers(folder: Path) -> None:
    """Remove what killed processes were writing, once it is old enough to be nobody's work."""
    before = time.time() - _LEFTOVER_SECONDS
    for part in folder.glob(".*.part"):
        if part.stat().st_mtime < before:
            part.unlink(missing_ok=True)


def _write(file: BinaryIO, arrays: Arrays, metadata: dict[str, str]) -> None:
    # The widest numbers first, so that every array begins where its numbers may stand in memory.
    names = sorted(arrays, key=lambda name: (-arrays[name].dtype.itemsize, name))
    header: dict[str, object] = {"__metadata__": metadata}
    end = 0
    for name in names:
        x = arrays[name]
        start, end = end, end + x.nbytes
        header[name] = {"dtype": _NAMES[x.dtype.str[1:]], "shape": x.shape, "data_offsets": [start, end]}
    raw = json.dumps(header).encode()
    raw += b" " * (-len(raw) % 8)
    file.write(len(raw).to_bytes(8, "little") + raw)
    for name in names:
        file.write(np.ascontiguousarray(arrays[name], arrays[name].dtype.newbyteorder("<")).data)


def _view(body: NDArray, entry: dict) -> NDArray:
    start, end = entry["data_offsets"]
    if not 0 <= start <= end <= body.size:
        raise ValueError("the file ends before its arrays do")
    return body[start:end].view(np.dtype(_TYPES[entry["dtype"]])).reshape(entry["shape"])
