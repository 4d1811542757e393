"""CSV and TSV → one table: any common delimiter and quoting; a record with line breaks is one row."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from longdoc.documents.extract import Extract
from longdoc.documents.source import Source
from longdoc.documents.structure.pieces import Grid, Piece, assemble
from longdoc.documents.tables.regions import sheet_pieces
from longdoc.documents.text.encodings import decode
from longdoc.documents.text.plain import read_text
from longdoc.documents.web.tables import looks_headed

__all__ = ["read_delimited"]

DELIMITERS = ",;\t|"
RARE_DELIMITERS = "^~¦: "  # only where they part every record into as many cells
LEAST_RECORDS = 3
SINGLE_QUOTED = re.compile(r"(?m)(?:^|[,;\t|])[ ]?'[^'\n]*'(?=[,;\t|]|$)")
SAMPLE_LINES = 200
SAMPLE_CHARS = 1 << 16
MOST_FIELD_CHARS = 10_000_000
LARGE_CHARS = 4 << 20


def read_delimited(source: Source) -> Extract:
    """The rows of a delimited file; plain text if no delimiter separates its lines."""
    text, notices = decode(source.data)
    delimiter = find_delimiter(text, preferred="\t" if source.suffix in (".tsv", ".tab") else "")
    if not delimiter:
        return read_text(source)
    rows = _rows(text, delimiter)
    if len(text) <= LARGE_CHARS:
        return assemble(sheet_pieces(list(rows)), notices=notices)
    first = list(islice(rows, 2))  # of a large file all is one table, which is never held as a whole
    grid = Grid(chain(first, rows), int(looks_headed(first)))
    return assemble([Piece("", grid=grid)], notices=notices)


def find_delimiter(text: str, preferred: str = "") -> str:
    """The delimiter: the character that splits most rows of a sample into the same number of cells."""
    if text.startswith("sep=") and len(text) > 4 and text[4] in DELIMITERS:
        return text[4]
    if preferred and preferred in text[:SAMPLE_CHARS]:
        return preferred
    best, best_score = "", 0.0
    sample = text[:SAMPLE_CHARS]
    for delimiter in DELIMITERS:
        widths = Counter(len(row) for row in _rows(sample, delimiter, SAMPLE_LINES) if row)
        if not widths:
            continue
        width, count = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]))
        score = count / widths.total() * min(width, 4) if width > 1 else 0.0
        if score > best_score:
            best, best_score = delimiter, score
    return best or next((one for one in RARE_DELIMITERS if _parts_evenly(sample, one)), "")


def _parts_evenly(sample: str, delimiter: str) -> bool:
    widths = [len(row) for row in _rows(sample, delimiter, SAMPLE_LINES) if row]
    return (
        len(widths) >= LEAST_RECORDS and len(set(widths)) == 1 and widths[0] > (2 if delimiter in ": " else 1)
    )


def _quote(text: str) -> str:
    """The quote character."""
    sample = text[:SAMPLE_CHARS]
    return "'" if '"' not in sample and len(SINGLE_QUOTED.findall(sample)) > 1 else '"'


def _rows(text: str, delimiter: str, most: int | None = None) -> Iterator[list[str]]:
    """The records, or the raw lines if a quote is never closed."""
    if text.startswith("sep="):
        text = text.split("\n", 1)[-1]
    csv.field_size_limit(MOST_FIELD_CHARS)
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=delimiter,
        skipinitialspace=delimiter not in "\t ",
        quotechar=_quote(text),
    )
    for index, row in enumerate(_checked(reader, text, delimiter)):
        if index == most:
            return
        yield row


def _checked(reader: Iterable[list[str]], text: str, delimiter: str) -> Iterator[list[str]]:
    done = 0
    try:
        for row in reader:
            yield row
            done += 1
    except csv.Error:  # a field without end
        unquoted = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=csv.QUOTE_NONE)
        for index, row in enumerate(unquoted):
            if index >= done:
                yield row
