"""A model folder may say anything: one clear line, and no fault of the document that was to be read."""

from __future__ import annotations

import json

import pytest

from longdoc.errors import ModelError
from longdoc.network.config import NetworkConfig
from longdoc.network.reader.config import ReaderConfig
from longdoc.tasks.confidence.calibration import FILE, Calibration


def _fields(kind, tmp_path):
    kind().save(tmp_path / "config.json")
    return json.loads((tmp_path / "config.json").read_text())


@pytest.mark.parametrize("kind", [NetworkConfig, ReaderConfig])
def test_what_was_saved_is_read(kind, tmp_path):
    kind().save(tmp_path / "config.json")
    assert kind.load(tmp_path / "config.json") == kind()


@pytest.mark.parametrize("kind", [NetworkConfig, ReaderConfig])
@pytest.mark.parametrize("value", [-(10**9), 10**30, "x", None, [], {}, 1e400, float("nan")])
def test_no_setting_takes_any_value(kind, value, tmp_path):
    saved = _fields(kind, tmp_path)
    for name in set(saved) - {"model_type"}:
        (tmp_path / "config.json").write_text(json.dumps(saved | {name: value}))
        with pytest.raises(ModelError, match=name):
            kind.load(tmp_path / "config.json")


@pytest.mark.parametrize("kind", [NetworkConfig, ReaderConfig])
@pytest.mark.parametrize(
    "raw", ["", "[]", "{}", "[" * 100_000, "\x00", '{"model_type": "longdoc", "more": 1}']
)
def test_what_is_no_configuration_is_told(kind, raw, tmp_path):
    (tmp_path / "config.json").write_text(raw)
    with pytest.raises(ModelError, match=r"config\.json"):
        kind.load(tmp_path / "config.json")


def test_heads_that_do_not_part_the_width_are_told(tmp_path):
    (tmp_path / "config.json").write_text(json.dumps(_fields(NetworkConfig, tmp_path) | {"heads": 7}))
    with pytest.raises(ModelError, match="7 heads"):
        NetworkConfig.load(tmp_path / "config.json")


@pytest.mark.parametrize("raw", ["[" * 100_000, "null", '{"version": 2}'])
def test_what_is_no_calibration_is_told(raw, tmp_path):
    (tmp_path / FILE).write_text(raw)
    with pytest.raises(ModelError, match="not a calibration"):
        Calibration.load(tmp_path)


def test_weights_of_a_calibration_are_numbers(tmp_path):
    Calibration().save(tmp_path)
    raw = json.loads((tmp_path / FILE).read_text())
    raw["both"]["bias"] = float("nan")
    (tmp_path / FILE).write_text(json.dumps(raw))
    with pytest.raises(ModelError, match="not a calibration"):
        Calibration.load(tmp_path)
