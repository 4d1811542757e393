"""Subtitles, notebooks, JSON, XML and YAML: the words in them, without what only programs read."""

from __future__ import annotations

import json

import pytest

from longdoc.documents.extract import Extract
from longdoc.documents.open import open_document
from longdoc.documents.read import read_source
from longdoc.documents.source import Source
from longdoc.documents.types import Document, Kind
from longdoc.errors import DocumentError

SRT = """1
00:00:00,000 --> 00:00:04,137
The cost of the library is estimated

2
00:00:04,137 --> 00:00:08,274
at <i>four point two</i> million pounds.

3
00:01:08,300 --> 00:01:12,411
The bus lane moves in June.
"""


def read(text: str, name: str) -> Extract:
    return read_source(Source(text.encode(), name))


def opened(text: str, name: str) -> Document:
    import io

    return open_document(io.BytesIO(text.encode()), name=name)


@pytest.mark.parametrize("name", ["x.srt", "x.txt", "x"])
def test_subtitles_are_running_text_and_times_are_pages(name: str) -> None:
    document = opened(SRT, name)
    assert [document.quote(sentence) for sentence in document.sentences] == [
        "The cost of the library is estimated at four point two million pounds.",
        "The bus lane moves in June.",
    ]
    assert document.locate(document.sentences[1]).page == "00:01:08"


def test_voices_of_web_captions_and_lines_that_roll() -> None:
    vtt = (
        "WEBVTT\n\nNOTE made by hand\n\n00:01.000 --> 00:02.000\n<v Ada>Who has the key?\n\n"
        "00:02.000 --> 00:03.000\n<v Bo>I gave it\n\n00:03.000 --> 00:04.000\n<v Bo>I gave it\nto Cy.\n"
    )
    document = opened(vtt, "x.vtt")
    assert document.text == "Ada: Who has the key?\n\nBo: I gave it to Cy."
    assert document.kind_at(30) is Kind.DIALOGUE


def test_a_notebook_is_its_text_and_its_code() -> None:
    book = {
        "nbformat": 4,
        "metadata": {},
        "cells": [
            {"cell_type": "markdown", "source": ["# Swifts\n", "\n", "We **count**."]},
            {
                "cell_type": "code",
                "source": "print(2)",
                "outputs": [
                    {"output_type": "stream", "text": ["2\n"]},
                    {"output_type": "display_data", "data": {"image/png": "AAAA", "text/plain": "<Figure>"}},
                ],
            },
        ],
    }
    extract = read(json.dumps(book), "x.ipynb")
    assert extract.text == "Swifts\n\nWe count.\n\nprint(2)\n\n2"
    assert extract.title == "Swifts"
    assert extract.notices == ("1 picture that its code drew was not read",)
    with pytest.raises(DocumentError, match="damaged"):
        opened('{"cells": [', "x.ipynb")


def test_records_of_json_are_rows_and_other_values_lines() -> None:
    rows = [{"item": "Valve", "price": 12}, {"item": "Pump", "price": None}]
    for text, name in ((json.dumps(rows), "x.json"), ("\n".join(map(json.dumps, rows)), "x.jsonl")):
        extract = read(text, name)
        assert extract.text == "item | price\nValve | 12\nPump |"
        assert extract.tables[0].header_rows == 1
    nested = read('{"lease": {"unit": "J", "ends": 2039}, "tags": ["a", "b"]}', "x.json")
    assert nested.text == "lease › unit: J\nlease › ends: 2039\ntags: a, b"
    talk = read('[{"role": "user", "content": "Who?"}, {"role": "clerk", "content": "Ada."}]', "x.json")
    assert talk.text == "user: Who?\n\nclerk: Ada."
    broken = read('{"a": 1}\nnot json\n{"a": 2}\n', "x.jsonl")
    assert broken.notices == ("1 line is no JSON and was not read: 2",)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (
            '{"author": "Ann", "body": "Hi there", "price": 19.90, "comments": ["a", "b"]}',
            "Ann: Hi there\n\nprice: 19.90\ncomments: a, b",
        ),
        (
            '[{"name": "Tea", "text": "Green", "kg": 0.00001}, {"name": "Ann", "role": "us", "text": "?"}]',
            "Tea: Green\n\nkg: 0.00001\n\nus: ?\n\nname: Ann",
        ),
        ('[{"user": "Ann", "content": ""}, {"user": "", "content": "x"}]', "user | content\nAnn |\n| x"),
    ],
)
def test_what_a_record_holds_beside_a_speech_follows_it(written: str, text: str) -> None:
    assert read(written, "x.json").text == text


@pytest.mark.parametrize("number", ["19.90", "0.00001", "1E5", "7", "-0.0"])
def test_numbers_of_json_are_shown_as_written(number: str) -> None:
    assert read(f'{{"price": {number}}}', "x.json").text == f"price: {number}"
    assert (
        read(f'{{"a": {number}, "b": 1}}\n{{"a": 2, "b": 1}}', "x.jsonl").text.split("\n")[1]
        == f"{number} | 1"
    )


def test_xml_is_paragraphs_fields_and_tables() -> None:
    extract = read(
        "<book><title>Salt</title><p>They <i>left</i> at dawn.</p><unitPrice>12</unitPrice><stock>"
        "<i><n>Valve</n><q>1</q></i><i><n>Pump</n><q>2</q></i><i><n>Tank</n><q>3</q></i></stock></book>",
        "x.xml",
    )
    assert (
        extract.text
        == "Salt\n\nThey left at dawn.\n\nunit Price: 12\n\nstock\nn | q\nValve | 1\nPump | 2\nTank | 3"
    )
    order = read(
        '<order number="A-17" date="2027-03-01"><line sku="P1">Pump</line><line sku="T2">Tank</line></order>',
        "x.xml",
    )
    assert order.text == "order: number: A-17, date: 2027-03-01\nline: Pump, sku: P1\nline: Tank, sku: T2"
    hostile = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a><b>&x;</b><c>safe</c></a>'
    assert read(hostile, "x.xml").text == "c: safe"


def test_settings_are_a_sentence_a_line() -> None:
    document = opened("host: a.example\nport: 80\n# a remark\nname: The. Thing\n", "x.yaml")
    assert [document.quote(sentence) for sentence in document.sentences] == [
        "host: a.example", "port: 80", "# a remark", "name: The. Thing",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["x.log", "x.yaml", "x.ini", "x.toml"])
def test_no_record_or_setting_is_taken_for_a_header(name: str) -> None:
    hour = "job done in time\n" * 60
    text = "".join(f"{hour}disk full on host alpha\n\n- {n} -\n\n" for n in range(1, 9))
    document = opened(text, name)
    assert document.headers_footers == ()
    assert not document.notices


def test_subtitles_are_titled_by_their_header_or_file_and_not_by_what_is_said() -> None:
    cue = "00:01.000 --> 00:02.000\nGood morning everybody\n"
    assert opened(f"WEBVTT - Council of May\n\n{cue}", "a.vtt").title == "Council of May"
    assert opened(f"WEBVTT\n\n{cue}", "b.vtt").title == "b"


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ('{"a": 1, "a": 2, "b": NaN}', "a: 1\na (2): 2\nb: NaN"),
        ('{"a": 1}{"a": 2}\n{"a": 3}', "a\n1\n2\n3"),
        ('{\n  "a": {"b": 1}\n}\n{\n  "a": {"b": 2}\n}\n', "1 › a › b: 1\n\n2 › a › b: 2"),
    ],
)
def test_all_values_of_json_are_read_as_they_are_written(written: str, text: str) -> None:
    assert [line.strip() for line in read(written, "x.json").text.split("\n")] == [
        line.removeprefix("1 › ").removeprefix("2 › ") for line in text.split("\n")
    ]


def test_outputs_of_notebooks_are_read_in_the_form_that_is_shown() -> None:
    shown = [
        {"data": {"text/markdown": "It is **99**.", "text/plain": "<IPython.core.display.Markdown object>"}},
        {"data": {"text/html": "<p>It is <b>5</b>.</p>", "text/plain": "<IPython.core.display.HTML object>"}},
        {"data": {"text/latex": "$x=1$"}},
        {"output_type": "stream", "text": ["\x1b[33mwarn\x1b[0m"]},
        {"data": {"image/png": "iVBOR", "text/plain": "<Figure size 640x480>"}},
    ]
    cells = [
        {"cell_type": "code", "source": "x", "outputs": shown},
        {"cell_type": "markdown", "source": "~~old~~ new"},
    ]
    extract = read(json.dumps({"nbformat": 4, "cells": cells}), "x.ipynb")
    assert extract.text.split("\n\n") == ["x", "It is 99.", "It is 5.", "$x=1$", "warn", "new"]
    assert extract.notices == (
        "1 picture that its code drew was not read",
        "text marked as deleted was left out (3 characters)",
    )


def test_json5_and_settings_with_comments_are_json() -> None:
    text = """// settings
{
  name: 'Ann\\'s "bolt"', // of the item
  "url": "https://a.example/x", /* old */
  sizes: [.5, +2, 0x10,],
}
"""
    extract = read_source(Source(text.encode(), "x.json5"))
    assert extract.text == ('name: Ann\'s "bolt"\nurl: https://a.example/x\nsizes: 0.5, 2, 16')
    assert extract.notices == ("3 comments were not read",)
    for broken in ("{ name: 'Ann\nand more", f"{{ colour: 0x{'f' * 6_000} }}"):
        assert read_source(Source(broken.encode(), "x.json")).text == broken


def test_html_in_values_is_read_as_its_text() -> None:
    page = (
        "<p>The <b>harbour</b> is <a href='x'>closed</a> in winter &amp; spring.</p>"
        "<ul><li>Tugs stay.</li></ul>"
    )
    value = {
        "rendered": page,
        "rows": [{"q": "When?", "a": "<p>In <i>May</i>.</p>"}, {"q": "Who?", "a": "Ann<br>Bob"}],
        "chat": [{"role": "user", "content": "<p>Hello <a href='x'>there</a></p>"}],
        "code": "a<b and c>d",
    }
    text = read_source(Source(json.dumps(value).encode(), "export.json")).text
    assert text.split("\n") == [
        "rendered: The harbour is closed in winter & spring.", "", "- Tugs stay.", "", "rows", "q | a",
        "When? | In May.", "Who? | Ann Bob", "", "user: Hello there", "", "code: a<b and c>d",
    ]  # fmt: skip


def test_records_after_an_empty_line_are_records_too() -> None:
    assert read('\n{\n"a": 1,\n"b": 2\n}\n{\n"a": 3,\n"b": 4\n}\n', "x.json").text == "a | b\n1 | 2\n3 | 4"


def test_a_notebook_that_is_nested_without_end_is_one_clear_error() -> None:
    with pytest.raises(DocumentError, match="too deeply nested"):
        opened('{"cells": ' + "[" * 90_000 + "]" * 90_000 + "}", "deep.ipynb")
