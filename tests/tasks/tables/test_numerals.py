"""Numbers with signs, separators and scales."""

from __future__ import annotations

from time import process_time

import pytest

from longdoc.tasks.tables.numerals import decimal_mark_in, number_of, numbers_in


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("$2.3 trillion", 2.3e12), ("$480 billion", 4.8e11), ("€3bn", 3e9), ("$1.2M", 1.2e6),
        ("£1.2m", 1.2e6), ("EUR 1.2 m", 1.2e6), ("1.2 m €", 1.2e6), ("-$5m", -5e6), ("$-5m", -5e6),
        ("900K", 9e5), ("40 mn", 4e7), ("3.5 millions", 3.5e6), ("1.2M", 1.2e6),
    ],
)  # fmt: skip
def test_a_scale_multiplies(text: str, amount: float) -> None:
    assert number_of(text) == pytest.approx(amount)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("45-", -45), ("1.200,00-", -1200), ("45.00- EUR", -45), ("1e+05", 1e5), ("1.2E-03", 1.2e-3),
        ("-2,5E+02", -250), ("3½", 3.5), ("5,5 Mio. €", 5.5e6), ("3 Mrd.", 3e9), ("₹5 lakh", 5e5),
        ("2.5 crores", 2.5e7),
    ],
)  # fmt: skip
def test_a_sign_a_power_or_a_fraction_may_stand_behind(text: str, amount: float) -> None:
    assert number_of(text) == pytest.approx(amount)


@pytest.mark.parametrize(
    ("text", "amount"), [("12E4", 12), ("12,-", 12), ("12.-", 12), ("5-7", 5), ("5- 7", 5)]
)
def test_what_is_no_sign_and_no_power(text: str, amount: float) -> None:
    assert number_of(text) == amount


@pytest.mark.parametrize(
    ("text", "amount"), [("100 m", 100), ("7m", 7), ("12 kg", 12), ("5 km", 5), ("4 b", 4), ("20 t", 20)]
)
def test_a_unit_is_no_scale(text: str, amount: float) -> None:
    assert number_of(text) == amount


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("950,00", 950), ("89,90", 89.9), ("1.200,00", 1200), ("1.250.000", 1.25e6), ("1234,567", 1234.567),
        ("0,125", 0.125), ("1 250 000", 1.25e6), ("1\u00a0250\u00a0000,50", 1250000.5), ("1\u202f200", 1200),
        ("1'200", 1200), ("1’200.50", 1200.5), ("1,250,000", 1.25e6), ("1,200.50", 1200.5),
        ("12,34,567", 1234567), ("0.125", 0.125), (".5", 0.5), ("420.", 420),
    ],
)  # fmt: skip
@pytest.mark.parametrize("decimal_comma", [False, True])
def test_separators_that_can_be_read_in_one_way(text: str, amount: float, decimal_comma: bool) -> None:
    assert number_of(text, decimal_comma) == pytest.approx(amount)


@pytest.mark.parametrize(
    ("text", "with_point", "with_comma"),
    [("1.200", 1.2, 1200), ("1,200", 1200, 1.2), ("-1,200", -1200, -1.2), ("09,380", 9380, 9.38)],
)
def test_ambiguous_separators(text: str, with_point: float, with_comma: float) -> None:
    assert decimal_mark_in(text) is None
    assert (number_of(text), number_of(text, decimal_comma=True)) == (with_point, with_comma)


@pytest.mark.parametrize(
    ("text", "amount"), [("2019 200", 2019), ("1.2.3", 1.2), ("3 12 7", 3), ("+81 615 2910", 81)]
)
def test_other_separators_end_a_number(text: str, amount: float) -> None:
    assert number_of(text) == amount


def test_numbers_of_a_question() -> None:
    assert numbers_in("more than 1,200 seats in 2019") == [1200, 2019]


def test_a_scaled_number_of_a_question_counts_with_and_without_its_scale() -> None:
    assert numbers_in("a gdp of more than $2 trillion") == [2e12, 2]


@pytest.mark.parametrize("piece", [" ", "-", "1 ", "1,", "1.", "(", "$ ", "1 000 ", "a1", ",,1", "1 000,"])
def test_any_text_takes_linear_time(piece: str) -> None:
    start = process_time()
    for text in (piece * 30_000 + "x", piece * 30_000 + "1 abcd 2"):
        number_of(text)
        numbers_in(text)
    assert process_time() - start < 5
