"""Caches the tokens of texts by content, in memory-mapped files.

One `.npy` file holds the tokens of a list of texts, int32 [T, 3]: id, start and end character. Its name is
the sha256 of the texts and the tokenizer, so that stale entries are never read.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import IO

import numpy as np

from longdoc.network.tokenizer import Tokenizer, Tokens

__all__ = ["TokenCache", "cache_array", "cache_file", "cached_array", "token_ranges"]


class TokenCache:
    """Encodes texts with one tokenizer and caches the tokens in a folder; None caches nothing."""

    def __init__(self, tokenizer: Tokenizer, folder: Path | None = None) -> None:
        self.tokenizer, self.folder = tokenizer, folder

    @cached_property
    def identity(self) -> bytes:
        """A digest of the tokenizer."""
        return hashlib.sha256(self.tokenizer.fast.to_str().encode()).digest()

    def key(self, *texts: str, about: str = "tokens") -> str:
        """The cache key of a result computed from these texts.

        Args:
            about: which result it is.
        """
        digest = hashlib.sha256(self.identity + about.encode())
        for text in texts:
            raw = text.encode("utf-8", "surrogatepass")
            digest.update(len(raw).to_bytes(8, "little") + raw)
        return digest.hexdigest()

    def encode_all(self, texts: Sequence[str]) -> list[Tokens]:
        """The tokens of each text, from the cache if they are there."""
        key = self.key(*texts)
        table, ends = cached_array(self.folder, key), cached_array(self.folder, f"{key}.ends")
        if table is None or ends is None or len(ends) != len(texts):
            table, ends = self._encode(texts)
            cache_array(self.folder, key, table)
            cache_array(self.folder, f"{key}.ends", ends)
        starts = [0, *ends[:-1].tolist()]
        parts = (table[a:b] for a, b in zip(starts, ends.tolist(), strict=True))
        return [Tokens(part[:, 0], part[:, 1:]) for part in parts]

    def _encode(self, texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        tables = [np.zeros((0, 3), np.int32)]
        for text in texts:
            tokens = self.tokenizer.encode(text)
            tables.append(np.column_stack((tokens.ids, tokens.spans)).astype(np.int32))
        return np.concatenate(tables), np.cumsum([len(table) for table in tables[1:]], dtype=np.int64)


def cached_array(folder: Path | None, key: str) -> np.ndarray | None:
    """The cached array of a key, memory-mapped; None if there is no readable one."""
    if folder is None:
        return None
    try:
        kept: np.ndarray = np.load(folder / f"{key}.npy", mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return None
    return kept


def cache_array(folder: Path | None, key: str, array: np.ndarray) -> None:
    """Cache an array, where that is possible."""
    if folder is not None:
        cache_file(folder / f"{key}.npy", lambda file: np.save(file, array, allow_pickle=False))


def cache_file(path: Path, write: Callable[[IO[bytes]], object]) -> None:
    """Write a file of the cache atomically, even if several processes do.

    A run does without what cannot be written: the disk is full, or the user's folder is read-only.
    """
    part = path.with_suffix(f".{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            write(file)
        part.replace(path)
    except OSError:
        with suppress(OSError):
            part.unlink()


def token_ranges(tokens: Tokens, spans: Sequence[tuple[int, int]]) -> np.ndarray:
    """`Tokens.covering` for many character spans at once: half-open token ranges, int64 [A, 2]."""
    if not len(spans):
        return np.zeros((0, 2), np.int64)
    starts, ends = np.asarray(spans, np.int64).T
    first = np.searchsorted(np.ascontiguousarray(tokens.spans[:, 1]), starts, side="right")
    last = np.searchsorted(np.ascontiguousarray(tokens.spans[:, 0]), ends, side="left")
    return np.column_stack((first, np.maximum(first, last))).astype(np.int64)
