"""Worker process that renders or marks a PDF, so that a hostile file can harm only this process.

Run as `python -m longdoc.report.worker`. On stdin: one line of JSON with the job. On stdout, for each
result: a line of JSON whose `bytes` says how many bytes follow it.
"""

from __future__ import annotations

import io
import json
import os
import sys
from typing import Any, BinaryIO

from longdoc.documents.process import end_with_parent, limit_memory

__all__ = ["main"]

WEBP_QUALITY = 55
MOST_PIXELS = 1 << 23  # of one page image


def main() -> None:
    """Read one job from standard input and write its results."""
    job = json.loads(sys.stdin.buffer.readline())
    results = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # libraries may print what they like
    end_with_parent()
    limit_memory(job["memory_bytes"], may_write=False)
    try:
        if job["do"] == "draw":
            _draw(job, results)
        else:
            from longdoc.report.annotate import annotated

            _answer(results, {}, annotated(job["path"], job["marks"]))
    except Exception as error:  # a damaged file can raise anything
        _answer(results, {"error": type(error).__name__, "detail": str(error)[:200]}, b"")


def _draw(job: dict[str, Any], results: BinaryIO) -> None:
    """Render each page (counted from 0) as a WebP image, with its displayed size in points."""
    import pypdfium2 as pdfium

    document = pdfium.PdfDocument(job["path"], password=job["password"])
    if document.get_formtype():
        document.init_forms()
    for number in job["pages"]:
        try:
            page = document[number]
            width, height = page.get_size()
            scale = min(job["width_px"] / max(width, 1), (MOST_PIXELS / max(1, width * height)) ** 0.5)
            image = page.render(scale=scale).to_pil()
            file = io.BytesIO()
            image.convert("RGB").save(file, "WEBP", quality=WEBP_QUALITY, method=4)
            page.close()
        except Exception as error:  # the others may be sound
            _answer(results, {"page": number, "error": type(error).__name__}, b"")
            continue
        fields = {"page": number, "width": width, "height": height}
        fields |= {"width_px": image.width, "height_px": image.height}
        _answer(results, fields, file.getvalue())


def _answer(results: BinaryIO, fields: dict[str, Any], data: bytes) -> None:
    results.write(json.dumps({**fields, "bytes": len(data)}).encode("ascii") + b"\n" + data)
    results.flush()


if __name__ == "__main__":
    main()
