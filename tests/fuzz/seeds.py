"""A small file of every format that longdoc reads, made here, to be changed by the fuzzer."""

from __future__ import annotations

import gzip
import io
import json
import sys
import tarfile
import zipfile
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "documents" / "mail")]

import packages  # noqa: E402

__all__ = ["SEEDS", "write_seeds"]

PROSE = "1. Liability\n\nThe Provider is liable for direct damages only. It ends in May 2031.\n"
HTML = (
    "<!DOCTYPE html><html><head><title>Fees</title></head><body><h1>Fees</h1><p>The fee is <b>5 euros</b>.</p>"
    '<ol start="3" type="i"><li>one<ul><li>two</li></ul></li></ol><table><tr><th>Who</th><th>Fee</th></tr>'
    '<tr><td rowspan="2">A</td><td>5 &amp; 6</td></tr><tr><td>7</td></tr></table><pre>code</pre>'
    '<a href="#x">link</a><nav><a href="/">Home</a></nav></body></html>'
)
MAIL = (
    "From: a@example.com\r\nTo: b@example.com\r\nSubject: =?utf-8?q?F=C3=A9es?=\r\nMIME-Version: 1.0\r\n"
    'Content-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\nContent-Type: text/plain; charset=utf-8\r\n'
    "Content-Transfer-Encoding: quoted-printable\r\n\r\nThe fee is 5=20euros.\r\n> an older mail\r\n--x\r\n"
    'Content-Type: text/html\r\nContent-Disposition: attachment; filename="a.html"\r\n'
    "Content-Transfer-Encoding: base64\r\n\r\nPHA+VGhlIGZlZSBpcyA2LjwvcD4=\r\n--x--\r\n"
)
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
OPEN = "urn:oasis:names:tc:opendocument:xmlns"


def _zip(files: dict[str, str]) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in files.items():
            packed.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)  # without the date of today
    return raw.getvalue()


def _tar(files: dict[str, str]) -> bytes:
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w") as packed:
        for name, text in files.items():
            about = tarfile.TarInfo(name)
            about.size = len(text.encode())
            packed.addfile(about, io.BytesIO(text.encode()))
    return raw.getvalue()


def _package(main: str, parts: dict[str, str]) -> bytes:
    types = f'<Types xmlns="{TYPES}"><Default Extension="xml" ContentType="application/xml"/></Types>'
    relation = f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="{main}"/>'
    return _zip(
        {
            "[Content_Types].xml": types,
            "_rels/.rels": f'<Relationships xmlns="{RELATIONS}">{relation}</Relationships>',
            **parts,
        }
    )


def _docx() -> bytes:
    paragraphs = "".join(
        f"<w:p><w:r><w:t>Clause {i}: the fee is {i} euros.</w:t></w:r></w:p>" for i in range(4)
    )
    table = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Fee</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    body = f'<w:document xmlns:w="{WORD}"><w:body>{paragraphs}{table}</w:body></w:document>'
    return _package("word/document.xml", {"word/document.xml": body})


def _xlsx() -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rows = "".join(
        f'<row r="{i}"><c r="A{i}" t="inlineStr"><is><t>Fee {i}</t></is></c><c r="B{i}"><v>{i}</v></c></row>'
        for i in range(1, 5)
    )
    sheets = f'<sheets><sheet name="Fees" sheetId="1" r:id="r1" xmlns:r="{OFFICE}"/></sheets>'
    relation = f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    return _package(
        "xl/workbook.xml",
        {
            "xl/workbook.xml": f'<workbook xmlns="{space}">{sheets}</workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONS}">{relation}</Relationships>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>',
        },
    )


def _open_document() -> bytes:
    body = (
        f'<office:document-content xmlns:office="{OPEN}:office:1.0" xmlns:text="{OPEN}:text:1.0"'
        f' xmlns:table="{OPEN}:table:1.0"><office:body><office:text>'
        '<text:h text:outline-level="1">Fees</text:h><text:p>The fee is 5 euros.</text:p>'
        '<table:table><table:table-row><table:table-cell table:number-columns-repeated="2"><text:p>A</text:p>'
        "</table:table-cell></table:table-row></table:table></office:text></office:body></office:document-content>"
    )
    return _zip({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": body})


def _pdf() -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    raw = io.BytesIO()
    canvas = Canvas(raw, invariant=1)
    for page in range(3):
        for i in range(12):
            canvas.drawString(72, 760 - 14 * i, f"On page {page} the fee {i} is {page * i} euros.")
        canvas.showPage()
    canvas.save()
    return raw.getvalue()


def _notebook() -> str:
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": ["# Fees\n", "The fee is 5."]},
        {"cell_type": "code", "metadata": {}, "source": "print(5)", "outputs": [{"output_type": "stream", "text": "5"}]},
    ]  # fmt: skip
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


SEEDS: dict[str, str] = {
    ".txt": PROSE * 3 + "\f- 1 -\n合同由当事人签订。\n",
    ".md": "---\ntitle: Fees\n---\n# Fees\n\nThe fee is **5**.\n\n- one\n  1. two\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n```\nx\n```\n",
    ".html": HTML,
    ".rst": "Fees\n====\n\nThe fee is *5*.\n\n===  ===\nA    B\n===  ===\n1    2\n===  ===\n\n.. note:: x\n",
    ".org": "* Fees\n** Inner\nThe fee is 5.\n| A | B |\n|---+---|\n| 1 | 2 |\n#+BEGIN_SRC c\nx\n#+END_SRC\n",
    ".adoc": "= Fees\n\n== Inner\n\nThe fee is 5.\n\n|===\n|A |B\n|1 |2\n|===\n",
    ".wiki": "'''Fees''' are [[due|5]].<ref>x</ref>\n{{Box\n| a = 1\n| b = {{lang|de|z}}\n}}\n== Inner ==\n* one\n** two\n"
    '{| class="x"\n|+ T\n! A !! B\n|-\n| 1 || rowspan="2" | 2\n|}\n<pre>x</pre>\n',
    ".tex": "\\documentclass{article}\\begin{document}\\section{Fees}The fee is $5$ \\'e \\emph{x}.\n"
    "\\begin{tabular}{ll}A & B\\\\1 & 2\\end{tabular}\\end{document}",
    ".rtf": "{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 Arial;}}{\\pard\\b Fees\\par}\\pard The fee is \\'e9 \\u8364? 5.\\par"
    "\\trowd\\cellx1000\\cellx2000 A\\cell B\\cell\\row}",
    ".csv": 'Who;Fee\n"A; B";5\nC;"6\n7"\n',
    ".tsv": "Who\tFee\nA\t5\n",
    ".json": '{"fees": [{"who": "A", "fee": 5}, {"who": "B", "fee": 6.5}], "note": "x\\u00e9"}',
    ".jsonl": '{"who": "A", "fee": 5}\n{"who": "B", "fee": 6}\n',
    ".xml": '<?xml version="1.0"?><fees><fee who="A">5</fee><fee who="B">6</fee><!-- x --></fees>',
    ".yaml": "fees:\n  - who: A\n    fee: 5\n",
    ".log": "2026-01-01 10:00:00 INFO fee 5\n2026-01-01 10:00:01 ERROR fee 6\n",
    ".srt": "1\n00:00:01,000 --> 00:00:02,000\nThe fee is\n\n2\n00:00:02,000 --> 00:00:03,000\n5 euros.\n",
    ".vtt": "WEBVTT\n\n00:01.000 --> 00:02.000\nThe fee is 5.\n",
    ".ipynb": _notebook(),
    ".eml": MAIL,
    ".mbox": "From a@example.com Thu Jan  1 00:00:00 2026\n" + MAIL.replace("\r\n", "\n"),
}


def write_seeds(folder: Path) -> list[Path]:
    """One file a format in this folder."""
    epub = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="a.opf"/></rootfiles></container>',
        "a.opf": '<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="a" href="a.xhtml"'
        ' media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>',
        "a.xhtml": HTML,
    }
    raw: dict[str, bytes] = {suffix: text.encode() for suffix, text in SEEDS.items()} | {
        ".docx": _docx(),
        ".xlsx": _xlsx(),
        ".odt": _open_document(),
        ".epub": _zip(epub),
        ".zip": _zip({"a.txt": PROSE, "b/c.html": HTML, "d.csv": "A,B\n1,2\n"}),
        ".gz": gzip.compress(PROSE.encode(), mtime=0),
        ".pdf": _pdf(),
        ".pptx": packages.presentation(),
        ".xls": packages.old_workbook(),
        ".msg": packages.mail(),
        ".tar": _tar({"a.txt": PROSE, "b.html": HTML}),
    }
    more = {".docx": packages.document(), ".xlsx": packages.workbook(), ".pdf": packages.portable_document()}
    folder.mkdir(parents=True, exist_ok=True)
    for suffix, data in raw.items():
        (folder / f"seed{suffix}").write_bytes(data)
    for suffix, data in more.items():
        (folder / f"more{suffix}").write_bytes(data)
    return sorted(folder.iterdir())
