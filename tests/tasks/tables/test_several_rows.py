"""Questions that several rows answer get a cell of each of these rows, other questions none."""

from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest

from longdoc.documents.open import open_document
from longdoc.tasks.tables.lookup import table_views
from longdoc.tasks.tables.several_rows import cells_of_rows

STAFF = """\
Name,Role,Office,Hired,Salary,Trained
Ada Noor,Engineer,Oslo,2018,68000,yes
Bo Lund,Designer,Graz,2020,54000,no
Cy Fink,Engineer,Graz,2022,63500,yes
Di Rossi,Manager,Oslo,2012,88000,no
"""
TASKS = """\
ID,Task,Assignee,Status,Estimate
T-1,Write parser,Paul Becker,done,3 h
T-2,Fix login,"Mia Torres, Paul Becker",open,5 h
T-3,Update docs,Mia Torres,open,2 h
"""
TRAINS = """\
Train,Departure,Platform
RE 1,8:05,3
RE 7,8:40,4
RE 9,9:20,3
"""
STOCK = """\
Article,Description,Supplier,Country,Price EUR,Stock
A-1,Hand drill,Morel,France,89.00,14
A-2,Angle grinder,Kestrel,Germany,129.50,0
A-3,Table saw,Kestrel,Germany,640.00,0
"""


def _asked(table: str, question: str, folder: Path) -> list[str]:
    (folder / "table.csv").write_text(table, encoding="utf-8")
    document = open_document(str(folder / "table.csv"))
    return [document.quote(span) for span in cells_of_rows(question, table_views(document))]


@pytest.mark.parametrize(
    ("table", "question", "cells"),
    [
        (STAFF, "Which employees work in Oslo?", ["Ada Noor", "Di Rossi"]),
        (STAFF, "Who are the engineers?", ["Ada Noor", "Cy Fink"]),
        (STAFF, "Who earns more than 60000?", ["Ada Noor", "Cy Fink", "Di Rossi"]),
        (STAFF, "Which employees were hired before 2019?", ["Ada Noor", "Di Rossi"]),
        (STAFF, "Which employees are not trained?", ["Bo Lund", "Di Rossi"]),
        (STAFF, "Which employees have been trained?", ["Ada Noor", "Cy Fink"]),
        (STAFF, "Which people sit in Oslo?", ["Ada Noor", "Di Rossi"]),
        (TRAINS, "Which trains leave before 9:00?", ["RE 1", "RE 7"]),
        (STAFF, "Which offices are there?", ["Oslo", "Graz"]),
        (TASKS, "Which tasks does Paul have?", ["Write parser", "Fix login"]),
        (TASKS, "Which tasks are not done?", ["Fix login", "Update docs"]),
        (TASKS, "Which tasks take longer than 2 hours?", ["Write parser", "Fix login"]),
        (STOCK, "Which items cost more than 100 euros?", ["Angle grinder", "Table saw"]),
        (STOCK, "Which articles come from Germany?", ["A-2 | Angle grinder", "A-3 | Table saw"]),
        (STOCK, "Which products are out of stock?", ["Angle grinder", "Table saw"]),
        (STOCK, "What does Kestrel supply?", ["Angle grinder", "Table saw"]),
    ],
)
def test_every_row_asked_for_gives_its_cell(table, question, cells, tmp_path) -> None:
    assert _asked(table, question, tmp_path) == cells


SALES = """\
Region,Resellers,Online shops
2017,5549,2798
2018,6325,3339
2019,6720,2836
"""


def test_what_a_word_means_is_no_question_for_the_values_below_it(tmp_path) -> None:
    assert _asked(SALES, "What are resellers?", tmp_path) == []
    assert _asked(STAFF, "What are the offices?", tmp_path) == ["Oslo", "Graz"]


def test_amounts_with_their_unit_choose_rows(tmp_path) -> None:
    cells = ["Angle grinder", "Table saw"]
    assert _asked(STOCK, "Which items cost more than 100 EUR?", tmp_path) == cells


@pytest.mark.parametrize(
    "question",
    [
        "Who earns the most?",
        "Which employees of Kestrel Marine earn more than 60000?",  # the table does not say whose staff it is
        "In which years did employees earn more than 60000 for Kestrel?",
        "Which employees in Oslo resigned?",
        "Who was born before 2019?",
        "Which employees were promoted before 2019?",
        "In which years was the salary more than 60000?",
        "How many employees work in Oslo?",
        "Which employees of Oslo earn more than 66000 in 2018?",  # every row would have to be of 2018
        "Which employees work in Lima?",
        "What is the salary of Ada Noor?",
        "Who was hired after Bo Lund?",
    ],
)
def test_other_questions_are_left_to_the_ranker(question, tmp_path) -> None:
    assert _asked(STAFF, question, tmp_path) == []


def test_the_name_of_the_document_chooses_no_row(tmp_path) -> None:
    rows = "NDA Term for sharing | two years\nGoverning Law | Maine\nPurpose | A purchase\n"
    table = "| Item | Terms |\n|---|---|\n" + "".join(f"| {row} |\n" for row in rows.splitlines())
    (tmp_path / "nda.md").write_text(f"# One-Way NDA\n\n{table}", "utf-8")
    views = table_views(open_document(str(tmp_path / "nda.md")))
    assert cells_of_rows("Which law governs the NDA?", views) == []


def test_a_name_in_a_long_table_is_looked_up_in_linear_time(tmp_path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("Person,City\n" + "".join(f"Person {n},{n % 9}\n" for n in range(8_000)), "utf-8")
    views, begun = table_views(open_document(path)), process_time()
    assert not cells_of_rows("Which persons does Person 5 know?", views)
    assert process_time() - begun < 2  # linear: 0.2 s; quadratic: 5 s
