"""Bitmap fonts of TeX name no glyphs: their ligatures and accents are read by TeX's codes."""

from __future__ import annotations

import pytest

from longdoc.documents.pdf.reader import read_pdf
from longdoc.documents.pdf.tex_codes import letters_of_tex
from longdoc.errors import EmptyDocument


def page(*lines: bytes) -> bytes:
    """A page in a font of pictures, of which only the codes are known."""
    shown = b"BT /F 10 Tf 20 180 Td 14 TL %s ET" % b" ".join(
        b"<%s> Tj T*" % one.hex().encode() for one in lines
    )
    glyph = b"500 0 0 0 450 700 d1 0 0 450 700 re f"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 200]/Contents 5 0 R/Resources<</Font<</F 4 0 R>>>>>>",
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 500 700]/FontMatrix[.001 0 0 .001 0 0]"
        b"/CharProcs<</p 6 0 R>>/Encoding<</Type/Encoding/Differences[0%s]>>"
        b"/FirstChar 0/LastChar 255/Widths[%s]/Resources<<>>>>" % (b"/p" * 256, b"500 " * 256),
        *(b"<</Length %d>>stream\n%s\nendstream" % (len(data), data) for data in (shown, glyph)),
    ]
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, one) for number, one in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer<</Size 7/Root 1 0 R>>\n%%EOF"


def words(text: str) -> set[str]:
    return {word.strip(".,") for word in text.split()}


def test_ligatures_of_the_older_encoding_are_letters() -> None:
    text = read_pdf(
        page(b"The", b"o\x0ece", b"\x0cnally", b"\x0dew", b"Stra\x19e", b"ba\x0fed", b"e\x0bect")
    ).text
    assert {"office", "finally", "flew", "Straße", "baffled", "effect"} <= words(text)


def test_ligatures_of_the_newer_encoding_are_letters() -> None:
    text = read_pdf(
        page(b"The", b"o\x1ece", b"\x1cnally", b"\x1dew", b"ba\x1fed", b"e\x1bect", b"M\xfcller")
    ).text
    assert {"office", "finally", "flew", "baffled", "effect", "Müller"} <= words(text)


def test_a_code_that_stands_alone_or_has_a_letter_in_its_font_is_kept() -> None:
    assert letters_of_tex("a \x0c b", lambda at: True, lambda one, other: True) == {}
    assert letters_of_tex("o\x0cce", lambda at: False, lambda one, other: True) == {}
    assert letters_of_tex("o\x0cce", lambda at: True, lambda one, other: False) == {}
    assert letters_of_tex("one\r\ntwo", lambda at: True, lambda one, other: True) == {}


def test_codes_of_a_subset_that_count_up_are_no_letters() -> None:
    with pytest.raises(EmptyDocument, match="fonts do not tell"):
        read_pdf(page(b"EHGALGJNAIMADCBAFLKOJM", b"EHGALGJNAIMADCBAFLKOJM", b"KLMABGHAJCDAEFG"))


def test_codes_that_read_like_a_language_are_letters() -> None:
    text = read_pdf(page(b"Wykonawca ponosi odpowiedzialnosc", b"za szkody bezposrednie")).text
    assert "odpowiedzialnosc" in text
