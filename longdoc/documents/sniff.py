"""What kind of file this is: by its content first, by its name only where the content leaves it open."""

from __future__ import annotations

import re
from enum import Enum
from pathlib import PurePath

from longdoc.errors import DamagedDocument, EncryptedDocument, UnsupportedFormat

__all__ = ["SUFFIXES", "Format", "is_binary", "sniff"]


class Format(Enum):
    """The kinds of file that longdoc reads."""

    PDF = "PDF"
    DOCX = "DOCX"
    EPUB = "EPUB"
    HTML = "HTML"
    MARKDOWN = "Markdown"
    TEXT = "text"
    GZIP = "gzip"


MARKDOWN_SUFFIXES = {".md", ".markdown", ".mdown", ".mkd"}
HTML_SUFFIXES = {".html", ".htm", ".xhtml"}
SUFFIXES = (
    MARKDOWN_SUFFIXES | HTML_SUFFIXES | {".pdf", ".docx", ".docm", ".epub", ".txt", ".text", ".rst", ".gz"}
)

READABLE = "PDF, DOCX, EPUB, HTML, Markdown and plain text"
SNIFF_BYTES = 1 << 16

UNREADABLE = (
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"BM", "a BMP picture"),
    (b"\x00\x00\x01\x00", "an icon"),
    (b"8BPS", "a Photoshop picture"),
    (b"AT&TFORM", "a DjVu document"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\x00asm", "a program"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"SQLite format 3\x00", "a SQLite database"),
    (b"PAR1", "a Parquet table"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound or video file"),
    (b"fLaC", "a sound file"),
    (b"\x1aE\xdf\xa3", "a video file"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
    (b"OTTO", "a font"),
    (b"ITSF", "a CHM help file"),
)
# these begin like text, so their names are told by the first characters alone
TEXTLIKE_UNREADABLE = ((b"{\\rtf", "an RTF document"), (b"%!PS", "a PostScript document"))
OFFICE_PARTS = (
    ("xl/", "an Excel workbook", "export the sheet as CSV or PDF"),
    ("ppt/", "a PowerPoint presentation", "save it as PDF"),
    ("visio/", "a Visio drawing", "save it as PDF"),
)
OPEN_DOCUMENTS = {"text": "an OpenDocument text", "spreadsheet": "an OpenDocument table"}

HTML_START = re.compile(
    rb"\s*(?:<!--.{0,2000}?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
HTML_INSIDE = re.compile(rb"<html[\s>]", re.I)
ANY_TAG = re.compile(rb"</?(?:p|div|h[1-6]|table|body|br|span|a|ul|li)\b[^>]*>", re.I)
ATX = re.compile(r"(?m)^#{1,6} \S.*$")
MARKDOWN_SIGN = re.compile(r"(?m)^```|\]\([^)\s]+\)|\*\*[^*\n]+\*\*|^[-*] \S|^\|.*\|\s*$")


def sniff(data: bytes, name: str) -> Format:
    """The kind of a file; UnsupportedFormat says what it is where longdoc does not read it."""
    head = data[:SNIFF_BYTES]
    if b"%PDF-" in head[:1024]:
        return Format.PDF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(data, name)
    if head.startswith(b"\x1f\x8b"):
        return Format.GZIP
    _refuse_unreadable(data, name)
    return _text_kind(head, PurePath(name).suffix.lower())


def _zip_kind(data: bytes, name: str) -> Format:
    import io
    import zipfile

    from longdoc.documents.archive import ZIP_ERRORS

    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        names = archive.namelist()
        mimetype = ""
        if "mimetype" in names:
            with archive.open("mimetype") as member:
                mimetype = member.read(100).decode("ascii", "replace")
    except ZIP_ERRORS as error:
        raise DamagedDocument(f"{name} is a damaged zip archive ({error}); get it anew") from None
    if mimetype.strip() == "application/epub+zip" or "META-INF/container.xml" in names:
        return Format.EPUB
    if any(member.startswith("word/") for member in names):
        return Format.DOCX
    for part, what, advice in OFFICE_PARTS:
        if any(member.startswith(part) for member in names):
            raise UnsupportedFormat(f"{name} is {what}, which longdoc does not read; {advice}")
    if "opendocument" in mimetype:
        what = OPEN_DOCUMENTS.get(mimetype.rsplit(".", 1)[-1].strip(), "an OpenDocument file")
        raise UnsupportedFormat(f"{name} is {what}, which longdoc does not read; save it as DOCX or PDF")
    raise UnsupportedFormat(f"{name} is a zip archive; unpack it and give the files in it")


def _refuse_unreadable(data: bytes, name: str) -> None:
    head = data[:SNIFF_BYTES]
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise EncryptedDocument(f"{name} is an encrypted Office document; save it without a password")
        raise UnsupportedFormat(
            f"{name} is in the old Office format (.doc, .xls, .ppt, .msg); save it as DOCX or PDF"
        )
    what = next((what for start, what in TEXTLIKE_UNREADABLE if head.startswith(start)), None)
    if what is None and is_binary(head):
        what = _binary_kind(head)
    if what:
        raise UnsupportedFormat(f"{name} is {what}; longdoc reads {READABLE}")


def _binary_kind(head: bytes) -> str:
    for start, what in UNREADABLE:
        if head.startswith(start):
            return what
    if head[257:262] == b"ustar":
        return "a tar archive"
    if head[4:8] == b"ftyp":
        return "a video or picture file"
    if head[:4] == b"RIFF":
        return "a sound, video or WebP picture file"
    if head[60:68] == b"BOOKMOBI":
        return "a Kindle book (save it as EPUB)"
    return "no text, but binary data of an unknown kind"


def is_binary(head: bytes) -> bool:
    """Whether these bytes are no text in any usual encoding."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")) or not head:
        return False
    controls = sum(head.count(code) for code in (*range(1, 8), *range(14, 27), 28, 29, 30, 31, 127))
    zeros = head.count(0)
    if zeros:
        from longdoc.documents.text.plain import wide_encoding

        return wide_encoding(head) is None
    return controls * 50 > len(head)


def _text_kind(head: bytes, suffix: str) -> Format:
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")) or b"\x00" in head[:200]:
        head = head.replace(b"\x00", b"").lstrip(b"\xff\xfe")
    elif head.startswith(b"\xef\xbb\xbf"):
        head = head[3:]
    if HTML_START.match(head) or HTML_INSIDE.search(head[:4096]):
        return Format.HTML
    if suffix in HTML_SUFFIXES and ANY_TAG.search(head):
        return Format.HTML
    if suffix in MARKDOWN_SUFFIXES:
        return Format.MARKDOWN
    sample = head.decode("utf-8", "replace")
    if suffix in (".txt", ".text", "") and len(ATX.findall(sample)) >= 2 and MARKDOWN_SIGN.search(sample):
        return Format.MARKDOWN
    return Format.TEXT
