"""Chapters of books, acts of plays and the like are sections."""

from __future__ import annotations

import pytest

from longdoc.documents.structure.sections import find_sections

BODY = "\n\nMarten walked to the mill. Edda counted the geese.\n\n"


@pytest.mark.parametrize(
    "form",
    ["CHAPITRE {}", "Kapitel {}", "CAPÍTULO {}", "Глава {}", "LETTER {}", "CANTO {}", "CHAP. {}", "SCENE {}"],
)
def test_headings_alone_on_their_line_begin_sections(form: str) -> None:
    titles = [form.format(number) for number in ("I", "II", "III")]
    text = "".join(f"{title}.{BODY}" for title in titles)
    assert [(section.level, section.title) for section in find_sections(text)] == [(1, one) for one in titles]


def test_chapters_lie_within_acts_and_parts() -> None:
    text = "".join(f"{title}{BODY}" for title in ("ACT I", "SCENE I", "SCENE II", "ACT II", "SCENE I"))
    assert [section.level for section in find_sections(text)] == [1, 2, 2, 1, 2]


def test_ordinals_and_titles_belong_to_headings() -> None:
    text = f"CHAPTER THE FIRST{BODY}_Chapter the second_{BODY}Stave Three. The Spirits{BODY}"
    assert [section.title for section in find_sections(text)] == [
        "CHAPTER THE FIRST",
        "Chapter the second",
        "Stave Three. The Spirits",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "It is governed by the Companies\nAct 2006\nand by nothing else.",
        "\n\nAct 2006\n\nIt is long.",
        "\n\nletter I\n\nIt is a vowel.",
        "He wrote to her in his\nletter I\nthat he was well.",
    ],
)
def test_acts_and_letters_of_other_kinds_are_no_headings(text: str) -> None:
    assert find_sections(text) == ()


@pytest.mark.parametrize(
    "label",
    [
        "BÖLÜM İ",
        "CHAPTER İV",
        "CHAPTER THE FİRST",
        "CHAPTER SİX",
        "MADDE İ",
        "Anexo İ",
        "Cláusula PRİMERA: Objeto",
    ],
)
def test_letters_that_equal_roman_ones_only_where_case_is_ignored_stop_no_document(label: str) -> None:
    assert [section.title for section in find_sections(f"{label}{BODY}Kapitel I{BODY}")][-1] == "Kapitel I"
