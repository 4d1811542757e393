"""Calibration: the constants travel with the model, and a fit recovers the curve behind its data."""

import numpy as np
import pytest

from longdoc.errors import ModelError
from longdoc.tasks.calibration import Calibration, fit_calibration


def test_it_is_kept_beside_the_weights(tmp_path):
    kept = Calibration(temperature=1.7, bias=-0.3, per_doubling=0.2, threshold=0.4)
    kept.save(tmp_path)
    assert Calibration.load(tmp_path) == kept


def test_a_model_without_one_has_the_defaults(tmp_path):
    assert Calibration.load(tmp_path) == Calibration.load(None) == Calibration()


@pytest.mark.parametrize(
    "text",
    ["", "[]", '{"temperature": 1}', '{"temperature": 0, "bias": 0, "per_doubling": 0, "threshold": 0.5}'],
)
def test_a_broken_one_is_a_clear_error(tmp_path, text):
    (tmp_path / "calibration.json").write_text(text)
    with pytest.raises(ModelError, match=r"calibration\.json"):
        Calibration.load(tmp_path)


def test_a_fit_recovers_the_curve():
    rng = np.random.default_rng(0)
    margins = rng.normal(1.0, 4.0, 200_000)
    tokens = rng.integers(100, 100_000, 200_000)
    truth = Calibration(temperature=2.0, bias=1.0, per_doubling=0.3)
    fitted = fit_calibration(margins, tokens, rng.random(len(margins)) < truth.confidence(margins, tokens))
    assert fitted.temperature == pytest.approx(2.0, rel=0.1)
    assert fitted.bias == pytest.approx(1.0, abs=0.1)
    assert fitted.per_doubling == pytest.approx(0.3, abs=0.03)


def test_documents_of_one_length_say_nothing_about_length():
    rng = np.random.default_rng(1)
    margins, tokens = rng.normal(1.0, 4.0, 50_000), np.full(50_000, 700)
    truth = Calibration(temperature=2.0, bias=-1.0)
    fitted = fit_calibration(margins, tokens, rng.random(len(margins)) < truth.confidence(margins, 700))
    assert fitted.per_doubling == 0
    assert fitted.bias == pytest.approx(-1.0, abs=0.1)


def test_confidence_never_leaves_its_range():
    confidence = Calibration().confidence(np.array([-1e9, 0.0, 1e9]), 512)
    assert confidence == pytest.approx([0, 0.5, 1])
