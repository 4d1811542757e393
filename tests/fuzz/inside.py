"""Changes inside a packed file, so that the reader behind the packing is tried, and not only the unpacking.

A member of a ZIP archive is unpacked, changed and packed again with its checksum; gzip likewise; the streams of a
PDF are unpacked, and its table of objects is made to fit what was changed.
"""

from __future__ import annotations

import gzip
import io
import random
import re
import zipfile
import zlib
from collections.abc import Callable

__all__ = ["changed_inside"]

Change = Callable[[bytes], bytes]
MOST_UNPACKED = 4_000_000
STREAM = re.compile(rb"<<((?:[^<>]|<[^<>]*>|<<[^<>]*>>)*)>>\s*stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
OBJECT = re.compile(rb"(?<![0-9])([0-9]{1,6}) ([0-9]{1,5}) obj\b")


def changed_inside(raw: bytes, change: Change, dice: random.Random) -> bytes | None:
    """A file with what it packs changed; None where it packs nothing that can be unpacked here."""
    try:
        if raw.startswith(b"PK"):
            return _zip_changed(raw, change, dice)
        if raw.startswith(b"\x1f\x8b"):
            return gzip.compress(change(gzip.decompress(raw)), 1, mtime=0)
        if raw.startswith(b"%PDF"):
            return _with_table(change(STREAM.sub(_unpacked, raw)))
    except (OSError, zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError):
        pass
    return None


def _zip_changed(raw: bytes, change: Change, dice: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        members = [
            (one.filename, packed.read(one)) for one in packed.infolist() if one.file_size < MOST_UNPACKED
        ]
    full = [i for i, (_, data) in enumerate(members) if data]
    for _ in range(dice.choice((1, 1, 1, 2, 3))):
        what, i = dice.randrange(12), dice.choice(full)
        name, data = members[i]
        if what == 0:
            members[i] = (name, b"")
        elif what == 1:  # a part of one kind where another is expected
            members[i] = (name, members[dice.choice(full)][1])
        else:
            members[i] = (name, change(data))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for name, data in members:
            packed.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _unpacked(found: re.Match[bytes]) -> bytes:
    about, data = found.groups()
    if b"DecodeParms" in about or re.findall(rb"/(\w+Decode)", about) != [b"FlateDecode"]:
        return found.group()
    about = re.sub(rb"/Filter\s*\[?\s*/FlateDecode\s*\]?", b"", about)
    data = zlib.decompressobj().decompress(data, MOST_UNPACKED)
    about = re.sub(rb"/Length\s+\d+(?:\s+\d+\s+R)?", b"/Length %d" % len(data), about)
    return b"<<" + about + b">>\nstream\n" + data + b"\nendstream"


def _with_table(raw: bytes) -> bytes:
    """With the places of all objects as they are now; without a trailer it stays as it is."""
    start, end = raw.rfind(b"trailer"), raw.rfind(b"startxref")
    if not 0 <= start < end:
        return raw
    places = {int(found[1]): found.start() for found in OBJECT.finditer(raw, 0, start)}
    table = b"".join(b"%d 1\n%010d 00000 n \n" % (number, place) for number, place in sorted(places.items()))
    head = raw[: max(raw.rfind(b"\nxref", 0, start), 0) or start]
    tail = raw[start:end]
    return (
        head
        + b"\nxref\n0 1\n0000000000 65535 f \n"
        + table
        + tail
        + b"startxref\n%d\n%%%%EOF" % (len(head) + 1)
    )
