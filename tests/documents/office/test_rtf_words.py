"""RTF: rows of headers, check boxes, raised figures, and text in two forms."""

from __future__ import annotations

import pytest

from longdoc.documents.read import read_source
from longdoc.documents.source import Source


def text(body: bytes) -> str:
    return read_source(Source(rb"{\rtf1\ansi " + body + b"}", "x.rtf")).text


def test_a_row_of_a_header_is_a_line() -> None:
    row = rb"\trowd\cellx1000\cellx2000\pard\intbl Document no.\cell 17\cell\row\pard\par"
    assert text(rb"{\header " + row + rb"}Body.\par") == "Document no. | 17\n\nBody."


@pytest.mark.parametrize(("state", "shown"), [(rb"\ffres1", "☒"), (rb"\ffres25\ffdefres1", "☒"), (b"", "☐")])
def test_a_check_box_shows_its_state(state: bytes, shown: str) -> None:
    box = rb"{\field{\*\fldinst FORMCHECKBOX {\*\formfield{\fftype1" + state + rb"{\*\ffname c}}}}{\fldrslt}}"
    assert text(rb"Paid: " + box + rb"\par") == f"Paid: {shown}"


def test_of_two_forms_that_with_all_characters_is_read() -> None:
    assert text(rb"{\upr{M?ller}{\*\ud{M\u252?ller}}} pays.\par") == "Müller pays."


def test_figures_that_are_moved_up_are_superscripts() -> None:
    assert text(rb"10{\up6\fs12 6} m{\dn2 x}\par") == "10⁶ mx"
