"""Calibration: the weights travel with the model, and a fit recovers the model behind its data."""

import json

import numpy as np
import pytest

from longdoc.errors import ModelError
from longdoc.tasks.confidence.calibration import (
    MAX_UNHEARD_CONFIDENCE,
    Calibration,
    Logistic,
    doublings,
    fit_logistic,
)


def test_it_is_kept_beside_the_weights(tmp_path):
    kept = Calibration(
        Logistic(-0.3, {"margin": 0.7, "large": 0.25}), Logistic(0.5, {"margin": 0.6}), 0.6, 0.25
    )
    kept.save(tmp_path)
    assert Calibration.load(tmp_path) == kept


def test_a_model_without_one_has_the_defaults(tmp_path):
    assert Calibration.load(tmp_path) == Calibration.load(None) == Calibration()


def test_one_of_the_first_version_means_what_it_meant(tmp_path):
    old = {"temperature": 1.7, "bias": 2.2, "per_doubling": 0.4, "threshold": 0.5}
    (tmp_path / "calibration.json").write_text(json.dumps(old))
    found = Calibration.load(tmp_path)
    assert found.threshold == found.unsure == 0.5
    logit = 3.0 / 1.7 + 2.2 - 0.4 * doublings(3_000)
    confidence = found.confidence({"margin": 3.0, "doublings": doublings(3_000), "search": 1.0})
    assert confidence == pytest.approx(1 / (1 + np.exp(-logit)))


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", '{"temperature": 1}',
        '{"temperature": 0, "bias": 0, "per_doubling": 0, "threshold": 0.5}',
        '{"version": 3, "threshold": 0.5, "unsure": 0.5, "both": {}, "network": {}}',
        '{"version": 2, "threshold": 0.2, "unsure": 0.5, "both": {"bias": 0, "weights": {}},'
        ' "network": {"bias": 0, "weights": {}}}',
    ],
)  # fmt: skip
def test_a_broken_one_is_a_clear_error(tmp_path, text):
    (tmp_path / "calibration.json").write_text(text)
    with pytest.raises(ModelError, match=r"calibration\.json"):
        Calibration.load(tmp_path)


def test_a_fit_recovers_the_model():
    rng = np.random.default_rng(0)
    truth = Logistic(1.0, {"margin": 0.5, "search": 2.0})
    rows = [
        {"margin": m, "search": s} for m, s in zip(rng.normal(1, 4, 20_000), rng.random(20_000), strict=True)
    ]
    right = rng.random(len(rows)) < [1 / (1 + np.exp(-truth.logit(row))) for row in rows]
    fitted = fit_logistic(rows, right, ("margin", "search", "never"))
    assert fitted.bias == pytest.approx(1.0, abs=0.2)
    assert fitted.weights["margin"] == pytest.approx(0.5, abs=0.05)
    assert fitted.weights["search"] == pytest.approx(2.0, abs=0.3)
    assert fitted.weights["never"] == 0


def test_what_weighs_more_counts_more():
    rows = [{"margin": 1.0}, {"margin": -1.0}] * 50
    right = np.array([True, True] * 50)
    right[1::2] = False
    contrary = ~right
    both = fit_logistic(rows * 2, np.concatenate((right, contrary)), ("margin",), np.repeat([9.0, 1.0], 100))
    assert both.weights["margin"] > 0


def test_passages_that_the_reader_has_not_read_have_a_model_of_their_own():
    calibration = Calibration(Logistic(3.0, {}), Logistic(-3.0, {}))
    assert calibration.confidence({"large": 0.0}) > 0.9
    assert calibration.confidence({"small": 0.0}) < 0.1


def test_confidence_never_leaves_its_range():
    confidence = [Calibration().confidence({"margin": margin}) for margin in (-1e9, 0.0, 1e9)]
    assert confidence == pytest.approx([0, 0.5, 1])


def test_what_can_only_speak_against_an_answer_never_speaks_for_it():
    rng = np.random.default_rng(2)
    rows = [{"margin": m, "missing": m / 4} for m in rng.normal(0, 2, 4_000)]
    right = rng.random(len(rows)) < [1 / (1 + np.exp(-row["margin"])) for row in rows]
    free = fit_logistic(rows, right, ("margin", "missing"))
    held = fit_logistic(rows, right, ("margin", "missing"), signs={"missing": -1})
    assert free.weights["missing"] > 0
    assert held.weights["missing"] == 0
    assert held.weights["margin"] > free.weights["margin"]


def test_an_answer_about_names_that_stand_nowhere_is_never_sure():
    sure = Calibration(Logistic(8.0, {}), Logistic(8.0, {}))
    assert sure.confidence({"unheard": 1.0}) == MAX_UNHEARD_CONFIDENCE < 0.3
