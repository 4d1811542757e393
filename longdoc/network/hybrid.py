"""One model on two backends, for devices on which torch is faster once it is loaded.

These are accelerators, and CPUs with faster matrix products in torch. However, importing torch and starting
an accelerator take seconds. In that time, the native layers answer questions about a document that has been
read already. Whole documents, and many questions at once, go through torch.
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

NATIVE_TOKENS = 16_384  # up to so many tokens in one call, importing torch does not pay


class HybridModel(WithReader):
    """A `Network`. The backend depends only on the call, so that equal calls give equal results."""

    def __init__(self, native: NativeModel, device: str) -> None:
        self.native, self._device = native, device
        self.config, self.tokenizer = native.config, native.tokenizer
        self.sha256, self.folder, self.weights = native.sha256, native.folder, native.weights

    @cached_property
    def torch_model(self) -> Network:
        """The model in torch, loaded on first use; the native one if torch finds no accelerator."""
        from longdoc.network.torch.checkpoint import load_model
        from longdoc.network.torch.device import pick_device

        if pick_device(self._device).type == "cpu" and not torch_multiplies_faster():
            return self.native
        assert self.folder is not None
        return load_model(self.folder, self._device)

    def prepare(self) -> None:
        """As in `Network`; imports torch in this thread."""
        self.torch_model.prepare()

    def read_spans(self, questions: list[list[int]], passages: list[np.ndarray]) -> SpanScores:
        """As in `Network`."""
        tokens = sum(map(len, questions)) + sum(map(len, passages))
        model = self.native if tokens <= NATIVE_TOKENS else self.torch_model
        return model.read_spans(questions, passages)

    def embed_query(self, text: str) -> np.ndarray:
        """As in `Network`, by the native layers."""
        return self.native.embed_query(text)

    def read_tokens(
        self, ids_T: np.ndarray, sentences_M2: np.ndarray, progress: Progress | None = None
    ) -> DocumentPass:
        """As in `Network`, by torch."""
        return self.torch_model.read_tokens(ids_T, sentences_M2, progress)
