"""Detects the format of a file: by its content first, by its name only if the content leaves it open."""

from __future__ import annotations

import re
from pathlib import PurePath

from longdoc.documents.formats import Format, by_suffix
from longdoc.documents.refused import refuse_binary, refuse_office, refuse_zipped
from longdoc.errors import DamagedDocument

__all__ = ["SNIFF_BYTES", "is_pdf", "sniff"]

SNIFF_BYTES = 1 << 16
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
PACKED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
# read as their suffix says, if they are text at all
BY_NAME = frozenset(
    (
        Format.DELIMITED, Format.MARKDOWN, Format.MARKUP, Format.TEX, Format.NOTEBOOK, Format.MAIL,
        Format.SUBTITLES, Format.JSON, Format.XML, Format.LINES, Format.WIKI,
    )
)  # fmt: skip
PLAIN = (".txt", ".text", "")

PDF_OBJECT = re.compile(rb"(?m)^\d{1,10} \d{1,5} obj\b")
# possessive: what comes before the first element is read once, whatever follows
HTML_START = re.compile(
    rb"\s*+(?:<!--.*?-->\s*+|<\?xml[^>]*+>\s*+)*+<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
HTML_INSIDE = re.compile(rb"<html[\s>]", re.I)
HTML_SUFFIXES = (".html", ".htm", ".xhtml")
ANY_TAG = re.compile(rb"</?(?:p|div|h[1-6]|table|body|br|span|a|ul|li)\b[^>]{0,1000}>", re.I)
ATX = re.compile(r"(?m)^#{1,6} \S.*$")
MARKDOWN_SIGN = re.compile(r"(?m)^```|\]\([^)\s]{1,1000}\)|\*\*[^*\n]{1,1000}\*\*|^[-*] \S|^\|.*\|\s*$")
FLAT_OPENDOCUMENT = re.compile(rb"<office:document\b")
SPREADSHEET_XML = re.compile(
    rb"<(?:\w{1,20}:)?Workbook\b[^>]{0,2000}urn:schemas-microsoft-com:office:spreadsheet"
)
XML_START = re.compile(
    rb"\s*+(?:<!--.*?-->\s*+)*+(?:<\?xml\b|<!DOCTYPE\s+(?!html\b)[\w:.-]{1,60}[\s>\[])", re.S
)
MAIL_START = re.compile(
    rb"(?:From \S+ .{0,60}\d{4}\r?\n)?"
    rb"(?:[A-Za-z][\w-]{1,60}:[^\n]{0,2000}\n(?:[ \t][^\n]{0,2000}\n){0,50}){2,}"
)
MAIL_HEADER = re.compile(
    rb"(?im)^(?:received|return-path|message-id|mime-version|delivered-to|x-mailer|dkim-signature):"
)
MBOX_START = re.compile(rb"From \S{1,200} .{0,60}\d{4}\r?\n")
CUE = re.compile(rb"\s*(?:\d+\s*\r?\n)?\s*\d{1,2}:\d\d:\d\d[.,]\d{3}\s*-->")
CALENDAR_START = re.compile(rb"\s*BEGIN:(?:VCALENDAR|VCARD|VEVENT|VTODO)\s", re.I)
NOTEBOOK = re.compile(rb'"nbformat"\s*:')
JSON_START = re.compile(rb"\s*(?:\{\s*[\"}]|\[\s*[\[{\"\d\]])")
ASCIIDOC = re.compile(rb"(?m)^={1,6} \S")
QUOTED_CELL = re.compile(rb'"[^"\n]*"')
LEAST_RECORDS, LEAST_DELIMITERS = 3, 2
TEX_START = re.compile(rb"(?m)^[ \t\r\f]*\\(?:documentclass|documentstyle|begin\{document\})")


def sniff(data: bytes, name: str) -> Format:
    """The format of a file; UnsupportedFormat names a format that longdoc does not read."""
    head = data[:SNIFF_BYTES]
    suffix = PurePath(name).suffix.lower()
    if is_pdf(head, suffix):
        return Format.PDF
    if head.startswith(ZIP):
        return _zip_kind(data, name)
    if head.startswith(PACKED):
        return Format.GZIP
    if head.startswith(OLE):
        return _ole_kind(data, name)
    if _is_tar(head, suffix):
        return Format.ARCHIVE
    if head.lstrip()[:5] == b"{\\rtf":
        return Format.RTF
    refuse_binary(head, name)
    return _text_kind(head, suffix)


def is_pdf(head: bytes, suffix: str) -> bool:
    """Whether a file is a PDF, and not an archive whose first member is one.

    Args:
        head: its first 1,024 bytes or more.
        suffix: of its name, lower-case, with the dot.
    """
    if head.startswith(b"%PDF-"):
        return True
    is_packed = head.startswith((*ZIP, *PACKED, OLE)) or _is_tar(head, suffix)
    has_lost_its_header = suffix == ".pdf" and PDF_OBJECT.search(head[:1024])
    return bool(b"%PDF-" in head[:1024] or has_lost_its_header) and not is_packed


def _is_tar(head: bytes, suffix: str) -> bool:
    return head[257:262] == b"ustar" or (suffix == ".tar" and b"\x00" in head[:512])


def _zip_kind(data: bytes, name: str) -> Format:
    import io
    import zipfile

    from longdoc.documents.archive import ZIP_ERRORS

    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        names = [name.replace("\\", "/") for name in archive.namelist()]
        mimetype = ""
        if "mimetype" in names:
            with archive.open("mimetype") as member:
                mimetype = member.read(100).decode("ascii", "replace")
    except ZIP_ERRORS as error:
        raise DamagedDocument(f"{name} is a damaged zip archive ({error}); get a new copy") from None
    if mimetype.strip() == "application/epub+zip" or "META-INF/container.xml" in names:
        return Format.EPUB
    if "opendocument" in mimetype and ("content.xml" in names or "encrypted-package" in names):
        return Format.OPENDOCUMENT
    folded = [member.casefold() for member in names]  # parts of Office documents have their names in any case
    for folder, kind in (("word/", Format.DOCX), ("xl/", Format.WORKBOOK), ("ppt/", Format.PPTX)):
        if "[content_types].xml" in folded and any(member.startswith(folder) for member in folded):
            return kind
    if any(member.startswith("word/document") for member in folded):
        return Format.DOCX
    refuse_zipped(names, name)
    return Format.ARCHIVE


def _ole_kind(data: bytes, name: str) -> Format:
    """The format of an old binary Office file, by the names of its streams."""
    if "__properties_version1.0".encode("utf-16-le") in data:
        return Format.OUTLOOK
    is_other = any(stream.encode("utf-16-le") in data for stream in ("WordDocument", "PowerPoint Document"))
    if not is_other and any(stream.encode("utf-16-le") in data for stream in ("Workbook", "Book")):
        return Format.WORKBOOK
    refuse_office(data, name)
    raise AssertionError


def _text_kind(head: bytes, suffix: str) -> Format:
    if head.startswith(WIDE) or b"\x00" in head[:200]:
        head = head.replace(b"\x00", b"").lstrip(b"\xff\xfe")
    elif head.startswith(b"\xef\xbb\xbf"):
        head = head[3:]
    named = by_suffix().get(suffix)
    if CALENDAR_START.match(head):
        return Format.CALENDAR
    if FLAT_OPENDOCUMENT.search(head[:4096]):
        return Format.OPENDOCUMENT
    if SPREADSHEET_XML.search(head[:4096]):
        return Format.WORKBOOK
    if named in (Format.MAIL, Format.NOTEBOOK, Format.SUBTITLES) and named:
        return named
    if HTML_START.match(head) or (_may_hold_html(head, suffix) and HTML_INSIDE.search(head[:4096])):
        return Format.HTML
    if suffix in HTML_SUFFIXES:
        return Format.HTML if ANY_TAG.search(head) else Format.TEXT
    if named in BY_NAME and named:
        return named
    return _kind_of_nameless(head, suffix)


def _may_hold_html(head: bytes, suffix: str) -> bool:
    """Whether an <html> further below begins a page, and is not part of what a text says."""
    return suffix in HTML_SUFFIXES or (by_suffix().get(suffix) not in BY_NAME and head.lstrip()[:1] == b"<")


def _kind_of_nameless(head: bytes, suffix: str) -> Format:
    """The format of text whose name does not tell more."""
    if head.startswith(b"WEBVTT") or CUE.match(head[:200]):
        return Format.SUBTITLES
    if MBOX_START.match(head) or ((start := MAIL_START.match(head)) and MAIL_HEADER.search(start[0])):
        return Format.MAIL
    if suffix == "" and JSON_START.match(head):
        return Format.NOTEBOOK if NOTEBOOK.search(head) else Format.JSON
    if XML_START.match(head) and suffix not in (".txt", ".text"):
        return Format.XML
    if suffix == ".asc" and ASCIIDOC.search(head):  # which encrypted messages and grids are called, too
        return Format.MARKUP
    if suffix in (".xls", "") and _is_tabbed(head):
        return Format.DELIMITED
    if suffix in PLAIN and _is_delimited(head):
        return Format.DELIMITED
    if TEX_START.search(head[:20_000]) and suffix in PLAIN:
        return Format.TEX
    sample = head.decode("utf-8", "replace")
    if suffix in PLAIN and len(ATX.findall(sample)) >= 2 and MARKDOWN_SIGN.search(sample):
        return Format.MARKDOWN
    return Format.TEXT


def _is_tabbed(head: bytes) -> bool:
    """Whether all lines have the same number of tabs."""
    lines = head.split(b"\n")[:50]
    lines = lines[:-1] if len(lines) > 1 else lines
    counts = {line.count(b"\t") for line in lines}
    return len(lines) >= 3 and len(counts) == 1 and counts != {0}


def _is_delimited(head: bytes) -> bool:
    """Whether a file is a table throughout: as many semicolons, or commas without blanks, in every line."""
    lines = [QUOTED_CELL.sub(b"", line) for line in head.split(b"\n")[:200] if line.strip()]
    lines = lines[:-1] if len(head) == SNIFF_BYTES else lines
    delimiters = (b";",) if any(b", " in line for line in lines) else (b";", b",")
    counts = [{line.count(one) for line in lines} for one in delimiters]
    is_even = any(len(found) == 1 and min(found) >= LEAST_DELIMITERS for found in counts)
    return is_even and len(lines) >= LEAST_RECORDS
