"""The number of a clause and its words, which programs set apart in HTML, are one paragraph."""

from __future__ import annotations

import pytest

from longdoc.documents.extract import Extract
from longdoc.documents.limits import Limits
from longdoc.documents.source import Source
from longdoc.documents.structure.sections import find_sections
from longdoc.documents.web.html import read_html

PROSE = "The Supplier delivers the pumps to the northern quay, and the Customer pays for them in advance. "
CLAUSES = ("Duties", "Fees and Payment", "Confidentiality", "Governing Law")


def read(body: str) -> Extract:
    return read_html(Source(f"<html><body><p>{PROSE}</p>{body}</body></html>".encode(), limits=Limits()))


def shown(body: str) -> str:
    return read(body).text.partition("\n\n")[2]


def item(mark: str, words: str) -> str:
    return f"<tr><td><p>&#160;</p></td><td><p>{mark}</p></td><td><p>{words}</p></td></tr>"


@pytest.mark.parametrize(
    "clause",
    [
        '<div style="display:flex"><font style="display: inline-flex;">{n}.</font>'
        '<div style="display:inline;"><font>{title}</font><font>. {prose}</font></div></div>',
        '<div><font>{n}.</font><font style="padding-left:22.25pt">{title}</font><font>. {prose}</font></div>',
        '<p><font style="display:inline-block;width:18pt"><b>{n}.</b></font>{title}<b>.</b> {prose}</p>',
        "<table><tr><td></td><td>{n}.</td><td><p>{title}. {prose}</p></td></tr></table>",
    ],
)
def test_numbers_that_are_set_apart_make_sections(clause: str) -> None:
    body = "".join(clause.format(n=n, title=title, prose=PROSE) for n, title in enumerate(CLAUSES, 1))
    titles = [section.title for section in find_sections(read(body).text)]
    assert titles == [f"{n}. {title}" for n, title in enumerate(CLAUSES, 1)]


def test_a_table_of_items_is_a_list() -> None:
    body = f"<table>{item('(i)', 'a felony;')}{item('(ii)', 'a breach of Section 2; or')}</table>"
    extract = read(body)
    assert extract.text.endswith("(i) a felony;\n\n(ii) a breach of Section 2; or")
    assert not extract.tables


def test_further_paragraphs_of_an_item_stay_apart() -> None:
    cell = "<div>Term. It runs for a year.</div><p>It ends then.</p>"
    body = f"<table><tr><td>4.1</td><td>{cell}</td></tr></table>"
    assert shown(body) == "4.1 Term. It runs for a year.\n\nIt ends then."


@pytest.mark.parametrize(
    "rows",
    [
        "<tr><td>1</td><td>Ann Lee</td></tr><tr><td>2</td><td>Bo Ek</td></tr>",
        "<tr><td>1.5</td><td>Initial release</td></tr><tr><td>1.6</td><td>Bug fixes</td></tr>",
        "<tr><th>No.</th><th>Item</th></tr><tr><td>1.</td><td>Pump</td></tr>",
        "<tr><td>(a)</td><td>900</td></tr>",
        "<tr><td>(a)</td><td>Pump</td><td>900</td></tr>",
    ],
)
def test_tables_of_data_stay_tables(rows: str) -> None:
    assert len(read(f"<table>{rows}</table>").tables) == 1


def test_empty_paragraphs_in_its_cells_do_not_make_a_table_layout() -> None:
    empty = "<p>&#8203;</p>" * 4
    rows = "".join(
        f"<tr><td>{empty}<p>{name}</p></td><td>{fee}</td></tr>" for name, fee in (("A", 1), ("B", 2))
    )
    assert shown(f"<table>{rows}</table>") == "A | 1\nB | 2"


def test_blocks_in_a_column_stay_apart() -> None:
    body = '<div style="display:flex; flex-direction:column"><div>First.</div><div>Second.</div></div>'
    assert shown(body) == "First.\n\nSecond."
