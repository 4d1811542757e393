"""Readings on disk: one safetensors file each, written atomically and memory-mapped without a copy.

The format is an eight-byte header length, a JSON header, and the arrays in sequence
(https://github.com/huggingface/safetensors). Our own writer sends a million tokens to disk array by array,
without a second copy in memory, and cleans up after killed processes.
"""

from __future__ import annotations

import json
import os
import secrets
import time
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

__all__ = ["Arrays", "DamagedArrays", "drop_leftovers", "map_arrays", "write_arrays"]

Arrays = dict[str, NDArray]

_TYPES = {
    "BOOL": "?", "U8": "u1", "I8": "i1", "I16": "<i2", "I32": "<i4", "I64": "<i8",
    "F16": "<f2", "F32": "<f4", "F64": "<f8",
}  # fmt: skip
_NAMES = {numpy.lstrip("<").replace("?", "b1"): name for name, numpy in _TYPES.items()}
_MAX_HEADER_BYTES = 1 << 20
_LEFTOVER_SECONDS = 3600.0
_CHECKSUM = "crc32"  # key in the metadata: checksum of header and arrays
_NO_CHECKSUM = "--------"  # in its place while it is computed
_WITHOUT_CHECKSUM = ("1", "2")  # formats of Readings without a checksum


class DamagedArrays(Exception):
    """The file differs from what was written."""


def write_arrays(path: Path, arrays: Arrays, metadata: dict[str, str]) -> None:
    """Write the arrays to a temporary file and rename it into place.

    The file is not synced: if power fails before it is on the disk, its checksum tells, and the document is
    read again.

    Raises:
        OSError: no space or no permission; nothing is left behind.
    """
    _make_folder(path.parent)
    part = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}.part")
    try:
        with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            part.chmod(0o600)  # whatever the umask is
            _write(file, arrays, metadata)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def map_arrays(path: Path, *, checked: bool = True) -> tuple[Arrays, dict[str, str]] | None:
    """Memory-map the arrays of a file; returns them with its metadata, or None if there is no such file.

    Args:
        checked: read the whole file once and compare it with its checksum.

    Raises:
        DamagedArrays: it is truncated, or does not match its checksum.
    """
    try:
        with path.open("rb") as file:  # one file throughout, even if another process replaces it meanwhile
            size_bytes = os.fstat(file.fileno()).st_size
            header_bytes = int.from_bytes(file.read(8), "little")
            if header_bytes > min(_MAX_HEADER_BYTES, size_bytes - 8):
                raise DamagedArrays(path)
            raw = file.read(header_bytes)
            # Copy-on-write: the file stays unchanged, and torch accepts the arrays without a warning.
            body = np.asarray(np.memmap(file, np.uint8, "c", offset=8 + header_bytes))
        header = json.loads(raw)
        metadata = header.pop("__metadata__")
        if _CHECKSUM not in metadata and metadata["reading"] in _WITHOUT_CHECKSUM:
            return None
        written = metadata.pop(_CHECKSUM)
        if checked and written != f"{zlib.crc32(body.data, zlib.crc32(_blanked(raw, written))):08x}":
            raise DamagedArrays(path)
        return {name: _view(body, entry) for name, entry in header.items()}, metadata
    except OSError:
        return None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise DamagedArrays(path) from error


def drop_leftovers(folder: Path) -> None:
    """Remove leftovers of killed processes once they are old enough."""
    before = time.time() - _LEFTOVER_SECONDS
    for part in folder.glob(".*.part"):
        with suppress(OSError):  # another process may have renamed or removed it
            if part.lstat().st_mtime < before:
                part.unlink(missing_ok=True)


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)


def _blanked(header: bytes, checksum: str) -> bytes:
    """The header as it was when its own checksum was computed."""
    return header.replace(checksum.encode(), _NO_CHECKSUM.encode(), 1)


def _write(file: BinaryIO, arrays: Arrays, metadata: dict[str, str]) -> None:
    # The widest types first, so that every array is aligned.
    names = sorted(arrays, key=lambda name: (-arrays[name].dtype.itemsize, name))
    header: dict[str, Any] = {"__metadata__": {_CHECKSUM: _NO_CHECKSUM, **metadata}}
    end = 0
    for name in names:
        x = arrays[name]
        start, end = end, end + x.nbytes
        header[name] = {
            "dtype": _NAMES[x.dtype.str[1:]],
            "shape": list(x.shape),
            "data_offsets": [start, end],
        }
    raw = json.dumps(header).encode()
    raw += b" " * (-len(raw) % 8)
    checksum = zlib.crc32(raw)
    for name in names:
        checksum = zlib.crc32(_bytes(arrays[name]), checksum)
    raw = raw.replace(_NO_CHECKSUM.encode(), f"{checksum:08x}".encode(), 1)
    file.write(len(raw).to_bytes(8, "little") + raw)
    for name in names:
        file.write(_bytes(arrays[name]))


def _bytes(x: NDArray) -> memoryview:
    return np.ascontiguousarray(x, x.dtype.newbyteorder("<")).reshape(-1).view(np.uint8).data


def _view(body: NDArray, entry: dict) -> NDArray:
    start, end = entry["data_offsets"]
    if not 0 <= start <= end <= body.size:
        raise ValueError("the file ends before its arrays do")
    return body[start:end].view(np.dtype(_TYPES[entry["dtype"]])).reshape(entry["shape"])
