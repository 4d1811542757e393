"""Running lines of plain text: found where pages were, and nothing else taken for them."""

from pathlib import Path

import pytest

from longdoc.documents.open import open_document
from longdoc.documents.text.headers_footers import running_lines

SENTENCE = "The party of the first part shall pay the party of the second part. "
PAGE = SENTENCE * 30


def headers_footers(text: str) -> list[str]:
    return [text[span.start : span.end] for span in running_lines(text)]


@pytest.mark.parametrize("form", ["{}", "- {} -", "-{}-", "Page {}", "Page {} of 9", "[{}]"])
def test_page_numbers_that_count_are_running_lines(form):
    text = "".join(f"{PAGE}\n\n{form.format(n)}\n\n" for n in range(1, 8))
    assert headers_footers(text) == [form.format(n) for n in range(1, 8)]


def test_a_footer_of_every_page_is_one_whatever_its_figures():
    text = "".join(f"{PAGE}\nSource: ACME CORP, 10-K, 3/{n}/2010\n" for n in range(1, 6))
    assert headers_footers(text) == [f"Source: ACME CORP, 10-K, 3/{n}/2010" for n in range(1, 6)]


@pytest.mark.parametrize(
    ("form", "figures"),
    [
        ("{} The Sea and the Shore", (2, 4, 6, 8, 12, 14)),  # on left pages
        ("Confidential, Acme {}", ("000098", "000099", "000100", "000101")),
        ("Printed 2024-03-01 05:00, page {} of 9", range(1, 10)),
    ],
)
def test_lines_that_count_pages_are_running_lines(form, figures):
    text = "".join(f"{PAGE}\n{form.format(figure)}\n" for figure in figures)
    assert headers_footers(text) == [form.format(figure) for figure in figures]


def test_a_header_with_another_figure_on_one_page_is_found_on_the_others():
    days = (1, 1, 1, 7, 1, 1, 1)
    text = "".join(f"{PAGE}\nDraft of {day} May, confidential\n" for day in days)
    assert headers_footers(text) == ["Draft of 1 May, confidential"] * 6


def test_a_footer_between_the_halves_of_a_sentence_is_found():
    half = SENTENCE[: len(SENTENCE) // 2]
    text = "".join(f"{PAGE}{half}\n\nDraft of 1 May, confidential\n\n" for _ in range(5))
    assert headers_footers(text) == ["Draft of 1 May, confidential"] * 5


@pytest.mark.parametrize(
    "text",
    [
        PAGE * 10,
        "".join(f"{n}\n{SENTENCE}\n" for n in range(1, 60)),  # numbered paragraphs, not pages
        "1\n2\n3\n4\n5\n" + PAGE * 10,  # a column of a table
        PAGE * 4 + "By: Delaware Trust Company\n\n" * 6,  # signatures
        "".join(f"{PAGE}\n{year}\n" for year in (1995, 1987, 2001, 2010)),  # years
        "".join(f"{PAGE}\n\n[***].\n\n" for _ in range(8)),  # what was blacked out
        "".join(f"{PAGE}\n2024-03-01 {hour:02}:00:00 ERROR Disk full\n" for hour in range(5, 13)),
        "".join(f"{PAGE}\n{day:02}.03.2024 ERROR Disk full\n" for day in range(5, 13)),
        "".join(f"{PAGE}\nBlood pressure: 12{n}/8{n} mmHg\n" for n in range(1, 8)),
        "".join(f"{PAGE}\nNext payment due: {euro}.50 EUR\n" for euro in (137, 138, 120, 121, 140)),
        "",
    ],
)
def test_lines_that_only_look_alike_are_read(text):
    assert headers_footers(text) == []


@pytest.mark.parametrize(
    "form", ["{}", "{}.", "Chapter {}", "Kapitel {}", "Capítulo {}", "## Chapter {}", "- {} -"]
)
def test_numbers_of_chapters_are_no_running_lines(form):
    text = "THE MILL\n\n" + "".join(f"{form.format(n)}\n\n{PAGE}\n\n" for n in range(1, 8))
    assert headers_footers(text) == []


@pytest.mark.parametrize("form", ["{}", "Chapter {}"])
def test_numbers_amid_sentences_are_running_lines_wherever_they_begin(form):
    half = SENTENCE[: len(SENTENCE) // 2]
    text = "".join(f"{form.format(n)}\n\n{half}{PAGE}{half}\n\n" for n in range(1, 8))
    assert headers_footers(text) == [form.format(n) for n in range(1, 8)]


def test_a_file_with_running_lines_keeps_them_and_says_so(tmp_path: Path):
    text = "".join(f"{PAGE}\n\n- {n} -\n\n" for n in range(1, 6))
    (tmp_path / "lease.txt").write_text(text, "utf-8")
    document = open_document(tmp_path / "lease.txt")
    assert document.text == text
    assert [document.quote(span) for span in document.headers_footers] == [f"- {n} -" for n in range(1, 6)]
    assert any("5 running lines" in notice and "not read" in notice for notice in document.notices)
