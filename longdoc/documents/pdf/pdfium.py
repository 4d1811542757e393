"""Reads the pages of a PDF with PDFium: words, ruled lines, and how much of either nobody sees."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, BinaryIO, TypeAlias

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from longdoc.documents.pdf.check_boxes import with_check_boxes
from longdoc.documents.pdf.covered import covered_words, words_under_pictures
from longdoc.documents.pdf.hidden import without_contrast
from longdoc.documents.pdf.layers import texts_on_layers
from longdoc.documents.pdf.missing_fonts import substitute_missing_fonts
from longdoc.documents.pdf.page_text import Known, PageText
from longdoc.documents.pdf.pictured import pictured_share
from longdoc.documents.pdf.rules import Rule, drawn_on
from longdoc.documents.pdf.struck import struck_words
from longdoc.documents.pdf.words import Word, WrongPassword

__all__ = ["Frame", "PageContent", "PdfiumFile"]


MOST_ANNOTATIONS = 5_000

_Box: TypeAlias = tuple[float, float, float, float]  # left, bottom, right, top


@dataclass(frozen=True, slots=True)
class Frame:
    """The visible part of a page: corner and size of its crop box, and its clockwise quarter turns."""

    left: float
    bottom: float
    width: float
    height: float
    turns: int


@dataclass(frozen=True, slots=True)
class PageContent:
    """The content of a page; words are in drawing order."""

    words: list[Word]
    rules: list[Rule]
    frame: Frame
    unknown_share: float  # of letters that the fonts do not tell
    outside: int  # words that stand where no viewer shows them
    unseen: int = 0  # words among those that are read which nobody sees: invisible, tiny, or white on white
    pictured: float = 0.0  # share of the visible page that pictures cover
    covered: int = 0  # words under boxes or pictures, which are not read
    switched_off: int = 0  # words on layers that are switched off, which are not read
    struck_chars: int = 0  # of words that are crossed out, which are not read
    bars: list[Rule] = field(default_factory=list)  # the rules, and lines that are too short for these


class PdfiumFile:
    """An open PDF file; opening raises WrongPassword, or any exception for a damaged file."""

    def __init__(
        self, file: BinaryIO, password: str | None, hidden_layers: frozenset[str] = frozenset()
    ) -> None:
        substitute_missing_fonts()
        # PDFium knows no limit for a page; the worker's memory limit is what stops it.
        self._file = file
        self._document = _open(file, password)
        self._hidden_layers = hidden_layers
        self._known: dict[tuple[bytes, str], Known] = {}

    @property
    def pages(self) -> int:
        """The number of pages."""
        return len(self._document)

    def page(self, page: int) -> pdfium.PdfPage:
        """A page (from 0) for rendering, which the caller closes."""
        return self._document[page]

    def read(self, page: int) -> PageContent:
        """The content of a page (from 0); raises TooBig."""
        page_object = self._document[page]
        text_page = page_object.get_textpage()
        try:
            box = _shown_box(page_object)
            frame = Frame(box[0], box[1], box[2] - box[0], box[3] - box[1], page_object.get_rotation() // 90)
            reader = PageText(text_page.raw, self._known)
            words = list(reader.words())
            drawn = drawn_on(page_object.raw)
            covered = covered_words(page_object, words, reader.pieces, drawn)
            plain, pictured = words_under_pictures(page_object, words, reader.pieces, drawn)
            covered |= plain
            known = {id(word) for word in reader.unseen}
            reader.unseen += [words[at] for at in pictured if id(words[at]) not in known]
            off = self._switched_off(page_object, words, reader) - covered
            struck = struck_words(words, drawn.rules) - covered - off
            struck_chars = sum(len(words[at].text) for at in struck)
            if gone := covered | off | struck:
                words = reader.without(gone, words)
            shown = [word for word in words if _inside(word, box)]
            unseen = sum(_inside(word, box) for word in reader.unseen)
            pale = [word for word in reader.pale if _inside(word, box)]
            return PageContent(
                with_check_boxes(shown, drawn.shapes, _fields_on(page_object)) if drawn.shapes else shown,
                drawn.rules,
                frame,
                reader.unknown_share(),
                outside=len(words) - len(shown),
                unseen=unseen + len(without_contrast(page_object, pale)),
                pictured=pictured_share(drawn.pictures, box),
                covered=len(covered),
                switched_off=len(off),
                struck_chars=struck_chars,
                bars=drawn.bars(),
            )
        finally:
            text_page.close()
            page_object.close()

    def _switched_off(self, page: Any, words: list[Word], reader: PageText) -> set[int]:
        """The indices of the words on layers that are switched off, by their names or as nothing shows."""
        if not self._hidden_layers:
            return set()
        texts = texts_on_layers(page.raw, self._hidden_layers)
        off = {at for at in range(len(words)) if reader.pieces[at] in texts}
        known = {id(word) for word in (*reader.unseen, *reader.pale)}
        others = [word for at, word in enumerate(words) if at not in off and id(word) not in known]
        blank = {id(word) for word in without_contrast(page, others)}
        return off | {at for at, word in enumerate(words) if id(word) in blank}


def _open(file: BinaryIO, password: str | None) -> pdfium.PdfDocument:
    for attempt in (password, None) if password else (None,):
        file.seek(0)
        try:
            return pdfium.PdfDocument(file, password=attempt, autoclose=False)
        except pdfium.PdfiumError as error:
            if raw.FPDF_GetLastError() != raw.FPDF_ERR_PASSWORD and "password" not in str(error).lower():
                raise
    raise WrongPassword


def _fields_on(page: pdfium.PdfPage) -> list[_Box]:
    """The places of the form fields on a page."""
    found = []
    rectangle = raw.FS_RECTF()
    for at in range(min(MOST_ANNOTATIONS, raw.FPDFPage_GetAnnotCount(page))):
        annotation = raw.FPDFPage_GetAnnot(page, at)
        if annotation and raw.FPDFAnnot_GetSubtype(annotation) == raw.FPDF_ANNOT_WIDGET:
            raw.FPDFAnnot_GetRect(annotation, rectangle)
            found.append((rectangle.left, rectangle.bottom, rectangle.right, rectangle.top))
        raw.FPDFPage_CloseAnnot(annotation)
    return found


def _shown_box(page: pdfium.PdfPage) -> _Box:
    """The visible part of a page: its crop box within its media box, both possibly inherited."""
    shown: _Box = page.get_bbox()
    return page.get_mediabox() if _is_empty(shown) else shown


def _is_empty(box: _Box) -> bool:
    return box[2] - box[0] < 1 or box[3] - box[1] < 1


def _inside(word: Word, box: _Box) -> bool:
    if _is_empty(box):  # a damaged box: viewers show a page of their own choice
        return True
    x, y = ((word.x0, word.y), (-word.y, word.x0), (-word.x0, -word.y), (word.y, -word.x0))[word.turn]
    return box[0] - 2 <= x <= box[2] + 2 and box[1] - 2 <= y <= box[3] + 2
