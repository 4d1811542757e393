"""Sentences: exact, complete, and cut where a reader would cut."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from longdoc.documents.sentences.split import MAX_SENTENCE_CHARS, split_sentences

PIECES = st.sampled_from(
    [
        "The party shall pay. ",
        "Acme Inc. and U.S. law apply",
        "No. 5",
        "3.14",
        "7.2 Limitation of Liability. ",
        "(a) first; ",
        "甲方应当付款。",
        "他说：“走吧！”",
        "……",
        '"Stop!" ',
        "[3]",
        "\n",
        "\n\n",
        " \t\n\u3000\n",
        "- item\n",
        "| a | b |\n",
        "HEADING\n",
        "....",
        "?!",
        " ",
        "\u2028",
        "\x0c",
        "word" * 400,
        "字" * 500,
        "a, b; c " * 200,
    ]
)


def cut(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text)]


@settings(deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=25).map("".join)))
def test_sentences_never_overlap_and_only_white_space_lies_between(text: str) -> None:
    spans = split_sentences(text)
    at = 0
    for span in spans:
        sentence = text[span.start : span.end]
        assert span.start >= at
        assert not text[at : span.start].strip()
        assert sentence
        assert sentence == sentence.strip()
        assert len(sentence) <= MAX_SENTENCE_CHARS
        assert not re.search(r"\n[^\S\n]*\n", sentence)
        at = span.end
    assert not text[at:].strip()
    assert spans == split_sentences(text)


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(["He paid. ", "甲方付款。", "Why? ", "See Fig. 3. "]), min_size=1, max_size=8)
)
def test_whole_sentences_come_back_one_by_one(sentences: list[str]) -> None:
    assert cut("".join(sentences)) == [sentence.strip() for sentence in sentences]


@pytest.mark.parametrize(
    "sentences",
    [
        ["Acme Inc. and Bolt Corp. agree.", "The parties sign."],
        ["See Roe v. Wade, No. 5, Fig. 3 and Sec. IV.", "It costs $3.14 or 5.5 percent."],
        ["Smith et al. (2003) say so.", "J. A. Jones and Dr. Lee agree, e.g. On Monday."],
        ["The U.S. District Court sits at 5 p.m. Eastern time.", "In the U.S.", "The law is clear."],
        ["It was the state of the art.", "Users of the app.", "Nobody else."],
        ["No.", "The answer is no."],
        ["The fee is Rs. 5,000 or Fr. 60.50 a year.", "Fr. Brown pays it."],
        ["He was born c. 1850 in Mo. and left.", "His wife, b. 1855, d. 1901, was Irish."],
        [
            "The result holds [3].",
            "More of it.[4]",
            "So there.",
            "As shown (see Fig. 2).",
            "(See above.)",
            "End.",
        ],
        [
            'He said "Stop!" and left.',
            '"Why?" she asked.',
            "She said: “I go.",
            "You stay.”",
            "Then she left.",
        ],
        [
            "as follows.",
            "7.2 Limitation of Liability.",
            "Neither party is liable.",
            "7.3 Indemnity.",
            "Acme pays.",
        ],
        ["It ends.", "ARTICLE IV. DEFINITIONS.", "Section 5.2. Fees.", "Sec. 101. Definitions.", "One term."],
        ["5. INTELLECTUAL PROPERTY RIGHTS", "5.1 Nothing in this Agreement transfers rights."],
        ["The items are: (a) one; (b) two; and (c) three.", "(d) Four follows."],
        ["The cost function.3", "The next sentence."],
        ["Wait ... what?", "It goes on . . . and on."],
    ],
)
def test_english(sentences: list[str]) -> None:
    assert cut(" ".join(sentences)) == sentences


OTHER_LANGUAGES = """
Er endet am 3. Mai 2024.| Danach gilt er weiter.
Die Parteien, d. h. der Mieter und der Vermieter, zahlen z. B. die Nebenkosten.| Das ist alles.
Die Miete beträgt 500 EUR bzw. 600 EUR.| Gem. § 5 Abs. 2 Nr. 3 BGB gilt das nicht.
Im 19. Jahrhundert lebte Dr. Meyer in der Hauptstr. 5 in Ulm.| Er starb 1890.| Sein Sohn starb 1901.
Er war 45.| Danach kam die 2. Kammer des Gerichts.| Die 1. und 2. Rate ist fällig.
Am 12. 5. 2024 wurde er unterzeichnet.| Er gilt i. d. R. ein Jahr.| Vgl. S. 12 ff.| Er ist nichtig.
Der Mieter zahlt bis zum 15.| Danach mahnt der Vermieter.| Die Quote lag bei 45.| Experten sind besorgt.
Sie kostet 5 Mio. Euro.| „Das ist gut so.“| Dann ging er, gem. Ziff. 3.1 u. Anl. 2 der Akte.
Voir p. ex. le n° 12 de la revue, art. L. 1234 du Code du travail.| La loi s'applique.
Nous avons vu M. Le Pen et Mme. La Roche au n° 5, av. Foch.| Le contrat est signé.| Cf. p. 12 et suiv.
El Sr. García y la Sra. López firman el contrato n.º 5.| El Dr. Pérez vive en la Av. Central núm. 12.
Dijo que no.| La empresa cerró.| Véase la pág. 12 y el art. 3 de la ley.| Así fue en EE. UU. y en otros.
Il sig. Rossi abita in via Roma n. 5, cfr. art. 12 c.c. e pag. 3.| L'avv. Bianchi firma.| Non è poco.
O Sr. Silva mora na R. das Flores, n.º 12, conf. art. 5.º da Lei.| O contrato termina.| Ver pág. 3.
De heer J. Jansen woont in de Kerkstr. 5.| Dhr. De Vries en mevr. Bakker tekenen.| Zie blz. 12 en nr. 5.
Umowa z dnia 3 maja 2024 r. jest ważna.| Pan Jan mieszka przy ul. Długiej 5 i płaci np. czynsz.
Umowa została zawarta w 2024 r.| Strony płacą, co jest jasne.| Jest to w ust. 2 i pkt. 3 umowy.
Podle § 5 odst. 2 písm. a) zákona č. 89/2012 Sb. to platí.| Dne 12. 5. se vrátí.
Pan Novák se zaváže, že podle této smlouvy zaplatí např. 500 Kč.
Avtalet gäller bl.a. i Sverige.| Enligt 5 kap. 3 § gäller det inte.| Slut.
Lejer betaler den 1. januar 2024 jf. § 5, stk. 2 og nr. 3.| Den ophører d. 31. december.
Согласно ст. 5 и п. 3 закона г. Москва не платит, т. е. 5 млн. руб. это всё.| Стороны согласны.
"""


@pytest.mark.parametrize("line", OTHER_LANGUAGES.strip().split("\n"))
def test_abbreviations_and_ordinals_of_other_languages(line: str) -> None:
    assert cut(line.replace("|", "")) == line.split("| ")


@pytest.mark.parametrize("word", ["Der Art.", "Es.", "El núm.", "Max."])
def test_abbreviations_of_other_languages_are_words_in_english(word: str) -> None:
    text = f"The Supplier shall deliver all of the goods to the Buyer, and this is it. {word} The Buyer pays."
    assert cut(text)[-1] == "The Buyer pays."


def test_numbers_after_abbreviations_begin_no_clause() -> None:
    assert cut("The tank holds approx. 4.1 cubic metres of fuel (see cl. 5.1 and sch. 2).") == [
        "The tank holds approx. 4.1 cubic metres of fuel (see cl. 5.1 and sch. 2)."
    ]


def test_names_that_begin_small_begin_sentences() -> None:
    assert cut("Sales rose. iPhone sales fell. eBay did well.") == [
        "Sales rose.",
        "iPhone sales fell.",
        "eBay did well.",
    ]


@pytest.mark.parametrize(
    "sentences",
    [
        ["第一条 甲方应当付款；乙方应当交货。", "第二条 版本3.5有效！", "真的吗？"],
        ["他说：“你好！”", "她走了。", "「真的吗？」", "他问。"],
        ["他说“你好！”，然后走了。", "第二句……完。"],
        ["他说。", '"你好。"', '她说："再见！"', "完了。"],
        ["有什么关系!", "于是走了。"],
    ],
)
def test_chinese(sentences: list[str]) -> None:
    assert cut("".join(sentences)) == sentences


def test_an_entry_of_a_table_of_contents_is_one_sentence() -> None:
    assert cut("1.2 Simple parsing. . . . . . . 4\n\n3 Utilities . . . . . 15") == [
        "1.2 Simple parsing. . . . . . . 4",
        "3 Utilities . . . . . 15",
    ]
    assert cut("The court held so . . . . The rest is not quoted.")[-1] == "The rest is not quoted."


def test_a_wrapped_line_goes_on() -> None:
    text = (
        "This is a paragraph whose lines were wrapped by its author at some seventy\n"
        "characters, pursuant to the rule of Mr. Adams and according to\n"
        "Section 5 of the manual. It has two sentences."
    )
    assert cut(text) == [text[: text.index(" It has")], "It has two sentences."]


def test_headings_list_items_and_table_rows_stand_alone() -> None:
    text = (
        "1 Introduction\nDetecting entities is a crucial step toward understanding a text and more.\n"
        "The duties:\n(a) first item;\n(b) second item; and\n(c) the third.\n\n"
        "# Title\nText under it\n- one\n- two\n\nname | price\nbolt | 3"
    )
    assert cut(text) == [
        "1 Introduction",
        "Detecting entities is a crucial step toward understanding a text and more.",
        "The duties:",
        "(a) first item;",
        "(b) second item; and",
        "(c) the third.",
        "# Title",
        "Text under it",
        "- one",
        "- two",
        "name | price",
        "bolt | 3",
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ["name,country,population", "Paris,France,2102650", "Lima,Peru,10092000", "Oslo,Norway,709037"],
        ["part\tprice", "Sensor\t38", "Spar of carbon fibre\t12.50"],
        [
            "2026-11-28 01:45:13 worker 3 begins",
            "2026-11-28 01:45:14 page 4 is damaged",
            "2026-11-28 01:47:00 worker 3 ends",
        ],
        ["Nov 28 01:45:13 host: up", "Nov 28 01:45:15 host: eth0 is down", "Nov 28 01:46:00 host: no"],
        ["[12.03.24, 09:06:00] Ben: <Medien>", "[12.03.24, 09:07:00] C: ja", "[12.03.24, 09:08:10] B: ok"],
        ["3/12/24, 9:06 AM - Ben: <Media>", "3/12/24, 9:07 AM - Carla: yes", "3/12/24, 9:08 AM - Ben: ok"],
        ['{"id": 1, "title": "Scope"}', '{"id": 2, "title": "Term of the agreement"}', '{"id": 3}'],
    ],
)  # fmt: skip
def test_rows_of_delimited_files_and_entries_of_logs_stand_alone(lines: list[str]) -> None:
    assert cut("\n".join(lines)) == lines


def test_lines_of_a_log_entry_stay_together() -> None:
    entry = "2026-11-28 01:45:13 the worker could not read the page\nbecause of a missing font"
    following = "2026-11-28 01:45:14 the worker went on\nwith the page after it"
    assert cut(f"{entry}\n{following}") == [entry, following]


def test_commas_in_prose_make_no_table() -> None:
    prose = "The Supplier, the Buyer,\nand the Agent, who pays,\nshall agree, in writing, that\nit ends."
    assert cut(prose) == [prose]


def test_chinese_lines_without_punctuation_are_headings() -> None:
    assert cut("韩滉\n韩滉在润州，夜晚和从事登上万岁楼喝酒。\n颜真卿\n鲁公颜真卿去充当使节。") == [
        "韩滉",
        "韩滉在润州，夜晚和从事登上万岁楼喝酒。",
        "颜真卿",
        "鲁公颜真卿去充当使节。",
    ]


def test_a_clause_too_long_for_a_sentence_is_cut_at_its_semicolons() -> None:
    clause = "the Supplier shall deliver the goods to the place that is named in the order"
    sentences = cut("; ".join([clause] * 60) + ".")
    assert len(sentences) >= 4
    assert all(sentence.endswith((";", ".")) for sentence in sentences)


@pytest.mark.parametrize(
    "text",
    [
        "&" * 300_000,
        "1. Aa " * 50_000,
        "." * 300_000 + "x",
        ". " * 150_000,
        "1." * 150_000,
        '."' * 150_000,
        "\n " * 150_000,
        "x" * 300_000,
    ],
)
def test_hostile_texts_take_no_longer_than_others(text: str) -> None:
    start = time.process_time()
    split_sentences(text)
    assert time.process_time() - start < 30  # linear: under 3 s on slow machines; quadratic: minutes


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            'ENDORSEMENT AGREEMENT    THIS ENDORSEMENT AGREEMENT (the "Agreement") is made.',
            ["ENDORSEMENT AGREEMENT", 'THIS ENDORSEMENT AGREEMENT (the "Agreement") is made.'],
        ),
        (
            "VERSION   CONFIDENTIAL   CONTENT LICENSE AGREEMENT   This Agreement is made.",
            ["VERSION   CONFIDENTIAL   CONTENT LICENSE AGREEMENT", "This Agreement is made."],
        ),
        (
            "THE CONTENT LICENSE is granted   To the buyer.",
            ["THE CONTENT LICENSE is granted   To the buyer."],
        ),
    ],
)
def test_a_title_in_capitals_ends_at_a_gap(text: str, sentences: list[str]) -> None:
    assert [text[span.start : span.end] for span in split_sentences(text)] == sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            "PARTIES (1) Acme Limited; and (2) Brett Haumann.",
            ["PARTIES", "(1) Acme Limited; and", "(2) Brett Haumann."],
        ),
        ("5. Limits  (a) Except as said, none.", ["5. Limits", "(a) Except as said, none."]),
        (
            "As follows: a) Four due at once.  b) Seven later.",
            ["As follows: a) Four due at once.", "b) Seven later."],
        ),
        ("They agree as follows: 1. Scope is wide.", ["They agree as follows:", "1. Scope is wide."]),
        ("AGREED as follows:- 1. TERMS are set.", ["AGREED as follows:-", "1. TERMS are set."]),
        (
            "RECITALS a. The tenant pays. b. The owner waits.",
            ["RECITALS", "a. The tenant pays.", "b. The owner waits."],
        ),
        ("It is due on May 1. The rest follows.", ["It is due on May 1.", "The rest follows."]),
        ("See Fig. 3. It works: x is a. Then y is b.", ["See Fig. 3.", "It works: x is a.", "Then y is b."]),
        ("They agree: - Acme pays; - Beta waits.", ["They agree:", "- Acme pays;", "- Beta waits."]),
        (
            "4. Duties 4.1 He shall: 4.1.1 obey clause 4.1 and 4.2 herein; 4.1.2 go. 4.2 She may rest.",
            [
                "4. Duties",
                "4.1 He shall:",
                "4.1.1 obey clause 4.1 and 4.2 herein;",
                "4.1.2 go.",
                "4.2 She may rest.",
            ],
        ),
        (
            "6. Assignment Without consent, none. 10. GOVERNING LAW This agreement is governed.",
            ["6. Assignment", "Without consent, none.", "10. GOVERNING LAW", "This agreement is governed."],
        ),
        (
            "1.2 Term and Renewal The term is ten years. RENEWAL If it is wanted, it goes on.",
            ["1.2 Term and Renewal", "The term is ten years.", "RENEWAL", "If it is wanted, it goes on."],
        ),
        ("See Section 3.2 of The Lease.", ["See Section 3.2 of The Lease."]),
        (
            "For these causes:     (a) the other fails; or     (b) it leaves.",
            ["For these causes:", "(a) the other fails; or", "(b) it leaves."],
        ),
        ("It covers fire damage. ii. Cover for flood.", ["It covers fire damage.", "ii. Cover for flood."]),
        (
            "Have: i. Cover for fire; ii. Cover for flood.",
            ["Have:", "i. Cover for fire;", "ii. Cover for flood."],
        ),
        ("Growth was 1.1 per cent; Section 1.2 Says so.", ["Growth was 1.1 per cent; Section 1.2 Says so."]),
        ("It shall (a) pay; (b) wait; and (c) leave.", ["It shall (a) pay; (b) wait; and (c) leave."]),
    ],
)
def test_items_that_begin_with_a_capital_are_sentences(text: str, sentences: list[str]) -> None:
    assert [text[span.start : span.end] for span in split_sentences(text)] == sentences


@pytest.mark.parametrize(
    "lines",
    [
        ["1) tea", "2) milk", "3) rice"],
        ["a. tea", "b. milk", "c. rice"],
        ["Item          Hull   Leeds", "Copper pipe     42      18", "Ball valve       5      16"],
        ["Name:           Ada Finch", "Date of birth:  3 Feb 1990", "Town:  Leeds"],
        ["host = hull", "port=22", "user = ada"],
        ["Agenda:", "→ Budget of 5,000", "✓ Roof"],
    ],
)
def test_short_items_rows_and_fields_stand_alone(lines: list[str]) -> None:
    assert cut("\n".join(lines)) == lines


def test_a_page_number_before_a_page_break_stands_alone() -> None:
    assert cut("The rent is\n5 pounds.\n\n  2\n\fIt is due.") == ["The rent is\n5 pounds.", "2", "It is due."]


def test_chinese_fields_are_sentences():
    text = "主席：理事長 邱淑貞\n紀錄：總幹事 葉國賢\n乙方（受托方）：成都云栈公司\n法定代表人：罗佩文\n"
    assert [text[s.start : s.end] for s in split_sentences(text)] == text.splitlines()


@pytest.mark.parametrize("mark", ["^1", "¹", "¹²"])
def test_a_sentence_ends_before_the_mark_of_a_note_behind_a_figure(mark: str) -> None:
    text = f"The dam was finished in 1958.{mark} Its height is 61 metres."
    assert [text[span.start : span.end] for span in split_sentences(text)] == [
        f"The dam was finished in 1958.{mark}",
        "Its height is 61 metres.",
    ]
