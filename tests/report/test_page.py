"""A report holds everything it needs, shows what was found, and obeys nothing that a document says."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from importlib.resources import files

import lxml.html
import pytest
from reports import alternative, answer_of, document_of, explanation_of, hostile_report

from longdoc.documents.types import Page, Section, Span
from longdoc.report.page import report_html
from longdoc.report.quotations import STYLE
from longdoc.report.types import Report, Source


def parsed(html: str):
    return lxml.html.document_fromstring(html)


def test_markup_in_every_field_is_only_shown():
    html, _ = report_html(hostile_report())
    page = parsed(html)
    (script,) = page.iter("script")
    assert script.text == files("longdoc.report").joinpath("page.js").read_text("utf-8")
    assert list(page.iter("img")) == []
    for element in page.iter():
        for name, value in element.attrib.items():
            assert not name.startswith("on"), (element.tag, name)
            if name in ("href", "src"):
                assert value.startswith("#"), value
            if name == "style":
                assert re.fullmatch(r"(?:(?:left|width|height|top):[\d.]+%;?)+|--ratio:[\d.]+", value)
    assert not set("\x1b\u202e") & set(html)
    assert page.text_content().count('<script>document.title="run"</script>') > 10


@pytest.mark.parametrize("pages", [False, True])
def test_nothing_comes_from_anywhere_else(make, pages):
    made = make()
    answer = answer_of(made.document, "one million euros")
    html, _ = report_html(Report((answer,), (), (Source(made.document, (answer,)),), 1, pages))
    without_images = re.sub(r"base64,[\w+/=]+", "", html)
    assert not re.search(r"https?:|//[a-z]|@import|url\(", without_images)
    page = parsed(html)
    assert list(page.iter("link", "iframe", "object", "embed", "form", "base")) == []
    images = [image.get("src") for image in page.iter("img")]
    assert len(images) == (2 if pages else 1)
    assert all(source.startswith("data:image/webp;base64,") for source in images)
    assert "default-src 'none'" in page.xpath("//meta[@http-equiv]/@content")[0]


def test_every_link_leads_somewhere_and_every_mark_has_one(make):
    made = make()
    answer = answer_of(
        made.document, "one million euros", alternatives=(alternative(made.document, "Delaware"),)
    )
    other = answer_of(
        made.document, "notice", answer=None, alternatives=(alternative(made.document, "ninety"),)
    )
    sources = (Source(made.document, (answer, other)),)
    for report in (Report((answer, other), (), sources, 2), Report((answer, other), (), sources, 2, True)):
        html, notes = report_html(report)
        page = parsed(html)
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids))
        assert {link.removeprefix("#") for link in page.xpath("//a/@href")} <= set(ids)
        assert {"m1", "m2", "m3", "f1", "f2"} <= set(ids)
        assert notes == []
    assert page.xpath("//a[@id='m3']/@class") == ["mark down"]


def test_marks_of_text_stand_on_their_words_also_where_they_overlap():
    text = "The Supplier is liable for lost data. It ends in May.\n" * 3
    document = document_of(text)
    first = answer_of(document, "Supplier is liable", quote="The Supplier is liable for lost data.")
    second = answer_of(document, "is liable for lost data", quote="The Supplier is liable for lost data.")
    html, _ = report_html(Report((first, second), (), (Source(document),), 1))
    (body,) = parsed(html).xpath("//div[@class='text']")
    assert body.text_content() == text
    marks = body.xpath(".//a[contains(@class,'mark')]")
    assert "".join(mark.text_content() for mark in marks) == "Supplier is liable for lost data"
    assert set(body.xpath(".//@id")) == {"m1", "m2"}
    around = body.xpath(".//span[@class='around']")
    assert "".join(part.text_content() for part in around) == "The ."


def test_the_whole_text_is_there_with_all_pages_and_only_what_is_marked_without():
    sections = [f"{n}. Section\n\n" + f"Clause {n} says this and that. " * 400 + "\n\n" for n in range(5)]
    text = "".join(sections)
    starts = [text.index(f"{n}. Section") for n in range(5)]
    spans = [Span(a, b) for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]
    document = replace(
        document_of(text), sections=tuple(Section(f"{n}. S", 1, span) for n, span in enumerate(spans))
    )
    answer = answer_of(document, "Clause 3 says")
    html, _ = report_html(Report((answer,), (), (Source(document),), 1, all_pages=True))
    assert "".join(part.text_content() for part in parsed(html).xpath("//div[@class='text']")) == text
    html, _ = report_html(Report((answer,), (), (Source(document),), 1))
    (shown,) = parsed(html).xpath("//div[@class='text']")
    assert "Clause 3 says" in shown.text_content()
    assert len(shown.text_content()) <= 5000
    gaps = parsed(html).xpath("//p[@class='gap']/text()")
    assert gaps == [
        "0. S to 2. S (continued): no mark, not shown",
        "3. S (continued) to 4. S (continued): no mark, not shown",
    ]


def test_what_cannot_be_drawn_or_placed_is_shown_as_text_and_told(make):
    made = make()
    at = made.document.text.index("Delaware")
    made.document.character_boxes.corners_C4[at : at + 8] = -1
    answer = answer_of(made.document, "Delaware")
    html, _ = report_html(Report((answer,), (), (Source(made.document),), 1))
    assert "its position on this page is not known" in html
    assert parsed(html).xpath("//a[@id='m1']")[0].text_content() == "Delaware"
    made.path.unlink()
    html, notes = report_html(Report((answer,), (), (Source(made.document),), 1))
    assert len(notes) == 1
    assert "no longer exists" in notes[0]
    assert parsed(html).xpath("//a[@id='m1']")[0].text_content() == "Delaware"


def test_a_page_that_cannot_be_drawn_costs_only_itself(make):
    made = make(pages=2)
    pages = (*made.document.pages, Page(9, "9", Span(len(made.document.text), len(made.document.text))))
    document = replace(made.document, pages=pages)
    html, notes = report_html(Report((), (), (Source(document),), 1, all_pages=True))
    assert len(list(parsed(html).iter("img"))) == 2
    assert notes == [f"{made.path}: page 9 could not be drawn; the report shows the text"]


def test_several_documents_and_none_that_answers(make):
    one, two = make("one.pdf"), make("two.pdf")
    answer = answer_of(one.document, "Delaware")
    html, _ = report_html(Report((answer,), (), (Source(one.document), Source(two.document)), 1))
    assert "1 more document without a mark not shown" in html
    none = answer_of(one.document, "Delaware", answer=None)
    html, _ = report_html(Report((none,), (), (Source(one.document),), 1))
    assert "No answer found." in html
    empty = document_of("")
    assert "No answer" in report_html(Report((none,), (), (Source(empty),), 1, True))[0]


def test_the_strip_says_what_was_turned_down_and_why(make):
    made = make()
    why = explanation_of(made.document.text)
    answer = answer_of(made.document, "MASTER SERVICES", explanation=why)
    source = Source(made.document, (answer,), ((Span(0, 20), 0.2), (Span(20, 60), 0.1)))
    html, _ = report_html(Report((answer,), (), (source,), 1))
    page = parsed(html)
    told = page.xpath("//i[contains(@class,'passage read')]/@title")
    assert told == [
        f"read, no. 2 in the search: “{made.document.text[:9]}”, confidence 0.20, below the threshold;"
        " against it: search rank -0.7"
    ]
    assert [label.text for label in page.xpath("//span[@class='label']")] == [
        "marks",
        "question 1",
        "salience",
        None,
    ]
    assert page.xpath("//a[contains(@class,'tick')]/@href") == ["#m1"]
    heights = [
        float(re.search(r"height:(\d+)", style)[1])
        for style in page.xpath("//i[@class='bar salient']/@style")
    ]
    assert max(heights) == 100
    assert min(heights) == 50


def _themes() -> dict[str, dict[str, str]]:
    css = files("longdoc.report").joinpath("page.css").read_text("utf-8")
    themes: dict[str, dict[str, str]] = {}
    for name, block in zip(
        ("light", "dark", "print"), re.findall(r":root \{(.*?)\}", css, re.S), strict=True
    ):
        colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block))
        themes[name] = {**themes.get("light", {}), **colours}
    return themes


def _contrast(a: str, b: str) -> float:
    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


def test_contrasts_of_the_report_on_quotations():
    blocks = re.findall(r":root\{(.*?)\}", STYLE, re.DOTALL)
    assert len(blocks) == 2  # light and dark
    for block in blocks:
        colours = dict(re.findall(r"--([a-z]+):(#[0-9a-f]{6})", block))
        for front in ("ink", "faint", "good", "warn", "else", "bad"):
            assert _contrast(colours[front], colours["paper"]) >= 4.5, front
        for ground in ("cut", "put", "found"):
            assert _contrast(colours["ink"], colours[ground]) >= 4.5, ground
        assert _contrast(colours["line"], colours["paper"]) >= 3


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_contrasts_reach_wcag_aa(theme):
    colours = _themes()[theme]
    grades = ("sure", "likely", "unsure", "told", "down")
    text = [("ink", ground) for ground in ("paper", "panel", "around", *grades)]
    text += [(front, ground) for front in ("dim", "link") for ground in ("paper", "panel")]
    for front, ground in text:
        assert _contrast(colours[front], colours[ground]) >= 4.5, (front, ground)
    parts = [(edge, "panel") for edge in ("bar", "read", "best", *(f"edge-{grade}" for grade in grades))]
    parts += [("line", "paper"), ("link", "paper")]
    for front, ground in parts:
        assert _contrast(colours[front], colours[ground]) >= 3, (front, ground)


def test_the_style_of_page_images_is_that_of_paper():
    css = files("longdoc.report").joinpath("page.css").read_text("utf-8")
    light = _themes()["light"]
    for grade in ("sure", "likely", "unsure", "told", "down"):
        assert (
            f".sheet .{grade} {{ background: {light[grade]}; outline-color: {light[f'edge-{grade}']}; }}"
            in css
        )


def test_the_script_is_the_one_that_the_policy_allows(make):
    made = make()
    html, _ = report_html(Report((), (), (Source(made.document),), 1))
    script = html.partition("<script>")[2].partition("</script>")[0]
    assert b64encode(sha256(script.encode()).digest()).decode() in html.partition("<script>")[0]
