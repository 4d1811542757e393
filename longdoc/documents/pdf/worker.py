"""The process in which a PDF is parsed, so that a hostile or broken file can cost no more than this process.

Run as `python -m longdoc.documents.pdf.worker`. On stdin: one line of JSON (`Task`), the bytes of the file
if no path is named, then lines that list pages to read. On stdout, a line of JSON each: what the file is,
or why it cannot be opened; then every page asked for. Imports nothing heavy: its start is a user's wait.
"""

from __future__ import annotations

import io
import json
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

from longdoc.documents.pdf.layout import lines_of
from longdoc.documents.pdf.repair import repaired
from longdoc.documents.pdf.words import Backend, Line, PageTooBig, WrongPassword

__all__ = ["Task", "main"]

MAX_PAGE_CHARACTERS = 2_000_000


class NoPages(Exception):
    """The file opens, and no page is in it."""


@dataclass(frozen=True, slots=True)
class Task:
    """What the parent asks for in the first line."""

    path: str | None  # None: `size_bytes` bytes follow
    size_bytes: int
    password: str | None
    backend: str  # "pdfium", "pypdf", or "auto": the faster of those installed that opens the file
    max_page_bytes: int
    memory_bytes: int


def main() -> None:
    """Serve one parent until it closes stdin."""
    requests = sys.stdin.buffer
    # Libraries may print what they like; only answers go to the parent.
    answers = os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    task = Task(**json.loads(requests.readline()))
    _limit_process(task.memory_bytes)
    with Path(task.path).open("rb") if task.path else io.BytesIO(requests.read(task.size_bytes)) as file:
        _serve(task, file, requests, answers)


def _serve(task: Task, file: BinaryIO, requests: BinaryIO, answers: BinaryIO) -> None:
    try:
        try:
            backend, info = _open(task, file)
        except WrongPassword:
            raise
        except Exception:
            whole = repaired(file.read() if file.seek(0) == 0 else b"")
            if whole is None:
                raise
            file = io.BytesIO(whole)
            backend, info = _open(task, file)
    except WrongPassword:
        _answer(answers, {"error": "password"})
        return
    except Exception as error:  # a damaged file can raise anything
        _answer(answers, {"error": "damaged", "detail": _name(error)})
        return
    _answer(answers, {"backend": backend.name, "info": info})
    reader = _PageReader(task, file, backend)
    for request in requests:
        for page in json.loads(request):
            _answer(answers, {"page": page, **reader.read(page)})


class _PageReader:
    """Reads pages; what PDFium gives up on is tried with pypdf."""

    def __init__(self, task: Task, file: BinaryIO, backend: Backend) -> None:
        self._task, self._file, self._backend = task, file, backend
        self._second: Backend | None = None

    def read(self, page: int) -> dict[str, Any]:
        """The fields of a page's answer."""
        try:
            return {"lines": [line.packed() for line in _lines(self._backend, page)]}
        except (PageTooBig, MemoryError) as error:
            return {"problem": "too big" if isinstance(error, PageTooBig) else "out of memory"}
        except Exception as error:  # a damaged page can raise anything
            if self._backend.name == "pypdf":
                return {"problem": f"damaged ({_name(error)})"}
        try:
            if self._second is None:
                self._second = _load("pypdf", self._task, self._file)
            return {"lines": [line.packed() for line in _lines(self._second, page)]}
        except Exception as error:
            return {"problem": f"damaged ({_name(error)})"}


def _lines(backend: Backend, page: int) -> list[Line]:
    words = []
    characters = 0
    for word in backend.words(page):
        words.append(word)
        characters += len(word.text)
        if characters > MAX_PAGE_CHARACTERS:
            raise PageTooBig
    return lines_of(words)


def _open(task: Task, file: BinaryIO) -> tuple[Backend, dict[str, Any]]:
    names = ["pdfium", "pypdf"] if task.backend == "auto" else [task.backend]
    second_best: tuple[Backend, dict[str, Any]] | None = None
    for name in names:
        try:
            backend = _load(name, task, file)
            info = backend.info()
            if info.pages and not backend.overlooks_blanks():
                return backend, asdict(info)
            if info.pages:
                second_best = backend, asdict(info)
        except WrongPassword:
            raise
        except Exception:  # the next may manage; the last one's reason is told
            if name == names[-1] and second_best is None:
                raise
    if second_best is None:
        raise NoPages
    return second_best


def _load(name: str, task: Task, file: BinaryIO) -> Backend:
    file.seek(0)
    if name == "pdfium":
        from longdoc.documents.pdf.pdfium import PdfiumBackend

        return PdfiumBackend(file, task.password, task.max_page_bytes)
    from longdoc.documents.pdf.pypdf_backend import PypdfBackend

    return PypdfBackend(file, task.password, task.max_page_bytes)


def _limit_process(memory_bytes: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has none; time is limited there by the parent, memory is not
        return
    for kind, limit in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        try:
            _, hard = resource.getrlimit(kind)
            resource.setrlimit(kind, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))
        except (OSError, ValueError):  # macOS refuses some
            continue


def _name(error: Exception) -> str:
    return type(error).__name__


def _answer(answers: BinaryIO, fields: dict[str, Any]) -> None:
    answers.write(json.dumps(fields, separators=(",", ":")).encode("ascii") + b"\n")
    answers.flush()


if __name__ == "__main__":
    main()
