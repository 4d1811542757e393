"""Cells that a question describes: by row and header, by an order of rows, by a place, by a row beside."""

from __future__ import annotations

from pathlib import Path

import pytest

from longdoc.documents.open import open_document
from longdoc.documents.types import Document, Span
from longdoc.tasks.candidates.candidate_set import CandidateSet
from longdoc.tasks.candidates.table_cells import merge_cells
from longdoc.tasks.spans.candidate import Candidate
from longdoc.tasks.tables.lookup import probable_table_cells, table_views
from longdoc.tasks.types import Passage

STOCK = """\
Item,Warehouse,Quantity,Reorder level,Payee
Copper pipe 15 mm,Leeds,420,200,"Marlow, Edith"
Gate valve DN50,Hull,18,25,"Quist, Jan"
Ball valve DN25,Leeds,73,40,"Hobbs, Noel"
Expansion tank 80 l,York,6,4,"Lind, Signe"
"""
FERRIES = """\
Rank,Ship,Home port,Built,Length (m),Passengers
1,Northern Star,Oban,3 May 1998,98.5,640
2,Isle of Mull,Craignure,12 June 1987,90.1,962
3,Clansman,Oban,1 July 1999,99.0,638
4,Lord of the Isles,Mallaig,21 March 1989,84.6,506
5,Hebrides,Uig,14 September 2000,99.4,612
"""
PRICES = """\
Ticket,Adult,Child (4 to 15),Family (2 + 3)
Single swim,6.50,3.80,18.00
Ten swims,55.00,32.00,–
Season ticket,140.00,75.00,320.00
"""
HOURS = """\
Day,Early lanes,Public swim,Late lanes
Monday to Friday,6:30 to 8:00,10:00 to 18:00,18:30 to 20:00
Saturday,7:30 to 9:00,10:00 to 17:00,–
Sunday,–,10:00 to 17:00,–
"""
SPENT = """\
Department,Budget 2024,Budget 2025,Spent 2025,Head
Research,1200000,1350000,1298400,Ana Ruiz
Marketing,450000,480000,512300,Tom Becker
Operations,2300000,2100000,2056700,Li Wei
"""
SALES = """\
Region,Q1,Q2,Q3
North,120,130,125
South,80,95,190
Total,200,225,315
"""
ARTICLES = """\
Article no.,Article,Pack size,Net price EUR,Discount %
HX-1004,Hex bolt M8 x 40,100 pcs,18.5,5
WS-2008,Flat washer M8,200 pcs,6.2,0
AN-4012,Chemical anchor M12,10 pcs,64.0,15
TP-7050,PTFE tape 12 m,10 pcs,7.1,8
"""
DELIVERY = """\
Zone,Up to 5 kg,Free from order value
Austria,6.9,250
Switzerland,19.5,1500
Italy,12.5,600
"""
ENERGY = """\
Building,Jan 2025,Feb 2025,Mar 2025,Half-year total
Town hall,42.1,39.8,35.0,168.3
Library,28.4,27.0,23.3,118.8
IT,18.4,17.0,13.3,78.8
"""
SITES = """\
Site,Invited,Responses,Response rate,Sat
Lyon,640,502,78%,closed
Gdansk,710,455,64%,10:00-14:00
Porto,490,361,74%,closed
"""
RAIN = """\
Station,Altitude,Rain 2022,Actual
Abbotsfield,112,702,690
Crow Hill,405,1298,1280
Dunmere,38,588,570
"""
YEARS = """\
£ million,2019,2020,2021,2022
Revenue,271.5,240.9,268.8,299.1
Profit before tax,29.8,19.1,36.2,36.0
Average number of employees,1904,1822,1799,1851
"""
ORDER = """\
Item,Quantity,Unit price EUR,Total EUR
Office desk,120,389.00,46680.00
Conference table,6,1250.00,7500.00
Carpet tile,1400,27.90,39060.00
"""
ROTA = """\
Week,From,Primary,Incidents,Notes
14,31 Mar 2025,R. Okafor,3,
15,7 Apr 2025,L. Stein,0,quiet
16,14 Apr 2025,M. Duarte,7,release freeze
18,28 Apr 2025,K. Ito,5,data centre move
"""
PUMPS = """\
,K20,K40,K80,K120
Max. flow (m³/h),18,42,78,125
Motor power (kW),1.5,4.0,7.5,18.5
Weight (kg),24,51,88,163
Impeller,Brass,Cast iron,Cast iron,Stainless steel
"""
TEXTS = {
    "rota": ROTA,
    "pumps": PUMPS,
    "order": ORDER,
    "years": YEARS,
    "stock": STOCK,
    "ferries": FERRIES,
    "prices": PRICES,
    "hours": HOURS,
    "spent": SPENT,
    "sales": SALES,
    "articles": ARTICLES,
    "delivery": DELIVERY,
    "energy": ENERGY,
    "sites": SITES,
    "rain": RAIN,
}


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Document]:
    folder: Path = tmp_path_factory.mktemp("tables")
    for name, text in TEXTS.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    return {name: open_document(folder / f"{name}.csv") for name in TEXTS}


@pytest.mark.parametrize(
    ("name", "question", "answer"),
    [
        ("stock", "What is the reorder level of the ball valve DN25?", "40"),
        ("years", "In which year was revenue lowest?", "2020"),
        ("years", "What was the highest profit before tax?", "36.2"),
        ("years", "Which year had the lowest average number of employees?", "2021"),
        ("years", "What was revenue in 2021?", "268.8"),
        ("order", "Which item has the highest total?", "Office desk"),
        ("order", "What is the total for carpet tiles?", "39060.00"),
        ("stock", "In which warehouse is the expansion tank?", "York"),
        ("stock", "Which item has a reorder level of 4?", "Expansion tank 80 l"),
        ("stock", "Which item has the largest quantity?", "Copper pipe 15 mm"),
        ("ferries", "Which ship carries the most passengers?", "Isle of Mull"),
        ("ferries", "Which ship has the fewest passengers?", "Lord of the Isles"),
        ("ferries", "Which ship was built first?", "Isle of Mull"),
        ("ferries", "Which ship is listed after Clansman?", "Lord of the Isles"),
        ("ferries", "Which ship is listed before Clansman?", "Isle of Mull"),
        ("ferries", "Which ship carries more passengers, Clansman or Isle of Mull?", "Isle of Mull"),
        ("ferries", "Which ship ranked third?", "Clansman"),
        ("ferries", "What is the home port of the Hebrides?", "Uig"),
        ("ferries", "When was the Lord of the Isles built?", "21 March 1989"),
        ("ferries", "How long is the Clansman?", "99.0"),
        ("sales", "Which region had the highest Q1?", "North"),
        ("sales", "Which region had the highest Q3?", "South"),
        ("sales", "What is the total in Q2?", "225"),
        ("sales", "total q3", "315"),
        ("prices", "What does a season ticket cost for a child?", "75.00"),
        ("prices", "How much is a single swim for a family?", "18.00"),
        ("prices", "What do ten swims cost for an adult?", "55.00"),
        ("hours", "When are the late lanes on Wednesday?", "18:30 to 20:00"),
        ("hours", "Until when is the public swim on Saturday?", "10:00 to 17:00"),
        ("spent", "How much did Operations spend in 2025?", "2056700"),
        ("spent", "What was the budget of Marketing in 2025?", "480000"),
        ("stock", "Which item has a quantity of more than 100?", "Copper pipe 15 mm"),
        ("stock", "Which item has a reorder level under 10?", "Expansion tank 80 l"),
        ("ferries", "Which ship was built after 1999?", "Hebrides"),
        ("ferries", "Which ship built before 1999 has the most passengers?", "Isle of Mull"),
        ("ferries", "Which ship carries the second most passengers?", "Northern Star"),
        ("rota", "How many incidents were there in week 18?", "5"),
        ("rota", "Who was primary in week 14?", "R. Okafor"),
        ("rota", "Which week had the second highest incidents?", "18"),
        ("pumps", "Which model has the highest flow?", "K120"),
        ("pumps", "Which pump has a brass impeller?", "K20"),
        ("pumps", "What is the weight of the K80?", "88"),
        ("pumps", "Which pump has a weight of less than 30 kg?", "K20"),
        ("articles", "What is the most expensive item?", "Chemical anchor M12"),
        ("energy", "How much did the library use in March 2025?", "23.3"),
        ("energy", "What did the IT use in Feb 2025?", "17.0"),
        ("sites", "What was the response rate in Gdansk?", "64%"),
        ("sites", "Is Porto open on Saturday?", "closed"),
        ("rain", "Which station was the wettest in 2022?", "Crow Hill"),
        ("rain", "How much rain did Dunmere actually have?", "570"),
    ],
)
def test_the_likeliest_cell(documents: dict[str, Document], name: str, question: str, answer: str) -> None:
    document = documents[name]
    best = probable_table_cells(question, table_views(document))[0]
    assert document.quote(best.span) == answer
    assert best.probability > 0.3


@pytest.mark.parametrize(
    "question",
    [
        "What is the weight of the ball valve DN25?", "Who is the king of Norway?", "How many?",
        "How many items have a quantity of more than 10?", "What is the average quantity?",
        "What is the difference in quantity between the gate valve and the ball valve?",
    ],
)  # fmt: skip
def test_nothing_is_likely_where_the_table_does_not_say(
    documents: dict[str, Document], question: str
) -> None:
    found = probable_table_cells(question, table_views(documents["stock"]))
    assert all(one.probability < 0.6 for one in found)


def test_the_most_expensive_is_sought_where_prices_are(documents: dict[str, Document]) -> None:
    views = [*table_views(documents["delivery"]), *table_views(documents["articles"])]
    best = probable_table_cells("What is the most expensive item?", views)[0]
    assert documents["articles"].quote(best.span) == "Chemical anchor M12"
    assert best.probability > 0.4


def test_an_empty_cell_is_the_likeliest_and_no_answer(documents: dict[str, Document]) -> None:
    document = documents["prices"]
    question = "What does a family ticket for ten swims cost?"
    cells = probable_table_cells(question, table_views(document))
    assert document.quote(cells[0].span) == "-"  # dashes are written alike
    other = next(cell for cell in cells if document.quote(cell.span) == "320.00")
    passage = Passage(Span(0, len(document.text)), (0, 1), 1.0)
    found = CandidateSet((passage,), (Candidate(2.0, other.span, 0),), (), (), 0.0)
    led = merge_cells(found, cells, document)
    assert [document.quote(c.span) for c in led.candidates] == ["320.00"]
    assert led.candidates[0].margin < 0


def test_two_rows_alike_are_both_possible_and_neither_likely(documents: dict[str, Document]) -> None:
    found = probable_table_cells("What is the reorder level of the valve?", table_views(documents["stock"]))
    assert {documents["stock"].quote(one.span) for one in found[:2]} == {"25", "40"}
    assert found[0].probability < 0.6


def test_a_text_without_tables_has_no_cells() -> None:
    assert table_views(Document("One.", (), (), "", "a.txt", "0")) == []
    assert probable_table_cells("How many?", []) == []


def test_a_header_far_to_the_right_of_a_wide_table_is_found(tmp_path: Path) -> None:
    heads = ["Station", *(f"Hour {n}" for n in range(300)), "Rainfall"]
    rows = [[name, *map(str, range(40, 340)), amount] for name, amount in (("Hull", "31"), ("York", "12"))]
    table = tmp_path / "wide.csv"
    table.write_text("\n".join(",".join(row) for row in (heads, *rows)), "utf-8")
    document = open_document(table)
    cells = probable_table_cells("What is the rainfall in York?", table_views(document))
    assert document.quote(cells[0].span) == "12"


STAFF = """\
Name,Days of leave,Salary,Phone number
Ann Lee,29,41000,5501
Bo Tran,25,39500,5502
Cy Ode,31,52000,5503
"""


@pytest.mark.parametrize(
    ("question", "answered"),
    [
        ("How many days of leave does Ann Lee have?", True),
        ("What is the current salary of Bo Tran?", True),
        ("What is the total salary of Cy Ode?", True),
        ("How many days of parental leave does Ann Lee have?", False),
        ("How many days of sick leave does Bo Tran have?", False),
        ("What is the monthly salary of Bo Tran?", False),
    ],
)
def test_a_column_does_not_answer_about_something_narrower(
    tmp_path: Path, question: str, answered: bool
) -> None:
    path = tmp_path / "staff.csv"
    path.write_text(STAFF, encoding="utf-8")
    best = probable_table_cells(question, table_views(open_document(path)))[0]
    assert (best.probability > 0.4) == answered
