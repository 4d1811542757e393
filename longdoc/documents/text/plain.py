"""Plain text in any common encoding: decoded, as it is displayed, with "\\n" for all line breaks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from longdoc.documents.extract import Extract
from longdoc.documents.source import Source
from longdoc.documents.structure.nesting import nest_sections
from longdoc.documents.text.displayed import as_displayed
from longdoc.documents.text.encodings import decode
from longdoc.documents.text.headers_footers import running_lines
from longdoc.documents.text.hyphenation import without_hyphenation
from longdoc.documents.text.plain_tables import plain_tables, rows_of
from longdoc.documents.types import Block, Page, Span
from longdoc.plurals import counted

__all__ = ["read_text"]

MIN_UNDERLINED = 3
MARKED_TITLE = re.compile(r"(?m)^Title:[^\S\n]+(?P<title>\S[^\n]{0,150})$")
# of RFCs and papers like them: a head in two columns, then the title on lines of its own
CENTRED = re.compile(
    r"\s*(?=[^\n]{0,80} {4})(?:(?: {30,80})?\S[^\n]{0,99}\n){2,16}\n+"
    r"(?P<title>(?: {4,40}\S[^\n]{0,99}\n){1,4})[^\S\n]*\n"
)
DRAFT = re.compile(r"<?draft-[\w.-]+>?")
UNDERLINE = re.compile(r" {0,3}(?P<mark>[=\-~^\"'*+#`.:])(?P=mark){2,}[^\S\n]*$")


def read_text(source: Source, *, has_headers: bool = True) -> Extract:
    """Read plain text; form feeds separate pages, underlined headings begin sections.

    Args:
        has_headers: whether to look for page numbers, headers, footers, tables and hyphenated words;
            records and settings have none.
    """
    text, notices = decode(source.data)
    text = as_displayed(text)
    text = without_hyphenation(text) if has_headers else text
    marked = MARKED_TITLE.search(text[:4000])
    tables = plain_tables(text) if has_headers else ()
    rows = tuple(rows_of(tables))
    underlined = [one for one in _underlined_headings(text) if not _is_row(one[0], rows)]
    # one or two may be chance; then the text is searched for headings of all other kinds
    sections = nest_sections(len(text), underlined) if len(underlined) >= MIN_UNDERLINED else ()
    headers_footers = running_lines(text) if has_headers else ()
    if headers_footers:
        kinds = "(page numbers, headers or footers)"
        one, several = f"running line {kinds} stays", f"running lines {kinds} stay"
        notices = (*notices, f"{counted(len(headers_footers), one, several)} in the text, not read")
    title = marked["title"].strip() if marked else _centred_title(text)
    if (form_feeds := text.count("\f")) < source.limits.max_pages:
        pages = _pages(text)
    else:
        pages = ()
        notices = (
            *notices,
            f"its {form_feeds:,} form feeds are too many to be pages, so places are given as lines",
        )
    return Extract(text, pages, sections, title, notices, headers_footers, blocks=rows, tables=tables)


def _centred_title(text: str) -> str:
    """The title below a head in two columns, without the name of a draft; "" if there is none."""
    head = CENTRED.match(text[:4000])
    lines = map(str.strip, head["title"].splitlines()) if head else ()
    return " ".join(line for line in lines if not DRAFT.fullmatch(line))


def _is_row(offset_chars: int, rows: Sequence[Block]) -> bool:
    index = bisect_right(rows, offset_chars, key=lambda row: row.span.start) - 1
    return index >= 0 and offset_chars < rows[index].span.end


# ---- structure that the text itself marks


def _pages(text: str) -> tuple[Page, ...]:
    """The pages between form feeds, as in RFCs."""
    if "\f" not in text.strip("\f\n "):
        return ()
    pages = []
    start = 0
    for number, piece in enumerate(text.split("\f"), 1):
        end = min(start + len(piece) + 1, len(text))
        pages.append(Page(number, str(number), Span(start, end), bool(piece.strip())))
        start = end
    return tuple(pages if pages[-1].has_text else pages[:-1])


def _underlined_headings(text: str) -> Iterator[tuple[int, int, str]]:
    """Headings underlined with a repeated character, as in reStructuredText; the first such is level 1."""
    levels: dict[str, int] = {}
    before, before_at, blank = "", 0, True
    for at, line in _lines(text, 0):
        rule = UNDERLINE.match(line)
        if rule and blank and _may_be_underlined(before) and len(line.rstrip()) >= len(before.rstrip()) * 0.6:
            level = levels.setdefault(rule["mark"], len(levels) + 1)
            yield before_at, level, " ".join(before.split())
        blank = not before.strip() or UNDERLINE.match(before) is not None
        before, before_at = line, at


def _lines(text: str, start: int) -> Iterator[tuple[int, str]]:
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield start, text[start:end]
        start = end + 1


def _may_be_underlined(line: str) -> bool:
    return 0 < len(line.strip()) <= 120 and not UNDERLINE.match(line) and line.lstrip()[0] not in "|-*+>#"
