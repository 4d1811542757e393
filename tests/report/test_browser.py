"""The report in a real browser: marks on the pixels of their words, keys, dark, print, and nothing run."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest
from agreement import LINES, write_pdf
from PIL import Image

from longdoc.documents.open import open_document
from longdoc.documents.types import Document
from longdoc.reading.coverage import Coverage
from longdoc.report.page import report_html
from longdoc.report.types import Report, Source
from longdoc.tasks.types import Alternative, Answer

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed to show the report in")
WIDTH, HEIGHT = 1300, 1100
SURE = (0xB5, 0xE3, 0xA8)
HOSTILE = '</title></script><script>document.title="run"</script><img src=x onerror="document.title=\'run\'">'


def browse(folder: Path, *wanted: str) -> bytes:
    """What Chromium prints when it is called with these options."""
    command = [
        str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
        f"--user-data-dir={folder / 'profile'}", f"--window-size={WIDTH},{HEIGHT}", *wanted,
    ]  # fmt: skip
    return subprocess.run(command, capture_output=True, timeout=300, check=True).stdout


def screenshot(page: Path, name: str, *wanted: str) -> np.ndarray:
    """The page as pixels [row, column, colour]."""
    out = page.with_name(name)
    browse(page.parent, f"--screenshot={out}", *wanted, page.as_uri())
    return np.asarray(Image.open(out).convert("RGB")).astype(int)


def report_of(document: Document, words: str, question: str) -> str:
    at = document.text.index(words)
    best = Alternative(words, 0.9, document.source, words, "1", None, at, at + len(words))
    answer = Answer(question, best, 0.9, document.source, document.title, (), Coverage(1, 0, 10, 5, 5), 0.1)
    html, notes = report_html(Report((answer,), (), (Source(document),), 1))
    assert notes == []
    return html


@pytest.fixture(scope="module")
def page(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    document = open_document(str(write_pdf(folder / "agreement.pdf", rotation=0, crop=(40, 60, 400, 280))))
    (folder / "report.html").write_text(report_of(document, LINES[1], "谁承担责任？"), encoding="utf-8")
    return folder / "report.html"


def test_the_mark_lies_on_the_pixels_of_its_words(page):
    shown = screenshot(page, "light.png")
    right = shown[300:, WIDTH // 3 :]  # below the strip, beside the answers
    coloured = (abs(right - SURE).max(-1) <= 6).sum(1)
    rows = np.flatnonzero(coloured > 100)
    assert len(rows)
    columns = np.flatnonzero((abs(right[rows[0] : rows[-1] + 1] - SURE).max(-1) <= 6).any(0))
    inside = right[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    dark = inside.max(-1) < 110
    words = np.flatnonzero(dark.any(0))
    # The letters fill the mark from one end to the other, and stand in its middle.
    assert words[0] < 12
    assert words[-1] > dark.shape[1] - 12
    lines = np.flatnonzero(dark.any(1))
    assert lines[0] >= 1
    assert lines[-1] <= dark.shape[0] - 1
    assert len(lines) > 0.5 * dark.shape[0]
    # Left and right of it on its line there is paper; the lines above and below are not coloured.
    beside = right[rows[0] : rows[-1] + 1, columns[-1] + 8 : columns[-1] + 30]
    assert beside.min() > 240


def test_in_the_dark_the_page_is_dark_and_the_paper_white(page):
    light = screenshot(page, "day.png")
    dark = screenshot(page, "night.png", "--blink-settings=preferredColorScheme=0")
    assert light[5, 5].min() > 240
    assert dark[5, 5].max() < 40
    assert (dark[300:, WIDTH // 3 :].min(-1) == 255).sum() > 10_000  # the page of the document
    assert (abs(dark[300:, WIDTH // 3 :] - SURE).max(-1) <= 6).sum() > 1000


def test_printed_it_holds_the_question_the_answer_and_the_page(page):
    out = page.with_name("printed.pdf")
    browse(page.parent, f"--print-to-pdf={out}", "--no-pdf-header-footer", page.as_uri())
    pdf = pdfium.PdfDocument(out)
    text = " ".join(sheet.get_textpage().get_text_range() for sheet in pdf)
    pdf.close()
    flat = re.sub(r"\s+", " ", text)
    assert "谁承担责任" in flat
    assert LINES[1] in flat
    assert "confidence 0.90" in flat


def test_keys_go_to_the_mark_and_back(page):
    html = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page.read_text("utf-8"))
    pressed = """<script>
      const press = (key) => document.dispatchEvent(new KeyboardEvent("keydown", { key }));
      const told = [];
      for (const key of ["n", "p", "f"]) { press(key); told.push(document.activeElement.id + location.hash); }
      document.title = told.join(" ");
    </script></body>"""
    keyed = page.with_name("keyed.html")
    keyed.write_text(html.replace("</body>", pressed), encoding="utf-8")
    shown = browse(page.parent, "--dump-dom", keyed.as_uri()).decode("utf-8")
    (title,) = re.findall("<title>(.*)</title>", shown)
    assert title == "m1 m1 #f1"
    assert '<p class="keys">' in shown


def test_nothing_that_a_document_says_is_run(page):
    source = page.with_name("hostile.txt")
    source.write_text(f"{HOSTILE}\n\nThe Supplier {HOSTILE} is liable.\n", encoding="utf-8")
    hostile = page.with_name("hostile.html")
    document = open_document(str(source))
    hostile.write_text(report_of(document, f"Supplier {HOSTILE}", HOSTILE), encoding="utf-8")
    shown = browse(page.parent, "--dump-dom", hostile.as_uri()).decode("utf-8")
    assert "<title>run" not in shown
    assert shown.count("<script>") == 1
    assert "<img" not in shown
    # Even what got past the escaping is stopped: the policy of the page allows its own script only.
    through = hostile.read_text("utf-8").replace("</header>", f"{HOSTILE}</header>")
    hostile.write_text(through, encoding="utf-8")
    shown = browse(page.parent, "--dump-dom", hostile.as_uri()).decode("utf-8")
    assert shown.count("<script>") == 2
    assert "<title>run" not in shown
