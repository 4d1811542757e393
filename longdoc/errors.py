"""Every error a user can cause, each with its exit code and one clear line.

    LongDocError                      exit 1   (never raised itself)
    ├── UsageError                    exit 2   the request is invalid
    ├── DocumentError                 exit 3   an input could not be read
    │   ├── DocumentNotFound                   no such file, or nothing in the folder
    │   ├── UnsupportedFormat                  not a kind of file that longdoc reads
    │   ├── EncryptedDocument                  a password is needed, or was wrong
    │   ├── DamagedDocument                    no page of it could be read
    │   ├── EmptyDocument                      it holds no text at all (a scan, say)
    │   ├── DocumentLimit                      over a size, page, time or nesting limit
    │   └── DocumentFault                      longdoc itself failed on it
    ├── ModelError                    exit 4   the model folder is missing or not one of ours
    ├── LibraryError                  exit 4   the library is missing, locked or damaged
    │   ├── LibraryNotWritable                 it cannot be created, or written now
    │   └── ResultsNotWritten         exit 74  the results of a run cannot be written
    └── TrainingError                 exit 4   the data, recipe or run cannot go on
        └── DataError                 exit 2   a line of training data is not what it must be

Every message says what was wrong, with what, and what to do about it.
"""

from __future__ import annotations

from typing import ClassVar

__all__ = [
    "DamagedDocument",
    "DataError",
    "DocumentError",
    "DocumentFault",
    "DocumentLimit",
    "DocumentNotFound",
    "EmptyDocument",
    "EncryptedDocument",
    "LibraryError",
    "LibraryNotWritable",
    "LongDocError",
    "ModelError",
    "ResultsNotWritten",
    "TrainingError",
    "UnsupportedFormat",
    "UsageError",
]


class LongDocError(Exception):
    """Base of all errors that longdoc raises on purpose; `str(error)` is one line for the user."""

    exit_code: ClassVar[int] = 1


class UsageError(LongDocError):
    """The request is invalid: options that exclude each other, an empty question."""

    exit_code = 2


class DocumentError(LongDocError):
    """An input could not be read; the rest of a batch goes on."""

    exit_code = 3


class DocumentNotFound(DocumentError):
    """No such file, or a folder or pattern that holds no document."""


class UnsupportedFormat(DocumentError):
    """The content is not a kind of file that longdoc reads."""


class EncryptedDocument(DocumentError):
    """The file is encrypted and no password, or a wrong one, was given."""


class DamagedDocument(DocumentError):
    """The file is broken so badly that no page of it could be read."""


class EmptyDocument(DocumentError):
    """The file was read but holds no text: empty, or pictures only."""


class DocumentLimit(DocumentError):
    """The file goes over a limit on size, pages, time or nesting."""


class DocumentFault(DocumentError):
    """longdoc itself failed on this document, which says nothing of the others."""

    @classmethod
    def of(cls, document: str, error: BaseException) -> DocumentFault:
        """What to say of an exception that nobody expected.

        Raises:
            KeyboardInterrupt, SystemExit: the exception came of one.
        """
        if behind := interruption_behind(error):
            raise behind
        detail = " ".join(str(error).split())[:200]
        told = type(error).__name__ + (f": {detail}" if detail else "")
        return cls(f"{document}: {told} (a fault in longdoc; please report it with the output of --debug)")


def interruption_behind(error: BaseException) -> KeyboardInterrupt | SystemExit | None:
    """What Ctrl-C or SIGTERM raised, if an exception was raised while that was handled.

    A thread that waits on a `Condition` when the signal arrives may raise "cannot release un-acquired lock".
    """
    seen: BaseException | None = error
    while seen is not None and not isinstance(seen, KeyboardInterrupt | SystemExit):
        seen = seen.__context__
    return seen


class ModelError(LongDocError):
    """The model folder is missing, incomplete or not one of ours."""

    exit_code = 4


class LibraryError(LongDocError):
    """The library cannot be opened, written or understood."""

    exit_code = 4


class LibraryNotWritable(LibraryError):
    """The library cannot be created, or not be written now: full disk, no permission, or a long lock."""


class ResultsNotWritten(LibraryError):
    """A file for the results of a run cannot be written; what the library holds is intact."""

    exit_code = 74  # EX_IOERR in sysexits.h


class TrainingError(LongDocError):
    """Training cannot start or go on: the recipe, the data or the loss."""

    exit_code = 4


class DataError(TrainingError):
    """A line of training data is not what it must be; the message carries file and line."""

    exit_code = 2
