"""Opens the next document on a thread while the network reads the current one.

Extracting the text of a file mostly occupies one core or another process, while the network would be idle. A
short document keeps only one core busy in the network, so two of them are read at once. At most one document
is prefetched.
"""

from __future__ import annotations

from concurrent.futures import Future, wait
from threading import Thread
from typing import TYPE_CHECKING

from longdoc.documents.limits import Limits
from longdoc.documents.source import Progress

if TYPE_CHECKING:
    from longdoc.documents.types import Document
    from longdoc.network.types import Network
    from longdoc.reading.types import Reading

__all__ = ["Opening"]

SHORT_CHARS = 20_000  # a longer document keeps all cores busy by itself
STEP_S = 0.1  # between two progress reports


class Opening:
    """A file that is being opened on a thread, after the one before it if there is one.

    The thread is a daemon: a program that exits early does not wait for it.

    Args:
        model: also reads the document if it is short.
    """

    def __init__(
        self,
        source: str,
        model: Network | None = None,
        after: Opening | None = None,
        limits: Limits | None = None,
    ) -> None:
        self._source, self._model, self._limits = source, model, limits or Limits()
        self._document: Future[Document] = Future()
        self._reading: Future[Reading | None] = Future()
        self._reached: tuple[str, int, int] | None = None
        Thread(target=self._open, args=(after,), daemon=True).start()

    def document(self, progress: Progress | None = None) -> Document:
        """Wait for the document.

        Args:
            progress: called on the waiting thread with the step, the pages done and their total.

        Raises:
            DocumentError: it cannot be read.
        """
        while progress and not wait([self._document], STEP_S).done:
            if self._reached:
                progress(*self._reached)
        return self._document.result()

    def reading(self, document: Document, model: Network) -> Reading | None:
        """Wait for the Reading by this model; None if it was not prefetched."""
        if model is not self._model or self._document.exception() or self._document.result() is not document:
            return None
        return self._reading.result()

    def _open(self, after: Opening | None) -> None:
        if after is not None:
            wait([after._document])
        try:
            from longdoc.documents.open import open_document

            document = open_document(self._source, limits=self._limits, progress=self._reach)
            self._document.set_result(document)
        except BaseException as error:  # raised again in `document`
            self._document.set_exception(error)
            return
        try:
            self._reading.set_result(self._read(document))
        except BaseException as error:  # raised again in `reading`
            self._reading.set_exception(error)

    def _read(self, document: Document) -> Reading | None:
        if self._model is None or len(document.text) > SHORT_CHARS:
            return None
        from longdoc.reading.reader import read_document

        return read_document(document, self._model)

    def _reach(self, step: str, done: int, total: int) -> None:
        self._reached = step, done, total
