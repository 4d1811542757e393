"""One reader on two backends: torch on an accelerator, native for a few passages before it has started."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import numpy as np

from longdoc.network.reader.native import NativeReader
from longdoc.network.reader.types import Progress, Reader, ReaderScores

__all__ = ["HybridReader"]

BRIEF_TOKENS = 8_192  # of all rows in one call, up to which torch is not worth its import


class HybridReader:
    """A `Reader`. The backend depends on the call alone, so the same call gives the same result."""

    def __init__(self, native: NativeReader) -> None:
        self.native, self.config = native, native.config
        self.folder: Path | None = native.folder

    @property
    def sha256(self) -> str:
        """As `Reader` says."""
        return self.native.sha256

    @property
    def weights(self) -> int:
        """As `Reader` says."""
        return self.native.weights

    @cached_property
    def thorough(self) -> Reader:
        """torch's, loaded when first needed; the native one where torch finds no accelerator."""
        from longdoc.network.reader.torch_reader import TorchReader
        from longdoc.network.torch.device import pick_device

        if pick_device().type == "cpu":
            return self.native
        assert self.folder is not None
        return TorchReader.load(self.folder)

    def read(
        self,
        questions: list[list[int]],
        contexts: list[list[int]],
        passages: list[np.ndarray],
        progress: Progress | None = None,
    ) -> ReaderScores:
        """As `Reader` says."""
        tokens = sum(len(x) for part in (questions, contexts, passages) for x in part)
        reader: Reader = self.native if tokens <= BRIEF_TOKENS else self.thorough
        return reader.read(questions, contexts, passages, progress)
