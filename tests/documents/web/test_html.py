"""HTML: the main text whole, what lies around it gone, and never the main text lost in silence."""

from __future__ import annotations

import pytest

from longdoc.documents.extract import Extract
from longdoc.documents.limits import Limits
from longdoc.documents.source import Source
from longdoc.documents.types import Kind
from longdoc.documents.web.html import read_html
from longdoc.errors import DocumentLimit

LIMITS = Limits()
PROSE = "The ferry leaves the northern quay at seven and reaches the island before the shops have opened. "
PAGE = f"""<!DOCTYPE html>
<html><head><title>Ferries - The Site</title><style>p {{ color: red }}</style></head><body>
<header><a href="/">Home</a> The Site</header>
<nav><ul><li><a href="/a">News</a></li><li><a href="/b">Sport</a></li></ul></nav>
<div class="cookie-banner"><h2>Your privacy</h2><p>We use cookies.</p><button>Accept</button></div>
<div><h1>Ferries to the <em>island</em></h1><p>{PROSE * 3}</p>
<section id="related-work"><h2>Related work<a href="#related-work">¶</a></h2><p>{PROSE * 4}</p></section>
<ul><li>alpha<ol start="3"><li>inner</li></ol></li><li><p>beta</p></li></ul>
<table><caption>Fares</caption><tr><th>Who</th><th>Price</th></tr><tr><td>A<b>du</b>lt</td><td><p>12</p><p>Euro</p></td></tr></table>
<pre>code
    more</pre><p>line<br>break</p><p style="display:none">hidden text</p></div>
<aside class="sidebar"><a href="/c">Most read</a></aside>
<footer>Imprint</footer><script>var secret = 1</script></body></html>"""


def read(page: str | bytes, limits: Limits = LIMITS) -> Extract:
    return read_html(Source(page if isinstance(page, bytes) else page.encode(), limits=limits))


def test_main_text_with_headings_lists_tables_and_code() -> None:
    extract = read(PAGE)
    assert extract.text == "\n\n".join(
        [
            "Ferries to the island",
            (PROSE * 3).strip(),
            "Related work",
            (PROSE * 4).strip(),
            "- alpha",
            "3. inner",
            "- beta",
            "Fares\nWho | Price\nAdult | 12 Euro",
            "code\n    more",
            "line\nbreak",
        ]
    )
    assert extract.title == "Ferries to the island"
    assert [(section.level, section.title) for section in extract.sections] == [
        (1, "Ferries to the island"),
        (2, "Related work"),
    ]
    assert extract.text[extract.sections[1].span.start :].startswith("Related work\n")
    [notice] = extract.notices
    assert "around the main text was left out: 69 characters, 1 hidden part among it" in notice


def test_a_page_that_looks_like_boilerplate_altogether_is_kept_and_told() -> None:
    boxes = "".join(f'<div class="related">{PROSE}</div>' for _ in range(10))
    extract = read(f"<html><body>{boxes}<p>Short.</p></body></html>")
    assert extract.text.count("The ferry leaves") == 10
    assert "all of it was kept" in extract.notices[0]


def test_a_page_of_links_alone_is_kept_and_told() -> None:
    extract = read("<body><div class='menu'>" + "<a href='/x'>One more page</a><br>" * 9 + "</div></body>")
    assert extract.text.count("One more page") == 9
    assert "all of it was kept" in extract.notices[0]


def test_a_sidebar_with_most_of_the_text_is_no_sidebar() -> None:
    extract = read(f'<body><div class="sidebar"><p>{PROSE * 9}</p></div><p>Short.</p></body>')
    assert extract.text.count("The ferry leaves") == 9
    assert extract.notices == ()


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("gb2312", "gb18030"), ("iso-8859-1", "cp1252"), ("utf-8", "utf-8"), ("big5", "big5")],
)
def test_the_meta_element_names_the_encoding(declared: str, encoding: str) -> None:
    text = {
        "gb18030": "第一条 甲方应当付款。",
        "cp1252": "“naïve”",
        "utf-8": "naïve 条",
        "big5": "本合約生效",
    }[encoding]
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">'
    page = f"<html><head>{meta}</head><body><p>{text}</p>"
    extract = read(page.encode(encoding))
    assert extract.text == text
    assert extract.notices == ()


def test_a_line_end_between_chinese_characters_is_nothing() -> None:
    assert read("<p>甲方应当\n  付款。 Yes\nno.</p>").text == "甲方应当付款。 Yes no."


def test_a_table_that_lays_the_page_out_becomes_paragraphs() -> None:
    extract = read(f"<table><tr><td>Menu</td><td><p>{PROSE * 6}</p><h2>Head</h2></td></tr></table>")
    assert extract.text.split("\n\n") == ["Menu", (PROSE * 6).strip(), "Head"]


def test_deep_nesting_is_read_or_refused_but_never_crashes() -> None:
    assert read("<div>" * 500 + "deep" + "</div>" * 500).text == "deep"
    with pytest.raises(DocumentLimit, match="nested"):
        read("<div>" * 100_000 + "deep")


@pytest.mark.parametrize(
    "page",
    [
        b"",
        b"<",
        b"<html>",
        b"<!DOCTYPE html>",
        b"<p>\x00\xff</p>",
        b"<?xml version='1.0' encoding='x'?><html/>",
    ],
)
def test_broken_pages_give_what_they_have(page: bytes) -> None:
    assert isinstance(read(page), Extract)


def test_a_row_without_cells_heads_no_table() -> None:
    rows = "<tr></tr><tr><td>Adult</td><td>12</td></tr><tr><td>Child</td><td>6</td></tr>"
    assert read(f"<p>{PROSE}</p><table>{rows}</table>").text.endswith("Adult | 12\nChild | 6")


def test_descriptions_of_pictures_and_words_in_drawings_are_text() -> None:
    extract = read(
        f"<h1>Quay</h1><p>{PROSE}</p><img alt='Seals at low tide'>"
        "<p><a href='m.png'><img alt='Map'></a> of it</p>"
        "<svg><text>Pilot</text><g><text>Captain</text></g></svg><img src='a.png'><img alt='image1.png'>"
        "<img alt=''><img src='dot.gif' width='1' height='1'>"
    )
    assert extract.text.split("\n\n") == [
        "Quay",
        PROSE.strip(),
        "Seals at low tide",
        "Map of it",
        "Pilot · Captain",
    ]
    [link] = extract.links
    assert extract.text[link.span.start : link.span.end] == "Map"
    assert extract.notices == ("2 pictures have no description: what they show is not in the text",)


def test_controls_show_what_browsers_show() -> None:
    extract = read(
        f"<p>{PROSE}</p><form><input type=radio checked> by sea <select name='Class'>"
        "<option>First<option>Second</select><label for=b>Berth</label>"
        "<select id=b><option value=''>Choose<option>A</select></form>"
        "<dialog>shut</dialog><dialog open>Please book early.</dialog>"
    )
    assert "Class: First" in extract.text
    assert "Choose" not in extract.text
    assert "Please book early." in extract.text
    assert "shut" not in extract.text


def test_deleted_text_is_left_out_and_told() -> None:
    extract = read(f"<p>{PROSE}</p><p>The fare is <del>nine</del> <ins>ten</ins> euros.</p>")
    assert extract.text.endswith("The fare is ten euros.")
    assert extract.notices == ("text marked as deleted was left out (4 characters)",)


def test_lists_count_as_they_say() -> None:
    page = "<ol reversed><li>two</li><li>one</li></ol><ol start=4><li>four<li value=9>nine<li>ten</ol>"
    assert read(f"<p>{PROSE}</p>{page}").text.split("\n\n")[1:] == [
        "2. two", "1. one", "4. four", "9. nine", "10. ten",
    ]  # fmt: skip


def test_a_page_that_calls_itself_utf8_is_so_but_for_what_is_not() -> None:
    page = f"<meta charset=utf-8><p>{PROSE} café ".encode() + b"na\xefve</p>"
    extract = read(page)
    assert extract.text.endswith("café naïve")
    assert extract.notices == ("what is not valid UTF-8 in it was read as CP1252",)


def test_a_main_element_within_a_closed_dialog_is_not_the_main_text() -> None:
    assert read(f"<dialog><main><p>shut</p></main></dialog><p>{PROSE}</p>").text == PROSE.strip()
    assert read("<dialog><main><p>shut</p></main></dialog>").text == ""


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ('in 2019<a href="#f"><sup>1</sup></a> and', "in 2019[1] and"),
        ('is 45<sup><a href="#f">2</a></sup> per cent', "is 45[2] per cent"),
        ('is 45.<sup><a href="#f">2,3</a></sup> Next', "is 45.[2,3] Next"),
        ('is <a href="/x">45</a><sup>2</sup> per cent', "is 45² per cent"),
        ("is 45.<sup>2</sup> Next", "is 45.² Next"),
        ('is 45<sup><a href="#f">[2]</a></sup> per cent', "is 45[2] per cent"),
        ('the quay<sup><a href="#f">2</a></sup> is', "the quay2 is"),
        ('the <a href="/x">10<sup>3</sup> islands</a>', "the 10³ islands"),
        ('the 1<sup><a href="/x">st</a></sup> ferry', "the 1st ferry"),
    ],
)
def test_the_mark_of_a_note_is_no_part_of_a_figure(written: str, text: str) -> None:
    assert read(f"<p>{PROSE}</p><p>{written}</p>").text.split("\n\n")[1] == text


def test_equations_in_pages_keep_their_figures() -> None:
    half = "<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>"
    thousand = (
        "<math><semantics><msup><mn>10</mn><mn>3</mn></msup><annotation encoding='application/x-tex'>10^3"
        "</annotation></semantics></math>"
    )
    cells = f"<table><tr><th>Share</th><th>Of</th></tr><tr><td>2{half}</td><td>{thousand}</td></tr></table>"
    extract = read(f"<p>{PROSE}</p><p>Share {half} of {thousand} units</p>{cells}")
    assert extract.text.split("\n\n")[1:] == ["Share 1/2 of 10³ units", "Share | Of\n2 1/2 | 10³"]


def test_what_comes_after_the_end_of_a_page_is_read() -> None:
    page = "<html><head><title>A</title></head><body><p>One.</p></body></html>\n"
    assert read(f"{page}Between.\n<html><body><p>Two.</p></body></html>").text == "One.\n\nBetween.\n\nTwo."


def test_a_page_of_frames_is_read_as_without_them_and_names_them() -> None:
    extract = read(
        "<html><frameset><frame name=a src='a.html'><frame src=b.html><noframes><body><h1>Town</h1>"
        "<p>The council meets on Mondays.</p></body></noframes></frameset></html>"
    )
    assert extract.text == "Town\n\nThe council meets on Mondays."
    assert extract.notices == ("its frames were not read: a.html, b.html",)


def test_cdata_is_text() -> None:
    assert read("<html><body><p>A<![CDATA[ <b>x</b> & y ]]>B</p></body></html>").text == "A <b>x</b> & y B"


def test_tables_that_are_marked_by_roles_are_tables() -> None:
    row = "<div role=row><span role=cell>{}</span><span role=cell>{}</span></div>"
    head = row.replace("=cell", "=columnheader").format("City", "People")
    (table,) = read(f"<div role=table>{head}{row.format('Leeds', 800)}{row.format('Hull', 260)}</div>").tables
    assert table.header_rows == 1
    assert [cell.row for cell in table.cells] == [0, 0, 1, 1, 2, 2]


def test_the_foot_of_a_table_comes_last() -> None:
    foot = "<tfoot><tr><th>Total<td>77</tfoot>"
    text = read(
        f"<table><thead><tr><th>Item<th>Stock</thead>{foot}<tbody><tr><th>Pipe<td>42<tr><th>Nut<td>35</table>"
    ).text
    assert text == "Item | Stock\nPipe | 42\nNut | 35\nTotal | 77"


def test_a_cell_may_cover_all_rows_that_follow() -> None:
    text = read("<table><tr><td rowspan=0>B<td>1<td>2<tr><td>3<td>4<tr><td>5<td>6</table>").text
    assert text == "B | 1 | 2\nB | 3 | 4\nB | 5 | 6"


def test_struck_out_text_is_left_out_and_told() -> None:
    extract = read("<p>The price is <s>30</s> <strike>28</strike> 25 pounds.</p>")
    assert extract.text == "The price is 25 pounds."
    assert extract.notices == ("text marked as deleted was left out (4 characters)",)


def test_inline_quotations_have_their_marks() -> None:
    assert read("<p>He said <q>no</q>.</p>").text == "He said “no”."


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p><span>Phone</span><span>555 0101</span></p>", "Phone 555 0101"),
        ("<p><label>Price:</label><b>£5</b></p>", "Price: £5"),
        (
            "<p><b>T</b><span>he ship</span> and <i>un</i><b>do</b>, H<span>2</span>O</p>",
            "The ship and undo, H2O",
        ),
        ("<p><code><span>foo</span><span>Bar</span></code></p>", "fooBar"),
    ],
)
def test_words_that_only_the_layout_keeps_apart_are_apart(html: str, text: str) -> None:
    assert read(html).text == text


def test_a_control_without_a_label_has_its_own_name() -> None:
    (field,) = read("<p>\n<input name=satisfaction value=5></p>").fields
    assert (field.name, field.value) == ("satisfaction", "5")


def test_pages_within_frames_are_read_in_their_place() -> None:
    frame = "<iframe srcdoc='&lt;p&gt;Valid for &amp;euro;5.&lt;/p&gt;'></iframe>"
    assert (
        read(f"<main><p>{PROSE}</p>{frame}<p>End.</p></main>").text
        == f"{PROSE.strip()}\n\nValid for €5.\n\nEnd."
    )
    deep = "<p>x</p>"
    for _ in range(6):
        deep = f"<p>x</p><iframe srcdoc='{deep.replace('&', '&amp;').replace(chr(39), '&#39;')}'></iframe>"
    assert read(deep).text == "\n\n".join("xxxx")


def test_data_of_scripts_is_read_where_a_page_has_no_text() -> None:
    data = '{"headline": "Tariffs rise", "articleBody": "The base fee rises to 12 EUR."}'
    script = f'<script type="application/ld+json">{data}</script>'
    extract = read(f"<title>News</title>{script}<body><div id='root'></div></body>")
    assert extract.text == "headline: Tariffs rise\narticleBody: The base fee rises to 12 EUR."
    [notice] = extract.notices
    assert notice.startswith("the page has no text of its own")
    assert "Tariffs" not in read(f"{script}<body><p>{PROSE}</p></body>").text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("第 一 條 為提升公民素養，特訂定\n       本辦法。", Kind.PROSE),
        ("total = 0  # 合计\nprint(total)", Kind.CODE),
        ("The ferry leaves\n    at seven.", Kind.CODE),
    ],
)
def test_chinese_text_with_its_line_breaks_is_prose(text: str, kind: Kind) -> None:
    extract = read(f"<p>{PROSE}</p><pre>{text}</pre>")
    start = extract.text.index(text)
    assert [block.kind for block in extract.blocks if block.span.start == start] in ([kind], [])
    assert (kind is Kind.PROSE) == (not any(b.kind is Kind.CODE for b in extract.blocks))


def test_a_picture_of_an_odd_size_is_told_like_others() -> None:
    extract = read(f"<html><body><p>{PROSE}</p><img src='a.png' width='²'></body></html>")
    assert extract.notices == ("1 picture has no description: what it shows is not in the text",)


@pytest.mark.parametrize("attribute", ["shadowrootmode=open", "shadowroot=open"])
def test_what_a_component_of_a_saved_page_shows_is_read(attribute: str) -> None:
    inner = f"<x-card><template {attribute}><style>p{{}}</style><p>{PROSE}</p></template></x-card>"
    page = f"<body><h1>Ferries</h1>{inner}<template><p>Never shown.</p></template></body>"
    assert read_html(Source(page.encode(), "x.html")).text == f"Ferries\n\n{PROSE.strip()}"
