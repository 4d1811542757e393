"""Metadata of a PDF, read with pypdf: page labels, outline, title, fields, attachments, layers."""

from __future__ import annotations

import io
import logging
from contextlib import suppress
from typing import Any, BinaryIO

from pypdf import PasswordType, PdfReader, overwrite_configuration
from pypdf.generic import ArrayObject

from longdoc.documents.pdf.fields import fields_of
from longdoc.documents.pdf.repair import repaired
from longdoc.documents.pdf.words import FileInfo, OutlineEntry, WrongPassword

__all__ = ["about"]

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what matters to the user is said in notices
MOST_OUTLINE_LEVELS = 15


def about(file: BinaryIO, password: str | None, max_stream_bytes: int) -> FileInfo:
    """All metadata that can be read. Raises WrongPassword, or any exception if the file is damaged."""
    overwrite_configuration(
        maximum_declared_stream_length=max_stream_bytes,
        array_based_stream_maximum_output_length=max_stream_bytes,
        lzw_maximum_output_length=max_stream_bytes,
        run_length_maximum_output_length=max_stream_bytes,
        zlib_maximum_output_length=max_stream_bytes,
        stream_decoding_work_maximum_length=2 * max_stream_bytes,
    )
    reader = _open(file, password)
    found = FileInfo(pages=len(reader.pages))
    with suppress(Exception):  # a broken tree of labels must not cost the document
        found.labels = list(reader.page_labels)
    with suppress(Exception):  # entries before a broken one are kept
        _walk_outline(reader, reader.outline, 1, found.outline)
    with suppress(Exception):
        found.title = str(getattr(reader.metadata, "title", None) or "")
    with suppress(Exception):
        found.fields = fields_of(reader)
    with suppress(Exception):
        found.is_drawn_by_viewer = bool(reader.root_object.get("/NeedsRendering"))
    with suppress(Exception):
        found.attachments = _attachments(reader)
    with suppress(Exception):
        found.hidden_layers = _hidden_layers(reader)
    return found


def _hidden_layers(reader: PdfReader) -> list[str]:
    """The names of the layers that are switched off at first; "" for one that shares its name with others."""
    layers = reader.root_object.get("/OCProperties", {}).get_object()
    if not layers:
        return []
    shown_first = layers["/D"].get_object()
    all_off = shown_first.get("/BaseState") == "/OFF"
    listed = shown_first.get("/ON" if all_off else "/OFF", ArrayObject()).get_object()
    names: dict[bool, set[str]] = {False: set(), True: set()}
    for layer in layers["/OCGs"].get_object():
        is_off = (layer in listed) != all_off
        names[is_off].add(str(layer.get_object().get("/Name", "")))
    return sorted({"" if name in names[False] else name for name in names[True]})


def _attachments(reader: PdfReader) -> list[str]:
    """The names of files attached to the document or to a page."""
    names = [str(one.alternative_name or one.name) for one in reader.attachment_list]
    for page in reader.pages:
        for reference in page.get("/Annots") or ():
            with suppress(Exception):  # a broken note hides none of the others
                annotation = reference.get_object()
                if annotation.get("/Subtype") == "/FileAttachment":
                    file = annotation["/FS"].get_object()
                    names.append(str(file.get("/UF") or file.get("/F") or "unnamed"))
    return list(dict.fromkeys(names))


def _open(file: BinaryIO, password: str | None) -> PdfReader:
    try:
        reader = _decrypted(PdfReader(file, strict=False), password)
        if len(reader.pages):
            return reader
    except WrongPassword:
        raise
    except Exception:  # then the file is put in order first, as for its pages
        pass
    file.seek(0)
    whole = repaired(file.read())
    return _decrypted(PdfReader(io.BytesIO(whole or b""), strict=False), password)


def _decrypted(reader: PdfReader, password: str | None) -> PdfReader:
    if reader.is_encrypted:
        accepted = reader.decrypt(password or "")
        if accepted is PasswordType.NOT_DECRYPTED and password:
            accepted = reader.decrypt("")
        if accepted is PasswordType.NOT_DECRYPTED:
            raise WrongPassword
    return reader


def _walk_outline(reader: PdfReader, entries: list[Any], level: int, found: list[OutlineEntry]) -> None:
    for entry in entries:
        if isinstance(entry, list):
            if level < MOST_OUTLINE_LEVELS:
                _walk_outline(reader, entry, level + 1, found)
            continue
        page = reader.get_destination_page_number(entry)
        if page is not None and page >= 0 and entry.title:
            top = entry.top
            height = float(top) if isinstance(top, (int, float)) else None
            found.append(OutlineEntry(str(entry.title), level, page, height))
