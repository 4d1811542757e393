"""The title of a document: from the file's metadata, else a title-like first line, else the file's name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath

from longdoc.documents.extract import Extract
from longdoc.documents.formats import PACKED_SUFFIXES
from longdoc.documents.structure.headings import find_candidates
from longdoc.documents.types import Kind

__all__ = ["title_of", "titled_after"]

TITLE_CHARS = 100
LINES_TRIED = 3
NO_TITLES = re.compile(
    r"(?:table of )?contents|index|untitled(?: document)?|document ?\d*|presentation ?\d*|slide ?\d*"
    r"|(?:sheet|tabelle|feuil|hoja|工作表) ?\d*|(?:page|p\.) ?\d+|inhalt(?:sverzeichnis)?|sommaire"
    r"|table des matières|目\s*[录錄次]|none|null|(?:main |book |document )?title|powerpoint presentation|arxiv:.*|doi:.*|https?://\S+"
    r"|.*\.(?:docx?|pdf|tex|dvi|indd|rtf|qxd)",
    re.I,
)
MADE_BY = re.compile(r"^(?:Microsoft (?:Word|PowerPoint|Excel) - |PowerPoint Presentation$)", re.I)
NOT_TITLED = frozenset(
    (
        Kind.TABLE_ROW, Kind.FIELD, Kind.HEADER_FOOTER, Kind.CONTENTS, Kind.CODE, Kind.CAPTION, Kind.NOTE,
        Kind.LIST_ITEM, Kind.DIALOGUE, Kind.QUOTED, Kind.LICENCE, Kind.ADVERTISEMENT,
    )
)  # fmt: skip
LABELLED = re.compile(r"(?m)^[A-Z][\w ]{0,25}: \S")
MOST_LABELLED = 3  # lines at the beginning; with as many it is a form, and none of them its title
CONTRACT = re.compile(
    r"(?:(?:EXECUTION|CONFORMED|COMPOSITE) (?:COPY|VERSION) +)?"
    r"(?P<title>(?:\b[A-Z][A-Z&,'’/-]* {1,2}){1,9}?(?:AGREEMENT|CONTRACT|LEASE|INDENTURE)\b)"
)


def title_of(extract: Extract, shown: str) -> str:
    """The title of the content of a file with that name."""
    given = MADE_BY.sub("", " ".join(extract.title.split())[: 2 * TITLE_CHARS])
    if _says_something(given):
        return given
    is_form = len(LABELLED.findall(extract.text[:1000])) >= MOST_LABELLED
    for line in _first_lines(extract):
        is_heading = 3 <= len(line) <= TITLE_CHARS and line[-1] not in ".,;:!?。，；：" and line[0].isalnum()
        if not _says_something(line) or (is_form and LABELLED.match(line)):
            continue  # "Contents" stands above the title of many a document
        if is_heading and not line[0].islower() and not find_candidates(line):
            return " ".join(line.split())
        break
    if contract := CONTRACT.search(extract.text[:2000]):
        return " ".join(contract["title"].split())
    return titled_after(shown)


def titled_after(shown: str) -> str:
    """The title that a file takes from its name."""
    name = PurePath(shown).name.encode("utf-8", "replace").decode()  # a name may be no UTF-8
    for suffix in PACKED_SUFFIXES:
        name = name.removesuffix(suffix)
    return name.rsplit(".", 1)[0] or shown


def _first_lines(extract: Extract) -> Iterator[str]:
    """The first lines that may be titles, without rows, fields, headers and code."""
    at = tried = 0
    text = extract.text
    blocks = iter(extract.blocks)
    block = next(blocks, None)
    while at < len(text) and tried < LINES_TRIED:
        while block is not None and block.span.end <= at:
            block = next(blocks, None)
        if block is not None and block.span.start <= at and block.kind in NOT_TITLED:
            at = block.span.end
            continue
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        if line := text[at:end].strip():
            tried += 1
            yield line
        at = end + 1


def _says_something(title: str) -> bool:
    """Whether this names a document, and is not a bare number, "Contents" or a file name."""
    return any(map(str.isalpha, title)) and NO_TITLES.fullmatch(title) is None
