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
    "description": "Description", "keywords": "Keywords", "affiliations": "Affiliations",
}  # fmt: skip
# of a person or an institution in a list: "- name: Ada Lund", and below it "affiliation: 1"
PART = re.compile(
    r"(?P<key>name|literal|given[-_]?names?|given|first|family|surname|last|index|id|orcid|email|e-mail|url|ror"
    r"|affiliation|institution|department|city|country|corresponding|equal-contrib(?:utor)?|role)s?:"
    r"(?:\s+(?P<value>.*))?$"
)
MARKS = re.compile(r"\d[\d, ]*")


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
                yield name, _listed(values)
            name, value = entry["name"].lower(), entry["value"].strip().strip("\"'").strip("[]")
            values = [value] if value not in ("", "|", ">", "|-", ">-") else []
        elif name and line.strip():
            values.append(line.rstrip())
    if name:
        yield name, _listed(values)


def _listed(lines: list[str]) -> str:
    """The items of a list, or the lines of a text, in one line: of persons their names and marks."""
    if not any(line.lstrip().startswith("-") for line in lines):
        return " ".join(line.strip().strip("\"'") for line in lines)
    items: list[list[str]] = []
    outer = len(lines[0]) - len(lines[0].lstrip())  # of the items; deeper ones are within them
    for line in lines:
        words = line.strip()
        is_inside = items and PART.match(items[-1][0]) and len(line) - len(line.lstrip()) > outer
        if is_inside:
            items[-1].append(words)
        elif inner := words.lstrip("-").strip().strip("\"'"):
            items.append([inner])
    said = list(filter(None, map(_item, items)))
    return ("; " if any(", " in one for one in said) else ", ").join(said)


def _item(parts: list[str]) -> str:
    """A person or an institution in words: "Ada Lund 1,2 <ada@x.org> (School of Ships)"."""
    if not PART.match(parts[0]):
        return parts[0]
    values: dict[str, str] = {}
    places = []
    for part in parts:
        if part.startswith("- ") and (inner := PART.match(part.lstrip("- "))):
            places += [_bare(inner["value"])] if inner["key"] == "name" else []
        elif found := PART.match(part):
            values.setdefault(found["key"].replace("_", "-"), _bare(found["value"]))
    given = next((values[key] for key in values if key.startswith(("given", "first"))), "")
    family = next((values[key] for key in ("family", "surname", "last") if key in values), "")
    name = values.get("name") or values.get("literal") or f"{given} {family}".strip()
    place = values.get("affiliation", "").strip("[]")
    is_mark = MARKS.fullmatch(place) is not None
    places = [place, *places] if place and not is_mark else places
    return " ".join(
        part
        for part in (
            values.get("index", ""), name, place.replace(" ", "") if is_mark else "",
            f"<{values['email']}>" if "@" in values.get("email", "") else "",
            f"({', '.join(places)})" if places else "",
        )
        if part
    )  # fmt: skip


def _bare(value: str | None) -> str:
    return (value or "").strip().strip("\"'")
