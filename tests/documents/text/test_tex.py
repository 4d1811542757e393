"""TeX: title and authors wherever they are given, and comments told from what is printed."""

from __future__ import annotations

import time

import pytest

from longdoc.documents.extract import Extract
from longdoc.documents.read import read_source
from longdoc.documents.source import Source
from longdoc.documents.text.tex import COMMENT


def read(text: str) -> Extract:
    return read_source(Source(text.encode(), "x.tex"))


@pytest.mark.parametrize(
    "source",
    [
        r"\begin{document}\title[Seals]{On Seals}\author{Ann Lee}\author[1]{Bo Ek}\date{May}\maketitle Text.",
        r"\title{On Seals}\author{Ann Lee \and Bo Ek}\date{May}\begin{document}\maketitle Text.",
        r"\title{On Seals}\begin{document}\author{Ann Lee}\author{Bo Ek}\date{May} Text.",
    ],
)
def test_the_title_and_all_authors_of_tex_before_or_in_the_document(source: str) -> None:
    extract = read(source + r"\end{document}")
    assert extract.title == "On Seals"
    assert extract.text == "On Seals\n\nAuthor: Ann Lee, Bo Ek\nDate: May\n\nText."


def test_a_title_that_a_tex_document_shows_as_code_is_not_its_own() -> None:
    shown = "\\begin{document}\\begin{verbatim}\n\\title{On Seals}\n\\end{verbatim}\\end{document}"
    extract = read(shown)
    assert (extract.title, extract.text) == ("", "\\title{On Seals}")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (
            '\\begin{verbatim}\nprintf("%d", 5); x = 1\n\\end{verbatim} on % off\nand on',
            'printf("%d", 5); x = 1\n\non and on',
        ),
        ("\\begin{lstlisting}\na % b\n\\end{lstlisting}", "a % b"),
        (r"See \url{https://a.org/x%20y} for details.", "See <https://a.org/x%20y> for details."),
        (r"See \href{https://a.org/x%20y}{the page} now.", "See the page now."),
        (r"Use \verb|50% of| it, \texttt{always}.", "Use 50% of it, always."),
        (r"Half \\% off", "Half"),
        (r"50\% of it % off", "50% of it"),
        ("on % \\begin{verbatim}\non % off\nand on", "on on and on"),
    ],
)
def test_a_percent_sign_begins_a_comment_of_tex_or_is_text(source: str, text: str) -> None:
    assert read(f"\\begin{{document}}{source}\n\\end{{document}}").text == text


@pytest.mark.parametrize(
    "part", [r"\begin{verbatim}", r"\verb|x", r"\url{", r"\author{", r"\lstinline!", "%"]
)
def test_comments_of_hostile_tex_are_found_soon(part: str) -> None:
    begun_s = time.process_time()
    text = COMMENT.sub("", part * 30_000)
    assert len(text) < 10 * 30_000 * len(part)
    assert time.process_time() - begun_s < 2
