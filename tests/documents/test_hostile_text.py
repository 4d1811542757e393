"""Small files that would cost hours, or all memory, if their marks were followed without limits."""

from __future__ import annotations

import io
import time
import zipfile

import pytest

from longdoc.documents.open import open_document
from longdoc.documents.structure import pieces
from longdoc.documents.types import Document
from longdoc.errors import DocumentLimit

MOST_SECONDS = 8.0  # of the processor; without their limits, these take twenty and more
LINES = [f"l{n}" for n in range(12_000)]
NAMES = [f"{a}{b}{c}" for a in "abcdefghij" for b in "abcdefghijklmnopqrst" for c in "abcdefghijklmnopqrst"]
CUES = "1\n00:00:01,000 --> 00:00:02,000\n{}\n\n2\n00:00:02,000 --> 00:00:03,000\n{}\n"
PAGE = "<html><body><p>Closed on Monday.</p>"
ENRICHED = "From: a@b.c\nTo: d@e.f\nContent-Type: text/enriched\n\n"
MAIL = "From: a@b.c\nTo: d@e.f\nMIME-Version: 1.0\n"


def opened(text: str, name: str) -> Document:
    return open_document(io.BytesIO(text.encode()), name=name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("* a" + " " * 40_000 + "b", "blanks.org"),
        ("---\na: x" + " " * 40_000 + "y\n---\nClosed.", "blanks.md"),
        ("| a | b |\n|---|---|\n|" + "x" * 800_000 + "|", "cell.md"),
        ("<script>\n" * 20_000, "scripts.md"),
        ("|--\n" * 12_000, "rules.txt"),
        ("\\iffalse " * 25_000, "switches.tex"),
        (CUES.format("\n".join(LINES), "\n".join(reversed(LINES))), "cues.srt"),
        ("".join(f"Chapter alpha {name} beta\n" for name in NAMES * 4), "chapters.txt"),
        (PAGE + " " * 200_000 + "<p>Open.</p>", "blanks.html"),
        (PAGE + "<![CDATA[" * 40_000, "sections.html"),
        (f"{ENRICHED}{'<nofill>' * 40_000}", "letters.eml"),
        ("From: a@b.c\nSubject: Hello\n" + "\n" * 60_000 + "Hello.", "lines.eml"),
        (f"{MAIL}\nHello.\n" + "-----BEGIN PGP MESSAGE-----\n" * 12_000, "locked.eml"),
    ],
)
def test_marks_that_are_never_closed_cost_no_square(text: str, name: str) -> None:
    begun = time.process_time()
    assert opened(text, name).text
    assert time.process_time() - begun < MOST_SECONDS


def test_a_mail_of_opened_elements_is_compared_in_time() -> None:
    html = "<html><body><p>The walk is on Tuesday.</p>" + "<head " * 40_000
    text = (
        f'{MAIL}Content-Type: multipart/alternative; boundary="x"\n\n--x\nContent-Type: text/plain\n\n'
        f"The walk is on Tuesday.\n--x\nContent-Type: text/html\n\n{html}\n--x--\n"
    )
    begun = time.process_time()
    assert "The walk is on Tuesday." in opened(text, "walk.eml").text
    assert time.process_time() - begun < MOST_SECONDS


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('{"' + "k" * 100_000 + '": {' + ", ".join(f'"a{n}": {n}' for n in range(3000)) + "}}", "keys.json"),
        ("\\newcommand{\\a}{" + "y " * 900 + "}" + "\\a " * 60_000, "macros.tex"),
        (".. |a| replace:: " + "z" * 90_000 + "\n\n" + "|a|\n\n" * 3000, "names.rst"),
        (":a: " + "z" * 90_000 + "\n\n" + "{a}\n\n" * 3000, "names.adoc"),
        (
            f"{PAGE}<table><tr><td rowspan=1000>{'w' * 200_000}</td><td>1</td></tr>"
            + "<tr><td>x</td></tr>" * 1000,
            "rows.html",
        ),
    ],
)
def test_what_a_small_file_repeats_stays_within_limits(text: str, name: str) -> None:
    assert len(opened(text, name).text) < 20_000_000


def test_a_table_with_one_very_long_row_is_not_filled_up_to_it() -> None:
    document = opened("a,b\n" * 20_000 + "," * 200_000 + "x\n", "long.csv")
    assert document.text.count("a | b") == 20_000
    assert document.text.endswith("x")


def test_text_that_grows_beyond_all_limits_is_one_clear_error(monkeypatch) -> None:
    monkeypatch.setattr(pieces, "MOST_CHARS", 100_000)
    rows = (
        '<table:table-row table:number-rows-repeated="9000"><table:table-cell><text:p>'
        + "word " * 20
        + "</text:p></table:table-cell><table:table-cell><text:p>1</text:p></table:table-cell>"
        "</table:table-row>"
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet><table:table>{rows}"
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    packed.seek(0)
    with pytest.raises(DocumentLimit, match=r"grown\.ods: it holds more than 100,000 characters"):
        open_document(packed, name="grown.ods")
