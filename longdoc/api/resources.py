"""The resources of a LongDoc, opened on first use: model, library, and cache."""

from __future__ import annotations

import logging
from contextlib import AbstractContextManager
from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Self

from longdoc.errors import LibraryNotWritable, UsageError
from longdoc.network.with_reader import READER_CHOICES
from longdoc.paths import library_folder, model_folder

if TYPE_CHECKING:
    from longdoc.documents.ocr.choice import OcrChoice
    from longdoc.library.cache import Cache, Progress
    from longdoc.library.store import Library
    from longdoc.network.types import Network
    from longdoc.network.with_reader import ReaderChoice

__all__ = ["Resources"]

log = logging.getLogger("longdoc")


class Resources(AbstractContextManager["Resources"]):
    """Model, library and cache, opened on first use and closed by `close`; arguments as in `LongDoc`."""

    def __init__(
        self,
        library: str | Path | None = None,
        *,
        model: str | Path | Network | None = None,
        device: str = "auto",
        reader: ReaderChoice = "auto",
        cache: bool = True,
        progress: Progress | None = None,
        timeout_seconds: float | None = None,
        max_memory_bytes: int | None = None,
        ocr: OcrChoice | None = None,
    ) -> None:
        _check(reader, timeout_seconds, max_memory_bytes)
        self._lock = RLock()  # held while a shared resource is opened
        self._library_given = library
        self._model_given = model
        self._device = device
        self._reader_choice = reader
        self._use_library = cache
        self._progress = progress
        self._budget = timeout_seconds, max_memory_bytes
        self._ocr = ocr

    def close(self) -> None:
        """Close the library."""
        cache: Cache | None = self.__dict__.pop("_opened_cache", None)
        if cache:
            cache.close()

    def __exit__(self, *exception: object) -> None:
        self.close()

    def __enter__(self) -> Self:
        return self

    @property
    def model(self) -> Network:
        """The network, loaded on first use."""
        with self._lock:
            return self._model

    @cached_property
    def _model(self) -> Network:
        if self._progress:
            self._progress("model", 0, 1)
        from longdoc.network.load import load_network

        if not (self._model_given is None or isinstance(self._model_given, str | Path)):
            return self._model_given
        model = load_network(model_folder(self._model_given), self._device, self._reader_choice)
        if self._progress:
            self._progress("model", 1, 1)
        return model

    @property
    def library(self) -> Library:
        """The library.

        Raises:
            UsageError: this LongDoc was created with `cache=False`.
            LibraryError: the library cannot be opened or created.
        """
        if not self._use_library:
            raise UsageError("the library is disabled by cache=False (--no-cache)")
        with self._lock:
            if "_opened_cache" not in self.__dict__:
                self._opened_cache = self._cache_of(self._open_library())
        return self._cache.library or self._open_library()

    def _existing_library(self) -> Library:
        from longdoc.library.store import Library

        if self._use_library:
            Library.require(library_folder(self._library_given))
        return self.library

    @property
    def _cache(self) -> Cache:
        with self._lock:
            return self._opened_cache

    @cached_property
    def _opened_cache(self) -> Cache:
        library = None
        if self._use_library:
            try:
                library = self._open_library()
            except LibraryNotWritable as error:
                log.warning("%s; nothing will be stored", error)
        return self._cache_of(library)

    def _cache_of(self, library: Library | None) -> Cache:
        from longdoc.documents.limits import Limits
        from longdoc.documents.ocr.choice import chosen
        from longdoc.library.cache import Cache

        seconds, memory_bytes = self._budget
        limits = Limits(file_seconds=seconds, max_memory_bytes=memory_bytes, ocr=chosen(self._ocr))
        return Cache(library, self._progress, limits)

    def _open_library(self) -> Library:
        from longdoc.library.store import Library

        return Library(library_folder(self._library_given))


def _check(reader: str, timeout_seconds: float | None, max_memory_bytes: int | None) -> None:
    """Raise UsageError for a choice or a limit that there is not."""
    if reader not in READER_CHOICES:
        raise UsageError(f"reader is {reader!r}; give one of {', '.join(READER_CHOICES)}")
    if timeout_seconds is not None and not timeout_seconds > 0:
        raise UsageError(f"timeout_seconds is {timeout_seconds}; give more than 0")
    if max_memory_bytes is not None and max_memory_bytes <= 0:
        raise UsageError(f"max_memory_bytes is {max_memory_bytes}; give more than 0")
