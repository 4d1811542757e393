"""MediaWiki markup reads as the wiki shows it."""

from __future__ import annotations

import time

import pytest

from longdoc.documents.extract import Extract
from longdoc.documents.formats import Format
from longdoc.documents.read import read_source
from longdoc.documents.sniff import sniff
from longdoc.documents.source import Source
from longdoc.documents.types import Kind
from longdoc.documents.web.wiki import as_html

ARTICLE = """{{Short description|A ship}}
{{Infobox ship
| name = ''Grey Heron''
| home_port = [[Lund (town)|Lund]]
| built = {{start date|1987}}
| owner =
}}
'''Grey Heron''' is a [[ferry]] of {{convert|42|m|ft}}.<ref name="a">{{cite web|title=Ferries|author=Ada Lund
|url=http://x.org}}</ref> She was sold.<ref>In ''May''.</ref> Twice.<ref name=a />
[[File:x.jpg|thumb|200px|The [[ferry]] in 2001]]
== History ==
Text.
[[Category:Ships]]
"""


def read(text: str, name: str = "x.wiki") -> Extract:
    return read_source(Source(text.encode(), name))


def test_an_article_has_its_box_its_notes_and_its_name() -> None:
    extract = read(ARTICLE)
    box, *paragraphs = extract.text.split("\n\n")
    assert box.splitlines() == ["name | Grey Heron", "home port | Lund", "built | 1987"]
    assert paragraphs == [
        "Grey Heron is a ferry of 42 m.[1] She was sold.[2] Twice.[1]",
        "The ferry in 2001",
        "History",
        "Text.",
        "[1] Ada Lund, Ferries",
        "[2] In May.",
    ]
    assert extract.title == "Grey Heron"
    assert extract.notices == ("1 template of the wiki was left out",)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("* one\n** two\n* three\n# a\n# b", "- one|- two|- three|1. a|2. b"),
        ("; Crew : twelve\n: in all", "Crew|twelve|in all"),
        ("a\nb\n\nc", "a b|c"),
        (" x = 1\n y < 2\n\nText", "x = 1\ny < 2|Text"),
        ("See [https://x.org the site], [https://y.org].", "See the site, https://y.org."),
        ("H<sub>2</sub>O and <nowiki>[[no]] ''link''</nowiki>", "H2O and [[no]] ''link''"),
        ("<!-- hidden\n -->Shown __TOC__", "Shown"),
        ("{{lang|de|Wort}} and {{nowrap|5 km}}", "Wort and 5 km"),
        ("<pre>\na [[b]]\n</pre>", "a [[b]]"),
        ("One.<ref>n</ref>\n\n{{reflist}}\n\nTwo.", "One.[1]|[1] n|Two."),
    ],
)
def test_markup_becomes_what_is_shown(written: str, shown: str) -> None:
    assert read(written).text == shown.replace("|", "\n\n")


def test_a_table_has_its_caption_headers_and_cells_over_several_rows() -> None:
    extract = read(
        '{| class="wikitable"\n|+ Trips\n! Year !! Number\n|-\n| rowspan="2" | 1990 || style="x" | 12\n|-\n'
        "| [[Ten|10]]\n|}\nText"
    )
    assert extract.text == "Trips\nYear | Number\n1990 | 12\n1990 | 10\n\nText"
    assert extract.tables[0].header_rows == 1
    assert Kind.TABLE_ROW in {block.kind for block in extract.blocks}


@pytest.mark.parametrize(
    ("name", "kind"), [("x.mediawiki", Format.WIKI), ("x.wikitext", Format.WIKI), ("x.txt", Format.TEXT)]
)
def test_a_wiki_page_is_told_by_its_name(name: str, kind: Format) -> None:
    assert sniff(b"== Fees ==\n'''Fees''' are due.", name) is kind


def test_asciidoc_under_its_older_suffix_is_read() -> None:
    assert read("=== Fees\n\nThe `fee` is 5.\n", "x.asc").text == "Fees\n\nThe fee is 5."
    assert sniff(b"-----BEGIN PGP MESSAGE-----\n\nhQEM\n", "x.asc") is Format.TEXT


@pytest.mark.parametrize(
    "text",
    [
        "{{" * 200_000,
        "{{a|" * 100_000,
        "[[a|" * 100_000,
        "[http://" * 80_000,
        "<ref>" * 80_000,
        "<pre>" * 80_000,
        "= a " * 100_000,
        "{|\n" * 50_000,
        "{|\n|" + "a=a" * 100_000,
        "{{x|" + "|" * 9_000 + "[[a" * 3_000 + "}}",
    ],
)
def test_marks_without_end_take_no_more_time_than_others(text: str) -> None:
    begun = time.process_time()
    as_html(text)
    assert time.process_time() - begun < 3
