"""The same draft as Markdown, HTML, Word and PDF: each status in each, and the same in all of them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import pytest
from docx import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate

from longdoc.documents.open import open_document
from longdoc.documents.types import Document
from longdoc.tasks.verify.verify import verify

PAGES = (
    (
        "The Harbour Report describes the port as it was.",
        "In the year 1911 the harbour received forty ships.",
    ),
    ("The pilots demanded a better light on the mole.", "No captain would enter the port after sunset."),
    ("The council therefore voted for a new lighthouse.", "It was lit for the first time in November 1913."),
)


@dataclass(frozen=True)
class Said:
    """A sentence of the draft: words before a quotation, the quotation, what follows, a footnote."""

    before: str
    quote: str
    after: str = ""
    note: str = ""
    status: str = "verbatim"
    page: str | None = None


SAID = (
    Said("It began well:", "In the year 1911 the harbour received forty ships.", " (p. 1)", page="1"),
    Said("The trouble came soon:", "The pilots demanded a better lamp on the mole.", " (p. 2)",
         status="altered", page="2"),
    Said("Others stayed out:", "No captain would enter the port after sunset.", " (p. 3)",
         status="elsewhere", page="2"),
    Said("One letter adds:", "The fishermen paid for all of it themselves.", " (p. 3)", status="not_found"),
    Said("Then came the vote:", "The council therefore voted for a new lighthouse.",
         note="Harbour Report, p. 3.", page="3"),
    Said("At last there was light:", "It was lit for the first time in November 1913.",
         note="Harbour Report, p. 2.", status="elsewhere", page="3"),
)  # fmt: skip
BLOCK = "The pilots demanded a better light on the mole."


def markdown(path: Path) -> None:
    lines, notes = ["# Memo"], []
    for n, one in enumerate(SAID, 1):
        lines.append(f"{one.before} “{one.quote}”{one.after}" + (f"[^{n}]" if one.note else ""))
        notes += [f"[^{n}]: {one.note}"] if one.note else []
    path.write_text("\n\n".join([*lines, f"> {BLOCK}", *notes]) + "\n", encoding="utf-8")


def html(path: Path) -> None:
    lines, notes = ["<h1>Memo</h1>"], []
    for n, one in enumerate(SAID, 1):
        mark = f'<sup><a href="#n{n}">{n}</a></sup>' if one.note else ""
        lines.append(f"<p>{escape(one.before)} “{escape(one.quote)}”{escape(one.after)}{mark}</p>")
        notes += [f'<p id="n{n}">{n}. {escape(one.note)}</p>'] if one.note else []
    body = "\n".join([*lines, f"<blockquote>{BLOCK}</blockquote>", "<hr>", *notes])
    path.write_text(f"<html><head><title>Memo</title></head><body>{body}</body></html>", encoding="utf-8")


def word(path: Path) -> None:
    """With true footnotes, which python-docx can keep but not make."""
    document = WordDocument()
    document.add_heading("Memo", 1)
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    notes = []
    for n, one in enumerate(SAID, 1):
        paragraph = document.add_paragraph(f"{one.before} “{one.quote}”{one.after}")
        if one.note:
            paragraph._p.append(parse_xml(f'<w:r {space}><w:footnoteReference w:id="{n}"/></w:r>'))
            notes.append(f'<w:footnote w:id="{n}"><w:p><w:r><w:t>{one.note}</w:t></w:r></w:p></w:footnote>')
    document.add_paragraph(BLOCK, style="Quote")
    plain = path.with_suffix(".plain")
    document.save(str(plain))
    with zipfile.ZipFile(plain) as before, zipfile.ZipFile(path, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            if name == "word/_rels/document.xml.rels":
                link = (
                    f'<Relationship Id="rIdN" Type="{RELATIONSHIP_TYPE.FOOTNOTES}" Target="footnotes.xml"/>'
                )
                data = data.replace(b"</Relationships>", link.encode() + b"</Relationships>")
            after.writestr(name, data)
        after.writestr("word/footnotes.xml", f"<w:footnotes {space}>{''.join(notes)}</w:footnotes>")


def pdf(path: Path) -> None:
    """Footnotes stand at the foot of the page, smaller, their marks raised."""
    styles = getSampleStyleSheet()
    text, small = styles["BodyText"], ParagraphStyle("note", fontSize=7, leading=9, spaceBefore=3)
    apart = ParagraphStyle("apart", parent=text, leftIndent=36, rightIndent=36)
    flow, notes = [Paragraph("Memo", styles["Heading1"])], []
    for n, one in enumerate(SAID, 1):
        mark = f"<super size=7>{n}</super>" if one.note else ""
        flow.append(Paragraph(f"{one.before} “{one.quote}”{one.after}{mark}", text))
        notes += [Paragraph(f"<super size=5>{n}</super> {one.note}", small)] if one.note else []
    flow.append(Paragraph(f"“{BLOCK}”", apart))
    SimpleDocTemplate(str(path), pagesize=(420, 420)).build([*flow, *notes])


@pytest.fixture(scope="module")
def source(tmp_path_factory) -> Document:
    path = tmp_path_factory.mktemp("source") / "Harbour Report.pdf"
    canvas = Canvas(str(path), invariant=True)
    for lines in PAGES:
        for i, line in enumerate(lines):
            canvas.drawString(72, 700 - 30 * i, line)
        canvas.showPage()
    canvas.save()
    return open_document(path)


def verdicts(draft: Document, sources: Sequence[Document]) -> list[tuple[str, str, str | None]]:
    return [
        (" ".join(one.quote.split()), one.status.value, one.page) for one in verify(draft, sources).verdicts
    ]


@pytest.mark.parametrize(
    ("suffix", "write"), [(".md", markdown), (".html", html), (".docx", word), (".pdf", pdf)]
)
def test_each_status_in_each_format(tmp_path, source, suffix: str, write: Callable[[Path], None]):
    path = tmp_path / f"memo{suffix}"
    write(path)
    wanted = [(one.quote, one.status, one.page) for one in SAID]
    assert verdicts(open_document(path), [source]) == [*wanted, (BLOCK, "verbatim", "2")]


def test_a_changed_word_is_shown_the_same_way_in_all_formats(tmp_path, source):
    told = set()
    for suffix, write in ((".md", markdown), (".html", html), (".docx", word), (".pdf", pdf)):
        path = tmp_path / f"memo{suffix}"
        write(path)
        (altered,) = [
            one for one in verify(open_document(path), [source]).verdicts if one.status.value == "altered"
        ]
        told.add(tuple((one.kind.value, one.quote, one.found) for one in altered.changes))
    assert told == {(("words", "lamp", "light"),)}
