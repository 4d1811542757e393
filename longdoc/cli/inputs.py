"""Which documents a command is given, and questions from a file."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from longdoc.cli import messages
from longdoc.cli.terminal import source_name
from longdoc.errors import DocumentError, UsageError

if TYPE_CHECKING:
    from longdoc.documents.types import Document
    from longdoc.reading.coverage import Coverage

__all__ = ["Sources", "read_questions", "tell_coverage", "tell_notices"]


class Sources:
    """The files behind paths, folders and patterns; what cannot be found is told, and the rest goes on.

    `failed` is set by whoever finds that one of them could not be read.
    """

    def __init__(self, paths: Sequence[str], recursive: bool = False) -> None:
        if list(paths).count("-") > 1:
            raise UsageError("standard input (-) can be given only once")
        self._paths = paths
        self._recursive = recursive
        self.failed = False

    def __iter__(self) -> Iterator[str]:
        from longdoc.documents.find import find_documents

        seen: set[str] = set()
        for path in self._paths:
            try:
                found = find_documents([path], recursive=self._recursive)
            except DocumentError as error:
                self.tell(error)
                continue
            for source in found:
                if source not in seen:
                    seen.add(source)
                    yield source

    def tell(self, error: DocumentError) -> None:
        """One of them could not be read: say so and remember it."""
        messages.complain(str(error), error)
        self.failed = True


def read_questions(file: str) -> list[str]:
    """The questions in a file, one a line; "-" is standard input.

    Raises:
        UsageError: it cannot be read or holds none.
    """
    try:
        raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        text = raw.decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"--questions {file}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"--questions {file}: is not UTF-8 (byte {error.start})") from error
    questions = [line.strip() for line in text.splitlines() if line.strip()]
    if not questions:
        raise UsageError(f"--questions {file}: holds no question; it takes one a line")
    return questions


def tell_notices(document: Document) -> None:
    """What was lost or repaired on opening: pages without text, guessed encodings."""
    for notice in document.notices:
        messages.note(f"{source_name(document.source)}: {notice}")


def tell_coverage(source: str, coverage: Coverage) -> None:
    """Say where not everything was read."""
    if coverage.tokens_read < coverage.tokens:
        messages.note(
            f"{source_name(source)}: {coverage.tokens_read:,} of {coverage.tokens:,} tokens were read"
        )
