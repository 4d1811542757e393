"""The process that parses a PDF, so that a hostile or broken file cannot harm more than this process.

Run as `python -m longdoc.documents.pdf.worker`. On stdin: one line of JSON (`Task`), the bytes of the file if
no path is given, then lines that list pages to read. On stdout, one line of JSON each: the number of pages
and whether the file was repaired, or why it cannot be opened; then every requested page. A worker that is
asked for the metadata includes them in its first line. Imports nothing heavy, since users wait for its start.
"""

from __future__ import annotations

import io
import json
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO, Literal

from longdoc.documents.pdf.layout import layout_of
from longdoc.documents.pdf.page_text import TooBig
from longdoc.documents.pdf.pdfium import PageContent, PdfiumFile
from longdoc.documents.pdf.places import packed_places
from longdoc.documents.pdf.repair import repaired
from longdoc.documents.pdf.words import WrongPassword
from longdoc.documents.process import end_with_parent, limit_memory

__all__ = ["NoPages", "Task", "main"]


class NoPages(Exception):
    """The file can be opened but has no pages."""


@dataclass(frozen=True, slots=True)
class Task:
    """The parent's request in the first line."""

    path: str | None  # None: `size_bytes` bytes follow
    size_bytes: int
    password: str | None
    memory_bytes: int
    max_stream_bytes: int  # of what pypdf may unpack at a time
    asks: Literal["pages", "about", "pictures"] = "pages"
    hidden_layers: tuple[str, ...] = ()  # switched off: their text is not read


def main() -> None:
    """Serve one parent until it closes stdin."""
    requests = sys.stdin.buffer
    # Keep what libraries print out of the answers to the parent.
    answers = os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    task = Task(**json.loads(requests.readline()))
    end_with_parent()
    limit_memory(task.memory_bytes, may_write=False)
    with Path(task.path).open("rb") if task.path else io.BytesIO(requests.read(task.size_bytes)) as file:
        (_tell_about if task.asks == "about" else _serve)(task, file, requests, answers)


def _tell_about(task: Task, file: BinaryIO, requests: BinaryIO, answers: BinaryIO) -> None:
    from longdoc.documents.pdf.about import about

    try:
        _answer(answers, {"about": asdict(about(file, task.password, task.max_stream_bytes))})
    except Exception as error:  # a damaged file can raise anything
        _answer(answers, {"error": _name(error)})
    requests.read()


def _serve(task: Task, file: BinaryIO, requests: BinaryIO, answers: BinaryIO) -> None:
    try:
        pdf, is_repaired = _open(task, file)
    except WrongPassword:
        _answer(answers, {"error": "password"})
        return
    except Exception as error:  # a damaged file can raise anything
        _answer(answers, {"error": "damaged", "detail": _name(error)})
        return
    _answer(answers, {"pages": pdf.pages, "repaired": is_repaired})
    for request in requests:
        for page in json.loads(request):
            _answer(answers, {"page": page, **_read(pdf, page, by_picture=task.asks == "pictures")})


def _read(pdf: PdfiumFile, page: int, *, by_picture: bool = False) -> dict[str, Any]:
    """The fields of a page's answer."""
    try:
        content, confidence = _recognised(pdf, page) if by_picture else (pdf.read(page), 1.0)
        layout = layout_of(content.words, content.rules, content.frame.turns % 4, content.bars)
        return {
            "lines": [line.packed() for line in layout.lines],
            "places": packed_places(layout.lines),
            "tables": [asdict(table) for table in layout.tables],
            "line_numbers": layout.line_numbers,
            "frame": asdict(content.frame),
            "unknown": round(content.unknown_share, 3),
            "outside": content.outside,
            "unseen": content.unseen,
            "covered": content.covered,
            "switched_off": content.switched_off,
            "struck_chars": content.struck_chars,
            "pictured": round(content.pictured, 3),
            "words": len(content.words),
            "confidence": round(confidence, 3),
        }
    except TooBig as error:
        return {"problem": "too many characters", "characters": error.characters}
    except MemoryError:
        return {"problem": "out of memory"}
    except Exception as error:  # a damaged page can raise anything
        return {"problem": f"damaged ({_name(error)})"}


def _recognised(pdf: PdfiumFile, page: int) -> tuple[PageContent, float]:
    from longdoc.documents.pdf.recognise import recognised

    page_object = pdf.page(page)
    try:
        return recognised(page_object)
    finally:
        page_object.close()


def _open(task: Task, file: BinaryIO) -> tuple[PdfiumFile, bool]:
    """The file, and whether it had to be repaired."""
    layers = frozenset(task.hidden_layers)
    try:
        return _with_pages(PdfiumFile(file, task.password, layers)), False
    except WrongPassword:
        raise
    except Exception:
        whole = repaired(file.read() if file.seek(0) == 0 else b"")
        if whole is None:
            raise
        return _with_pages(PdfiumFile(io.BytesIO(whole), task.password, layers)), True


def _with_pages(pdf: PdfiumFile) -> PdfiumFile:
    if not pdf.pages:
        raise NoPages
    return pdf


def _name(error: Exception) -> str:
    return type(error).__name__


def _answer(answers: BinaryIO, fields: dict[str, Any]) -> None:
    answers.write(json.dumps(fields, separators=(",", ":")).encode("ascii") + b"\n")
    answers.flush()


if __name__ == "__main__":
    main()
