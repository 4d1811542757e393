"""A file's bytes → Extract: unpacks them, detects the format and calls its reader."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

from longdoc.documents.apart import extract_apart
from longdoc.documents.extract import Extract
from longdoc.documents.formats import PACKED_SUFFIXES, Format, load_reader
from longdoc.documents.office.flat_package import is_flat_package, packed
from longdoc.documents.office.locked_package import is_locked_package, unlocked
from longdoc.documents.sniff import sniff
from longdoc.documents.source import Source
from longdoc.documents.types import Document, Kind
from longdoc.errors import DamagedDocument, DocumentLimit, EmptyDocument

__all__ = ["make_document", "read_source"]

MAX_GZIP_DEPTH = 3
MAX_DEPTH = 4  # files within files: mails in archives, archives in mails


def read_source(source: Source) -> Extract:
    """Read one file; a DocumentError that it raises may lack the file's name."""
    if source.depth > MAX_DEPTH:
        raise DocumentLimit(f"it is nested in more than {MAX_DEPTH} files")
    source, notices = _unpacked(source)
    kind = sniff(source.data, source.name)
    extract = extract_apart(source) if kind is Format.WORKBOOK else load_reader(kind)(source)
    return replace(extract, notices=notices + extract.notices) if notices else extract


def make_document(source: Source) -> Document:
    """The Document of an extract; the caller, who has the file's bytes, adds `sha256`."""
    from longdoc.documents.structure.kinds import mark_kinds
    from longdoc.documents.structure.sections import merge_sections
    from longdoc.documents.structure.titles import title_of

    extract = read_source(source)
    sections = merge_sections(extract.text, extract.sections, within=extract.blocks)
    blocks = mark_kinds(
        extract.text,
        sections,
        extract.blocks,
        extract.headers_footers,
        marked=any(block.kind is Kind.HEADING for block in extract.blocks),
    )
    return Document(
        text=extract.text,
        pages=extract.pages,
        sections=sections,
        title=title_of(extract, source.name),
        source=source.name,
        sha256="",
        notices=extract.notices,
        headers_footers=extract.headers_footers,
        blocks=blocks,
        tables=extract.tables,
        fields=extract.fields,
        character_boxes=extract.character_boxes,
        links=extract.links,
    )


def _unpacked(source: Source) -> tuple[Source, tuple[str, ...]]:
    notices: tuple[str, ...] = ()
    if is_flat_package(source.data):
        return replace(source, data=packed(source.data, source.limits), path=None), ()
    if is_locked_package(source.data):
        return replace(source, data=unlocked(source), path=None), ()
    for _ in range(MAX_GZIP_DEPTH + 1):
        if sniff(source.data, source.name) is not Format.GZIP:
            return source, notices
        from longdoc.documents.archive import unpack

        data, whole = unpack(source.data, source.limits)
        name = PurePath(source.name)
        shown = str(name.with_suffix("")) if name.suffix.lower() in PACKED_SUFFIXES else source.name
        if not data:
            raise EmptyDocument("it is empty") if whole else DamagedDocument("its packed data is damaged")
        if not whole:
            notices = ("the packed data is damaged or cut short: only what could be unpacked was read",)
        # what was unpacked is no longer what lies on disk
        source = replace(source, data=data, path=None, name=shown)
    raise DocumentLimit(f"it is packed more than {MAX_GZIP_DEPTH} times over")
