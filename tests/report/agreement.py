"""A PDF with known words at known places, plain, turned and cropped."""

from __future__ import annotations

from pathlib import Path

from pypdf import PdfReader, PdfWriter
from pypdf.generic import RectangleObject
from reportlab.pdfgen.canvas import Canvas

LINES = (
    "MASTER SERVICES AGREEMENT",
    "The Supplier is liable for lost data up to one million euros.",
    "Either party may end this agreement on ninety days' notice.",
    "The agreement is governed by the laws of Delaware.",
)
PAGE = (420.0, 300.0)


def lines_of(page: int) -> tuple[str, ...]:
    return LINES if page == 0 else (f"Schedule {page} lists the fees of year {page}.",)


def write_pdf(path: Path, pages: int = 2, rotation: int = 0, crop: tuple[float, ...] | None = None) -> Path:
    canvas = Canvas(str(path), pagesize=PAGE, invariant=True)
    for page in range(pages):
        canvas.setFont("Helvetica", 11)
        for i, line in enumerate(
            LINES if page == 0 else (f"Schedule {page} lists the fees of year {page}.",)
        ):
            canvas.drawString(60, 230 - 34 * i, line)
        canvas.showPage()
    canvas.save()
    writer = PdfWriter(clone_from=PdfReader(path))
    for each in writer.pages:
        if rotation:
            each.rotate(rotation)
        if crop:
            each.cropbox = RectangleObject(crop)
    with path.open("wb") as file:
        writer.write(file)
    return path
