"""The backend that is always there: pypdf opens, decrypts and unpacks; `pdf_content` reads the words."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, BinaryIO

from pypdf import PasswordType, PdfReader, overwrite_configuration
from pypdf.errors import LimitReachedError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject
from pypdf.generic._font import Font as PypdfFont  # not public: pyproject.toml bounds the version

from longdoc.documents.pdf.content import IDENTITY, Form, Glyph, Matrix, read_words
from longdoc.documents.pdf.words import FileInfo, OutlineEntry, PageTooBig, Word, WrongPassword, names_bold

__all__ = ["PypdfBackend"]

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what matters to the user is said in notices


class PypdfBackend:
    """Reads with pypdf; see `Backend`."""

    name = "pypdf"

    def __init__(self, file: BinaryIO, password: str | None, max_page_bytes: int) -> None:
        overwrite_configuration(
            maximum_declared_stream_length=max_page_bytes,
            array_based_stream_maximum_output_length=max_page_bytes,
            lzw_maximum_output_length=max_page_bytes,
            run_length_maximum_output_length=max_page_bytes,
            zlib_maximum_output_length=max_page_bytes,
            stream_decoding_work_maximum_length=2 * max_page_bytes,
        )
        self._reader = PdfReader(file, strict=False)
        if self._reader.is_encrypted:
            accepted = self._reader.decrypt(password or "")
            if accepted is PasswordType.NOT_DECRYPTED and password:
                accepted = self._reader.decrypt("")
            if accepted is PasswordType.NOT_DECRYPTED:
                raise WrongPassword
        self._max_page_bytes = max_page_bytes
        self._fonts: dict[int, _Font | None] = {}

    def info(self) -> FileInfo:
        """Page count, labels, outline and title; what cannot be read of it is left out."""
        found = FileInfo(pages=len(self._reader.pages))
        try:
            found.labels = list(self._reader.page_labels)
        except Exception:  # a broken tree of labels must not cost the document
            found.labels = []
        with suppress(Exception):  # entries before a broken one are kept
            self._walk_outline(self._reader.outline, 1, found.outline)
        try:
            found.title = str(getattr(self._reader.metadata, "title", None) or "")
        except Exception:
            found.title = ""
        return found

    def _walk_outline(self, entries: list[Any], level: int, found: list[OutlineEntry]) -> None:
        for entry in entries:
            if isinstance(entry, list):
                self._walk_outline(entry, level + 1, found)
                continue
            page = self._reader.get_destination_page_number(entry)
            if page is not None and page >= 0 and entry.title:
                top = entry.top
                height = float(top) if isinstance(top, (int, float)) else None
                found.append(OutlineEntry(str(entry.title), level, page, height))

    def overlooks_blanks(self) -> bool:
        """No: every distance is in the file."""
        return False

    def words(self, page: int) -> Iterator[Word]:
        """The words of a page (from 0)."""
        try:
            yield from self._words(page)
        except LimitReachedError as error:
            raise PageTooBig from error

    def _words(self, page: int) -> Iterator[Word]:
        page_object = self._reader.pages[page]
        budget = _Budget(self._max_page_bytes)
        content = page_object.get_contents()
        if content is None:
            return iter(())
        box = page_object.cropbox
        corners = (float(box.left), float(box.bottom), float(box.right), float(box.top))
        resources = _Resources(_inherited(page_object, "/Resources"), self._fonts, budget, None)
        return read_words(budget.take(content.get_data()), resources, corners)


class _Budget:
    """Counts the unpacked bytes of one page."""

    def __init__(self, limit_bytes: int) -> None:
        self._left = limit_bytes

    def take(self, data: bytes) -> bytes:
        self._left -= len(data)
        if self._left < 0:
            raise PageTooBig
        return data


class _Resources:
    """A resource dictionary; forms without one of their own use their parent's."""

    def __init__(
        self, raw: Any, fonts: dict[int, _Font | None], budget: _Budget, parent: _Resources | None
    ) -> None:
        self._raw = _dictionary(raw)
        self._known_fonts = fonts
        self._budget = budget
        self._parent = parent
        self._fonts: dict[str, _Font | None] = {}
        self._forms: dict[str, Form | None] = {}

    def font(self, name: str) -> _Font | None:
        if name not in self._fonts:
            self._fonts[name] = self._find_font(name)
        return self._fonts[name]

    def _find_font(self, name: str) -> _Font | None:
        reference = _dictionary(self._raw.get("/Font")).raw_get("/" + name) if "/Font" in self._raw else None
        if reference is None:
            return self._parent.font(name) if self._parent else None
        if not isinstance(reference, IndirectObject):
            return _load_font(reference)
        if reference.idnum not in self._known_fonts:
            self._known_fonts[reference.idnum] = _load_font(reference.get_object())
        return self._known_fonts[reference.idnum]

    def form(self, name: str) -> Form | None:
        if name not in self._forms:
            self._forms[name] = self._find_form(name)
        return self._forms[name]

    def _find_form(self, name: str) -> Form | None:
        found = _dictionary(self._raw.get("/XObject")).get("/" + name)
        found = found.get_object() if found is not None else None
        if found is None or found.get("/Subtype") != "/Form":
            return None
        resources = (
            _Resources(found["/Resources"], self._known_fonts, self._budget, self)
            if "/Resources" in found
            else self
        )
        return Form(id(found), self._budget.take(found.get_data()), _matrix(found.get("/Matrix")), resources)


class _Font:
    """pypdf's reading of a font, with its glyphs looked up once."""

    def __init__(self, font: PypdfFont) -> None:
        self._font = font
        self.bold = names_bold(font.name)
        self._known: dict[int | str, Glyph] = {}

    def glyphs(self, codes: bytes) -> list[Glyph]:
        """What these codes draw."""
        encoding = self._font.encoding
        units: bytes | str = codes
        if isinstance(encoding, str):
            try:
                units = codes.decode(encoding, "surrogatepass")
            except (UnicodeDecodeError, LookupError):
                units = codes.decode(encoding if encoding != "" else "latin-1", "replace")
        known = self._known
        return [known.get(unit) or self._look_up(unit) for unit in units]

    def _look_up(self, unit: int | str) -> Glyph:
        font = self._font
        if isinstance(unit, int):
            encoded = font.encoding.get(unit, chr(unit)) if isinstance(font.encoding, dict) else chr(unit)
            raw = chr(unit)
        else:
            encoded = raw = unit
        characters = font.character_map.get(encoded, encoded)
        if raw == font.space_char:
            width = font.space_width
        else:
            width = font.character_widths.get(raw, font.character_widths.get("default", 500))
        is_blank = not characters or characters.isspace()
        glyph = (characters, float(width) / 1000.0, unit == 32, is_blank)
        self._known[unit] = glyph
        return glyph


def _load_font(raw: Any) -> _Font | None:
    try:
        return _Font(PypdfFont.from_font_resource(raw))
    except Exception:  # a broken font costs its own text only
        return None


def _inherited(page: DictionaryObject, key: str) -> Any:
    """A page's entry, or that of the tree above it: pypdf hands down only along an unbroken tree."""
    node: Any = page
    for _ in range(64):
        if key in node:
            return node[key]
        node = _dictionary(node.get("/Parent"))
    return None


def _dictionary(raw: Any) -> DictionaryObject:
    value = raw.get_object() if raw is not None else None
    return value if isinstance(value, DictionaryObject) else DictionaryObject()


def _matrix(raw: Any) -> Matrix:
    value = raw.get_object() if raw is not None else None
    if isinstance(value, ArrayObject) and len(value) == 6:
        a, b, c, d, e, f = (float(number) for number in value)
        return (a, b, c, d, e, f)
    return IDENTITY
