"""One model on two backends, for devices on which torch is faster once it is loaded.

That is on accelerators, and on CPUs that torch has faster products for. But torch takes a second or two to be
imported, and an accelerator has to be started. Questions to a document that was read before are answered in
that time natively; whole documents, and many questions at once, are worth it.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from longdoc.network.native.kernels import torch_multiplies_faster
from longdoc.network.native.model import NativeModel
from longdoc.network.scores import DocumentPass, SpanScores
from longdoc.network.types import Progress
from longdoc.network.with_reader import WithReader

if TYPE_CHECKING:
    from longdoc.network.types import Network

__all__ = ["HybridModel"]

BRIEF_TOKENS = 16_384  # of questions and passages in one call, up to which torch is not worth its import


class HybridModel(WithReader):
    """A `Network`. The backend depends on the call alone, so the same call gives the same result."""

    def __init__(self, native: NativeModel, device: str) -> None:
        self.native, self._device = native, device
        self.config, self.tokenizer = native.config, native.tokenizer
        self.sha256, self.folder, self.weights = native.sha256, native.folder, native.weights

    @cached_property
    def thorough(self) -> Network:
        """torch's model, loaded when first needed; the native one where torch finds no accelerator."""
        from longdoc.network.torch.checkpoint import load_model
        from longdoc.network.torch.device import pick_device

        if pick_device(self._device).type == "cpu" and not torch_multiplies_faster():
            return self.native
        assert self.folder is not None
        return load_model(self.folder, self._device)

    def prepare(self) -> None:
        """As `Network` says: torch, where it reads documents, in this thread."""
        self.thorough.prepare()

    def read_spans(self, questions: list[list[int]], passages: list[np.ndarray]) -> SpanScores:
        """As `Network` says."""
        tokens = sum(map(len, questions)) + sum(map(len, passages))
        model = self.native if tokens <= BRIEF_TOKENS else self.thorough
        return model.read_spans(questions, passages)

    def embed_query(self, text: str) -> np.ndarray:
        """As `Network` says; natively."""
        return self.native.embed_query(text)

    def embed_sentence(self, text: str) -> np.ndarray:
        """As `Network` says; natively."""
        return self.native.embed_sentence(text)

    def read_tokens(
        self, ids_T: np.ndarray, sentences_M2: np.ndarray, progress: Progress | None = None
    ) -> DocumentPass:
        """As `Network` says; by torch, where an accelerator or this CPU is faster so."""
        return self.thorough.read_tokens(ids_T, sentences_M2, progress)
