"""PDF → text with pages, sections and title; the parsing itself is done in processes of its own.

The story: `pool` starts workers → a worker opens the file with PDFium (`pdfium`), reads words and puts them
into lines (`layout`), while another asks pypdf what the file says of itself (`about`) → here the lines of all
pages are cleaned, freed of running headers (`headers_footers`) and joined into paragraphs (`paragraphs`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import dropwhile, takewhile
from pathlib import Path

from longdoc.documents.extract import Extract
from longdoc.documents.limits import Limits
from longdoc.documents.pdf.headers_footers import without_headers_footers
from longdoc.documents.pdf.headings import sections_by_type
from longdoc.documents.pdf.outline import sections_of
from longdoc.documents.pdf.paragraphs import Laid, lay_out
from longdoc.documents.pdf.pool import PageRead, PdfPool
from longdoc.documents.pdf.text_tables import blocks_of, joined_tables, tables_of_text
from longdoc.documents.pdf.words import FileInfo, Line
from longdoc.documents.text.clean import normalise_characters, normalise_quotes, share_of_cjk
from longdoc.documents.types import Boxes, Page, Span
from longdoc.errors import DamagedDocument, DocumentLimit, EmptyDocument, UnsupportedFormat

__all__ = ["read_pdf"]

MOSTLY_CHINESE = 0.2  # of the letters: then quotation marks stay as they are
TITLE_TIMES_BODY = 1.2  # of the usual type size
_NO_TITLE = re.compile(
    r"(?:untitled.*|microsoft (?:word|powerpoint|excel)\b.*|document\d*|.{0,3}|.{301,}"
    r"|.*\.(?:docx?|pdf|tex|dvi|indd|qxd|rtf|html?|pptx?|xlsx?))",
    re.IGNORECASE | re.DOTALL,
)


def read_pdf(
    data_or_path: bytes | str | Path,
    *,
    password: str | None = None,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    progress: Callable[[int, int], None] | None = None,
) -> Extract:
    """Read a PDF file, given as its bytes or its path.

    `progress` is called with the pages done and the pages in all. Raises EncryptedDocument, DamagedDocument
    if no page can be read, EmptyDocument if none holds text, DocumentLimit, UnsupportedFormat if no PDF.
    """
    source = Path(data_or_path) if isinstance(data_or_path, str) else data_or_path
    _check_source(source, limits)
    with PdfPool(source, password, limits) as pool:
        pages = pool.open()
        if pages > limits.max_pages:
            raise DocumentLimit(f"the PDF has {pages:,} pages; the limit is {limits.max_pages:,}")
        read = pool.read(pages, progress)
        info = pool.about()
    return _extract(info or FileInfo(pages), read, limits, complete=info is not None)


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


def _extract(info: FileInfo, read: Sequence[PageRead], limits: Limits, *, complete: bool) -> Extract:
    failed = [page for page, result in enumerate(read) if result.problem]
    if len(failed) == len(read):
        raise DamagedDocument(f"no page of the PDF could be read: {_problems(read, failed)}")
    kept = without_headers_footers(_cleaned([result.lines for result in read]))
    pages = joined_tables(kept.pages, [result.tables for result in read])
    laid = lay_out(pages)
    if len(laid.text) > limits.max_characters:
        raise DocumentLimit(
            f"the PDF holds {len(laid.text):,} characters; the limit is {limits.max_characters:,}"
        )
    if not laid.text:
        raise EmptyDocument(
            f"the PDF holds no text on {_count(len(read), 'page')}: scanned pages must go through OCR first"
        )
    without = [page for page, lines in enumerate(pages) if not lines and page not in set(failed)]
    notices = []
    if not complete:
        notices.append("what the PDF says of itself could not be read: outline, page labels, form fields")
    if failed:
        notices.append(
            f"{_count(len(failed), 'page')} of {len(read)} could not be read: {_problems(read, failed)}"
        )
    if without:
        notices.append(
            f"no text on {_count(len(without), 'page')} of {len(read)} (scanned or empty): {_ranges(without)}"
        )
    notices += kept.notices
    if numbered := [page for page, result in enumerate(read) if result.line_numbers]:
        notices.append(f"line numbers beside the text were not read: {_ranges(numbered)}")
    return Extract(
        text=laid.text,
        pages=_pages(info, laid, [bool(lines) for lines in pages]),
        sections=sections_of(info.outline, laid) or sections_by_type(pages, laid),
        title=_title(info.title, pages),
        notices=tuple(notices),
        blocks=blocks_of(pages, laid),
        tables=tables_of_text(pages, laid, [result.tables for result in read]),
        character_boxes=Boxes(laid.corners_C4) if laid.corners_C4 is not None else None,
    )


def _cleaned(pages: list[list[Line]]) -> list[list[Line]]:
    sample = "".join(line.text for lines in pages[:50] for line in lines)
    keep_quotes = share_of_cjk(sample[:200_000]) > MOSTLY_CHINESE
    for lines in pages:
        for line in lines:
            line.text = line.text if keep_quotes else normalise_quotes(line.text)
    return [[line for line in lines if line.text] for lines in pages]


def _pages(info: FileInfo, laid: Laid, has_text: list[bool]) -> tuple[Page, ...]:
    ends = [*laid.page_starts[1:], len(laid.text)]
    labels = [label.strip() for label in info.labels[: len(ends)]] + [""] * len(ends)
    return tuple(
        Page(number, labels[number - 1] or str(number), Span(start, end), has)
        for number, (start, end, has) in enumerate(
            zip(laid.page_starts, ends, has_text, strict=True), start=1
        )
    )


def _title(named: str, pages: list[list[Line]]) -> str:
    """The title that the file names, unless a program made it up; else the largest type on page one."""
    named = " ".join(normalise_characters(named).split())
    if not _NO_TITLE.fullmatch(named):
        return named
    sizes: Counter[float] = Counter()
    for lines in pages[:20]:
        for line in lines:
            sizes[round(line.size)] += len(line.text)
    first = next((lines for lines in pages[:2] if lines), [])
    largest = max((line.size for line in first), default=0.0)
    if not sizes or largest < TITLE_TIMES_BODY * sizes.most_common(1)[0][0]:
        return ""
    from_largest = dropwhile(lambda line: line.size < 0.95 * largest, first)
    heading = " ".join(
        line.text for line in takewhile(lambda line: line.size >= 0.95 * largest, from_largest)
    )
    return heading if 4 <= len(heading) <= 200 else ""


def _problems(read: Sequence[PageRead], failed: list[int]) -> str:
    by_reason: dict[str, list[int]] = {}
    for page in failed:
        by_reason.setdefault(read[page].problem or "", []).append(page)
    return "; ".join(f"{_ranges(pages)} ({reason})" for reason, pages in by_reason.items())


def _ranges(pages: list[int]) -> str:
    """Pages from 0 as a reader counts them: "page 3", "pages 1-4, 7 and 12 more"."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    shown = [str(run[0] + 1) if len(run) == 1 else f"{run[0] + 1}-{run[-1] + 1}" for run in runs[:12]]
    more = sum(map(len, runs[12:]))
    listed = ", ".join(shown) + (f" and {more} more" if more else "")
    return f"page{'s' if len(pages) > 1 else ''} {listed}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
