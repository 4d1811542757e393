"""Conditions on documents."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longdoc.errors import UsageError
from longdoc.library.filters import matches_path, parse_where

KNOWN = {
    "kind": "Contract",
    "date": "2020-05-03",
    "signed": "2020-5-3",
    "pages": "12",
    "title": "Draft of a lease",
    "client": "A & B",
}


@pytest.mark.parametrize(
    ("text", "met"),
    [
        ("kind = contract", True),
        ("kind == 'lease'", False),
        ("kind != lease and pages >= 12", True),
        ("pages > 9", True),
        ("pages < 100", True),
        ("date > 2020", False),
        ("date >= 2020 and date < 2021", True),
        ("date > 2020-04", True),
        ("date <= 2020-05-03", True),
        ("signed < 2020-10", True),
        ("signed = 2020-05-03", True),
        ("signed = 2020-05", True),
        ("date = 2020-5", True),
        ("date > 2020-4-30 and date < 2020-12-1", True),
        ("title ~ *lease*", True),
        ("not title ~ 'lease*'", True),
        ("kind=lease or kind=contract and pages=12", True),
        ("(kind=lease or kind=contract) and pages=13", False),
        ('client = "a & b"', True),
        ("nothing = x", False),
        ("nothing != x", True),
        ("NOT (kind = contract)", False),
    ],
)
def test_conditions(text, met):
    assert parse_where(text)(KNOWN) is met


@pytest.mark.parametrize(
    "text", ["", "kind", "kind =", "= x", "(kind = x", "kind = x y", "kind = x and", "a ! b", "("]
)
def test_what_is_no_condition_is_told(text):
    with pytest.raises(UsageError, match="--where"):
        parse_where(text)


def test_nesting_has_a_limit():
    with pytest.raises(UsageError, match="nested"):
        parse_where("(" * 5000 + "a = b" + ")" * 5000)


@given(st.text(max_size=30))
def test_any_text_is_a_condition_or_told(text):
    with suppress(UsageError):
        assert parse_where(text)(KNOWN) in (True, False)


@pytest.mark.parametrize(
    ("pattern", "met"),
    [("*.pdf", True), ("2023/*.pdf", True), ("/home/u/contracts/2023", True), ("contracts/**/x.pdf", True),
     ("*.txt", False), ("23/*.pdf", False), ("./2023/x.pdf", True)],
)  # fmt: skip
def test_paths(pattern, met):
    assert matches_path("/home/u/contracts/2023/x.pdf", [pattern]) is met
