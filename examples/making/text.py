"""Blocks → plain text, with a blank line between paragraphs and tables in columns."""

from __future__ import annotations

import textwrap

from making.source import Block, Break, Heading, Item, Paragraph, Table, plain

__all__ = ["to_text"]


def to_text(blocks: list[Block], *, width: int | None = None) -> str:
    """One line a paragraph, or lines of at most `width` characters."""
    pieces: list[str] = []
    for block in blocks:
        match block:
            case Heading(level, text):
                pieces.append(("\n" if level < 3 and pieces else "") + text)
            case Paragraph(text):
                pieces.append(_wrapped(plain(text), width))
            case Item(mark, text):
                pieces.append(_wrapped(f"{mark} {plain(text)}", width))
            case Table(rows):
                pieces.append(_columns(rows))
            case Break():
                pass
    return "\n\n".join(pieces) + "\n"


def _wrapped(text: str, width: int | None) -> str:
    return text if width is None else textwrap.fill(text, width, break_on_hyphens=False)


def _columns(rows: tuple[tuple[str, ...], ...]) -> str:
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = ("   ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)
