"""ZIP files, which DOCX and EPUB are, with a fixed date on every member."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

__all__ = ["zip_of", "zipped"]

DATE = (2026, 11, 23, 0, 0, 0)


def zip_of(members: Iterable[tuple[str, bytes]], *, stored: str = "") -> bytes:
    """A ZIP of these members in this order; the one named `stored` is not compressed."""
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name, data in members:
            info = ZipInfo(name, DATE)
            info.compress_type = ZIP_STORED if name == stored else ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, data, compresslevel=9)
    return out.getvalue()


def zipped(archive: bytes) -> bytes:
    """The same members, with the fixed date."""
    with ZipFile(BytesIO(archive)) as old:
        return zip_of((name, old.read(name)) for name in old.namelist())
