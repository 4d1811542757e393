"""Org: what its reader sees, each thing in its own paragraph."""

from __future__ import annotations

import pytest

from longdoc.documents.read import read_source
from longdoc.documents.source import Source


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("* Term\nSCHEDULED: <2031-05-01 Thu>\nFive years.", "Term|SCHEDULED: <2031-05-01 Thu>|Five years."),
        ("Text.\n#+BEGIN_QUOTE\nQuoted.\n#+END_QUOTE\nMore.", "Text.|Quoted.|More."),
        ("Text.\n#+begin_comment\nhidden\n#+end_comment\nMore.", "Text.|More."),
        ("Text.\n#+begin_comment\nopen\n* Term\nFive years.", "Text.|open|Term|Five years."),
        ("* Term\n:PROPERTIES:\n:id: 1\n:END:\nFive years.", "Term|Five years."),
        ("* Term\n:PROPERTIES:\n\nFive years.\n* Fee\n:LOGBOOK:\nx\n:END:\n", "Term|Five years.|Fee"),
        ("* Fees   :money:2027:\n5.", "Fees|5."),
        ("H_{2}O, 10^{6}, 5 m^2 and snake_case or a^b", "H2O, 10⁶, 5 m² and snake_case or a^b"),
        (r"The limit \(\lim_{h\to 0} x^2\) of x_{2}", r"The limit \(\lim_{h\to 0} x^2\) of x2"),
        ("#+begin_verse\nRoses\n are red\n#+end_verse", "Roses\nare red"),
        (
            "Text[fn:1].\n\n[fn:1] A note\nthat goes on.\n[fn:2] Another.",
            "Text[1].|[1] A note that goes on.|[2] Another.",
        ),
    ],
)
def test_what_is_written_becomes_what_is_shown(written: str, text: str) -> None:
    assert read_source(Source(written.encode(), "x.org")).text == text.replace("|", "\n\n")


def test_struck_text_is_left_out_and_told() -> None:
    extract = read_source(Source(b"Fee +300+ 400 euros, A+ and B+, or +44 20 7946.", "x.org"))
    assert extract.text == "Fee 400 euros, A+ and B+, or +44 20 7946."
    assert extract.notices == ("text marked as deleted was left out (3 characters)",)
