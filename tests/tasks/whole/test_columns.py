"""Amounts in tables are sums, too, if a header, a label, the corner or the caption names their currency."""

from __future__ import annotations

from pathlib import Path

import pytest

from longdoc.documents.open import open_document
from longdoc.tasks.whole.search import search_whole
from longdoc.tasks.whole.types import Request, Thing, Way


def _sums(path: Path, text: str) -> list[str]:
    path.write_text(text, encoding="utf-8")
    document = open_document(str(path))
    found = search_whole(document, Request(Way.LIST, thing=Thing.SUMS))
    for one in found.occurrences:
        assert one.text == document.text[one.start : one.end]
    return [one.name for one in found.occurrences]


def _table(header: str, *rows: str) -> str:
    columns = header.count("|") + 1
    return "\n".join(f"| {line} |" for line in (header, " | ".join(["---"] * columns), *rows)) + "\n"


def test_the_figures_of_a_column_have_the_currency_of_its_header(tmp_path: Path) -> None:
    text = "Item,Quantity,Unit price (EUR),Ordered\nBoards,40,23.50,2024-02-05\nHinges,120,1.85,2024-02-11\n"
    assert _sums(tmp_path / "a.csv", text) == ["23.50 (EUR)", "1.85 (EUR)"]


def test_they_stand_in_order_with_the_sums_in_sentences(tmp_path: Path) -> None:
    table = _table("Service | Fee in €", "Entry | 120", "Late entry | €150.50", "Talks | free")
    text = f"It cost $2 million.\n\n{table}\nThe rest was £40.\n"
    assert _sums(tmp_path / "a.md", text) == ["$2 million", "120 (€)", "€150.50", "£40"]


def test_the_corner_speaks_for_the_whole_table_but_for_rows_of_another_measure(tmp_path: Path) -> None:
    rows = ("Revenue | 131.2 | 118.9", "Employees | 1,204 | 1,190", "Margin % | 12 | 11", "Loss | (3.1) | 4")
    text = _table("(€ million) | 2024 | 2023", *rows)
    wanted = ["131.2", "118.9", "(3.1)", "4"]
    assert _sums(tmp_path / "a.md", text) == [f"{figure} (€ million)" for figure in wanted]


def test_the_label_of_a_row_may_name_the_currency(tmp_path: Path) -> None:
    text = _table("Measure | North | South", "Sales (USD thousand) | 3,150 | 980", "Weight (kg) | 12 | 14")
    assert _sums(tmp_path / "a.md", text) == ["3,150 (USD thousand)", "980 (USD thousand)"]


@pytest.mark.parametrize(
    "header",
    ["Price per kg (€)", "Amount, CHF", "£'000", "Rent (kr)", "单价（元）", "Rate ($/hour)", "in $000"],
)
def test_a_currency_in_a_header_is_recognised(tmp_path: Path, header: str) -> None:
    assert len(_sums(tmp_path / "a.md", _table(f"Item | {header}", "Oak | 12", "Ash | 1,450.50"))) == 2


@pytest.mark.parametrize("header", ["CAD drawings", "Load (pounds)", "Won", "Try", "Cents per"])
def test_other_headers_name_none(tmp_path: Path, header: str) -> None:
    assert _sums(tmp_path / "a.md", _table(f"Item | {header}", "Oak | 12", "Ash | 1,450")) == []
