"""How much one file may cost, so that a hostile or broken one cannot take the machine."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on reading one file; going over one raises DocumentLimit or is told in a notice."""

    max_file_bytes: int = 1 << 30  # of the file as it lies on disk or comes from standard input
    max_pages: int = 20_000  # PDF
    max_page_decompressed_bytes: int = 256 << 20  # PDF: streams of one page, unpacked
    page_seconds: float = 20.0  # PDF: wall-clock time for one page
    max_characters: int = 100_000_000  # of the text that comes out
    max_nesting: int = 200  # elements within elements (HTML, XML), files within files (gzip)
    max_unpacked_bytes: int = 1 << 30  # gzip, DOCX, EPUB: all that is unpacked together
    max_unpack_ratio: float = 400.0  # unpacked / packed; checked beyond a few megabytes only
    max_members: int = 50_000  # files in a zip archive
