"""Sections: the headings that a reader would name, nested as they are meant, no tables of contents."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from longdoc.documents.structure.sections import find_sections, merge_sections, nest_sections
from longdoc.documents.types import Section, Span

BODY = (
    "The parties agree on all of the following, and on nothing else than that, as long as they do business."
)
CHINESE_BODY = "当事人应当遵守本法的规定，并且依照约定全面履行自己的义务，不得擅自变更或者解除。"


def titles(text: str) -> list[str]:
    return [section.title for section in find_sections(text)]


def outline(text: str) -> list[tuple[int, str]]:
    return [(section.level, section.title) for section in find_sections(text)]


def paragraphs(*headings: str, body: str = BODY) -> str:
    return "\n\n".join(f"{heading}\n\n{body}" for heading in headings)


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 200), st.integers(1, 5)), max_size=30, unique_by=lambda heading: heading[0]
    )
)
def test_spans_nest_and_end_at_the_next_heading_of_the_same_or_a_higher_level(
    headings: list[tuple[int, int]],
) -> None:
    sections = nest_sections(201, [(start, level, "x") for start, level in headings])
    assert [section.span.start for section in sections] == sorted(start for start, _ in headings)
    for index, section in enumerate(sections):
        following = next((other for other in sections[index + 1 :] if other.level <= section.level), None)
        assert section.span.end == (following.span.start if following else 201)
        for other in sections:
            assert (
                section.span.contains(other.span)
                or other.span.contains(section.span)
                or not section.span.overlaps(other.span)
            )


PIECES = [
    "1. ",
    "1.1 Term. ",
    "ARTICLE IV\n",
    "第三章 总则\n",
    "第十二条 ",
    "Abstract\n",
    "II\n",
    "\n\n",
    BODY,
    "Section 5. ",
    "... 12\n",
]


@settings(deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=30).map("".join)))
def test_any_text_gives_whole_sections(text: str) -> None:
    sections = find_sections(text)
    for section in sections:
        assert section.title == " ".join(section.title.split()) != ""
        assert section.span.start < section.span.end <= len(text)
        assert section.level >= 1
    starts = [section.span.start for section in sections]
    assert starts == sorted(set(starts))
    assert sections == find_sections(text)


def test_numbered_clauses_nest_by_their_numbers() -> None:
    text = paragraphs(
        "1. Definitions", "2. Fees", "2.1 Invoices", "2.2 Late Payment", "3. Term and Termination"
    )
    assert outline(text) == [
        (1, "1. Definitions"),
        (1, "2. Fees"),
        (2, "2.1 Invoices"),
        (2, "2.2 Late Payment"),
        (1, "3. Term and Termination"),
    ]
    fees = find_sections(text)[1]
    assert text[fees.span.start : fees.span.end].startswith("2. Fees")
    assert "2.2 Late Payment" in text[fees.span.start : fees.span.end]


def test_clauses_within_one_line() -> None:
    text = (
        f"SERVICE AGREEMENT This Agreement is made. 7. LIABILITY 7.1 Each party is liable. {BODY} "
        f"7.2 Limitation of Liability. Neither party shall be liable for more than 15 Dollars. {BODY} "
        f"7.3 Nothing herein limits liability for fraud. {BODY} 8. GENERAL PROVISIONS {BODY}"
    )
    assert outline(text) == [
        (1, "7. LIABILITY"),
        (2, "7.1"),
        (2, "7.2 Limitation of Liability"),
        (2, "7.3"),
        (1, "8. GENERAL PROVISIONS"),
    ]


def test_articles_sections_and_schedules() -> None:
    text = paragraphs(
        "ARTICLE I\n\nDEFINITIONS",
        "Section 1.01 Terms.",
        "ARTICLE II. PAYMENT",
        "Section 2.01 Fees.",
        "SCHEDULE A",
    )
    assert outline(text) == [
        (1, "ARTICLE I DEFINITIONS"),
        (2, "Section 1.01 Terms"),
        (1, "ARTICLE II. PAYMENT"),
        (2, "Section 2.01 Fees"),
        (1, "SCHEDULE A"),
    ]


def test_a_reference_to_a_section_is_no_heading() -> None:
    body = f"{BODY} As stated in Section 5 of the Act and in 12 Days, pursuant to\nArticle 7 of it."
    text = f"1. Scope\n\n{body}\n\n2. Fees\n\n{BODY}"
    assert titles(text) == ["1. Scope", "2. Fees"]


def test_articles_of_chinese_contracts_with_their_titles() -> None:
    text = paragraphs("第一条 标的物", "第二条　违约责任", "第 十 二 条 不可抗力", body=CHINESE_BODY)
    assert titles(text) == ["第一条 标的物", "第二条 违约责任", "第 十 二 条 不可抗力"]
    wrapped = f"第三条 乙方应当在收到甲方发出的书面付款通知之后的\n三十日内付款。{CHINESE_BODY}\n"
    assert titles(wrapped + f"第四条 {CHINESE_BODY}\n第五条 {CHINESE_BODY}") == ["第三条", "第四条", "第五条"]


def test_chinese_chapters_set_wide() -> None:
    text = paragraphs("第 一 章 总 则", "第 二 章 附 则", body=CHINESE_BODY)
    assert titles(text) == ["第 一 章 总 则", "第 二 章 附 则"]


def test_chinese_statutes() -> None:
    text = (
        "目录\n\n第一章 总则\n\n第二章 合同的订立\n\n第三章 附则\n\n"
        f"第一章 总则\n\n第一条 {CHINESE_BODY}\n\n第二条 依照第三条的规定，{CHINESE_BODY}\n\n"
        f"第二章 合同的订立\n\n第三条 {CHINESE_BODY}\n\n第三章 附则\n\n第四条 {CHINESE_BODY}"
    )
    assert outline(text) == [
        (1, "第一章 总则"),
        (2, "第一条"),
        (2, "第二条"),
        (1, "第二章 合同的订立"),
        (2, "第三条"),
        (1, "第三章 附则"),
        (2, "第四条"),
    ]
    assert find_sections(text)[0].span.start > text.index("第三章")


def test_papers() -> None:
    numbered = (
        "Abstract\n\n"
        + BODY
        + "\n\n"
        + paragraphs("1 Introduction", "2 Related work", "2.1 Data sets", "3 Conclusions", "References")
    )
    assert outline(numbered) == [
        (1, "Abstract"),
        (1, "1 Introduction"),
        (1, "2 Related work"),
        (2, "2.1 Data sets"),
        (1, "3 Conclusions"),
        (1, "References"),
    ]
    plain = paragraphs(
        "Introduction",
        "Materials and Methods",
        "Collection of samples",
        "Results",
        "Discussion",
        body=BODY * 2,
    )
    assert outline(plain)[1:4] == [(1, "Materials and Methods"), (2, "Collection of samples"), (1, "Results")]


@pytest.mark.parametrize(
    "chapters",
    [
        ["CHAPTER I. INTRODUCTORY", "CHAPTER II. THE ROAD", "CHAPTER III. HOME"],
        ["Chapter 11 — The Storm", "Chapter 12 — The Lighthouse"],
        ["I", "II", "III", "IV"],
        ["PROLOGUE", "Chapter One", "Chapter Two", "EPILOGUE"],
    ],
)
def test_books(chapters: list[str]) -> None:
    assert titles(paragraphs(*chapters)) == chapters


@pytest.mark.parametrize("leader", [" ........ ", "\t", " "])
def test_a_table_of_contents_is_no_section(leader: str) -> None:
    chapters = ["1. Definitions", "2. Fees", "3. Liability", "4. Term"]
    contents = "\n".join(f"{chapter}{leader}{page}" for page, chapter in enumerate(chapters, 2))
    text = f"CONTENTS\n\n{contents}\n\n{paragraphs(*chapters)}"
    sections = find_sections(text)
    assert [section.title for section in sections] == chapters
    assert sections[0].span.start > text.index(BODY) - 40


def test_numbering_may_begin_again_in_an_exhibit() -> None:
    text = paragraphs("1. Scope", "2. Fees", "3. Term", "EXHIBIT A", "1. Prices", "2. Discounts")
    assert titles(text) == ["1. Scope", "2. Fees", "3. Term", "EXHIBIT A", "1. Prices", "2. Discounts"]


def test_marked_headings_win_and_numbered_clauses_join_them() -> None:
    text = f"Fees\n\n{BODY}\n\n4.1 Invoices. {BODY}\n\n4.2 Late Payment. {BODY}\n\nTerm\n\n{BODY}"
    marked = (
        Section("Fees", 1, Span(0, text.index("Term"))),
        Section("Term", 1, Span(text.index("Term"), len(text))),
    )
    merged = merge_sections(text, marked)
    assert [(section.level, section.title) for section in merged] == [
        (1, "Fees"),
        (2, "4.1 Invoices"),
        (2, "4.2 Late Payment"),
        (1, "Term"),
    ]


def test_references_in_the_midst_of_capitals_are_no_headings() -> None:
    body = "The parties agree to all of this. " * 8
    shouted = "EXCEPT FOR A BREACH OF ARTICLE 2 OR SECTION 3.1, NEITHER IS LIABLE UNDER SECTION 1.2 HEREOF. "
    text = f"ARTICLE 1 SCOPE\n\n{body}\n\nARTICLE 2 LIABILITY\n\n{shouted}{body}\n\nARTICLE 3 TERM\n\n{body}"
    titles = [section.title for section in find_sections(text)]
    assert titles == ["ARTICLE 1 SCOPE", "ARTICLE 2 LIABILITY", "ARTICLE 3 TERM"]


def test_a_party_in_capitals_that_begins_a_clause_is_no_title() -> None:
    clauses = (f"9.1 {BODY}", f"9.2 CBORD may terminate this order. {BODY}", f"9.3 NOTICE OF LOSS The {BODY}")
    text = "\n\n".join(("9. TERM", *clauses))
    assert titles(text) == ["9. TERM", "9.1", "9.2", "9.3 NOTICE OF LOSS"]


@pytest.mark.parametrize("keyword", ["ARTİCLE", "TİTLE", "SECTİON", "Artıcle", "EXHİBİT"])
def test_a_keyword_with_a_turkish_i_is_no_keyword(keyword: str) -> None:
    assert titles(f"{keyword} 5\n\n{BODY}") == []


@pytest.mark.parametrize("end", ["", ":", " :", ": ", "  .  ", "："])
def test_a_heading_known_by_its_name_may_end_in_a_sign(end: str) -> None:
    assert titles(f"Preamble{end}\n\n{BODY}") == titles(f"Preamble\n\n{BODY}")


@pytest.mark.parametrize(
    "headings",
    [
        ["§ 1 Mietsache", "§ 2 Mietzeit und Kündigung", "§ 3a Miete"],
        ["Artikel 1 Het gehuurde", "Artikel 2 Duur van de overeenkomst"],
        ["Art. 1 - Oggetto", "Art. 2 - Durata", "Art. 3 - Canone"],
        ["Artículo 1. Objeto", "Artículo 2. Ámbito de aplicación"],
        ["CLÁUSULA PRIMEIRA - DO OBJETO", "CLÁUSULA SEGUNDA - DO PRAZO"],
        ["PRIMERA.- Objeto", "SEGUNDA.- Duración", "TERCERA.- Renta"],
        ["Статья 1. Предмет договора", "Статья 2. Срок"],
        ["1. ПРЕДМЕТ ДОГОВОРА", "2. СРОК ДЕЙСТВИЯ"],
        ["Article 1er – Objet", "Article 2 – Durée"],
        ["Anlage A: Preise", "Anlage B: Fristen"],
        ["Zusammenfassung", "Einleitung", "Ergebnisse", "Literatur"],
        ["24/031 Apologies for absence", "24/032 Minutes of the last meeting", "24/034 Playground"],
        ["31/24 Apologies for absence", "32/24 Minutes of the last meeting", "33/24 Playground"],
        ["Item 1. Business", "Item 1A. Risk Factors", "Item 2. Properties"],
    ],
)
def test_headings_of_other_languages_and_of_reports(headings: list[str]) -> None:
    assert titles(paragraphs(*headings)) == headings


def test_a_title_may_stand_on_the_line_after_its_article() -> None:
    text = f"§ 1\nPrzedmiot umowy\n\n{BODY}\n\n§ 2.\nCzas trwania\n\n{BODY}"
    assert titles(text) == ["§ 1 Przedmiot umowy", "§ 2. Czas trwania"]
    text = f"Article 1\nSubject matter\n\n{BODY}\n\nArticle 2\nMaterial scope\n\n{BODY}"
    assert titles(text) == ["Article 1 Subject matter", "Article 2 Material scope"]
    text = f"SCHEDULE III\n\nThere are no recorded copyrights\n\nSCHEDULE IV\n\n{BODY}"
    assert titles(text) == ["SCHEDULE III", "SCHEDULE IV"]


def test_articles_lie_within_chapters_and_parts_that_begin_before_them() -> None:
    text = (
        f"CHAPTER I\nPURPOSES\n\nArticle 1\n\n{BODY}\n\n1. Members\n\n{BODY}\n\n2. Organs\n\n{BODY}"
        f"\n\nCHAPTER II\nMEMBERSHIP\n\nArticle 2\n\n{BODY}"
    )
    assert [(level, title.split()[-1]) for level, title in outline(text)] == [
        (1, "PURPOSES"), (2, "1"), (3, "Members"), (3, "Organs"), (1, "MEMBERSHIP"), (2, "2"),
    ]  # fmt: skip
    text = (
        f"TÍTULO I\nDisposiciones generales\n\nArtículo 1. Objeto.\n\n{BODY}\n\nArtículo 2. Ámbito.\n\n{BODY}"
    )
    assert [level for level, _ in outline(text)] == [1, 2, 2]
    text = f"PART I\n\nItem 1. Business\n\n{BODY}\n\nPART II\n\nItem 5. Market\n\n{BODY}"
    assert outline(text) == [(1, "PART I"), (2, "Item 1. Business"), (1, "PART II"), (2, "Item 5. Market")]


@pytest.mark.parametrize(
    "text",
    [
        "Der Mieter kann kündigen nach\n§ 5 Abs. 2 des Gesetzes, oder nach\nArtikel 3 des Vertrages.",
        "Artikel 5 des Vertrages ist nichtig, weil er gegen ein Gesetz verstößt.\n\n§ 7 gilt nicht.",
        "Item 3 was sold to a dealer.\n\nItem 5 is damaged.\n\nPrima facie this is right.",
        "Berlin, den\n3. Mai 2024\n\nHamburg, den\n4. Mai 2024\n\nUlm, den\n5. Juni 2024",
    ],
)
def test_references_to_articles_of_other_languages_are_no_headings(text: str) -> None:
    assert titles(text) == []


@pytest.mark.parametrize(
    "headings",
    [["WORKING HOURS", "ANNUAL LEAVE", "SICK PAY"], ["Working Hours", "Leave of Absence", "Sick Pay"]],
)
def test_lines_that_stand_alone_are_headings_where_there_are_no_others(headings: list[str]) -> None:
    assert titles(f"STAFF HANDBOOK\n\n{paragraphs(*headings)}") == headings
    assert titles(f"1. Scope\n\n{BODY}\n\n2. Term\n\n{paragraphs(*headings)}") == ["1. Scope", "2. Term"]


@pytest.mark.parametrize(
    "lines",
    [
        ["NOTICE", "IN WITNESS WHEREOF"],
        ["Ann Lee", "Bob Ray", "Ann Lee", "Bob Ray", "Ann Lee", "Carla Smith"],
        ["We went home", "It was late", "Nobody spoke"],
        ["Dear Sir,", "Best Regards,", "Yours Truly,"],
    ],
)
def test_a_few_lines_or_names_that_stand_alone_are_no_headings(lines: list[str]) -> None:
    assert titles(paragraphs(*lines)) == []
