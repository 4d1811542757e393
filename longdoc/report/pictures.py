"""Renders pages of a PDF as images, in a worker process."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass

from longdoc.documents.types import Document
from longdoc.errors import DocumentError
from longdoc.report.process import run_worker
from longdoc.report.source import same_file

__all__ = ["Picture", "pictures_of"]

WIDTH_PX = 1100
SECONDS_A_PAGE = 5.0


@dataclass(frozen=True, slots=True)
class Picture:
    """One page; `width` and `height` are points of the page as shown."""

    width: float
    height: float
    width_px: int
    height_px: int
    webp: bytes

    @property
    def url(self) -> str:
        """The image as a data URL."""
        return "data:image/webp;base64," + b64encode(self.webp).decode("ascii")


def pictures_of(
    document: Document, pages: Sequence[int], password: str | None
) -> tuple[dict[int, Picture], list[str]]:
    """Images of these pages (counted from 1) by number, and a note if some are missing."""
    try:
        path = same_file(document)
    except DocumentError as error:
        return {}, [f"{error}; the report shows its text"]
    job = {
        "do": "draw",
        "path": str(path.resolve()),
        "password": password,
        "pages": [page - 1 for page in pages],
        "width_px": WIDTH_PX,
    }
    results = run_worker(job, file_bytes=path.stat().st_size, seconds=SECONDS_A_PAGE * len(pages))
    found = {
        fields["page"] + 1: Picture(
            fields["width"], fields["height"], fields["width_px"], fields["height_px"], data
        )
        for fields, data in results
        if "error" not in fields
    }
    missing = [page for page in pages if page not in found]
    if not missing:
        return found, []
    listed = ", ".join(map(str, missing[:12])) + (" …" if len(missing) > 12 else "")
    return found, [f"{document.source}: page {listed} could not be drawn; the report shows the text"]
