"""Delimited files: the delimiter is found among commas of other kinds, and a stray quote costs one line."""

from __future__ import annotations

import time

import pytest

from longdoc.documents.read import read_source
from longdoc.documents.source import Source
from longdoc.documents.tables.delimited import find_delimiter


def read(text: str, name: str = "x.csv") -> str:
    return read_source(Source(text.encode(), name)).text


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("x;y\n1,5;2,5\n1,6;2,7\n1,7;2,8\n", ";"),
        ("2024-01-01;1,5\n2024-01-02;1,6\n2024-01-03;1,7\n", ";"),
        ("Müller, Hans;Ring 1, Kiel\nMeier, Jan;Weg 2, Bonn\n", ";"),
        ("Müller, Hans|1,5\nMeier, Jan|1,6\n", "|"),
        ("a,b\tc\nd,e\tf\n", "\t"),
        ("a;b,c\nd;e,f\n", ","),
        ('Ann,"x;y",Hull\nBo,"u;v",York\n', ","),
        ("1,2,3\n4,5,6\n", ","),
        ("Ann, 5, Hull\nBo, 6, York\n", ","),
        ("name,list\nAnn,a;b\nBo,c;d\n", ","),
        ("品名，数量，单价\n铜管，420，3.5\n闸阀，18，25\n", "，"),
        ("One line of prose.\nAnd another one.\n", ""),
    ],
)
def test_a_delimiter_splits_the_most_records_alike(text: str, delimiter: str) -> None:
    assert find_delimiter(text) == delimiter


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('id\ttext\n1\t"Oh no\n2\tfine\n3\tgood', 'id | text\n1 | "Oh no\n2 | fine\n3 | good'),
        ('id\ttext\n1\t"Oh no\n2\t"fine\tand"\n3\tgood', 'id | text\n1 | "Oh no\n2 | fine and\n3 | good'),
        ('id\ttext\n1\t"two\nlines"\n2\t"Oh no\n3\tgood', 'id | text\n1 | two lines\n2 | "Oh no\n3 | good'),
        ('id\ttext\n5" pipe\t"two\nlines"\n6" pipe\tone', 'id | text\n5" pipe | two lines\n6" pipe | one'),
        ('id\ttext\n1\t"a ""b""\nlines"\n2\tone', 'id | text\n1 | a "b" lines\n2 | one'),
        ('id\ttext\n1\t"a" b\n2\tone', "id | text\n1 | a b\n2 | one"),
    ],
)
def test_a_quote_that_is_never_closed_costs_no_other_line(text: str, shown: str) -> None:
    assert read(text, "x.tsv") == shown


@pytest.mark.parametrize("line", ['a"b,"\n', '"a,b\n', 'a,"\n', '"""a,"b\n'])
def test_stray_quotes_take_linear_time(line: str) -> None:
    started = time.monotonic()
    text = read("name,remark\n" + line * 20_000 + 'c"')
    assert text.startswith("name | remark")
    assert time.monotonic() - started < 20


@pytest.mark.parametrize("line", ["sep=;", '"sep=;"', "SEP=;", "\ufeffsep=;"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_line_that_names_the_delimiter_for_excel_is_no_record(line: str, end: str) -> None:
    assert read(end.join((line, "Item;Price", "Pipe;3,50", "Valve;25,00"))) == (
        "Item | Price\nPipe | 3,50\nValve | 25,00"
    )


def test_quotes_after_backslashes_belong_to_their_fields() -> None:
    text = 'id,name,remark\n1,"Tom \\"Red\\" Lane","says, \\"hi\\""\n2,Ann,"C:\\dir"\n'
    assert read(text) == 'id | name | remark\n1 | Tom "Red" Lane | says, "hi"\n2 | Ann | C:\\dir'
    assert read('name,path\nA,"C:\\dir\\"\nB,"D:\\x"\n') == "name | path\nA | C:\\dir\\\nB | D:\\x"


@pytest.mark.parametrize(
    "text",
    [
        'Item,Code,Note\nPump,="007",old\nValve,="0,45",new\n',
        '"Item";"Code";"Note"\r\n"Pump";"=""007""";"old"\r\n"Valve";"=""0,45""";"new"\r\n',
    ],
)
def test_digits_that_excel_shall_take_for_text_are_shown_as_excel_shows_them(text: str) -> None:
    assert read(text) == "Item | Code | Note\nPump | 007 | old\nValve | 0,45 | new"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('"Pump","says \\"now\\", loud"\n"Valve","\\"x\\""\n', 'Pump | says "now", loud\nValve | "x"'),
        ('"C:\\","says \\"now\\" aloud"\n"D:\\","x"\n', 'C:\\ | says "now" aloud\nD:\\ | x'),
    ],
)
def test_backslashed_quotes_may_stand_before_a_comma(text: str, shown: str) -> None:
    assert read(text) == shown


@pytest.mark.parametrize("name", ["stock.txt", "stock", "-"])
@pytest.mark.parametrize(
    "text",
    [
        "Artikel;Menge;Preis\nPumpe;3;5.250,00\nVentil, neu;12;310,50\nRohr;4;20,00\n",
        'Artikel,Menge,Preis\nPumpe,3,"5.250,00"\n"Ventil, neu",12,"310,50"\nRohr,4,"20,00"\n',
    ],
)
def test_text_that_is_a_table_throughout_is_read_as_one(name: str, text: str) -> None:
    shown = "Artikel | Menge | Preis\nPumpe | 3 | 5.250,00\nVentil, neu | 12 | 310,50\nRohr | 4 | 20,00"
    assert read(text, name) == shown


@pytest.mark.parametrize(
    "text",
    [
        "Ann, Bo, and Cy.\nDee, Eve, and Fay.\nGil, Hal, and Ida.\n",
        "He came; he saw.\nShe left; he wept.\nThey met; they wed.\n",
        "a;b;c\nd;e;f\n",
        "Terms;of;sale\n\nThe fee is five euros.\n\nOne;two;three\nfour;five;six\n",
    ],
)
def test_text_that_only_has_some_of_the_signs_of_a_table_stays_as_it_is(text: str) -> None:
    assert read(text, "x.txt") == text
