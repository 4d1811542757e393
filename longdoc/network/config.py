"""The hyperparameters of the long-context network."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from longdoc.errors import ModelError
from longdoc.network.settings import read_settings

__all__ = ["NetworkConfig"]

LIMITS = {
    "vocabulary": (1, 1 << 22), "width": (1, 1 << 15), "layers": (1, 1024), "heads": (1, 1024),
    "feed_forward": (1, 1 << 18), "positions": (1, 1 << 18), "chunk_tokens": (1, 1 << 14),
    "slots": (0, 256), "rotary_base": (1, 1e12), "vector_width": (1, 1 << 14), "norm_epsilon": (0, 1),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class NetworkConfig:
    """The hyperparameters of one network, saved as `config.json` in the model folder."""

    vocabulary: int = 30_522  # pieces in the tokenizer
    width: int = 384  # E: width of a token's state
    layers: int = 6  # number of layers
    heads: int = 12  # H: attention heads; D = width / heads
    feed_forward: int = 1536  # inner width of the feed-forward network
    positions: int = 512  # learned positions; those of a document are taken modulo this
    chunk_tokens: int = 128  # C: tokens in a chunk
    halo_tokens: int = 32  # O: tokens on either side of its chunk that a token attends to as well
    slots: int = 1  # S: summary slots of a chunk in every layer; 0 switches chunk aggregation off
    window: bool = True  # False: full attention over the document (the reference in ablations)
    rotary_base: float = 10_000.0  # base of the rotary positions that slots carry, counted in chunks
    vector_width: int = 64  # V: numbers in a token's search vector
    norm_epsilon: float = 1e-12  # of every layer norm

    def __post_init__(self) -> None:
        if not 0 <= self.halo_tokens <= self.chunk_tokens:
            raise ModelError(
                f"halo_tokens is {self.halo_tokens}: must be 0 to chunk_tokens, {self.chunk_tokens}"
            )

    @property
    def head_width(self) -> int:
        """D: numbers in one attention head."""
        return self.width // self.heads

    def save(self, path: Path) -> None:
        """Write as JSON."""
        path.write_text(json.dumps({"model_type": "longdoc", **asdict(self)}, indent=1) + "\n", "utf-8")

    @staticmethod
    def load(path: Path) -> NetworkConfig:
        """Read `config.json`.

        Raises:
            ModelError: it is missing or invalid.
        """
        known = {field.name: field for field in fields(NetworkConfig)}
        config = NetworkConfig(**read_settings(path, "longdoc", known, LIMITS))
        if config.width % config.heads:
            raise ModelError(f"{path}: width {config.width} is not divisible by {config.heads} heads")
        return config
