"""What is displayed of a page is read: titles that are buttons are, hidden rows are not."""

from __future__ import annotations

import pytest

from longdoc.documents.extract import Extract
from longdoc.documents.source import Source
from longdoc.documents.web.html import read_html

PROSE = "The ferry leaves the northern quay at seven and reaches the island before the shops have opened. "


def read(page: str) -> Extract:
    return read_html(Source(f"<h1>Ferries</h1><p>{PROSE * 3}</p>{page}".encode()))


def body(extract: Extract) -> list[str]:
    return extract.text.split("\n\n")[2:]


@pytest.mark.parametrize(
    "question",
    [
        '<h2><button class="accordion-button">How do I cancel?</button></h2>',
        "<dl><dt><span><button>How do I cancel?</button></span></dt></dl>",
        "<details><summary><button>How do I cancel?</button></summary></details>",
        '<div><button aria-expanded="false">How do I cancel?</button></div>',
    ],
)
def test_titles_that_are_buttons_are_read(question: str) -> None:
    extract = read(f"{question}<p>Call the harbour office.</p>")
    assert body(extract) == ["How do I cancel?", "Call the harbour office."]
    assert extract.notices == ()


@pytest.mark.parametrize(
    "button",
    [
        "<button>Send</button>",
        '<button aria-haspopup="menu" aria-expanded="false">Languages</button>',
        '<button data-bs-toggle="dropdown" aria-expanded="false">Languages</button>',
    ],
)
def test_other_buttons_are_not_text(button: str) -> None:
    assert body(read(f"{button}<p>Call the harbour office.</p>")) == ["Call the harbour office."]


ROW = "<tr{}><td>{}</td><td>{}</td></tr>"
HIDDEN = ' style="display:none"'


@pytest.mark.parametrize(
    ("table", "shown"),
    [
        (ROW.format("", "A1", 12) + ROW.format(HIDDEN, "secret", 9) + ROW.format("", "B2", 14), [2, 0]),
        (f"<tbody>{ROW.format('', 'A1', 12)}</tbody><tbody hidden>{ROW.format('', 'secret', 9)}</tbody>"
         f"<tbody>{ROW.format('', 'B2', 14)}</tbody>", [2, 0]),
        (f"<thead{HIDDEN}>{ROW.format('', 'secret', 'rows')}</thead><tbody>{ROW.format('', 'A1', 12)}"
         f"{ROW.format('', 'B2', 14)}</tbody>", [2, 0]),
        (f"<thead>{ROW.format(HIDDEN, 'secret', 'rows')}{ROW.format('', 'A1', 12)}</thead>"
         f"{ROW.format('', 'B2', 14)}", [2, 1]),
    ],
)  # fmt: skip
def test_hidden_rows_of_a_table_are_left_out_and_reported(table: str, shown: list[int]) -> None:
    extract = read(f"<table>{table}</table>")
    assert body(extract) == ["A1 | 12\nB2 | 14"]
    assert [len(extract.tables[0].row_spans()), extract.tables[0].header_rows] == shown
    assert "1 hidden part among it" in extract.notices[0]


def test_the_name_of_a_row_is_no_reason_to_leave_it_out_of_a_data_table() -> None:
    rows = ROW.format("", "A1", 12) + ROW.format(' class="footer"', "Total", 12)
    extract = read(f"<table>{rows}</table>")
    assert body(extract) == ["A1 | 12\nTotal | 12"]
    assert extract.notices == ()
    layout = read(f"<table role=presentation>{rows}</table>")
    assert "Total" not in layout.text


def test_a_table_of_hidden_rows_alone_is_no_table() -> None:
    extract = read(f"<table>{ROW.format(HIDDEN, 'secret', 9) * 2}</table><p>The end.</p>")
    assert body(extract) == ["The end."]
    assert extract.tables == ()


TITLE_BLOCK = (
    '<header id="title-block-header"><h1 class="title">On Seals</h1><p class="author">Ann Lee</p></header>'
)


@pytest.mark.parametrize(
    ("header", "shown"),
    [
        (TITLE_BLOCK, ["On Seals", "Ann Lee"]),
        ('<header><h1><a href="/">The Site</a></h1><a href="/a">News</a></header>', []),
        ("<header><h1>The Site</h1><a href='/a'>News of today</a> <a href='/b'>Sport</a></header>", []),
        ('<header class="masthead"><h1>The Site</h1></header>', []),
        ("<header>The Site</header>", []),
    ],
)
def test_a_header_is_kept_if_it_is_the_title_of_the_text(header: str, shown: list[str]) -> None:
    assert body(read(f"{header}<p>Seals bask on the rocks.</p>")) == [*shown, "Seals bask on the rocks."]


def test_what_stands_with_the_title_before_the_main_text_is_kept() -> None:
    abstract = "<h2>Abstract</h2><p>" + "Seals bask on the rocks of the quay. " * 10 + "</p>"
    head = f"<div><h1>On Seals</h1><p>By Ann Lee</p></div>{abstract}"
    main = "<main><h2>1. Seals</h2><p>" + "The quay is long. " * 60 + "</p></main>"
    menu = "<nav><a href='/'>Home</a></nav>"
    assert body(read(f"{menu}{head}{main}"))[:3] == ["On Seals", "By Ann Lee", "Abstract"]
    site = f"<div><h1>The Site</h1><p>News of the coast</p></div>{main}"
    assert read(site).text.startswith("1. Seals")


def test_the_name_of_a_place_in_the_text_is_no_reason_to_leave_it_out() -> None:
    words = (
        "<p>No seal is fed without <dfn id='user-consent'>consent</dfn> by <a id='ref-consent'>them</a>.</p>"
    )
    assert body(read(words)) == ["No seal is fed without consent by them."]
