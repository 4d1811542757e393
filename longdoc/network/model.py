"""The whole model: encoder, heads and tokenizer, with the few calls that the rest of longdoc makes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from longdoc.network.config import NetworkConfig
from longdoc.network.encoder import Encoder
from longdoc.network.heads import EmbedHead, LanguageHead, SalienceHead, SpanHead
from longdoc.network.integers import IntegerFeedForward, IntegerLinear
from longdoc.network.tiles import TiledFeedForward, TiledLinear
from longdoc.network.tokenizer import Tokenizer

__all__ = ["Model", "SpanScores"]

BATCH_TOKENS = 4_096  # of question and passage in one call of the network: on a CPU these fit its cache …
BATCH_TOKENS_GPU = 65_536  # … and a GPU wants more to do
QUESTION_TOKENS = 96  # the reader's longest question; the caller says so where it cuts


@dataclass(frozen=True, slots=True)
class SpanScores:
    """What the reader thinks of P pairs: float32 [P, L] starts and ends (-inf on padding), [P] no answer."""

    start_PL: np.ndarray
    end_PL: np.ndarray
    absent_P: np.ndarray


class Model(nn.Module):
    """A long-context reader. `sha256` names its weights; what was read with others is read anew."""

    def __init__(self, config: NetworkConfig, tokenizer: Tokenizer, sha256: str = "") -> None:
        super().__init__()
        self.config = config
        self.tokenizer = tokenizer
        self.sha256 = sha256
        self.folder: Path | None = None  # where it was loaded from
        self.encoder = Encoder(config)
        self.span = SpanHead(config)
        self.salience = SalienceHead(config)
        self.embed = EmbedHead(config)
        self.language = LanguageHead(config)

    @property
    def device(self) -> torch.device:
        """Where the weights are."""
        return self.encoder.pieces.weight.device

    @property
    def dtype(self) -> torch.dtype:
        """The number format of the weights."""
        return self.encoder.pieces.weight.dtype

    @property
    def weights(self) -> int:
        """How many numbers it has learned."""
        swift = IntegerLinear | IntegerFeedForward | TiledLinear | TiledFeedForward
        layers = self.encoder.stack
        parts = [
            part for one in layers for part in (*one.children(), *(one.memory or nn.Module()).children())
        ]
        packed = sum(part.weights for part in parts if isinstance(part, swift))
        return packed + sum(weight.numel() for weight in self.parameters())

    @torch.inference_mode()
    def read_spans(self, questions: list[list[int]], passages: list[np.ndarray]) -> SpanScores:
        """Read each passage with the question beside it.

        Args:
            questions: token ids of P questions, without special tokens.
            passages: token ids of P passages; a question and its passage go through one window.
        """
        pairs = [self._pair(q, p) for q, p in zip(questions, passages, strict=True)]
        width = max((len(p) for p in passages), default=0)
        start_PL = np.full((len(pairs), width), -np.inf, np.float32)
        end_PL = start_PL.copy()
        absent_P = np.zeros(len(pairs), np.float32)
        most = BATCH_TOKENS if self.device.type == "cpu" else BATCH_TOKENS_GPU
        for rows in _batches([len(pair) for pair, _ in pairs], most):
            ids_BT, real_BT = self._padded([pairs[row][0] for row in rows])
            start_BT, end_BT, absent_B = (x.cpu().numpy() for x in self.span(self._dense(ids_BT, real_BT)))
            for at, row in enumerate(rows):
                first, length = pairs[row][1], len(passages[row])
                start_PL[row, :length] = start_BT[at, first : first + length]
                end_PL[row, :length] = end_BT[at, first : first + length]
                absent_P[row] = absent_B[at]
        return SpanScores(start_PL, end_PL, absent_P)

    @torch.inference_mode()
    def embed_query(self, text: str) -> np.ndarray:
        """Search vectors of a question's tokens: float32 [Q, V], each of length 1."""
        ids, _ = self._pair(self.tokenizer.encode(text).ids.tolist(), None)
        return self.embed(self._dense(*self._padded([ids])))[0, 1:-1].cpu().numpy()

    @torch.inference_mode()
    def embed_sentence(self, text: str) -> np.ndarray:
        """Mean state of a sentence: float32 [E] of length 1, comparable to a Reading's sentences."""
        ids, _ = self._pair(self.tokenizer.encode(text).ids.tolist(), None)
        mean_E = self._dense(*self._padded([ids]))[0, 1:-1].float().mean(0)
        return torch.nn.functional.normalize(mean_E, dim=0).cpu().numpy()

    def _pair(self, question: list[int], passage: np.ndarray | None) -> tuple[list[int], int]:
        """[CLS] question [SEP] passage [SEP], and where the passage begins."""
        head = [self.tokenizer.cls, *question[:QUESTION_TOKENS], self.tokenizer.sep]
        if passage is None:
            return head, len(head)
        return [*head, *passage.tolist(), self.tokenizer.sep], len(head)

    def _padded(self, rows: list[list[int]]) -> tuple[Tensor, Tensor | None]:
        width = max(len(row) for row in rows)
        ids_BT = torch.full((len(rows), width), self.tokenizer.pad)
        for at, row in enumerate(rows):
            ids_BT[at, : len(row)] = torch.tensor(row)
        if all(len(row) == width for row in rows):
            return ids_BT.to(self.device), None
        lengths = torch.tensor([len(row) for row in rows])
        return ids_BT.to(self.device), (torch.arange(width) < lengths[:, None]).to(self.device)

    def _dense(self, ids_BT: Tensor, real_BT: Tensor | None) -> Tensor:
        states: Tensor = self.encoder.forward_dense(ids_BT, real_BT)
        return states


def _batches(lengths: list[int], most_tokens: int) -> list[list[int]]:
    """Row numbers grouped so that rows of like length go together, under a bound on padded tokens."""
    groups: list[list[int]] = []
    for row in sorted(range(len(lengths)), key=lengths.__getitem__):
        if groups and (len(groups[-1]) + 1) * lengths[row] <= most_tokens:
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups
