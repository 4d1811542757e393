"""A model folder has a reader or none, and one that is damaged is named."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from longdoc.errors import ModelError, UsageError
from longdoc.network.native.kernels import kernels
from longdoc.network.reader.config import ReaderConfig
from longdoc.network.reader.hybrid import HybridReader
from longdoc.network.reader.load import has_reader, load_reader
from longdoc.network.reader.native import NativeReader
from longdoc.network.reader.pack import tiny_reader
from longdoc.network.reader.torch_reader import TorchReader

compiled = pytest.mark.skipif(kernels() is None, reason="the native layers were not compiled here")


@pytest.fixture(scope="module")
def model_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("model")
    tiny_reader(folder / "reader")
    return folder


def test_a_folder_without_a_reader_has_none(tmp_path: Path) -> None:
    assert load_reader(tmp_path, "cpu") is None
    assert not has_reader(tmp_path)


def test_without_the_library_torch_reads(model_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("longdoc.network.reader.native.reader_kernels", lambda: None)
    reader = load_reader(model_folder, "cpu")
    assert isinstance(reader, TorchReader)
    assert reader.folder == model_folder / "reader"
    assert len(reader.sha256) == 64


def test_another_device_that_is_not_there_is_a_usage_error(model_folder: Path) -> None:
    with pytest.raises(UsageError, match="nonsense"):
        load_reader(model_folder, "nonsense")


@compiled
def test_natively_on_a_cpu(model_folder: Path) -> None:
    reader = load_reader(model_folder, "cpu")
    assert isinstance(reader, NativeReader)
    again = TorchReader.load(model_folder / "reader", "cpu", torch.float32)
    assert reader.sha256 == again.sha256
    assert reader.weights == again.weights


@compiled
def test_where_there_is_an_accelerator_many_tokens_go_there_and_few_do_not(
    model_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("longdoc.network.reader.load.accelerator_is_likely", lambda: True)
    monkeypatch.setattr("longdoc.network.reader.hybrid.NATIVE_TOKENS", 50)
    reader = load_reader(model_folder, "auto")
    assert isinstance(reader, HybridReader)
    few, many = ([[9]], [[]], [np.arange(5, 50)]), ([[9]], [[]], [np.arange(5, 60)])
    reader.torch_reader = TorchReader.load(model_folder / "reader", "cpu", torch.float32)
    for parts, taken in ((few, reader.native), (many, reader.torch_reader)):
        assert np.array_equal(reader.read(*parts).start_PL, taken.read(*parts).start_PL)
    assert not np.array_equal(reader.native.read(*many).start_PL, reader.torch_reader.read(*many).start_PL)


@pytest.mark.parametrize("missing", ["config.json", "model.safetensors"])
def test_an_incomplete_reader_is_a_model_error(model_folder: Path, tmp_path: Path, missing: str) -> None:
    folder = shutil.copytree(model_folder, tmp_path / "model")
    (folder / "reader" / missing).unlink()
    with pytest.raises(ModelError, match=missing):
        load_reader(folder, "cpu")


@pytest.mark.parametrize("shape", [{"layers": 3}, {"width": 96, "heads": 3}, {"verify_width": 8}])
def test_weights_of_another_shape_are_a_model_error(
    model_folder: Path, tmp_path: Path, shape: dict[str, int]
) -> None:
    folder = shutil.copytree(model_folder, tmp_path / "model")
    path = folder / "reader" / "config.json"
    replace(ReaderConfig.load(path), **shape).save(path)
    with pytest.raises(ModelError, match=r"model\.safetensors: cannot be read, or does not fit"):
        load_reader(folder, "cpu")


@pytest.mark.parametrize("bytes_kept", [0, 4, 100, 5_000])
def test_weights_that_were_cut_off_are_a_model_error(
    model_folder: Path, tmp_path: Path, bytes_kept: int
) -> None:
    folder = shutil.copytree(model_folder, tmp_path / "model")
    weights = folder / "reader" / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:bytes_kept])
    with pytest.raises(ModelError, match=r"model\.safetensors"):
        load_reader(folder, "cpu")


OTHERS = ("", "[]", "{}", '{"model_type": "longdoc"}', '{"model_type": "longdoc-reader", "width": "a"}')


@pytest.mark.parametrize("text", OTHERS)
def test_another_configuration_is_a_model_error(model_folder: Path, tmp_path: Path, text: str) -> None:
    folder = shutil.copytree(model_folder, tmp_path / "model")
    (folder / "reader" / "config.json").write_text(text)
    with pytest.raises(ModelError, match=r"config\.json"):
        load_reader(folder, "cpu")


def test_a_configuration_comes_back_from_disk(tmp_path: Path) -> None:
    config = ReaderConfig(layers=6, verify_width=256)
    config.save(tmp_path / "config.json")
    assert ReaderConfig.load(tmp_path / "config.json") == config
    assert json.loads((tmp_path / "config.json").read_text())["model_type"] == "longdoc-reader"


def test_torch_reads_batches_with_padding_as_rows_alone(
    model_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = TorchReader.load(model_folder / "reader", "cpu", torch.float32)
    random = np.random.default_rng(2)
    passages = [random.integers(5, 130, n) for n in (3, 50, 7, 120)]
    questions, contexts = [[9, 10], [11], [12, 13, 14], [15]], [[], [20, 21], [22], []]
    alone = reader.read(questions, contexts, passages)
    monkeypatch.setattr(TorchReader, "_batches", lambda _self, rows: [[2, 0], [3, 1]])
    told: list[tuple[int, int]] = []
    together = reader.read(questions, contexts, passages, lambda done, of: told.append((done, of)))
    for name in ("start_PL", "end_PL", "absent_P"):
        np.testing.assert_allclose(getattr(together, name), getattr(alone, name), atol=1e-4)
    assert np.array_equal(together.best_P2, alone.best_P2)
    assert together.answered_P is None
    assert told == [(2, 4), (4, 4)]
