"""The inputs of a command: documents, and questions from a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from longdoc.cli import messages
from longdoc.cli.terminal import one_line, source_name
from longdoc.errors import DocumentError, DocumentFault, DocumentLimit, LongDocError, UsageError

if TYPE_CHECKING:
    from longdoc.documents.find import Selection
    from longdoc.documents.types import Document
    from longdoc.reading.coverage import Coverage

__all__ = [
    "Sources", "checked_question", "is_document", "read_questions", "tell_coverage", "tell_languages",
    "tell_notices",
]  # fmt: skip


T = TypeVar("T")


class Sources:
    """The files behind paths, folders and patterns; missing ones are reported without stopping the run.

    They are looked for once, when they are first counted or iterated over. `failed` is set as soon as one of
    them cannot be read.

    Args:
        missed: called with each path behind which something cannot be found or searched, and the reason.
    """

    def __init__(
        self,
        paths: Sequence[str],
        selection: Selection | None = None,
        missed: Callable[[str, DocumentError], None] | None = None,
    ) -> None:
        if list(paths).count("-") > 1:
            raise UsageError("standard input (-) can be given only once")
        self._paths = paths
        self._selection = selection
        self._missed = missed
        self.failed = False

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    @cached_property
    def _found(self) -> tuple[str, ...]:
        from longdoc.documents.find import Selection, same_spelling, search

        selection = self._selection or Selection()
        sources: dict[str, str] = {}
        for path in self._paths:
            try:
                found = search(path, selection)
            except DocumentError as error:
                self._miss(path, error)
                continue
            except Exception as error:
                self._miss(path, DocumentFault.of(source_name(path), error), error)
                continue
            for notice in found.notices:
                messages.note(notice)
            for failure in found.failures:
                self._miss(path, failure)
            for source in found.documents:
                sources.setdefault(source if source == "-" else same_spelling(source), source)
        return tuple(sources.values())

    def _miss(self, path: str, error: DocumentError, cause: BaseException | None = None) -> None:
        self.tell(error, cause)
        if self._missed is not None:
            self._missed(path, error)

    def attempt(self, source: str, work: Callable[[], T]) -> T | None:
        """The result of `work` on one document; None if it fails, which is reported."""
        try:
            return work()
        except DocumentError as error:
            self.tell(error)
        except LongDocError:
            raise
        except MemoryError as error:
            self.tell(DocumentLimit(f"{source_name(source)}: not enough memory"), error)
        except Exception as error:
            self.tell(DocumentFault.of(source_name(source), error), error)
        return None

    def tell(self, error: DocumentError, cause: BaseException | None = None) -> None:
        """Report that a document could not be read, and set `failed`."""
        messages.complain(str(error), cause or error)
        self.failed = True


def checked_question(question: str, what: str = "the question") -> str:
    """The question with invalid UTF-8 replaced, cut to the maximum length with a note.

    Where the locale is not UTF-8, its bytes come as surrogates, and are UTF-8 nevertheless.
    """
    from longdoc.api.questions import MAX_QUESTION_CHARS

    try:
        question = question.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    except UnicodeEncodeError:  # half a character, from JSON
        question = question.encode("utf-8", "replace").decode()
    if len(question) > MAX_QUESTION_CHARS:
        messages.note(
            f"{what} has {len(question):,} characters; only the first {MAX_QUESTION_CHARS:,} are used"
        )
    return question[:MAX_QUESTION_CHARS]


def is_document(word: str) -> bool:
    """Whether a file of that name exists; a question can be too long for a file name."""
    with suppress(OSError, ValueError):
        return Path(word).exists()
    return False


def read_questions(file: str) -> list[str]:
    """The questions in a file, one per line; blank lines and lines that begin with "#" are skipped.

    "-" is standard input.

    Raises:
        UsageError: it cannot be read or holds none.
    """
    from longdoc.documents.source import list_text, read_list

    try:
        text = list_text(read_list(file, "--questions"))
    except UnicodeDecodeError as error:
        raise UsageError(f"--questions {file}: is not UTF-8 (byte {error.start})") from error
    lines = (line.strip() for line in text.splitlines())
    questions = [line for line in lines if line and not line.startswith("#")]
    if not questions:
        raise UsageError(f"--questions {file}: contains no question; write one per line")
    return [checked_question(question) for question in questions]


def tell_notices(document: Document) -> None:
    """Report what was lost or repaired on opening a document: pages without text, guessed encodings."""
    for notice in document.notices:
        messages.note(f"{source_name(document.source)}: {notice}")


def tell_languages(document: Document, questions: Sequence[str]) -> None:
    """Report it if the model was not trained on the language of a document, or of a question about it."""
    from longdoc.tasks.languages import asked_in_other_language, untrained_language

    name = source_name(document.source)
    if language := untrained_language(document.text):
        messages.note(
            f"{name}: in {language}; the model was trained on English and Chinese, "
            "so answers may be missing or wrong"
        )
        return
    for question in questions:
        if language := untrained_language(question):
            messages.note(
                f"the question is in {language}; the model was trained on English and Chinese: "
                f"{one_line(question)}"
            )
            return
        if pair := asked_in_other_language(question, document):
            messages.note(
                f"{name}: in {pair[1]}, and the question in {pair[0]}; "
                f"ask in {pair[1]}, as answers to others are mostly missed"
            )
            return


def tell_coverage(source: str, coverage: Coverage) -> None:
    """Report it if not every token was read."""
    if coverage.tokens_read < coverage.tokens:
        messages.note(
            f"{source_name(source)}: {coverage.tokens_read:,} of {coverage.tokens:,} tokens were read"
        )
