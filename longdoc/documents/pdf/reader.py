"""PDF → text with pages, sections and title; parsing happens in worker processes.

`pool` starts the workers. A worker opens the file with PDFium (`pdfium`), reads words and joins them to lines
(`layout`), while another reads the metadata with pypdf (`about`). Here the lines of all pages are cleaned,
stripped of headers and footers (`headers_footers`) and joined into paragraphs (`paragraphs`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from longdoc.documents.extract import Extract
from longdoc.documents.limits import Limits
from longdoc.documents.ocr.choice import GET_OCR, NO_OCR
from longdoc.documents.ocr.engine import is_installed
from longdoc.documents.pdf.code import with_code
from longdoc.documents.pdf.field_lines import fields_of_text, told_hidden, with_fields
from longdoc.documents.pdf.headers_footers import without_headers_footers
from longdoc.documents.pdf.headings import sections_by_type
from longdoc.documents.pdf.notices import ocr_problems, page_notices, problems
from longdoc.documents.pdf.outline import sections_of
from longdoc.documents.pdf.paragraphs import Laid, lay_out
from longdoc.documents.pdf.pool import PageRead, PdfPool
from longdoc.documents.pdf.quality import is_readable
from longdoc.documents.pdf.text_tables import blocks_of, joined_tables, tables_of_text
from longdoc.documents.pdf.title import title_of
from longdoc.documents.pdf.words import FileInfo, Line
from longdoc.documents.source import Progress
from longdoc.documents.text.clean import normalise_quotes, share_of_cjk
from longdoc.documents.types import Boxes, Page, Span
from longdoc.errors import DamagedDocument, DocumentLimit, EmptyDocument, UnsupportedFormat
from longdoc.plurals import counted

__all__ = ["read_pdf"]

MOSTLY_CHINESE = 0.2  # of the letters: then quotation marks stay as they are
MUCH_MORE = 1.5  # times the text of a page: OCR read what its picture shows
XFA_ALONE = "a form in XFA: what is printed on it was not read, only what was filled in (Acrobat shows it)"
MOST_NAMED = 8  # attachments, in a notice


def read_pdf(
    data_or_path: bytes | str | Path,
    *,
    password: str | None = None,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    progress: Progress | None = None,
) -> Extract:
    """Read a PDF file from its bytes or its path.

    `progress` is called with the step ("pages", then "scans"), the pages done and the pages in all. Raises
    EncryptedDocument, DamagedDocument if no page can be read, EmptyDocument if none holds text,
    DocumentLimit, UnsupportedFormat if no PDF.
    """
    source = Path(data_or_path) if isinstance(data_or_path, str) else data_or_path
    _check_source(source, limits)
    with PdfPool(source, password, limits) as pool:
        pages = pool.open()
        if pages > limits.max_pages:
            raise DocumentLimit(f"the PDF has {pages:,} pages; the limit is {limits.max_pages:,}")
        read = pool.read(pages, partial(progress, "pages") if progress else None)
        info = pool.about()
        if info is not None and info.hidden_layers:
            read = pool.read_without(info.hidden_layers, pages)
        way = _recognise(read, pool, limits.ocr, progress)
    try:
        extract = _extract(info or FileInfo(pages), read, limits, complete=info is not None, way=way)
    except EmptyDocument as error:
        if pool.is_repaired:  # the text is rather lost than in pictures
            raise DamagedDocument(f"the file is damaged or cut short: {error}") from error
        raise
    if pool.is_repaired:
        return replace(extract, notices=(_told_repair(info, pages), *extract.notices))
    return extract


def _recognise(read: list[PageRead], pool: PdfPool, ocr: str, progress: Progress | None) -> str:
    """Replace pages without readable text, and pictures, by OCR output; returns what else would help."""
    needed = [
        page
        for page, result in enumerate(read)
        if not result.problem and (ocr == "always" or not _is_readable(result) or result.is_mostly_picture)
    ]
    if not needed or ocr == "never":
        return NO_OCR if needed else ""
    if not is_installed():
        if ocr == "always":
            raise UnsupportedFormat("OCR is not installed: pip install 'longdoc[ocr]'")
        return GET_OCR
    recognised = pool.recognise(needed, partial(progress, "scans") if progress else None)
    for page, result in zip(needed, recognised, strict=True):
        if result.problem:
            read[page].ocr_problem = result.problem
        elif result.lines and (ocr == "always" or _shows_more(result, read[page])):
            read[page] = result
    return ""


def _shows_more(recognised: PageRead, read: PageRead) -> bool:
    """Whether OCR found more than the page's own text, which has no errors and is kept otherwise."""
    return not _is_readable(read) or recognised.characters > MUCH_MORE * read.characters


def _check_source(source: bytes | Path, limits: Limits) -> None:
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    if size > limits.max_file_bytes:
        raise DocumentLimit(f"the PDF has {size:,} bytes; the limit is {limits.max_file_bytes:,}")
    if isinstance(source, bytes):
        head = source[: 1 << 16]
    else:
        with source.open("rb") as file:
            head = file.read(1 << 16)
    if b"%PDF" not in head and b" obj" not in head:
        raise UnsupportedFormat("not a PDF file" if head else "the file is empty")


def _extract(
    info: FileInfo, read: Sequence[PageRead], limits: Limits, *, complete: bool, way: str
) -> Extract:
    failed = [page for page, result in enumerate(read) if result.problem]
    if len(failed) == len(read):
        raise DamagedDocument(f"no page of the PDF could be read: {problems(read)}")
    garbled = [
        page
        for page, result in enumerate(read)
        if result.lines and not result.recognised and not _is_readable(result)
    ]
    tables = [result.tables for result in read]
    kept = without_headers_footers(
        _cleaned([[] if page in garbled else result.lines for page, result in enumerate(read)])
    )
    pages = with_code(joined_tables(with_fields(kept.pages, read, info.fields), tables))
    laid = lay_out(pages)
    if len(laid.text) > limits.max_characters:
        raise DocumentLimit(
            f"the PDF holds {len(laid.text):,} characters; the limit is {limits.max_characters:,}"
        )
    if not laid.text:
        raise EmptyDocument(_why_empty(read, garbled, way))
    empty = [page for page, lines in enumerate(pages) if not lines and page not in {*failed, *garbled}]
    notices = page_notices(read, empty, garbled, way)
    if not complete:
        notices.append("what the PDF says of itself could not be read: outline, page labels, form fields")
    if info.is_drawn_by_viewer:
        notices.append(XFA_ALONE)
    notices += kept.notices + told_hidden(info.fields) + _told_attachments(info.attachments)
    return Extract(
        text=laid.text,
        pages=_pages(info, laid, pages, read),
        sections=sections_of(info.outline, laid) or sections_by_type(pages, laid),
        title=title_of(info.title, pages),
        notices=tuple(notices),
        blocks=blocks_of(pages, laid),
        tables=tables_of_text(pages, laid, tables),
        fields=fields_of_text(pages, laid),
        character_boxes=Boxes(laid.corners_C4) if laid.corners_C4 is not None else None,
    )


def _told_repair(info: FileInfo | None, pages: int) -> str:
    """The notice on a file of which only pages were found, without the catalog that lists them."""
    found = counted(pages, "page found in it was", "pages found in it were")
    told = f"the file is damaged or cut short: only the {found} read"
    is_lost = info is None or not (info.outline or info.fields)
    return told + ("; its outline and form fields, if it had any, are lost" if is_lost else "")


def _is_readable(page: PageRead) -> bool:
    """Whether a page has text, and its fonts tell the letters."""
    return bool(page.lines) and is_readable("".join(line.text for line in page.lines), page.unknown_share)


def _why_empty(read: Sequence[PageRead], garbled: Sequence[int], way: str) -> str:
    why = "its fonts do not tell the letters" if garbled else "scanned pages must go through OCR first"
    if outside := sum(page.outside for page in read):
        why = f"{counted(outside, 'word')} beyond the visible part of the page; {why}"
    if hidden := sum(page.covered + page.switched_off for page in read):
        why = f"{counted(hidden, 'word')} under boxes or pictures or on layers that are switched off; {why}"
    more = "".join(f"; {one}" for one in (way, ocr_problems(read)) if one)
    return f"the PDF holds no text on {counted(len(read), 'page')}: {why}{more}"


def _told_attachments(names: Sequence[str]) -> list[str]:
    if not names:
        return []
    more = f" and {len(names) - MOST_NAMED:,} more" if len(names) > MOST_NAMED else ""
    listed = ", ".join(" ".join(name.split())[:80] for name in names[:MOST_NAMED])
    return [f"{counted(len(names), 'attached file')} not read: {listed}{more}"]


def _cleaned(pages: list[list[Line]]) -> list[list[Line]]:
    sample = "".join(line.text for lines in pages[:50] for line in lines)
    keep_quotes = share_of_cjk(sample[:200_000]) > MOSTLY_CHINESE
    for lines in pages:
        for line in lines:
            line.text = line.text if keep_quotes else normalise_quotes(line.text)
    return [[line for line in lines if line.text] for lines in pages]


def _pages(
    info: FileInfo, laid: Laid, lines: Sequence[Sequence[Line]], read: Sequence[PageRead]
) -> tuple[Page, ...]:
    ends = [*laid.page_starts[1:], len(laid.text)]
    labels = [label.strip() for label in info.labels[: len(ends)]] + [""] * len(ends)
    return tuple(
        Page(
            number,
            labels[number - 1] or str(number),
            Span(start, end),
            has_text=bool(lines[number - 1]),
            recognised=read[number - 1].recognised and bool(lines[number - 1]),
        )
        for number, (start, end) in enumerate(zip(laid.page_starts, ends, strict=True), start=1)
    )
