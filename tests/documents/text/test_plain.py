"""Text: every usual encoding comes back to the letter, and underlined headings are sections."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from longdoc.documents.source import Source
from longdoc.documents.text.encodings import decode
from longdoc.documents.text.plain import read_text

ENGLISH = "The parties agree, in all that follows.\nAnd they sign.\n"
CHINESE = "第一条 本合同自签订之日起生效，有效期为一年。\n第二条 双方应当遵守下列各项条款的约定。\n" * 3
ACCENTS = "Déjà vu à la façon de Gödel. Müller's Straße; naïve café.\nEnd.\n"


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\x00\ufeff"), min_size=1))
def test_utf8_comes_back_to_the_letter(text: str) -> None:
    assert decode(text.encode()) == (text, ())
    assert decode(text.encode("utf-8-sig")) == (text, ())


@pytest.mark.parametrize("text", [ENGLISH, CHINESE, ACCENTS])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_a_byte_order_mark_is_believed(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == (text, ())


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ENGLISH, "utf-16-le"),
        (ENGLISH, "utf-16-be"),
        (CHINESE, "utf-16-le"),
        (CHINESE, "utf-16-be"),
        (ENGLISH, "utf-32-le"),
        (CHINESE, "gb18030"),
        (ENGLISH + CHINESE, "gbk"),
        (ACCENTS, "latin-1"),
        (ACCENTS + "“Quoted” – so.", "cp1252"),
        ("本合約自簽訂之日起生效，有效期為一年。雙方應當遵守下列各項條款的約定。" * 6, "big5"),
        ("Настоящий договор заключён между сторонами и вступает в силу. " * 6, "cp1251"),
        ("本契約は、甲乙間で締結され、署名の日から効力を生じるものとする。" * 8, "shift_jis"),
        ("本契約は、甲乙間で締結され、署名の日から効力を生じるものとする。" * 8, "euc-jp"),
        ("本契約は、甲乙間で締結され、署名の日から効力を生じるものとする。" * 8, "iso2022-jp"),
        ("임대 기간은 2031년 12월 31일에 끝난다. 월세는 90만 원이다. " * 8, "iso2022-kr"),
        (CHINESE, "hz"),
        ("Le loyer est de 450 € par mois, payé d'avance à l'œuvre des mères. " * 4, "iso-8859-15"),
    ],
)
def test_an_encoding_that_is_not_given_is_guessed_and_the_guess_told(text: str, encoding: str) -> None:
    read, notices = decode(text.encode(encoding))
    assert read == text
    assert len(notices) == 1
    assert "read as" in notices[0]


def test_a_few_broken_bytes_do_not_cost_the_encoding() -> None:
    read, notices = decode(CHINESE.encode()[:-2])
    assert read.startswith(CHINESE[:-2])
    assert "not valid UTF-8" in notices[0]


def test_line_ends_become_newlines() -> None:
    assert decode(b"a\r\nb\rc\n")[0] == "a\nb\nc\n"


def test_form_feeds_part_pages() -> None:
    extract = read_text(Source(b"one\n\x0ctwo\n\x0c\x0cfour"))
    assert [(page.label, page.has_text) for page in extract.pages] == [
        ("1", True),
        ("2", True),
        ("3", False),
        ("4", True),
    ]
    assert [extract.text[page.span.start : page.span.end].strip() for page in extract.pages] == [
        "one",
        "two",
        "",
        "four",
    ]
    assert read_text(Source(b"no pages\n")).pages == ()


def test_valid_utf8_stays_beside_windows_1252() -> None:
    read, notices = decode("Größe, naïve café – one. ".encode() * 20 + "Müller’s Straße".encode("cp1252"))
    assert read == "Größe, naïve café – one. " * 20 + "Müller’s Straße"
    assert len(notices) == 1
    mostly_western = "Über die Straße, für Müller. ".encode("cp1252") * 20 + "Größe".encode()
    assert decode(mostly_western)[0].endswith("Größe")


def test_zeros_in_a_text_are_blanks() -> None:
    assert decode(b"It leaves at 7:40.\x00\x00 The bus at 8:05.\n" * 9)[0].startswith(
        "It leaves at 7:40.   The bus"
    )


def test_underlined_headings_of_plain_text() -> None:
    head = "PEP: 9\nTitle: On Signs\n\nAbstract\n========\n\nText.\n\n"
    text = f"{head}Details\n=======\n\nSmall\n-----\n\nText.\n"
    extract = read_text(Source(text.encode()))
    assert extract.title == "On Signs"
    assert [(section.level, section.title) for section in extract.sections] == [
        (1, "Abstract"),
        (1, "Details"),
        (2, "Small"),
    ]


def test_the_title_of_an_rfc_stands_below_its_head() -> None:
    head = (
        f"{'Network Working Group':60}N. Freed\n{'Request for Comments: 2046':60}Innosoft\n{'':60}May 1996\n"
    )
    title = (
        "\n\n            Internet Mail Extensions\n                 Part Two\n       draft-freed-mail-02\n\n"
    )
    text = f"\n\n{head}{title}Abstract\n\n   This document tells how.\n"
    assert read_text(Source(text.encode(), "x.txt")).title == "Internet Mail Extensions Part Two"
    prose = "Dear Ann,\nthank you for the long letter.\n\n      It was a joy.\n\nYours\n"
    assert read_text(Source(prose.encode(), "x.txt")).title == ""
