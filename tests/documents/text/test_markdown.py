"""Markdown and its like: what a reader sees, without the marks; links keep their targets."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from longdoc.documents.extract import Extract
from longdoc.documents.read import read_source
from longdoc.documents.source import Source
from longdoc.documents.types import Kind

GUIDE = """---
title: "The Guide"
author: Jane Doe
layout: page
---
<!-- not shown -->
# Welcome to **us**

See the [limits](https://x.org/limits) and `code`. {% if x %}Hello{% endif %}
It is *nice*; snake_case_name and 2 * 3 * 4 stay, 10<sup>3</sup> too.[^1]

[^1]: A note.

- [ ] open
- [x] done
  at last

> quoted *text*

```sh
# no heading {% kept %}
```

Second
------

1986. A great year, says the [book][b].

[b]: https://book.example
"""


def read(text: str, name: str = "x.md") -> Extract:
    return read_source(Source(text.encode(), name))


def test_markdown_as_its_reader_sees_it() -> None:
    extract = read(GUIDE)
    assert extract.text == "\n\n".join(
        [
            "Author: Jane Doe",
            "Welcome to us",
            "See the limits and code. Hello It is nice; snake_case_name and 2 * 3 * 4 stay, 10³ too.[1]",
            "[1] A note.",
            "- ☐ open",
            "- ☒ done at last",
            "quoted text",
            "# no heading {% kept %}",
            "Second",
            "1986. A great year, says the book.",
        ]
    )
    assert extract.title == "The Guide"
    assert [(section.level, section.title) for section in extract.sections] == [
        (1, "Welcome to us"),
        (2, "Second"),
    ]
    assert [(extract.text[link.span.start : link.span.end], link.target) for link in extract.links] == [
        ("limits", "https://x.org/limits"),
        ("book", "https://book.example"),
    ]
    assert extract.notices == ("of its front matter was left out: layout",)
    kinds = {block.kind for block in extract.blocks}
    assert kinds == {Kind.FIELD, Kind.HEADING, Kind.NOTE, Kind.LIST_ITEM, Kind.CODE}


@settings(deadline=None, max_examples=60)
@given(st.text("ab*_`[]()#|>-~<!\n 1.\\{%}", max_size=200))
def test_any_marks_are_read_and_no_word_is_lost(text: str) -> None:
    extract = read(f"start\n\n{text}\n\nthe end")
    assert extract.text.startswith("start")
    assert all(0 <= link.span.start < link.span.end <= len(extract.text) for link in extract.links)
    assert "\ufdd0" not in extract.text


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("## Learning C#", "Learning C#"),
        ("## Roof ##", "Roof"),
        ("## Roof #### ", "Roof"),
        ("## Issue #", "Issue"),
        ("##\tRoof   and wall  ", "Roof and wall"),
        ("## C# and F# #", "C# and F#"),
        ("##", ""),
        ("## ##", ""),
        ("#########", ""),
        ("#hashtag", ""),
    ],
)
def test_marks_close_a_heading_only_after_a_blank(line: str, title: str) -> None:
    extract = read(f"start\n\n{line}\n")
    assert [section.title for section in extract.sections] == [title] * bool(title)
    asciidoc = read(f"start\n\n{line.replace('#', '=')}\n", "x.adoc")
    assert [section.title for section in asciidoc.sections] == [title.replace("#", "=")] * bool(title)


@pytest.mark.parametrize("name", ["x.md", "x.adoc"])
@pytest.mark.parametrize(
    "line",
    [
        f"# a{' ' * 50_000}b",
        f"= a{' ' * 50_000}b",
        f"# a{' #' * 50_000}b",
        f"= a{' =' * 50_000}b",
        f"{'~' * 50_000}`",
        f"a | b\n- |{' ' * 50_000}b",
    ],
)
def test_long_lines_take_linear_time(name: str, line: str) -> None:
    started = time.monotonic()
    assert read(f"start\n\n{line}\n", name).text.startswith("start")
    assert time.monotonic() - started < 10


def test_restructured_text_org_and_asciidoc() -> None:
    rst = read(
        "Guide\n=====\n\nA ``code``, a `link <http://x.y>`_ and :ref:`one <s>`.\n\n.. note:: Take care.\n\n"
        "Example::\n\n   x = 1\n\n+---+---+\n| A | B |\n+===+===+\n| 1 | 2 |\n+---+---+\n",
        "x.rst",
    )
    assert rst.text == "Guide\n\nA code, a link and one.\n\nTake care.\n\nExample:\n\nx = 1\n\nA | B\n1 | 2"
    assert rst.tables[0].header_rows == 1
    org = read(
        "#+TITLE: Plan\n* TODO Roof :home:\n- mend *it* at [[http://x.y][the yard]]\n"
        "| A | B |\n|---+---|\n| 1 | 2 |\n",
        "x.org",
    )
    assert (org.title, org.text) == ("Plan", "Plan\n\nRoof\n\n- mend it at the yard\n\nA | B\n1 | 2")
    adoc = read(
        "= Plan\n\n== Roof\n\nSee https://x.y[the yard], _now_.\n\n|===\n|A |B\n\n|1 |2\n|===\n", "x.adoc"
    )
    assert adoc.text == "Plan\n\nRoof\n\nSee the yard, now.\n\nA | B\n1 | 2"
    assert [section.title for section in adoc.sections] == ["Plan", "Roof"]


def test_names_pictures_and_tables_of_restructured_text() -> None:
    extract = read(
        "Berths of |port|.\n\n.. |port| replace:: Hull\n\n.. image:: a.png\n   :alt: Map of the quay\n\n"
        '.. csv-table:: Prices\n   :header: Berth, Price\n\n   A1, "1,200"\n\n'
        ".. list-table:: Pilots\n   :header-rows: 1\n\n   * - Name\n     - Day\n   * - Ann\n     - Monday\n\n"
        ".. math:: a^2 = b\n\n.. include:: other.rst\n",
        "x.rst",
    )
    assert extract.text.split("\n\n") == [
        "Berths of Hull.",
        "Map of the quay",
        "Prices\nBerth | Price\nA1 | 1,200",
        "Pilots\nName | Day\nAnn | Monday",
        "a^2 = b",
    ]
    assert [table.header_rows for table in extract.tables] == [1, 1]
    assert extract.notices == ("files that it includes were not read: other.rst",)


def test_attributes_terms_and_separated_tables_of_asciidoc() -> None:
    extract = read(
        "= Plan\n:port: Hull\n\nIn {port} and {unknown}.\n\npilot:: Ann Lee\n\n"
        '[format=csv,options="header"]\n|===\nBerth,Price\nA1,"1,200"\n|===\n\ninclude::b.adoc[]\n',
        "x.adoc",
    )
    assert extract.text.split("\n\n") == [
        "Plan",
        "In Hull and {unknown}.",
        "pilot: Ann Lee",
        "Berth | Price\nA1 | 1,200",
    ]
    assert extract.notices == ("files that it includes were not read: b.adoc",)


def test_lines_of_org_that_are_shown_as_they_are() -> None:
    assert read("Run:\n: x =  1\n: y = 2\nDone.\n", "x.org").text == "Run:\n\nx =  1\ny = 2\n\nDone."


def test_commands_that_a_tex_document_defines_are_put_in_their_places() -> None:
    extract = read(
        r"""\newcommand{\port}{Hull}\newcommand{\by}[2]{#1 by #2}\def\ship{\emph{Heron}}\begin{document}
From \port{} on \ship, \by{sailed}{Ann}. \iffalse Never. \fi\today

\href{http://a.b}{The page} of Andr\'e \& \L\'od\'z.\end{document}""",
        "x.tex",
    )
    assert extract.text == "From Hull on Heron, sailed by Ann.\n\nThe page of André & Łódź."
    endless = read(
        r"\newcommand{\again}{\again\again}\begin{document}Some \again{} words\end{document}", "y.tex"
    )
    assert "words" in endless.text


def test_tex_as_it_would_print() -> None:
    extract = read(
        r"""\documentclass{article}\title{On \emph{Birds}}\author{J\'er\^ome M\"uller}\begin{document}
\maketitle\section{Intro} Half % a remark
of 50\% flew \cite{reed}.\footnote{In May.}
\begin{itemize}\item one \item two\end{itemize}
\begin{table}\caption{Prices}
\begin{tabular}{l|r}\hline Item & Price \\ \hline Valve & 12 \\\end{tabular}\end{table}
\begin{verbatim}
x = {1}
\end{verbatim}\end{document}""",
        "x.tex",
    )
    assert extract.text == "\n\n".join(
        [
            "On Birds", "Author: Jérôme Müller", "Intro", "Half of 50% flew [reed].[1]", "[1] In May.",
            "- one", "- two", "Table 1: Prices", "Item | Price\nValve | 12", "x = {1}",
        ]
    )  # fmt: skip
    assert extract.tables[0].caption is not None


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("1. a\n1. b\n1. c", "1. a\n\n2. b\n\n3. c"),
        ("1. a\n   - x\n   - y\n1. b\n\nText.\n\n1. new\n3. list", "1. a - x - y 2. b Text. 1. new 3. list"),
        ("1. a\n\n   More of a.\n2. b", "1. a\n\nMore of a.\n\n2. b"),
        ("It was\n1986. A great year.", "It was 1986. A great year."),
    ],
)
def test_items_have_the_numbers_that_are_shown(written: str, text: str) -> None:
    assert read(written).text.split() == text.split()


def test_struck_out_text_is_left_out_and_told() -> None:
    extract = read("The price is ~~30~~ 25.\n\n| a | b |\n|---|---|\n| ~~1~~ 2 | 3 |")
    assert extract.text == "The price is 25.\n\na | b\n2 | 3"
    assert extract.notices == ("text marked as deleted was left out (3 characters)",)


def test_tables_with_borders_are_tables() -> None:
    extract = read("+------+-----+\n| Item | Qty |\n+======+=====+\n| *Nut*| 7   |\n+------+-----+\n\nText.")
    assert extract.text == "Item | Qty\nNut | 7\n\nText."
    assert extract.tables[0].header_rows == 1


def test_the_text_of_an_admonition_is_no_code() -> None:
    extract = read('!!! warning "Hot"\n\n    Do **not** touch.\n\nText.\n\n    code *x*')
    assert extract.text == "Hot\n\nDo not touch.\n\nText.\n\ncode *x*"


def test_meanings_are_apart_from_their_terms() -> None:
    assert read("Lessee\n: who rents\n: or uses\n\nText.").text == "Lessee\n\nwho rents\n\nor uses\n\nText."


def test_scripts_and_styles_are_no_text() -> None:
    assert read("<style>\n.a { }\n\n.b { }\n</style>\n\nText.\n\n```\n<script>x</script>\n```").text == (
        "Text.\n\n<script>x</script>"
    )


def test_simple_tables_of_pandoc_are_tables() -> None:
    table = (
        "  Right     Left     Center     Default\n"
        "-------     ------ ----------   -------\n"
        "     12     12        **12**         12\n"
        "    123     123       123          123\n"
    )
    extract = read(f"As follows.\n\n{table}\nTable: Numbers\n\nA line\n\n--- ---\n\nEnd.\n")
    assert extract.text.split("\n\n") == [
        "As follows.",
        "Numbers\nRight | Left | Center | Default\n12 | 12 | 12 | 12\n123 | 123 | 123 | 123",
        "A line",
        "End.",
    ]
    assert extract.tables[0].header_rows == 1


def test_numbered_lists_inside_each_other_are_the_clauses_of_a_contract() -> None:
    extract = read(
        "# Terms\n\n1. Service\n"
        "    1. **Access and Use.** The Customer may use the service for its business.\n"
        "    2. The Provider keeps a copy.\n2. Liability\n"
        "    1. **Exceptions.**\n        a. Fraud.\n        b. Theft.\n"
        "3. It ends in May.\n    1. No clause.\n"
    )
    titles = [(section.level, section.title) for section in extract.sections]
    assert titles == [
        (1, "Terms"), (2, "1. Service"), (3, "1.1 Access and Use"), (3, "1.2"), (2, "2. Liability"),
        (3, "2.1 Exceptions"),
    ]  # fmt: skip
    assert "1. Access and Use. The Customer" in extract.text


def test_elements_of_html_within_a_paragraph_stay_apart() -> None:
    written = b"Dates\n<div><p>Begins in May</p><p>Ends in June</p><td>Fee</td><td>5</td></div>\n"
    assert read_source(Source(written, "x.md")).text == "Dates Begins in May\nEnds in June\nFee 5"


def test_the_marks_of_highlighted_text_are_not_shown() -> None:
    written = (
        "See ==this== and ==**bold**==, ==a `code`== and ==two\nlines==; a == b, `x ==y== z`, \\==no==.\n"
    )
    assert read(written).text == "See this and bold, a code and two lines; a == b, x ==y== z, ==no==."


def test_the_title_of_a_container_is_read() -> None:
    named = ":::tip Bring a rope\nTwo of them.\n:::\n\n:::note[At night]\nA lamp.\n:::\n\n"
    assert read(f"{named}::: {{.warning}}\nFog.\n:::\n").text.split("\n\n") == [
        "Bring a rope",
        "Two of them.",
        "At night",
        "A lamp.",
        "Fog.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nThe walk is on Tuesday.\n\n---\n\nBring shoes.",
        "---\n# Walk\nThe walk is on Tuesday.\n---\nBring shoes.",
    ],
)
def test_text_between_two_rules_is_no_front_matter(text: str) -> None:
    extract = read(text)
    assert "The walk is on Tuesday." in extract.text
    assert extract.text.endswith("Bring shoes.")
    assert extract.notices == ()


@pytest.mark.parametrize("head", ["# of the site\ntitle: Walk", '\n"title": Walk', "[site]\ntitle: Walk"])
def test_front_matter_may_begin_with_a_comment_a_blank_line_or_a_table(head: str) -> None:
    assert read(f"---\n{head}\n---\nBring shoes.").text == "Bring shoes."


JOURNAL = """title: Reeds
authors:
  - name: Ada Lund
    orcid: 0000-0001
    corresponding: true
    affiliation: "1, 2"
  - given-names: Bo
    surname: Ek
    email: bo@x.org
    affiliation: 2
affiliations:
 - name:  School of Ships, Hull
   index: 1
 - name: Harbour Institute
   index: 2
abstract: >
  Reeds are long
  and bend.
tags:
  - reeds
"""
NESTED = """author:
  - name: Ada Lund
    affiliations:
      - name: School of Ships
        city: Hull
  - name: Bo Ek
keywords:
  - reeds
  - "wind: none"
"""


@pytest.mark.parametrize(
    ("head", "fields"),
    [
        (
            JOURNAL,
            [
                "Authors: Ada Lund 1,2, Bo Ek 2 <bo@x.org>",
                "Affiliations: 1 School of Ships, Hull; 2 Harbour Institute",
                "Abstract: Reeds are long and bend.",
            ],
        ),
        (NESTED, ["Author: Ada Lund (School of Ships), Bo Ek", "Keywords: reeds, wind: none"]),
        ("author:\n- Ada Lund\n- Bo Ek\n", ["Author: Ada Lund, Bo Ek"]),
    ],
)
def test_authors_in_front_matter_are_named_with_their_affiliations(head: str, fields: list[str]) -> None:
    assert read(f"---\n{head}---\n\nReeds bend.\n", "x.md").text.split("\n\n")[0].splitlines() == fields
