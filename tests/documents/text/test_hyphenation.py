"""Hyphenation: broken words are whole again where there is evidence, and compounds keep their hyphens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longdoc.documents.source import Source
from longdoc.documents.text.hyphenation import without_hyphenation
from longdoc.documents.text.plain import read_text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Rent is pay-\nable monthly.", "Rent is payable\nmonthly."),
        ("The con-\n  tract ends.", "The contract\n  ends."),
        ("A sup-\nplier is any supplier.", "A supplier\nis any supplier."),
        ("Der Ver-\ntrag. Dieser Vertrag gilt.", "Der Vertrag.\nDieser Vertrag gilt."),
        ("by agree-\nment.\n\nNext.", "by agreement.\n\n\nNext."),
        (
            "a sup-\nplier, a cus-\ntomer, the war-\nranty, its pur-\npose in first-\nand last place; "
            "supplier, customer, warranty",
            "a supplier,\na customer,\nthe warranty,\nits purpose\nin first-\nand last place; "
            "supplier, customer, warranty",
        ),
    ],
)
def test_broken_words_are_rejoined(text: str, shown: str) -> None:
    assert without_hyphenation(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "a well-\nknown firm",
        "a long-\nterm lease and a longterm one; long-term is right",
        "a mother-in-\nlaw of his",
        "pages 12-\n14 of it",
        "the non-\nEuropean market",
        "first-\nand second-class mail",
        "see https://a.example/re-\nquired now",
        "flower-\npot in it",
        "not -\nable to",
    ],
)
def test_compounds_and_addresses_keep_their_hyphens(text: str) -> None:
    assert without_hyphenation(text) == text


@given(st.text(st.sampled_from("ab-\n .tionmentXé"), max_size=60))
def test_only_hyphens_go(text: str) -> None:
    shown = without_hyphenation(text)
    assert "".join(shown.split()).replace("-", "") == "".join(text.split()).replace("-", "")
    assert shown.count("\n") >= text.count("\n")


def test_settings_and_logs_stay_as_they_are() -> None:
    text = "key: pay-\nable\n"
    assert read_text(Source(text.encode(), "x.ini"), has_headers=False).text == text
