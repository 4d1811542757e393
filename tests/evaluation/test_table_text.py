"""Tables in text form: which rows and columns they have, and the files made from them."""

from __future__ import annotations

from pathlib import Path

import pytest

from longdoc.evaluation.datasets import Question
from longdoc.evaluation.table_text import markdown_document, placed, rows_of, table_document

PORTS = [["Port", "Ships"], ["Oban", "9"], ["Uig", "7"]]


def test_the_first_row_names_the_columns() -> None:
    assert rows_of("Port | Ships\nOban | 9\n\n  \nUig | 7\n") == PORTS


def test_cells_that_begin_with_their_column_s_name_go_under_it() -> None:
    assert rows_of("Port: Oban | Ships: 9\nPort: Uig | Ships: 7") == PORTS
    # in any order, and with a colon of their own
    assert rows_of("Port: Oban | Time: 9:30\nTime: 7:00 | Port: Uig") == [
        ["Port", "Time"], ["Oban", "9:30"], ["Uig", "7:00"],
    ]  # fmt: skip


def test_the_first_column_may_have_no_name() -> None:
    assert rows_of("Oban | Ships: 9 | Rain: 3\nUig | Ships: 7 | Rain: 4") == [
        ["", "Ships", "Rain"], ["Oban", "9", "3"], ["Uig", "7", "4"],
    ]  # fmt: skip


def test_a_name_in_half_of_the_lines_names_a_column() -> None:
    text = "Port: Oban | Ships: 9\nPort: Uig | Ships: 7\nPort: Hull\nPort: Ayr"
    assert rows_of(text) == [["Port", "Ships"], ["Oban", "9"], ["Uig", "7"], ["Hull", ""], ["Ayr", ""]]


def test_a_name_in_fewer_lines_is_part_of_a_cell() -> None:
    lines = [f"Port: P{n} | Ships: {n}" for n in range(9)]
    assert rows_of("\n".join(["Port: Oban | Note: full | Ships: 3", *lines])) == [
        ["Port", "", "Ships"], ["Oban", "Note: full", "3"], *([f"P{n}", "", f"{n}"] for n in range(9)),
    ]  # fmt: skip


def test_the_header_line_may_leave_out_the_column_without_a_name() -> None:
    text = "At the end of May: 2019 | 2018: 2018\nOban | At the end of May: 9 | 2018: 3"
    assert rows_of(f"{text}\nUig | At the end of May: 7 | 2018: 4") == [
        ["", "At the end of May", "2018"], ["", "2019", "2018"], ["Oban", "9", "3"], ["Uig", "7", "4"],
    ]  # fmt: skip


def test_a_group_of_columns_has_one_name() -> None:
    text = "Ships: 2019 | 2018 | Boats: 2019 | 2018\nOban | Ships: 9 | 8 | Boats: 7 | 6\nUig | 3 | 4"
    assert rows_of(f"{text}\nAyr | Ships: 1 | 2 | Boats: 3 | 5") == [
        ["", "Ships", "", "Boats", ""],
        ["", "2019", "2018", "2019", "2018"],
        ["Oban", "9", "8", "7", "6"],
        ["Uig", "", "3", "", "4"],
        ["Ayr", "1", "2", "3", "5"],
    ]


@pytest.mark.parametrize(("plain", "named"), [(1, True), (2, False)])
def test_nine_cells_of_ten_must_begin_with_a_name(plain: int, named: bool) -> None:
    lines = [["Port: Oban", "Ships: 9"] for _ in range(5)]
    for n in range(plain):
        lines[n][1] = "none"
    rows = rows_of("\n".join(" | ".join(cells) for cells in lines))
    assert rows == (
        [["Port", "Ships"], *(["Oban", ""],) * plain, *(["Oban", "9"],) * (5 - plain)] if named else lines
    )


def test_one_line_alone_names_its_columns_and_has_no_row() -> None:
    assert rows_of("Port: Oban | Ships: 9") == [["Port: Oban", "Ships: 9"]]
    assert rows_of(" \n") == []


def test_lines_of_another_width_than_most_are_left_out() -> None:
    assert rows_of("Ports of the west\nPort | Ships\nOban | 9\nUig | 7 | 8\nAyr | 2") == [
        ["Port", "Ships"], ["Oban", "9"], ["Ayr", "2"],
    ]  # fmt: skip


def test_a_delimited_file_has_the_cells() -> None:
    document = table_document([["Port", "Ships, in all"], ["Oban", 'the "nine"'], ["Uig", "sieben Stück"]])
    assert Path(document.source).name == "table.csv"
    assert document.text == 'Port | Ships, in all\nOban | the "nine"\nUig | sieben Stück'
    assert len(document.tables[0].cells) == 6


def test_a_markdown_file_has_the_paragraphs_and_the_table() -> None:
    text = "Ships of May.\nMore to come.\nPort | Ships\nO|ban | 9\nUig | 7\n \nThe end.\n"
    document = markdown_document(text)
    assert Path(document.source).name == "tables.md"
    assert document.text == ("Ships of May.\n\nMore to come.\n\nPort | Ships\nO|ban | 9\nUig | 7\n\nThe end.")
    assert [cell.row for cell in document.tables[0].cells] == [0, 0, 1, 1, 2, 2]


def test_answers_are_placed_wherever_the_document_says_them() -> None:
    document = table_document([["Port", "Ships"], ["Oban", "9"], ["Uig", "9"]])
    assert document.text == "Port | Ships\nOban | 9\nUig | 9"
    context = "Oban has 9 ships, as Uig has (9)."
    asked = Question("How many?", ((9, 10), (30, 31)), "1")
    assert placed(asked, context, document) == Question("How many?", ((20, 21), (28, 29)), "1")
    asked = Question("Where?", ((9, 10), (21, 24), (0, 4)))
    wanted = Question("Where?", ((13, 17), (20, 21), (22, 25), (28, 29)))
    assert placed(asked, context, document) == wanted


def test_a_question_whose_answers_are_not_in_the_document_is_left_out() -> None:
    document = table_document(PORTS)
    assert placed(Question("What?", ((0, 5),)), "Ayr, of course", document) is None
    assert placed(Question("Why?", (), "2"), "Ayr, of course", document) == Question("Why?", (), "2")


def test_rows_that_leave_out_empty_cells_name_those_they_have() -> None:
    text = "Port: Oban | Rain: 9\nPort: Uig | Rain: 3\nPort: Hull | Fog: 4\nPort: Ayr | Fog: 1\nPort: Oran"
    assert rows_of(text) == [
        ["Port", "Fog", "Rain"], ["Oban", "", "9"], ["Uig", "", "3"], ["Hull", "4", ""], ["Ayr", "1", ""],
        ["Oran", "", ""],
    ]  # fmt: skip


def test_a_name_with_a_colon_of_its_own() -> None:
    assert rows_of("Port:: Oban | Ships:: 9\nPort:: Uig | Ships:: 7") == PORTS
