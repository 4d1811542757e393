"""Slides: lists have the numbers that PowerPoint displays, and signs of symbol fonts are what it shows."""

from __future__ import annotations

import io

import pytest
from lxml import etree
from pptx import Presentation

from longdoc.documents.office.drawingml import A, text_of
from longdoc.documents.office.slide_numbers import SlideNumbers
from longdoc.documents.open import open_document

MAIN = A.strip("{}")


def paragraph(kind: str = "", level: int = 0, start: int = 0) -> etree._Element:
    begin = f' startAt="{start}"' if start else ""
    numbered = f'<a:buAutoNum type="{kind}"{begin}/>' if kind else ""
    return etree.fromstring(f'<a:p xmlns:a="{MAIN}"><a:pPr lvl="{level}">{numbered}</a:pPr></a:p>')


def labels(*paragraphs: etree._Element) -> list[str]:
    numbers = SlideNumbers()
    return [numbers.label(one) for one in paragraphs]


def test_each_level_counts_until_one_above_it_or_other_text() -> None:
    number, letter = paragraph("arabicPeriod"), paragraph("alphaLcParenR", 1)
    shown = labels(number, letter, letter, number, letter, paragraph(), number)
    assert shown == ["1.", "a)", "b)", "2.", "a)", "", "1."]


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("arabicParenBoth", "(4)"),
        ("arabicPlain", "4"),
        ("romanUcPeriod", "IV."),
        ("circleNumDbPlain", "④"),
        ("ea1ChsPeriod", "四."),
        ("hebrew2Minus", "ד-"),
    ],
)
def test_numbers_have_their_form_and_their_start(kind: str, shown: str) -> None:
    assert labels(paragraph(kind, start=4)) == [shown]


@pytest.mark.parametrize(
    ("fonts", "words", "shown"),
    [
        ('<a:sym typeface="Wingdings"/>', " à ", " → "),
        ('<a:sym typeface="Wingdings"/>', "à la carte", "à la carte"),
        ('<a:latin typeface="Wingdings"/>', "ü", "✓"),
        ('<a:latin typeface="Symbol"/>', "a = 2", "α = 2"),
        ('<a:latin typeface="Arial"/>', "à", "à"),
    ],
)
def test_signs_of_symbol_fonts_are_what_they_show(fonts: str, words: str, shown: str) -> None:
    run = f"<a:r><a:rPr>{fonts}</a:rPr><a:t>{words}</a:t></a:r>"
    assert text_of(etree.fromstring(f'<a:p xmlns:a="{MAIN}">{run}</a:p>')) == shown


def test_numbered_lists_of_slides_are_read_with_their_numbers() -> None:
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[1])
    frame = slide.placeholders[1].text_frame
    frame.text = "Open the valve"
    frame.add_paragraph().text = "Close it"
    frame.add_paragraph().text = "Done"
    for one in frame.paragraphs[:2]:
        etree.SubElement(one._p.get_or_add_pPr(), f"{A}buAutoNum", type="arabicPeriod")
    out = io.BytesIO()
    presentation.save(out)
    text = open_document(io.BytesIO(out.getvalue()), name="x.pptx").text
    assert text == "1. Open the valve\n2. Close it\n- Done"
