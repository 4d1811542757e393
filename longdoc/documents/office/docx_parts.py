"""The parts of a Word document: the text, its styles, notes and whatever else its relationships name."""

from __future__ import annotations

import posixpath
from typing import Any

from longdoc.documents.archive import Archive, parse_xml
from longdoc.documents.limits import Limits
from longdoc.documents.office.strict import transitional
from longdoc.documents.office.wordml import W
from longdoc.documents.structure.pieces import one_line

__all__ = ["DocxParts"]


class DocxParts:
    """Finds and parses parts; `relations` has type and target by id, for the text."""

    def __init__(self, archive: Archive, limits: Limits) -> None:
        self._archive = archive
        self._limits = limits
        main = self._main_part()
        self._folder = posixpath.dirname(main)
        self.root = self.xml(main)
        self.relations = self._read_relations(main)

    def xml(self, name: str) -> Any | None:
        """The tree of a part, by its name in the archive."""
        if name not in self._archive:
            return None
        return parse_xml(transitional(self._archive.read(name)), self._limits)

    def path(self, target: str) -> str:
        """The name in the archive of what a relationship of the text leads to."""
        return posixpath.normpath(posixpath.join(self._folder, target)).lstrip("/")

    def related(self, relation: str | None) -> Any | None:
        """The tree of the part that a relationship of the text leads to."""
        _, target = self.relations.get(relation or "", ("", ""))
        return self.xml(self.path(target)) if target else None

    def of_kind(self, kind: str) -> Any | None:
        """The tree of the only part of its kind: "styles", "numbering", "footnotes"."""
        named = next((target for what, target in self.relations.values() if what == kind), f"{kind}.xml")
        return self.xml(self.path(named))

    def notes(self, kind: str) -> dict[str, Any]:
        """The notes of a kind, such as "footnote", by their ids."""
        root = self.of_kind(f"{kind}s")
        if root is None:
            return {}
        return {
            note.get(f"{W}id"): note
            for note in root.iter(f"{W}{kind}")
            if note.get(f"{W}type") in (None, "normal")
        }

    def title(self) -> str:
        """The title among the properties; "" if there is none."""
        core = self.xml("docProps/core.xml")
        found = None if core is None else core.find("{http://purl.org/dc/elements/1.1/}title")
        return one_line(found.text or "") if found is not None else ""

    def _main_part(self) -> str:
        relations = self.xml("_rels/.rels")
        if relations is not None:
            for relation in relations.iter("{*}Relationship"):
                target = (relation.get("Target") or "").lstrip("/")
                if (relation.get("Type") or "").endswith("/officeDocument") and target in self._archive:
                    return target
        return "word/document.xml"

    def _read_relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Id → type and target of the part's relationships."""
        folder, name = posixpath.split(part)
        root = self.xml(f"{folder}/_rels/{name}.rels")
        return {
            one.get("Id") or "": ((one.get("Type") or "").rsplit("/", 1)[-1], one.get("Target") or "")
            for one in (() if root is None else root.iter("{*}Relationship"))
        }
