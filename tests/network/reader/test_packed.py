"""Packed weights: bytes are what their codes and levels say, and rounding loses no more than it must."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from longdoc.network.reader.config import GROUP
from longdoc.network.reader.pack import config_of, main, pack, renamed, tiny_reader
from longdoc.network.reader.packed import EMBEDDING, PackedMatrix, PackedReader, is_packed
from longdoc.network.reader.rounding import nearest, with_feedback
from longdoc.network.reader.torch_reader import state_of


def _parts(rows: int, columns: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    q_NK = random.integers(-7, 8, (rows, columns)).astype(np.int8)
    levels_NG = random.integers(1, 19, (rows, columns // GROUP)).astype(np.uint8)
    return q_NK, levels_NG, random.random(rows).astype(np.float32)


@settings(deadline=None, max_examples=30)
@given(st.integers(1, 4), st.integers(1, 5), st.integers(0, 2**32 - 1))
def test_a_matrix_unpacks_to_exactly_the_bytes_that_it_was_packed_from(n: int, k: int, seed: int) -> None:
    q_NK, levels_NG, scale_N = _parts(16 * n, GROUP * k, seed)
    wanted = q_NK * np.repeat(levels_NG, GROUP, 1).astype(np.int64)
    panels, rows = (make(q_NK, levels_NG, scale_N) for make in (PackedMatrix.in_panels, PackedMatrix.in_rows))
    assert panels.unpack_int8().dtype == rows.rows_int8().dtype == np.int8
    assert np.array_equal(panels.unpack_int8(), wanted)
    assert np.array_equal(rows.rows_int8(), wanted)
    assert np.array_equal(rows.rows_int8(np.array([3, 0])), wanted[[3, 0]])
    assert np.array_equal(rows.floats(slice(None)), panels.floats())
    assert panels.codes.nbytes == rows.codes.nbytes == q_NK.size / 2


def test_rounding_is_exact_where_the_weights_are_on_its_grid() -> None:
    q_NK, levels_NG, _ = _parts(16, 64, 3)
    q_NK[:, ::GROUP], levels_NG[:, 0] = 7, 18  # the largest weight there can be
    weight_NK = torch.from_numpy(q_NK * np.repeat(levels_NG, GROUP, 1).astype(np.float32))
    q, levels, scale = nearest(weight_NK)
    made = q * levels.repeat_interleave(GROUP, 1) * scale[:, None]
    torch.testing.assert_close(made, weight_NK, rtol=0, atol=1e-4)


def _loss(weight_NK: torch.Tensor, x_TK: torch.Tensor, made: tuple[torch.Tensor, ...]) -> float:
    q, levels, scale = made
    rounded_NK = q * levels.repeat_interleave(GROUP, 1) * scale[:, None]
    return float((x_TK @ (weight_NK - rounded_NK).T).square().mean())


def test_feedback_changes_the_outputs_less_than_rounding_to_the_nearest() -> None:
    random = torch.Generator().manual_seed(1)
    weight_NK = torch.randn(48, 96, generator=random)
    x_TK = torch.randn(500, 20, generator=random) @ torch.randn(20, 96, generator=random)
    plain, fed = nearest(weight_NK), with_feedback(weight_NK, x_TK.T @ x_TK)
    assert int(fed[0].abs().max()) <= 7
    assert 1 <= int(fed[1].min()) <= int(fed[1].max()) <= 18
    assert _loss(weight_NK, x_TK, fed) < 0.5 * _loss(weight_NK, x_TK, plain)


def test_rounding_to_the_nearest_loses_a_tenth_of_normal_weights() -> None:
    weight_NK = torch.randn(32, 256, generator=torch.Generator().manual_seed(1))
    q, levels, scale = nearest(weight_NK)
    off = q * levels.repeat_interleave(GROUP, 1) * scale[:, None] - weight_NK
    assert float(off.norm() / weight_NK.norm()) < 0.095


def test_what_was_saved_comes_back(tmp_path: Path) -> None:
    model = tiny_reader(tmp_path, verify_width=32)
    packed = PackedReader(tmp_path)
    assert packed.config == model.config
    assert packed.weights == sum(x.numel() for x in model.parameters())
    for name, x in model.state_dict().items():
        if not is_packed(name):
            assert np.array_equal(packed.floats(name), x.numpy()), name
            continue
        matrix = packed.matrix(name)
        made = matrix.floats(slice(None)) if name == EMBEDDING else matrix.floats()
        assert np.linalg.norm(made - x.numpy()) < 0.1 * np.linalg.norm(x.numpy()), name


OLD_NAMES = (
    ("pieces.", "word."), ("places.", "pos."), ("distances.", "rel."), (".out.", ".o."),
    ("attention_norm.", "an."), ("norm.", "n."), ("verify.hidden", "verify.0"), ("verify.score", "verify.2"),
)  # fmt: skip


def _named_as_in_training_scripts(state: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    made = {}
    for name, x in state.items():
        for new, old in OLD_NAMES:
            name = name.replace(new, old)
        made[name] = x
    return made


@pytest.mark.parametrize("verify_width", [0, 16])
def test_the_command_packs_a_state_dict_with_calibration_rows(tmp_path: Path, verify_width: int) -> None:
    model = tiny_reader(tmp_path / "one", verify_width=verify_width)
    torch.save(_named_as_in_training_scripts(model.state_dict()), tmp_path / "state.pt")
    lengths = np.array([30, 200, 90, 200])
    ids = np.random.default_rng(1).integers(4, 140, lengths.sum())
    np.savez(tmp_path / "rows.npz", ids=ids, lengths=lengths)
    state, made = str(tmp_path / "state.pt"), tmp_path / "two"
    assert main([state, str(made), "--rows", str(tmp_path / "rows.npz")]) == 0
    packed = PackedReader(made)
    assert packed.config.verify_width == verify_width
    assert packed.config.layers == model.config.layers
    with torch.inference_mode():
        wanted = model(torch.from_numpy(ids[30:230])[None])
        for folder, most in ((tmp_path / "one", 0.2), (made, 0.15)):
            got = _model(folder)(torch.from_numpy(ids[30:230])[None])
            assert float((got - wanted).norm() / wanted.norm()) < most


def _model(folder: Path) -> torch.nn.Module:
    from longdoc.network.reader.torch_reader import TorchReader

    return TorchReader.load(folder, "cpu", torch.float32).model


def test_names_that_are_right_already_stay_and_the_shapes_say_the_configuration(tmp_path: Path) -> None:
    model = tiny_reader(tmp_path, verify_width=32)
    state = model.state_dict()
    assert list(renamed(state)) == list(state)
    assert list(renamed(_named_as_in_training_scripts(state))) == list(state)
    config = config_of(state)
    assert (config.width, config.layers, config.heads, config.verify_width) == (64, 2, 4, 32)
    assert {name for name, _ in pack(state, model.config)} == set(state)


def test_the_shapes_of_low_rank_terms_say_their_rank(tmp_path: Path) -> None:
    config = tiny_reader(tmp_path, layers=3, rank=32, ranked_layers=2).config
    state = state_of(PackedReader(tmp_path))
    found = config_of(state)
    assert (found.rank, found.ranked_layers) == (config.rank, config.ranked_layers) == (32, 2)
    with pytest.raises(ValueError, match="without low-rank terms"):
        list(pack(state, found, [np.array([1, 2, 3])]))
