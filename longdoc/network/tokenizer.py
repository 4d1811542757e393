"""Text → word pieces with their character offsets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tokenizers import Encoding
from tokenizers import Tokenizer as FastTokenizer

from longdoc.documents.text.folding import folded
from longdoc.errors import ModelError

__all__ = ["Tokenizer", "Tokens"]

PIECE_CHARS = 8_192  # a long text goes to the tokenizer in pieces of about this size, in parallel
PIECES_AT_ONCE = 64  # bounds what the tokenizer holds of a very long text
_SURROGATE = re.compile("[\ud800-\udfff]")  # half a character: no text in Unicode holds one alone
_CUT = re.compile(r"\s|(?<=[。；，！？\n])")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one text: `ids` int32 [T], `spans` int64 [T, 2] character offsets into it."""

    ids: np.ndarray
    spans: np.ndarray

    def __len__(self) -> int:
        return len(self.ids)

    def without(self, ranges_F2: np.ndarray) -> Tokens:
        """The tokens that begin outside these character ranges, which are in order and do not overlap."""
        if not len(ranges_F2):
            return self
        before_T = np.searchsorted(ranges_F2[:, 0], self.spans[:, 0], side="right") - 1
        inside_T = (before_T >= 0) & (self.spans[:, 0] < ranges_F2[before_T, 1])
        return Tokens(self.ids[~inside_T], self.spans[~inside_T])

    def covering(self, start_chars: int, end_chars: int) -> tuple[int, int]:
        """The half-open range of tokens that overlap these characters; empty if none does."""
        first = int(np.searchsorted(self.spans[:, 1], start_chars, side="right"))
        last = int(np.searchsorted(self.spans[:, 0], end_chars, side="left"))
        return first, max(first, last)


class Tokenizer:
    """Uncased WordPiece with exact offsets (the vocabulary of BERT, with Chinese characters added)."""

    def __init__(self, fast: FastTokenizer) -> None:
        fast.no_truncation()
        fast.no_padding()
        self.fast = fast
        self.pad, self.unknown, self.cls, self.sep, self.mask = (
            self._special(piece) for piece in ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
        )

    @staticmethod
    def load(path: Path, vocabulary: int | None = None) -> Tokenizer:
        """Read `tokenizer.json`.

        Args:
            vocabulary: number of pieces in the network's embedding, which no piece id may reach.

        Raises:
            ModelError: the file is missing or invalid, or does not fit `vocabulary`.
        """
        try:
            fast = FastTokenizer.from_file(str(path))
        except Exception as error:  # the library raises bare Exception
            raise ModelError(f"{path}: no readable tokenizer ({error})") from error
        highest = max(fast.get_vocab().values(), default=0)
        if vocabulary is not None and highest >= vocabulary:
            raise ModelError(f"{path}: piece number {highest:,} is beyond the {vocabulary:,} of config.json")
        return Tokenizer(fast)

    def save(self, path: Path) -> None:
        """Write `tokenizer.json`."""
        self.fast.save(str(path))

    def __len__(self) -> int:
        return self.fast.get_vocab_size()

    def encode(self, text: str) -> Tokens:
        """The tokens of a text of any length, without special tokens; lone surrogates count as unknown."""
        text = folded(_SURROGATE.sub("\ufffd", text))
        starts = _piece_starts(text)
        ends = [*starts[1:], len(text)]
        ids, spans = [np.zeros(0, np.int32)], [np.zeros((0, 2), np.int64)]
        for first in range(0, len(starts), PIECES_AT_ONCE):
            part = slice(first, first + PIECES_AT_ONCE)
            pieces = [text[a:b] for a, b in zip(starts[part], ends[part], strict=True)]
            for start, encoding in zip(starts[part], self._encode(pieces), strict=True):
                ids.append(np.asarray(encoding.ids, dtype=np.int32))
                spans.append(np.asarray(encoding.offsets, dtype=np.int64).reshape(-1, 2) + start)
        return Tokens(np.concatenate(ids), np.concatenate(spans))

    def _encode(self, pieces: list[str]) -> list[Encoding]:
        return self.fast.encode_batch(pieces, add_special_tokens=False)

    def _special(self, piece: str) -> int:
        number = self.fast.token_to_id(piece)
        if number is None:
            raise ModelError(f"the tokenizer has no {piece} piece; this is not a longdoc model")
        return int(number)


def _piece_starts(text: str) -> list[int]:
    """Where to cut a long text without cutting words: at white space, or after Chinese punctuation."""
    starts = [0] if text else []
    while starts and len(text) - starts[-1] > PIECE_CHARS:
        cut = _CUT.search(text, starts[-1] + PIECE_CHARS)
        if cut is None or cut.end() >= len(text):
            break
        starts.append(cut.end())
    return starts
