"""Plain text as its reader sees it."""

from __future__ import annotations

import pytest

from longdoc.documents.read import read_source
from longdoc.documents.source import Source


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("\x1b[31mERROR\x1b[0m full \x1b]0;title\x07\x1b(Bnow", "ERROR full now"),
        ("N\x08NA\x08A of _\x08f_\x08i", "NA of fi"),
        ("one\u2028two\u2029three\x0bfour\x85five", "one\ntwo\n\nthree\nfour\nfive"),
        ("ti\xadtle, zero\u200bwidth, \u202bright\u202c, ﬁnal oﬃce", "title, zerowidth, right, final office"),
        ("The rent is\r\r\n900 pounds.\r\r\n", "The rent is\n900 pounds.\n"),
        ("The rent is 5.\r\n\x1a", "The rent is 5.\n"),
        ("می\u200cخواهم 👩\u200d🚒", "می\u200cخواهم 👩\u200d🚒"),
    ],
)
def test_text_is_read_as_it_is_displayed(written: str, text: str) -> None:
    assert read_source(Source(written.encode(), "x.txt")).text == text


def test_zeros_at_the_end_of_a_file_do_not_make_it_binary() -> None:
    padded = b"2031-05-01 The rent is 5 pounds.\n" + b"\x00" * 4096
    assert read_source(Source(padded, "x.log")).text.rstrip() == "2031-05-01 The rent is 5 pounds."
