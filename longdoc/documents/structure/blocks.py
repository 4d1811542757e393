"""What DOCX, HTML and EPUB come down to: blocks of text, some of them headings, joined by blank lines."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from longdoc.documents.structure.sections import nest_sections
from longdoc.documents.text.clean import normalise_characters
from longdoc.documents.types import Section

__all__ = ["Block", "join_blocks", "one_line", "row_of"]

BLANKS = re.compile(r"[^\S\n]+")
AROUND_NEWLINE = re.compile(r" *\n *")
MANY_NEWLINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, list item, table or piece of code.

    `level` is the heading's level from 1, or None. `title` names a section that begins here without a
    heading in the text. `exact` text keeps its blanks and line ends (code, tables).
    """

    text: str
    level: int | None = None
    title: str = ""
    exact: bool = False


def join_blocks(blocks: Iterable[Block]) -> tuple[str, tuple[Section, ...]]:
    """The text of all blocks, blank lines between them, and the sections that their headings open."""
    parts: list[str] = []
    headings: list[tuple[int, int, str]] = []
    at = 0
    for block in blocks:
        text = _exact(block.text) if block.exact else _flowing(block.text)
        if not text:
            continue
        if block.title or block.level is not None:
            headings.append((at, block.level or 1, block.title or one_line(text)))
        parts.append(text)
        at += len(text) + 2
    text = "\n\n".join(parts)
    return text, nest_sections(len(text), headings)


def one_line(text: str) -> str:
    """The text with all white space drawn together to single blanks."""
    return " ".join(normalise_characters(text).split())


def row_of(cells: Iterable[str]) -> str:
    """A table's row on one line, cells parted by " | "; empty where all cells are."""
    row = [one_line(cell) for cell in cells]
    return " | ".join(row).strip(" ") if any(row) else ""


def _flowing(text: str) -> str:
    text = AROUND_NEWLINE.sub("\n", BLANKS.sub(" ", normalise_characters(text)))
    return MANY_NEWLINES.sub("\n\n", text).strip()


def _exact(text: str) -> str:
    """Code and tables as they are, without blanks at the ends of lines."""
    lines = [line.rstrip() for line in text.replace("\t", "    ").split("\n")]
    return "\n".join(lines).strip("\n")
