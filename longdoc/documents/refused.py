"""Formats that longdoc does not read: how to recognise them, and what to do instead."""

from __future__ import annotations

from longdoc.documents.formats import in_words
from longdoc.errors import UnsupportedFormat

__all__ = ["is_binary", "refuse_binary", "refuse_office", "refuse_zipped"]

OLD_OFFICE = (
    ("WordDocument", "a Word document of before 2007", "DOCX or PDF"),
    ("PowerPoint Document", "a PowerPoint presentation of before 2007", "PPTX or PDF"),
    ("VisioDocument", "a Visio drawing", "PDF"),
)
ZIPPED = (
    ("visio/", "a Visio drawing", "save it as PDF"),
    ("Index/Document.iwa", "a document of Apple's Pages", "export it as DOCX or PDF"),
    ("Index/Presentation.iwa", "a Keynote presentation", "export it as PPTX or PDF"),
    ("Index/Tables/", "a Numbers spreadsheet", "export it as XLSX or CSV"),
)
UNREADABLE = (
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"BM", "a BMP picture"),
    (b"\x00\x00\x01\x00", "an icon"),
    (b"8BPS", "a Photoshop picture"),
    (b"AT&TFORM", "a DjVu document (ddjvu -format=pdf makes a PDF of it)"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\x00asm", "a program"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive (unpack it, and give the files in it)"),
    (b"Rar!\x1a\x07", "a RAR archive (unpack it, and give the files in it)"),
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
END_OF_FILE = b"\x1a"  # of DOS
TERMINAL_TITLE = b"\x1b]"
KOREAN_SHIFTS = b"\x1b$)C"  # the sign of ISO 2022-KR, whose codes 14 and 15 shift between two sets
PADDING = b"\x00"  # at the end of files that a program has not filled


def refuse_binary(head: bytes, name: str) -> None:
    """Raise UnsupportedFormat for a file that begins like neither text nor a document."""
    if head.startswith(b"%!PS"):
        what = "a PostScript document (ps2pdf makes a PDF of it)"
    elif is_binary(head):
        what = next((what for start, what in UNREADABLE if head.startswith(start)), "") or _binary_kind(head)
    else:
        return
    raise UnsupportedFormat(f"{name} is {what}; longdoc reads {in_words()}")


def refuse_office(data: bytes, name: str) -> None:
    """Raise the error for an old binary Office file; only workbooks and mails are read."""
    for stream, what, better in OLD_OFFICE:
        if stream.encode("utf-16-le") in data:
            raise UnsupportedFormat(f"{name} is {what}, which longdoc does not read; save it as {better}")
    raise UnsupportedFormat(f"{name} is in the old Office format (.doc, .ppt); save it as DOCX, PPTX or PDF")


def refuse_zipped(names: list[str], name: str) -> None:
    """Raise UnsupportedFormat for a zip archive that is a document of an unsupported format."""
    for part, what, advice in ZIPPED:
        if any(member.startswith(part) for member in names):
            raise UnsupportedFormat(f"{name} is {what}, which longdoc does not read; {advice}")


def _binary_kind(head: bytes) -> str:
    if head[4:8] == b"ftyp":
        return "a video or picture file"
    if head[:4] == b"RIFF":
        return "a sound, video or WebP picture file"
    if head[60:68] == b"BOOKMOBI":
        return "a Kindle book (save it as EPUB)"
    return "no text, but binary data of an unknown kind"


def is_binary(head: bytes) -> bool:
    """Whether these bytes are not text in any common encoding."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")) or not head:
        return False
    head = head.removesuffix(END_OF_FILE)
    controls = sum(head.count(code) for code in (*range(1, 8), *range(14, 27), 28, 29, 30, 31, 127))
    if TERMINAL_TITLE in head:
        controls -= head.count(7)  # ends such a title
    if KOREAN_SHIFTS in head:
        controls -= head.count(14) + head.count(15)
    if zeros := head.count(0):
        from longdoc.documents.text.encodings import wide_encoding

        if wide_encoding(head) is not None:
            return False
        head = head.rstrip(PADDING)
        zeros = head.count(0)
        return zeros * 10 > len(head) or controls * 50 > len(head)
    return controls * 50 > len(head)
