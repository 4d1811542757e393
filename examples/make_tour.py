"""Draws the pictures of the tour in README from the examples: the terminal, the report, the marked page.

    python examples/make_tour.py [FOLDER]

Writes terminal.svg, report.png and page.png into FOLDER, by default docs/tour. The report needs Chromium.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import textwrap
from html import escape
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image
from pypdf import PdfReader

EXAMPLES = Path(__file__).parent
DOCUMENT = EXAMPLES / "documents" / "services-agreement.pdf"
QUESTION = "What is the Supplier's liability for loss of stored goods?"
LINE_CHARS = 92
SIZE = (1400, 900)


def main(folder: Path) -> None:
    """Ask once, and draw what came of it."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        marked, report = Path(scratch) / "marked.pdf", Path(scratch) / "report.html"
        longdoc = os.environ.get("LONGDOC") or shutil.which("longdoc") or "longdoc"
        options = ["--highlight", str(marked), "--report", str(report), "--quiet"]
        command = [longdoc, "ask", DOCUMENT.name, QUESTION, *options]
        done = subprocess.run(command, cwd=DOCUMENT.parent, capture_output=True, text=True, check=True)
        shown = f'$ longdoc ask {DOCUMENT.name} "{QUESTION}"\n{done.stdout}'
        (folder / "terminal.svg").write_text(terminal(shown), "utf-8")
        page(marked).save(folder / "page.png", optimize=True)
        screenshot(report, folder / "report.png")


def terminal(text: str) -> str:
    """The text as a picture of a terminal, long lines wrapped."""
    lines = [
        piece
        for line in text.splitlines()
        for piece in textwrap.wrap(line, LINE_CHARS, replace_whitespace=False, drop_whitespace=False) or [""]
    ]
    height = 19 * len(lines) + 40
    body = "".join(
        f'<text x="18" y="{36 + 19 * n}" fill="{colour(line, n)}" xml:space="preserve">{escape(line)}</text>'
        for n, line in enumerate(lines)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 790 {height}" width="790" height="{height}"'
        ' font-family="ui-monospace, Menlo, Consolas, DejaVu Sans Mono, monospace" font-size="13.5">'
        f'<rect width="100%" height="100%" rx="8" fill="#0d1117"/>{body}</svg>\n'
    )


def colour(line: str, number: int) -> str:
    """The command white, the answer green, the table grey, as on a terminal."""
    if line.startswith("$ "):
        return "#ffffff"
    return "#7ee787" if number in (1, 2) and not line.startswith("  ") else "#c9d1d9"


def page(marked: Path) -> Image.Image:
    """The first page with a highlight."""
    highlighted = (
        number
        for number, one in enumerate(PdfReader(marked).pages)
        for note in one.get("/Annots", ())
        if note.get_object()["/Subtype"] == "/Highlight"
    )
    image = pdfium.PdfDocument(marked)[next(highlighted)].render(scale=1.25).to_pil()
    return image.crop((0, 0, image.width, image.height // 2)).quantize(64)


def screenshot(report: Path, out: Path) -> None:
    """The report as Chromium shows it; left out with a word where there is none."""
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser is None:
        print("no Chromium is installed, so report.png was not drawn", file=sys.stderr)
        return
    command = [
        browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
        f"--user-data-dir={report.parent / 'profile'}", f"--window-size={SIZE[0]},{SIZE[1]}",
        f"--screenshot={out}", report.as_uri(),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    Image.open(out).quantize(128).save(out, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else EXAMPLES.parent / "docs" / "tour")
