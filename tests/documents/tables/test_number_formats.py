"""Numbers are shown as the sheet shows them, and never with digits that they do not have."""

from __future__ import annotations

import pytest

from longdoc.documents.tables.number_formats import is_date_format, shown_number

ACCOUNTING = r'_-* #,##0.00\ "€"_-;\-* #,##0.00\ "€"_-;_-* "-"??\ "€"_-;_-@_-'
SHORTENED = '[>=1000000]0.0,,"M";[>=1000]0.0,"K";0'


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (25.6, r"0.0\%", "25.6%"),
        (25.6, '0.0"%"', "25.6%"),
        (0.256, "0.0%", "25.6%"),
        (5, '"2020: "0', "2020: 5"),
        (7, '"a;b "0', "a;b 7"),
        (3, r"[$€-407]\ #,##0.00", "€ 3.00"),
    ],
)
def test_signs_and_digits_in_literals_are_only_shown(value: float, form: str, shown: str) -> None:
    assert shown_number(value, form) == shown


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (1234567, '#,##0,"K"', "1,235K"),
        (1234567, '#,##0.0,,"M"', "1.2M"),
        (1234567, "#,##0,.0", "1,234.6"),
        (1234567, "#,##0", "1,234,567"),
        (1234, "0" + "," * 200, "0"),
    ],
)
def test_each_comma_after_the_last_digit_divides_by_a_thousand(value: float, form: str, shown: str) -> None:
    assert shown_number(value, form) == shown


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [(1234, "00000", "01234"), (-12, "00000", "-00012"), (12, "0,000", "0,012"), (2.5, "000.00", "002.50")],
)
def test_zeros_of_a_format_pad_the_integer_part(value: float, form: str, shown: str) -> None:
    assert shown_number(value, form) == shown


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (1.5, "# ?/?", "1.5"),
        (0.25, "# ?/4", "0.25"),
        (0.5, "?/8", "0.5"),
        (123456789, r"000\-00\-0000", "123456789"),
        (1234567, r"#\ ##0", "1234567"),
        (1.5, "0.00E+00", "1.5"),
        (5, "0" * 300, "5"),
    ],
)
def test_a_number_in_several_parts_is_shown_plain(value: float, form: str, shown: str) -> None:
    assert shown_number(value, form) == shown


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (-5, "0.00;(0.00)", "(5.00)"),
        (-5, "0;-0", "-5"),
        (-5, "0.00;[Red]0.00", "-5.00"),
        (-5, "0.00", "-5.00"),
        (-1234.5, ACCOUNTING, "-1,234.50 €"),
        (1234.5, ACCOUNTING, "1,234.50 €"),
    ],
)
def test_a_negative_number_has_one_sign(value: float, form: str, shown: str) -> None:
    assert shown_number(value, form) == shown


@pytest.mark.parametrize(("value", "shown"), [(500, "500"), (2500, "2.5K"), (2_500_000, "2.5M"), (-7, "-7")])
def test_a_condition_chooses_the_section(value: float, shown: str) -> None:
    assert shown_number(value, SHORTENED) == shown
    assert shown_number(-7, "[<-9]0") == "-7"


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [(1234.5, "#,##0", "1,235"), (0.125, "0.00", "0.13"), (1.005, "0.00", "1.01"), (-2.5, "0", "-3"),
     (0.145, "0%", "15%"), (1e300, "0", "1" + "0" * 300)],
)  # fmt: skip
def test_halves_are_rounded_away_from_zero(value: float, form: str, shown: str) -> None:
    assert shown_number(value, form) == shown


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (1, '"Yes";"Yes";"No"', "Yes"),
        (0, '"Yes";"Yes";"No"', "No"),
        (0, '0.00;-0.00;"n/a"', "n/a"),
        (0, '#,##0;(#,##0);"-"', "0"),
        (0, ACCOUNTING, "0.00 €"),
        (0, "+0;-0;0", "0"),
        (0, '[=1]"active";[=0]"inactive";0', "inactive"),
        (3, '[=1]"active";[=0]"inactive";0', "3"),
        (3, ";;;", "3"),
        (5.5, 'General" kg"', "5.5 kg"),
        (-5, 'General" kg"', "-5 kg"),
    ],
)
def test_words_in_place_of_a_number_and_around_it_are_shown(value: float, form: str, shown: str) -> None:
    assert shown_number(value, form) == shown


@pytest.mark.parametrize(
    ("form", "is_date"),
    [("m/d/yyyy", True), (r"[$-409]mmm\-yy;@", True), ("yyyy", True), ("General", False), ('0" d"', False),
     ("[Red]0", False), ("0.0%", False)],
)  # fmt: skip
def test_formats_of_dates_are_told_from_those_of_numbers(form: str, is_date: bool) -> None:
    assert is_date_format(form) is is_date


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_is_shown_as_spreadsheet_programs_do(value: float) -> None:
    assert shown_number(value, "0.0") == "#NUM!"
