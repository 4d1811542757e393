"""Limits on the cost of one file, so that a hostile or broken one cannot exhaust the machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = [
    "NEEDS_PASSWORD", "OUT_OF_TIME", "PASSWORD_IS_WRONG", "Limits", "is_locked_inside", "was_cut_short",
]  # fmt: skip

FILE_SECONDS = 300.0
MORE_SECONDS_A_PAGE = 0.05  # 20,000 pages: 22 minutes; one takes 5 to 30 ms
MORE_SECONDS_A_FILE = 1.0  # inside another
OUT_OF_TIME = "not read within the time for the whole file, which --timeout changes"
NEEDS_PASSWORD, PASSWORD_IS_WRONG = "give its password with --password", " and the password is wrong"


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits on reading one file; exceeding one raises DocumentLimit or is reported in a notice."""

    max_file_bytes: int = 1 << 30  # of the file as it lies on disk or comes from standard input
    max_pages: int = 20_000  # PDF; a text with more form feeds has no pages
    max_page_decompressed_bytes: int = 256 << 20  # PDF: streams of one page, unpacked
    page_seconds: float = 20.0  # PDF: wall-clock time for one page
    ocr: Literal["auto", "always", "never"] = "auto"  # PDF: may cost seconds for a page without text
    file_seconds: float | None = None  # wall-clock time for a whole file; None: `seconds_for` its pages
    max_memory_bytes: int | None = None  # of a process that reads a file; None: by the size of the file
    max_characters: int = 100_000_000  # of the text that comes out
    max_nesting: int = 200  # elements within elements (HTML, XML), files within files (gzip)
    max_unpacked_bytes: int = 1 << 30  # gzip, DOCX, EPUB: all that is unpacked together
    max_unpack_ratio: float = 400.0  # unpacked / packed; checked beyond a few megabytes only
    max_members: int = 50_000  # files in a zip archive; files inside files inside a file, all together

    def seconds_for(self, pages: int = 0, files: int = 0) -> float:
        """The time limit for a file with so many pages, or files in it: far more than ordinary ones need."""
        if self.file_seconds is not None:
            return self.file_seconds
        return FILE_SECONDS + MORE_SECONDS_A_PAGE * pages + MORE_SECONDS_A_FILE * files


def was_cut_short(notices: tuple[str, ...]) -> bool:
    """Whether the time limit cut a document short, so that more time would yield more of it."""
    return any(OUT_OF_TIME in notice for notice in notices)


def is_locked_inside(notices: tuple[str, ...]) -> bool:
    """Whether files in a document were not read for want of a password."""
    return any(NEEDS_PASSWORD in notice for notice in notices)
