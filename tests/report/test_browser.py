"""The report in a real browser: marks on the pixels of their words, keys, dark, print, and nothing run."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest
from agreement import LINES, write_pdf
from PIL import Image
from reports import HOSTILE, alternative, answer_of, document_of, explanation_of, hostile_report

from longdoc.documents.open import open_document
from longdoc.documents.types import Document, Span
from longdoc.reading.coverage import Coverage
from longdoc.report.page import report_html
from longdoc.report.types import Report, Source
from longdoc.tasks.types import Summary, SummarySentence

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed to show the report in")
WIDTH, HEIGHT = 1300, 1100
SURE = (0xB5, 0xE3, 0xA8)
TOLD, LIKELY, DOWN = (0xB6, 0xD7, 0xFF), (0xFF, 0xE2, 0x7A), (0xD9, 0xDD, 0xE2)
SCALE = 2  # of printed sheets
DARK = "--blink-settings=preferredColorScheme=0"
CHINESE = "谁承担责任？"
# The contrast of each piece of text with what is painted behind it, as WCAG 2.1 defines it.
CONTRASTS = """
const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
const light = ([r, g, b]) => {
  const [x, y, z] = [r / 255, g / 255, b / 255]
    .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  return 0.2126 * x + 0.7152 * y + 0.0722 * z;
};
const behind = (element) => {
  for (let at = element; at; at = at.parentElement) {
    const colour = parts(getComputedStyle(at).backgroundColor);
    if (colour.length === 3 || colour[3] === 1) return colour;
  }
  return [255, 255, 255];
};
for (const details of document.querySelectorAll("details")) details.open = true;
const faint = [];
let looked = 0;
for (const element of document.body.querySelectorAll("*:not(script)")) {
  if (![...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) continue;
  const ink = light(parts(getComputedStyle(element).color)), paper = light(behind(element));
  const contrast = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
  looked += 1;
  if (contrast < 4.5) faint.push([element.tagName, element.className, contrast]);
}
document.title = JSON.stringify({ looked, faint, dark: matchMedia("(prefers-color-scheme: dark)").matches });
"""


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


def printed(page: Path) -> tuple[str, list[np.ndarray]]:
    """The text of the page as printed, and its sheets as pixels."""
    out = page.with_suffix(".pdf")
    browse(page.parent, f"--print-to-pdf={out}", "--no-pdf-header-footer", page.as_uri())
    pdf = pdfium.PdfDocument(out)
    text = " ".join(sheet.get_textpage().get_text_range() for sheet in pdf)
    sheets = [sheet.render(scale=SCALE).to_numpy()[:, :, :3][:, :, ::-1].astype(int) for sheet in pdf]
    pdf.close()
    return re.sub(r"\s+", " ", text), sheets


def title_after(page: Path, script: str, *wanted: str) -> str:
    """The title of the page after a script has run in it, which its own policy would not allow."""
    html = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page.read_text("utf-8"))
    changed = page.with_name("scripted.html")
    changed.write_text(f"{html}<script>{script}</script>", encoding="utf-8")
    shown = browse(page.parent, "--dump-dom", *wanted, changed.as_uri()).decode("utf-8")
    (title,) = re.findall("<title>(.*)</title>", shown)
    return unescape(title)


def like(pixels: np.ndarray, colour: tuple[int, int, int]) -> np.ndarray:
    return abs(pixels - colour).max(-1) <= 6


def box_of(hit: np.ndarray) -> tuple[slice, slice]:
    rows, columns = np.flatnonzero(hit.any(1)), np.flatnonzero(hit.any(0))
    return slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)


def chinese_fonts() -> bool:
    listed = shutil.which("fc-list") and subprocess.run(
        ["fc-list", ":lang=zh"], capture_output=True, check=False
    )
    return bool(listed and listed.stdout)


def report_of(document: Document, words: str, question: str) -> str:
    html, notes = report_html(Report((answer_of(document, words, question),), (), (Source(document),), 1))
    assert notes == []
    return html


def sentence(document: Document, words: str) -> SummarySentence:
    at = document.text.index(words)
    return SummarySentence(words, None, None, at, at + len(words), 0.5, None)


@pytest.fixture(scope="module")
def page(tmp_path_factory) -> Path:
    """A cropped PDF, with a question in Chinese."""
    folder = tmp_path_factory.mktemp("report")
    document = open_document(str(write_pdf(folder / "agreement.pdf", crop=(40, 60, 400, 280))))
    (folder / "report.html").write_text(report_of(document, LINES[1], CHINESE), encoding="utf-8")
    return folder / "report.html"


@pytest.fixture(scope="module")
def many(tmp_path_factory) -> Path:
    """Answers, one of them none, and a summary, from a PDF, a text and a Chinese text."""
    folder = tmp_path_factory.mktemp("many")
    agreement = open_document(str(write_pdf(folder / "agreement.pdf")))
    text = document_of("The Buyer pays.\n\nThe Seller delivers the goods in May.\n" * 9, "Sale", "sale.txt")
    chinese = document_of("甲方承担全部责任。乙方支付租金。", "合同", "合同.txt")
    first = answer_of(
        agreement, LINES[1], "Who is liable?", explanation_of(agreement.text),
        alternatives=(alternative(text, "The Buyer", 0.6), alternative(chinese, "甲方")),
    )  # fmt: skip
    none = answer_of(text, "May", "When?", explanation_of(text.text), answer=None,
                     alternatives=(alternative(text, "in May", 0.1),))  # fmt: skip
    coverage = Coverage(0, 0, 10, 5, 5)
    summary = Summary("sale.txt", "Sale", "", (sentence(text, "The Seller delivers"),), coverage, 0.1)
    salience = ((Span(0, 40), 0.5),)
    sources = (
        Source(agreement, (first,), salience), Source(text, (none,), salience), Source(chinese),
    )  # fmt: skip
    html, notes = report_html(Report((first, none), (summary,), sources, None))
    assert notes == []
    (folder / "many.html").write_text(html, encoding="utf-8")
    return folder / "many.html"


def test_the_mark_lies_on_the_pixels_of_its_words(page):
    shown = screenshot(page, "light.png")
    assert shown[5, 5].min() > 240
    right = shown[300:, WIDTH // 3 :]  # below the strip, beside the answers
    coloured = like(right, SURE).sum(1)
    rows = np.flatnonzero(coloured > 100)
    assert len(rows)
    columns = np.flatnonzero(like(right[rows[0] : rows[-1] + 1], SURE).any(0))
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
    dark = screenshot(page, "night.png", DARK)
    assert dark[5, 5].max() < 40
    assert (dark[300:, WIDTH // 3 :].min(-1) == 255).sum() > 10_000  # the page of the document
    assert like(dark[300:, WIDTH // 3 :], SURE).sum() > 1000


@pytest.fixture(scope="module")
def on_paper(tmp_path_factory) -> tuple[str, list[np.ndarray]]:
    """A report as printed; its page is turned by a right angle, and so higher than a sheet at full width."""
    folder = tmp_path_factory.mktemp("printed")
    path = write_pdf(folder / "agreement.pdf", rotation=90, crop=(40, 60, 400, 280))
    page = folder / "printed.html"
    page.write_text(report_of(open_document(str(path)), LINES[1], CHINESE), encoding="utf-8")
    return printed(page)


def test_printed_a_mark_stays_on_the_words_of_its_page(on_paper):
    text, sheets = on_paper
    assert LINES[1] in text
    assert "confidence 0.80" in text
    marked = max(sheets, key=lambda sheet: like(sheet, SURE).sum())
    inside = marked[box_of(like(marked, SURE))]
    ink = inside.max(-1) < 110
    words, line = np.flatnonzero(ink.any(1)), np.flatnonzero(ink.any(0))  # they run down the sheet
    assert len(inside) > 8 * inside.shape[1]
    assert words[0] <= 5 * SCALE
    assert words[-1] >= len(inside) - 5 * SCALE
    assert len(line) > 0.5 * inside.shape[1]


def test_chinese_is_shown_in_chinese_characters(on_paper):
    if not chinese_fonts():
        pytest.skip("no Chinese font is installed")
    assert CHINESE[:-1] in on_paper[0]


def test_without_scripts_a_summary_and_several_documents_show_their_marks(many):
    html = many.read_text("utf-8")
    blocked = re.sub("script-src '[^']+'", "script-src 'none'", html)
    assert html != blocked
    without = many.with_name("without.html")
    without.write_text(blocked, encoding="utf-8")
    right = screenshot(without, "all.png", f"--window-size={WIDTH},3000")[:, WIDTH // 3 :]
    for colour in (SURE, TOLD, LIKELY, DOWN):
        assert like(right, colour).sum() > 150, colour
    tops = [np.flatnonzero(like(right, colour).any(1))[0] for colour in (SURE, TOLD)]
    assert tops[0] < tops[1]  # the documents stand in their order


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_a_contrast_of_wcag_aa(many, scheme):
    options = [DARK] if scheme == "dark" else []
    found = json.loads(title_after(many, CONTRASTS, *options))
    assert found["dark"] == (scheme == "dark")
    assert found["looked"] > 80
    assert found["faint"] == []


def test_keys_go_from_mark_to_mark_and_back_to_the_question(many):
    pressed = """
      const press = (key) => document.dispatchEvent(new KeyboardEvent("keydown", { key }));
      const told = [];
      for (const key of "nnnnpfnj") { press(key); told.push(document.activeElement.id + location.hash); }
      document.title = told.join(" ") + document.querySelector(".keys").hidden;"""
    # In the order in which they stand: in the PDF, in the sale, in the Chinese text.
    order = re.findall(r'<a (?:id="(m\d)"|class="mark [a-z]+" id="(m\d)")', many.read_text("utf-8"))
    marks = [first or second for first, second in order]
    assert sorted(marks) == ["m1", "m2", "m3", "m4", "m5"]
    finding = re.search(rf'id="{marks[2]}"[^>]* href="(#f\d)"', many.read_text("utf-8"))
    assert finding
    wanted = [*marks[:4], marks[2], finding[1], marks[3] + finding[1], marks[4] + finding[1]]
    assert title_after(many, pressed) == " ".join(wanted) + "false"


def test_nothing_that_a_document_says_is_run(page):
    hostile = page.with_name("hostile.html")
    html, _ = report_html(hostile_report())
    hostile.write_text(html, encoding="utf-8")
    shown = browse(page.parent, "--dump-dom", hostile.as_uri()).decode("utf-8")
    assert "<title>run" not in shown
    assert shown.count("<script>") == 1
    assert "<img" not in shown
    assert shown.count('&lt;script&gt;document.title="run"&lt;/script&gt;') > 10  # what it says is shown
    # Even what got past the escaping is stopped: the policy of the page allows its own script only.
    through = html.replace("</header>", f"{HOSTILE}</header>")
    hostile.write_text(through, encoding="utf-8")
    shown = browse(page.parent, "--dump-dom", hostile.as_uri()).decode("utf-8")
    assert shown.count("<script>") == 2
    assert "<title>run" not in shown
