"""Medians, rates, exponents and forecasts on numbers whose outcome is known."""

import pytest

from longdoc.bench.fit import Spread, growth_exponent
from longdoc.bench.speed.forecast import Forecast


@pytest.mark.parametrize("exponent", [0.5, 1.0, 2.0])
def test_a_power_law_gives_its_exponent_back(exponent: float) -> None:
    lengths = [1_024, 4_096, 16_384, 65_536]
    assert growth_exponent(lengths, [3e-5 * n**exponent for n in lengths]) == pytest.approx(exponent)


def test_one_length_has_no_exponent() -> None:
    assert growth_exponent([1_024], [1.0]) is None
    assert growth_exponent([], []) is None


def test_the_slowest_run_is_the_least_rate() -> None:
    rate = Spread.of([2.0, 1.0, 4.0]).rate(8)
    assert (rate.median, rate.least, rate.most, rate.runs) == (4.0, 2.0, 8.0, 3)


def test_a_quadratic_baseline_is_spared_where_a_linear_one_runs() -> None:
    linear, square = Forecast(1, 1), Forecast(2, 2)
    for forecast in (linear, square):
        forecast.observe(1_000, seconds=1.0, grown_bytes=1_000_000)
    assert linear.reason_to_skip(100_000, patience_s=200, available_bytes=10**9) is None
    assert "10,000 s" in (square.reason_to_skip(100_000, patience_s=200, available_bytes=10**9) or "")
    assert "10.0 GB" in (square.reason_to_skip(100_000, patience_s=1e9, available_bytes=10**9) or "")


def test_nothing_known_is_no_objection() -> None:
    assert Forecast(2, 2).reason_to_skip(10**9, 1, 1) is None
