"""Saves and loads a model folder: config.json, tokenizer.json, model.safetensors.

On disk, matrices are int8 with one scale per row, and vectors are fp16; they are unpacked on loading.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file, save_file
from torch import Tensor

from longdoc.errors import ModelError
from longdoc.network.config import NetworkConfig
from longdoc.network.quantization import RANGE, SCALE
from longdoc.network.tokenizer import Tokenizer
from longdoc.network.torch.bf16_layer import pack_layers
from longdoc.network.torch.bf16_linear import packed_products_exist
from longdoc.network.torch.device import integers_are_fast, pick_device, reading_dtype
from longdoc.network.torch.int8_layer import quantize_layers
from longdoc.network.torch.model import Model
from longdoc.network.torch.skip_init import SkipInit
from longdoc.paths import require_model

__all__ = ["load_model", "model_over", "pack", "save_model", "stored_ranges", "tiny_model", "unpack"]


def load_model(folder: Path, device: str = "auto", dtype: torch.dtype | None = None) -> Model:
    """Load the model in a folder.

    Args:
        dtype: dtype of the weights. None chooses the fastest, and on CPUs the fastest matrix products (packed
            bf16 or int8), for inference only; give one to train.

    Raises:
        ModelError: the folder is missing, incomplete, or its weights do not fit its configuration.
    """
    require_model(folder)
    config = NetworkConfig.load(folder / "config.json")
    weights = folder / "model.safetensors"
    try:
        packed = load_file(weights)
        identity = hashlib.sha256(weights.read_bytes()).hexdigest()
    except (OSError, SafetensorError) as error:
        raise ModelError(f"{weights}: cannot be read ({error})") from error
    tokenizer = Tokenizer.load(folder / "tokenizer.json", config.vocabulary)
    with torch.device("meta"), SkipInit():
        model = Model(config, tokenizer, identity)
    model.folder = folder
    where = pick_device(device)
    number = dtype or reading_dtype(where)
    try:
        if dtype is None and where.type == "cpu" and number == torch.float32 and integers_are_fast():
            packed = quantize_layers(model.encoder, packed)
        state = {name: x.to(where, number) for name, x in unpack(packed).items()}
        model.load_state_dict(state, assign=True)
        if dtype is None and where.type == "cpu" and number == torch.bfloat16 and packed_products_exist():
            pack_layers(model.encoder)
    except (RuntimeError, KeyError, ValueError) as error:
        raise ModelError(f"{weights}: the weights do not fit config.json ({error})") from error
    return model.requires_grad_(False).eval()


def save_model(model: Model, folder: Path, ranges: Mapping[str, Tensor] | None = None) -> None:
    """Write configuration, tokenizer and packed weights; the weights are replaced atomically.

    Args:
        ranges: input ranges of int8 products, as measured by `input_ranges.measured_ranges`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    model.config.save(folder / "config.json")
    model.tokenizer.save(folder / "tokenizer.json")
    part = folder / "model.safetensors.part"
    save_file({**pack(model.state_dict()), **(ranges or {})}, part, metadata={"format": "pt"})
    part.replace(folder / "model.safetensors")


def stored_ranges(folder: Path) -> dict[str, Tensor]:
    """The input ranges of int8 products in a model folder, by tensor name; empty if none were measured."""
    with safe_open(folder / "model.safetensors", "pt") as file:
        return {name: file.get_tensor(name) for name in file.keys() if name.endswith(RANGE)}  # noqa: SIM118


def pack(state: dict[str, Tensor]) -> dict[str, Tensor]:
    """The tensors as stored on disk: matrices in int8 with a scale per row, the rest in fp16."""
    packed: dict[str, Tensor] = {}
    for name, x in state.items():
        x = x.detach().float().cpu()
        if x.dim() == 2 and x.shape[0] > 2:
            scale_R1 = (x.abs().amax(1, keepdim=True) / 127).clamp_min(1e-12)
            packed[name] = (x / scale_R1).round().to(torch.int8)
            packed[name + SCALE] = scale_R1.squeeze(1)
        else:
            packed[name] = x.half()
    return packed


def unpack(packed: dict[str, Tensor]) -> dict[str, Tensor]:
    """The inverse of `pack`, up to rounding, in fp32; without input ranges."""
    return {
        name: x.float() * packed[name + SCALE][:, None] if x.dtype == torch.int8 else x.float()
        for name, x in packed.items()
        if not name.endswith((SCALE, RANGE))
    }


def tiny_model(seed: int = 0, **shape: int) -> Model:
    """A small random model whose vocabulary is single characters, for tests and dry runs."""
    signs = [chr(code) for code in range(33, 127) if not chr(code).isupper()]
    return model_over([*signs, *(f"##{sign}" for sign in signs)], f"tiny-{seed}", seed, **shape)


def model_over(pieces: Iterable[str], name: str, seed: int, **shape: int) -> Model:
    """A small random model with these word pieces and the special ones in its vocabulary.

    Args:
        name: stands in for the SHA-256 of the weights.
        shape: hyperparameters, as in `NetworkConfig`.
    """
    from tokenizers import Tokenizer as FastTokenizer
    from tokenizers import models, normalizers, pre_tokenizers

    known = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *pieces]
    fast = FastTokenizer(models.WordPiece({p: i for i, p in enumerate(known)}, unk_token="[UNK]"))
    fast.normalizer = normalizers.BertNormalizer(lowercase=True)
    fast.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    plain = {
        "width": 32,
        "layers": 2,
        "heads": 4,
        "feed_forward": 64,
        "chunk_tokens": 16,
        "halo_tokens": 8,
        "positions": 64,
    }
    torch.manual_seed(seed)
    config = NetworkConfig(**{**plain, "vocabulary": len(known), **shape})  # type: ignore[arg-type]
    return Model(config, Tokenizer(fast), name).eval()
