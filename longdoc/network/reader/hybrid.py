"""One reader on two backends: torch on an accelerator, native for a few passages before it has started."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import numpy as np

from longdoc.network.reader.native import NativeReader
from longdoc.network.reader.types import Progress, Reader, ReaderScores

__all__ = ["HybridReader"]

NATIVE_TOKENS = 8_192  # up to so many tokens in one call, importing torch does not pay


class HybridReader:
    """A `Reader`. The backend depends only on the call, so that equal calls give equal results."""

    def __init__(self, native: NativeReader) -> None:
        self.native, self.config = native, native.config
        self.folder: Path | None = native.folder

    @property
    def sha256(self) -> str:
        """As in `Reader`."""
        return self.native.sha256

    @property
    def weights(self) -> int:
        """As in `Reader`."""
        return self.native.weights

    @cached_property
    def torch_reader(self) -> Reader:
        """The reader in torch, loaded on first use; the native one if torch finds no accelerator."""
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
        """As in `Reader`."""
        tokens = sum(len(x) for part in (questions, contexts, passages) for x in part)
        reader: Reader = self.native if tokens <= NATIVE_TOKENS else self.torch_reader
        return reader.read(questions, contexts, passages, progress)
