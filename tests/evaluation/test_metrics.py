"""The measures against values worked out by hand or published with their definitions."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from longdoc.evaluation.metrics import (
    Judged,
    area_under_precision_recall,
    area_under_roc,
    calibration_error,
    chance_calibration_error,
    exact_match,
    f1,
    jaccard,
    precision_at_recall,
    recall_at,
    reliability,
    rouge_l,
    rouge_n,
)

TEXTS = st.text(alphabet="ab cd中文 ", max_size=30)


def test_answers_are_compared_without_articles_case_and_punctuation():
    assert exact_match("The Eiffel Tower.", ["eiffel tower"]) == 1
    assert f1("the big Eiffel Tower", ["Eiffel Tower"]) == pytest.approx(2 * 2 / 5)
    assert f1("", ["Paris"]) == 0


def test_an_answer_that_is_right_in_part_has_an_f1_and_no_exact_match():
    assert exact_match("Eiffel", ["Eiffel Tower"]) == 0
    assert f1("Eiffel", ["Eiffel Tower"]) == pytest.approx(2 / 3)
    assert exact_match("Tower Eiffel", ["Eiffel Tower"]) == 0
    assert f1("Tower Eiffel", ["Eiffel Tower"]) == 1


def test_the_best_of_several_right_answers_counts():
    assert exact_match("two", ["one", "two", "three"]) == 1
    assert f1("two", ["one", "two words"]) == pytest.approx(2 / 3)


def test_no_answer_is_right_where_there_is_none():
    assert f1("", []) == exact_match("", []) == 1
    assert f1("Paris", []) == exact_match("Paris", []) == 0


def test_recall_looks_at_the_first_k():
    ranked = [False, False, True, False]
    assert [recall_at(k, ranked) for k in (1, 2, 3, 4)] == [0, 0, 1, 1]


def test_chinese_answers_are_compared_by_character():
    assert f1("北京市", ["北京"]) == pytest.approx(4 / 5)
    assert exact_match("《红楼梦》", ["红楼梦"]) == 1


def test_rouge_of_the_example_in_lin_2004():
    # section 3.1: "police killed the gunman" / "police kill the gunman" / "the gunman kill police"
    reference, one, other = "police killed the gunman", "police kill the gunman", "the gunman kill police"
    assert rouge_l(one, reference) == pytest.approx(0.75)
    assert rouge_l(other, reference) == pytest.approx(0.5)
    assert rouge_n(one, reference, 2) == rouge_n(other, reference, 2) == pytest.approx(1 / 3)


def test_rouge_ignores_case_and_punctuation():
    assert rouge_n("Police, killed", "POLICE killed the gunman", 1) == pytest.approx(4 / 6)
    assert rouge_l("THE GUNMAN!", "the gunman") == 1


def test_rouge_clips_repeated_words():
    assert rouge_n("the the the the", "the cat", 1) == pytest.approx(2 / 6)
    assert rouge_n("的的的", "的", 1) == pytest.approx(2 / 4)


@given(TEXTS, TEXTS)
def test_rouge_l_is_the_longest_common_subsequence(a: str, b: str):
    def longest(x: str, y: str) -> int:
        best = [[0] * (len(y) + 1) for _ in range(len(x) + 1)]
        for i, p in enumerate(x):
            for j, q in enumerate(y):
                best[i + 1][j + 1] = best[i][j] + 1 if p == q else max(best[i][j + 1], best[i + 1][j])
        return best[-1][-1]

    x, y = a.replace(" ", ""), b.replace(" ", "")
    a, b = " ".join(x), " ".join(y)
    expected = 2 * longest(x, y) / (len(x) + len(y)) if longest(x, y) else 0
    assert rouge_l(a, b) == pytest.approx(expected)


def test_area_under_roc():
    assert area_under_roc(np.array([0.1, 0.4, 0.35, 0.8]), np.array([0, 0, 1, 1])) == pytest.approx(0.75)
    assert area_under_roc(np.array([1.0, 1.0]), np.array([0, 1])) == 0.5
    assert math.isnan(area_under_roc(np.array([1.0]), np.array([1])))
    assert math.isnan(area_under_roc(np.array([1.0, 0.5]), np.array([0, 0])))


def test_reliability_tells_what_was_right_of_what_was_said():
    shown = reliability(np.array([0.05, 0.95, 1.0, 0.91]), np.array([0, 1, 1, 0]))
    assert [(one.number, one.count) for one in shown] == [(0, 1), (9, 3)]
    assert shown[1].said == pytest.approx((0.95 + 1.0 + 0.91) / 3)
    assert shown[1].right == pytest.approx(2 / 3)


def test_the_calibration_error_of_a_perfect_model_shrinks_with_the_number_of_answers():
    rng = np.random.default_rng(1)
    few, many = (chance_calibration_error(rng.random(count)) for count in (40, 4_000))
    assert 0.1 < few < 0.25
    assert many < few / 5
    assert chance_calibration_error(np.ones(30)) == 0  # certain, and always right
    half = chance_calibration_error(np.full(100, 0.5))  # of |successes / 100 - 0.5|
    assert half == pytest.approx(0.04, abs=0.008)


def test_calibration_error():
    assert calibration_error(np.array([1.0, 1.0]), np.array([1, 1])) == 0
    assert calibration_error(np.array([0.8] * 10), np.array([1] * 5 + [0] * 5)) == pytest.approx(0.3)
    assert calibration_error(np.array([0.25]), np.array([0])) == pytest.approx(0.25)
    # together in the sixth of ten bins, which is the default
    assert calibration_error(np.array([0.52, 0.58]), np.array([1, 0])) == pytest.approx(0.05)
    # apart in ten bins, together in two
    two = np.array([0.1, 0.4]), np.array([1, 0])
    assert calibration_error(*two) == pytest.approx((0.9 + 0.4) / 2)
    assert calibration_error(*two, bins=2) == pytest.approx(0.25)


def test_jaccard_counts_words_once():
    assert jaccard("Acme Corp., Inc.", "acme corp inc") == 1
    assert jaccard("a b", "b c") == pytest.approx(1 / 3)
    assert jaccard("landlord/tenant", "Tenant landlord") == 1
    assert jaccard("", "") == jaccard("a", "b") == 0


def test_half_of_the_words_are_enough_and_confidence_may_be_none():
    judged = Judged()
    judged.add([("thirty days", 0.0)], ["days"])
    assert judged.wrong == []
    assert precision_at_recall(judged, 1.0) == 1


def test_spans_are_judged_as_in_cuad():
    judged = Judged()
    judged.add([("30 days notice", 0.9), ("nonsense here", 0.8)], ["30 days notice", "60 days"])
    judged.add([("something", 0.2)], [])
    judged.add([("State of New York law", 0.5)], ["State of New York"])
    # right at .9 and .5, wrong at .8 and .2, one of three answers never found
    assert precision_at_recall(judged, 1 / 3) == 1
    assert precision_at_recall(judged, 0.6) == pytest.approx(2 / 3)
    assert precision_at_recall(judged, 0.8) == 0
    assert area_under_precision_recall(judged) == pytest.approx(1 / 3 + 2 / 3 / 3)


def test_an_answer_within_a_prediction_counts_where_asked():
    strict, lenient = Judged(), Judged()
    predicted = [("Acme Corp of Delaware with its seat in Dover", 0.9)]
    strict.add(predicted, ["Acme Corp"])
    lenient.add(predicted, ["Acme Corp"], within=True)
    assert precision_at_recall(strict, 0.5) == 0
    assert strict.found == [-1]
    assert precision_at_recall(lenient, 0.5) == 1
