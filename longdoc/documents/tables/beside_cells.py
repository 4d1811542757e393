"""The content of an XLSX sheet beside its cells: notes, text boxes, charts, pictures, embedded files."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from longdoc.documents.archive import Archive, parse_xml
from longdoc.documents.limits import Limits
from longdoc.documents.office.drawingml import (
    CHARTS,
    A,
    R,
    chart_grid,
    diagram_lines,
    text_of,
    written_description,
)
from longdoc.documents.office.embedded import EMBEDDED
from longdoc.documents.office.strict import transitional
from longdoc.documents.structure.pictures import description_of
from longdoc.documents.structure.pieces import Piece
from longdoc.documents.tables.places import whole_number
from longdoc.documents.types import Kind
from longdoc.errors import DocumentError

__all__ = ["BesideCells", "formulas_without_result"]

X = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
OF_DRAWINGS = ("chart", "chartEx", "diagramData")  # types of relationships
# programs that cannot show a conversation find this in its place
FOR_OLD_PROGRAMS = "[Threaded comment]"
# without a value; a formula whose result is an empty text is of type "str"
NO_RESULT = re.compile(
    rb"<(?P<ns>(?:\w{1,20}:)?)c\b(?![^>]*\bt=\"str\")[^>]*>\s*<(?P=ns)f\b(?:[^>]*/>|[^>]*>[^<]*</(?P=ns)f>)\s*"
    rb"(?:<(?P=ns)v\s*/>|<(?P=ns)v>\s*</(?P=ns)v>)?\s*</(?P=ns)c>"
)


def formulas_without_result(sheet: bytes) -> int:
    """The number of formulas in a sheet that no program has calculated yet."""
    return len(NO_RESULT.findall(sheet))


class BesideCells:
    """Reads what belongs to the sheets of one workbook.

    `pictures` counts those without a description; `embedded` are the paths of embedded files, in order.
    """

    def __init__(self, archive: Archive, limits: Limits) -> None:
        self._archive = archive
        self._limits = limits
        self.pictures = 0
        self.embedded: dict[str, None] = {}

    def of_sheet(self, part: str) -> Iterator[Piece]:
        """Notes on cells, then the objects over the sheet."""
        related = list(self._related(part))
        threads = [root for kind, root, _ in related if kind == "threadedComment"]
        for kind, root, path in related:
            if kind == "comments":
                yield from _notes(root, skipping=FOR_OLD_PROGRAMS if threads else "")
            elif kind == "threadedComment":
                yield from _threads(root)
            elif kind == "drawing":
                yield from self._drawing(root, path)

    def _related(self, part: str) -> Iterator[tuple[str, Any, str]]:
        """The parts that a part refers to: type, XML root, path."""
        folder, name = posixpath.split(part)
        relations = self._xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        for one in () if relations is None else relations.iter("{*}Relationship"):
            target = posixpath.normpath(posixpath.join("/", folder, one.get("Target") or "")).lstrip("/")
            kind = (one.get("Type") or "").rsplit("/", 1)[-1]
            if kind in EMBEDDED and target in self._archive:
                self.embedded[target] = None
            elif kind in ("comments", "threadedComment", "drawing", *OF_DRAWINGS):
                root = self._xml(target)
                if root is not None:
                    yield (one.get("Id") or "") if kind in OF_DRAWINGS else kind, root, target

    def _xml(self, name: str) -> Any | None:
        try:
            if name not in self._archive:
                return None
            return parse_xml(transitional(self._archive.read(name)), self._limits)
        except DocumentError:  # the cells are read without it
            return None

    def _drawing(self, root: Any, path: str) -> Iterator[Piece]:
        data = {relation: root for relation, root, _ in self._related(path)}
        for shape in root.iter(f"{X}sp", f"{X}pic", f"{X}graphicFrame"):
            if (
                next(shape.iterancestors(FALLBACK), None) is not None
            ):  # for programs without slicers and the like
                continue
            if shape.tag == f"{X}sp":
                lines = [text_of(paragraph).strip() for paragraph in shape.iter(f"{A}p")]
                if words := "\n".join(line for line in lines if line):
                    yield Piece(words)
            elif shape.tag == f"{X}pic":
                if words := description_of(written_description(shape)):
                    yield Piece(words, kind=Kind.CAPTION)
                else:
                    self.pictures += 1
            else:
                for chart in shape.iter(*CHARTS):
                    if (grid := chart_grid(data.get(chart.get(f"{R}id") or ""))) is not None:
                        yield Piece("", grid=grid)
                for diagram in shape.iter("{*}relIds"):
                    for line in diagram_lines(data.get(diagram.get(f"{R}dm") or "")):
                        yield Piece(f"- {line}", kind=Kind.LIST_ITEM, tight=True)


def _notes(root: Any, skipping: str) -> Iterator[Piece]:
    authors = ["".join(author.itertext()).strip() for author in root.iter("{*}author")]
    for comment in root.iter("{*}comment"):
        words = "".join(text.text or "" for text in comment.iter("{*}t"))
        number = whole_number(comment.get("authorId"), len(authors))
        author = authors[number] if number < len(authors) else ""
        if not words.strip() or (skipping and words.startswith(skipping)):
            continue
        by = f" by {author}" if author else ""
        words = words.removeprefix(f"{author}:") if author else words
        yield Piece.of_field(f"Note on {comment.get('ref') or ''}{by}", words, kind=Kind.NOTE)


def _threads(root: Any) -> Iterator[Piece]:
    for comment in root.iter("{*}threadedComment"):
        words = " ".join(text.text or "" for text in comment.iter("{*}text"))
        if words.strip():
            yield Piece.of_field(f"Comment on {comment.get('ref') or ''}", words, kind=Kind.NOTE)
