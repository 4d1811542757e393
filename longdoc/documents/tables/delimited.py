"""CSV and TSV → one table: any common delimiter and quoting; a record with line breaks is one row."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from longdoc.documents.extract import Extract
from longdoc.documents.source import Source
from longdoc.documents.structure.pieces import Grid, Piece, assemble
from longdoc.documents.tables.regions import sheet_pieces
from longdoc.documents.tables.uneven_records import Remarks, aligned
from longdoc.documents.text.encodings import decode
from longdoc.documents.text.plain import read_text
from longdoc.documents.web.tables import looks_headed

__all__ = ["read_delimited"]

DELIMITERS = "\t,;|"  # where several split the records alike, the first is taken
RARE_DELIMITERS = "^~¦，；: "  # only where they part every record into as many cells
LEAST_RECORDS = 3
# a comma that neither belongs to a number nor is followed by a blank, as between words
PARTING_COMMA = re.compile(r"(?<!\d),(?! )|,(?![ \d])")
SINGLE_QUOTED = re.compile(r"(?m)(?:^|[,;\t|])[ ]?'[^'\n]*'(?=[,;\t|]|$)")
SEP_LINE = re.compile(r"\ufeff?\"?sep=(.)\"?[^\S\n]*(?:\r?\n|\r)", re.IGNORECASE)  # written for Excel
BACKSLASHED = re.compile(r"\\\"(?=[^,;\t|\r\n]|\"[,;\t|\r\n])")  # a quote within a quoted field
# digits that Excel shall take for text: ="007"
AS_TEXT = re.compile(r'(^|[,;\t|])(?:="([^"\r\n]*)"|"=""([^"\r\n]*)""")(?=[,;\t|\r\n]|$)')
ANY_BACKSLASHED = re.compile(r"(?<!\\)((?:\\\\)*)\\\"")
SAMPLE_LINES = 200
SAMPLE_CHARS = 1 << 16
MOST_FIELD_CHARS = 10_000_000
LARGE_CHARS = 4 << 20
MOST_CELLS = 5_000_000  # of a table whose rows are all made as long as the longest


def read_delimited(source: Source) -> Extract:
    """The rows of a delimited file; plain text if no delimiter separates its lines."""
    text, notices = decode(source.data)
    delimiter = find_delimiter(text, preferred="\t" if source.suffix in (".tsv", ".tab") else "")
    if not delimiter:
        return read_text(source)
    is_quoted = text.lstrip("\ufeff").startswith(_quote(text))
    rows = aligned(_rows(text, delimiter), is_quoted=is_quoted, is_comma=delimiter == ",")
    if len(text) <= LARGE_CHARS:
        held = list(rows)
        if len(held) * max(map(len, held), default=0) <= MOST_CELLS:
            return assemble(sheet_pieces(held), notices=notices)
        rows = iter(held)
    first = list(islice(rows, 2))  # of a large file all is one table, which is never held as a whole
    grid = Grid(chain(first, rows), int(looks_headed(first)))
    return assemble([Piece("", grid=grid)], notices=notices)


def find_delimiter(text: str, preferred: str = "") -> str:
    """The delimiter: the character that splits most rows of a sample into the same number of cells."""
    if (named := SEP_LINE.match(text)) and named[1] in DELIMITERS + RARE_DELIMITERS:
        return named[1]
    if preferred and preferred in text[:SAMPLE_CHARS]:
        return preferred
    best, best_share = "", 0.0
    sample = text[:SAMPLE_CHARS]
    delimiters = DELIMITERS if PARTING_COMMA.search(sample) else DELIMITERS.replace(",", "") + ","
    for delimiter in delimiters:
        widths = Counter(map(len, _sampled(sample, delimiter)))
        if not widths:
            continue
        width, count = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]))
        share = count / widths.total() if width > 1 else 0.0
        if share > best_share:
            best, best_share = delimiter, share
    return best or next((one for one in RARE_DELIMITERS if _parts_evenly(sample, one)), "")


def _parts_evenly(sample: str, delimiter: str) -> bool:
    widths = [len(row) for row in _sampled(sample, delimiter)]
    return (
        len(widths) >= LEAST_RECORDS and len(set(widths)) == 1 and widths[0] > (2 if delimiter in ": " else 1)
    )


def _sampled(sample: str, delimiter: str) -> list[list[str]]:
    """The first records, without empty ones."""
    return [row for _, row in _lines_and_records(sample, delimiter)]


def _lines_and_records(sample: str, delimiter: str) -> Iterator[tuple[str, list[str]]]:
    lines = _Lines(sample)
    for row in islice(_reader(lines, delimiter, _quote(sample)), SAMPLE_LINES):
        if row:
            yield "".join(lines.taken), row
        lines.taken.clear()


def _quote(text: str) -> str:
    """The quote character."""
    sample = text[:SAMPLE_CHARS]
    return "'" if '"' not in sample and len(SINGLE_QUOTED.findall(sample)) > 1 else '"'


class _Lines:
    """The lines of a text after one that only names the delimiter; those of a record can be put back."""

    def __init__(self, text: str) -> None:
        named = SEP_LINE.match(text)
        self._lines = io.StringIO(text[named.end() :] if named else text, newline="")
        self._is_backslashed = bool(BACKSLASHED.search(text, 0, SAMPLE_CHARS))
        self._waiting: deque[str] = deque()
        self.taken: list[str] = []  # of the record that is being read

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self._waiting:
            line = self._waiting.popleft()
        else:
            line = next(self._lines)
            line = _doubled(line) if self._is_backslashed else line
            line = AS_TEXT.sub(_as_quoted, line) if '="' in line else line
        self.taken.append(line)
        return line

    def put_back(self) -> str:
        """Put the lines that were taken back, except the first, which is returned."""
        first, *others = self.taken
        self._waiting.extendleft(reversed(others))
        return first


def _doubled(line: str) -> str:
    """The line with its backslashed quotes doubled; one before a delimiter only if the quotes then pair."""
    doubled = ANY_BACKSLASHED.sub(r"\1" + '""', line)
    return doubled if doubled.count('"') % 2 == 0 else BACKSLASHED.sub('""', line)


def _as_quoted(match: re.Match[str]) -> str:
    return f'{match[1]}"{match[2] or match[3] or ""}"'


def _reader(lines: Iterable[str], delimiter: str, quote: str, *, strict: bool = False) -> Iterator[list[str]]:
    return csv.reader(
        lines,
        delimiter=delimiter,
        quotechar=quote,
        skipinitialspace=delimiter not in "\t ",
        strict=strict,
    )


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    """The records; a line with a quote that is never closed is split at its delimiters."""
    csv.field_size_limit(MOST_FIELD_CHARS)
    lines, quote = _Lines(text), _quote(text)
    reader = _reader(lines, delimiter, quote)
    remarks = Remarks(list(_lines_and_records(text[:SAMPLE_CHARS], delimiter)), delimiter, quote)
    left_chars = len(text)  # so much is read again, so that the time stays linear
    while True:
        lines.taken.clear()
        try:
            row = next(reader, None)
        except csv.Error:  # a field without end
            row = None
        if row is None and not lines.taken:
            return
        if row is not None and _is_closed(lines.taken, delimiter, quote):
            yield remarks.cells(lines.taken[0], row) if len(lines.taken) == 1 else row
            continue
        left_chars -= sum(map(len, lines.taken))
        yield _split(lines.put_back(), delimiter)
        if left_chars < 0:
            yield from _unquoted(lines, delimiter)


def _is_closed(record: list[str], delimiter: str, quote: str) -> bool:
    """Whether the quotes of a record of several lines come in pairs, or else end with their cells."""
    if len(record) == 1 or sum(line.count(quote) for line in record) % 2 == 0:
        return True
    try:
        return len(list(_reader(record, delimiter, quote, strict=True))) == 1
    except csv.Error:
        return False


def _unquoted(lines: _Lines, delimiter: str) -> Iterator[list[str]]:
    for line in lines:
        lines.taken.clear()
        yield _split(line, delimiter)


def _split(line: str, delimiter: str) -> list[str]:
    """The cells of a line in which quotes mean nothing."""
    line = line.rstrip("\r\n")
    return line.split(delimiter) if line else []
