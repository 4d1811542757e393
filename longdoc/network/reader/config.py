"""The hyperparameters of the reader."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from longdoc.errors import ModelError
from longdoc.network.settings import read_settings

__all__ = ["FOLDER", "ReaderConfig"]

FOLDER = "reader"  # inside a model folder
LIMITS = {
    "vocabulary": (4, 1 << 22), "width": (1, 1 << 15), "layers": (1, 1024), "heads": (1, 1024),
    "feed_forward": (1, 1 << 18), "tokens": (8, 1 << 16), "norm_epsilon": (0, 1), "shift": (0, 1024),
}  # fmt: skip
HEAD_WIDTHS = (8, 16, 32, 64)
LANES = 8  # numbers that the native layers multiply at once
GROUP = 32  # columns of a matrix that share a scale level; every width is a multiple of this


@dataclass(frozen=True, slots=True)
class ReaderConfig:
    """The hyperparameters of one reader, and the mapping from longdoc's vocabulary to its own.

    The defaults are those of MPNet base (Song et al. 2020).
    """

    vocabulary: int = 30_527  # pieces in the embedding
    width: int = 768  # E: width of a token's state
    layers: int = 12
    heads: int = 12  # H: attention heads; D = width / heads
    feed_forward: int = 3072  # inner width of the feed-forward part
    rank: int = 0  # of the low-rank terms that are added to matrices; 0: there are none
    ranked_layers: int = 0  # highest layers, whose matrices have such a term
    tokens: int = 512  # length of the longest row
    buckets: int = 32  # of relative positions, half of them for each direction
    farthest: int = 128  # relative positions from here on share the last bucket
    norm_epsilon: float = 1e-5  # of every layer norm
    verify_width: int = 0  # inner width of the verification head; 0: there is none
    shared_pieces: int = 30_522  # ids of longdoc's tokenizer below this are the reader's, shifted
    shift: int = 4
    cls: int = 101  # ids of longdoc's tokenizer that map to the reader's own special pieces
    pad: int = 0
    sep: int = 102
    unknown: int = 100

    def __post_init__(self) -> None:
        if self.width % GROUP or self.feed_forward % GROUP:
            raise ModelError(f"the reader's widths must be multiples of {GROUP}")
        if self.heads < 1 or self.width % self.heads or self.head_width not in HEAD_WIDTHS:
            raise ModelError(f"a head of the reader must be {', '.join(map(str, HEAD_WIDTHS))} wide")
        if self.layers < 1 or self.buckets < 4 or self.buckets % 4 or self.farthest <= self.buckets // 4:
            raise ModelError("the reader's layers, buckets or farthest distance are out of range")
        if self.rank % GROUP or self.rank > self.width or self.ranked_layers > self.layers * bool(self.rank):
            raise ModelError("the reader's low-rank terms are out of range")
        if self.verify_width % LANES:
            raise ModelError(f"verify_width must be a multiple of {LANES}")
        if max(self.cls, self.pad, self.sep, self.unknown) >= self.shared_pieces:
            raise ModelError("the reader's special pieces are not among those that it shares with longdoc's")
        if self.shared_pieces + self.shift > self.vocabulary:
            raise ModelError("the reader's vocabulary is smaller than what it shares with longdoc's")

    @property
    def head_width(self) -> int:
        """D: numbers in one attention head."""
        return self.width // self.heads

    def save(self, path: Path) -> None:
        """Write as JSON."""
        path.write_text(
            json.dumps({"model_type": "longdoc-reader", **asdict(self)}, indent=1) + "\n", "utf-8"
        )

    @staticmethod
    def load(path: Path) -> ReaderConfig:
        """Read the JSON file.

        Raises:
            ModelError: it is missing or invalid.
        """
        known = {field.name: field for field in fields(ReaderConfig)}
        return ReaderConfig(**read_settings(path, "longdoc-reader", known, LIMITS))
