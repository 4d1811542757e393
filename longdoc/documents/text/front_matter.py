"""Front matter between "---" lines: title, authors and the like are kept, the rest is reported."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from longdoc.documents.structure.pieces import Piece

__all__ = ["FrontMatter", "take_front_matter"]

FRONT_MATTER = re.compile(r"(?P<mark>---|\+\+\+)[^\S\n]*\n")
ENTRY = re.compile(r"(?P<name>[A-Za-z][\w-]{0,40})[^\S\n]*[:=][^\S\n]*(?P<value>.*)$")
# how front matter begins, after comments; what else is between rules is text
BEGIN = re.compile(r"(?:[^\S\n]*(?:#[^\n]*)?\n)*+(?:[\"']?[A-Za-z][\w .-]{0,40}[\"']?[^\S\n]*[:=]|\[)")
MOST_CHARS = 50_000
KEPT = {
    "author": "Author", "authors": "Authors", "date": "Date", "subtitle": "Subtitle", "abstract": "Abstract",
    "description": "Description", "keywords": "Keywords",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The title, and the other entries of interest to a reader, by name."""

    title: str = ""
    entries: tuple[tuple[str, str], ...] = ()

    def pieces(self) -> Iterator[Piece]:
        """The entries as fields."""
        for name, value in self.entries:
            yield Piece.of_field(name, value)


def take_front_matter(text: str) -> tuple[FrontMatter, int, tuple[str, ...]]:
    """The front matter, the offset of the text after it, and what was left out."""
    opened = FRONT_MATTER.match(text)
    if opened is None:
        return FrontMatter(), 0, ()
    end = re.compile(rf"(?m)^(?:{re.escape(opened['mark'])}|\.\.\.)[^\S\n]*(?:\n|\Z)").search(
        text, opened.end(), opened.end() + MOST_CHARS
    )
    if end is None or not BEGIN.match(text, opened.end(), end.start()):
        return FrontMatter(), 0, ()
    entries = dict(_entries(text[opened.end() : end.start()].split("\n")))
    kept = tuple((KEPT[name], value) for name, value in entries.items() if name in KEPT and value)
    others = [name for name, value in entries.items() if name not in KEPT and name != "title"]
    told = (f"of its front matter was left out: {', '.join(others[:12])}",) if others else ()
    return FrontMatter(entries.get("title", ""), kept), end.end(), told


def _entries(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Names and values; a list below a name is its value."""
    name = ""
    values: list[str] = []
    for line in lines:
        entry = ENTRY.match(line)
        if entry:
            if name:
                yield name, ", ".join(values)
            name, value = entry["name"].lower(), entry["value"].strip().strip("\"'").strip("[]")
            values = [value] if value not in ("", "|", ">", "|-", ">-") else []
        elif name and (inner := line.strip().lstrip("-").strip().strip("\"'")):
            values.append(inner.removeprefix("name:").strip())
    if name:
        yield name, ", ".join(values)
