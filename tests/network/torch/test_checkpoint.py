"""Saving and loading: what comes back is what went in, and a wrong folder is named."""

from pathlib import Path

import pytest
import torch

from longdoc.errors import ModelError
from longdoc.network.torch.checkpoint import load_model, pack, save_model, tiny_model, unpack


def test_round_trip_keeps_the_weights_to_half_a_step_of_int8(tmp_path: Path) -> None:
    model = tiny_model()
    save_model(model, tmp_path)
    again = load_model(tmp_path, "cpu", torch.float32)
    for name, x in model.state_dict().items():
        step = x.abs().amax(-1, keepdim=True) / 127 if x.dim() == 2 else torch.tensor(2e-3)
        assert ((again.state_dict()[name] - x).abs() <= step * 0.51 + 1e-3 * x.abs()).all(), name
    assert len(again.sha256) == 64


def test_packing_twice_changes_nothing_more() -> None:
    once = unpack(pack(tiny_model().state_dict()))
    twice = unpack(pack(once))
    for name, x in once.items():
        torch.testing.assert_close(twice[name], x, atol=1e-6, rtol=1e-5)


@pytest.mark.parametrize("missing", ["config.json", "tokenizer.json", "model.safetensors"])
def test_an_incomplete_folder_is_a_model_error(tmp_path: Path, missing: str) -> None:
    save_model(tiny_model(), tmp_path)
    (tmp_path / missing).unlink()
    with pytest.raises(ModelError, match=missing):
        load_model(tmp_path, "cpu")


def test_weights_of_another_shape_are_a_model_error(tmp_path: Path) -> None:
    save_model(tiny_model(), tmp_path)
    tiny_model(width=64).config.save(tmp_path / "config.json")
    with pytest.raises(ModelError, match="do not fit"):
        load_model(tmp_path, "cpu")


def test_garbage_weights_are_a_model_error(tmp_path: Path) -> None:
    save_model(tiny_model(), tmp_path)
    (tmp_path / "model.safetensors").write_bytes(b"\x80\x04not safetensors")
    with pytest.raises(ModelError, match="cannot be read"):
        load_model(tmp_path, "cpu")
