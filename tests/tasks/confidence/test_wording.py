"""Words as evidence: the kind of answer that a question wants, and the names that it names."""

from __future__ import annotations

import pytest

from longdoc.documents.types import Document, Span
from longdoc.tasks.confidence.wording import expected_kind, fits_kind, names_in, wording_of


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many pages does it have?", "number"),
        ("What is the height of Mount Everest?", "number"),
        ("When does the lease end?", "date"),
        ("In which year was it built?", "date"),
        ("Who signed the letter?", "name"),
        ("违约金是多少？", "number"),
        ("Why did they leave?", None),
        ("Who decides how many seats there are?", "name"),
    ],
)
def test_what_a_question_wants(question: str, kind: str | None) -> None:
    assert expected_kind(question) == kind


@pytest.mark.parametrize(
    ("kind", "answer", "fits"),
    [
        ("number", "3,000 feet", True), ("number", "twelve", True), ("number", "the roof", False),
        ("number", "thirteen members", True), ("number", "seventy", True), ("number", "the tenants", False),
        ("date", "9 November", True), ("date", "upon delivery", True), ("date", "the roof", False),
        ("name", "Tavish Orr", True), ("name", "the roof", False),
    ],
)  # fmt: skip
def test_whether_an_answer_is_of_that_kind(kind: str, answer: str, fits: bool) -> None:
    assert fits_kind(kind, answer) is fits


def test_names_and_numbers_but_not_the_first_word() -> None:
    assert names_in("Which bridge over the Alder did NASA open in 1968?") == ["alder", "nasa", "1968"]
    assert names_in("What now? Does it end?") == []


def test_numbers_and_names_beside_chinese_characters() -> None:
    assert names_in("2021年Google公司净利润多少") == ["2021", "google"]
    assert names_in("¿Quién es la presidenta?") == []


@pytest.mark.parametrize(
    ("question", "unheard"),
    [
        ("2021年净利润多少", True), ("2022年净利润多少", False), ("第五届理事长是谁", True),
        ("第7屆理事长是谁", False), ("第3条的净利润多少", False),
    ],
)  # fmt: skip
def test_a_year_or_a_term_of_office_that_is_not_there(question: str, unheard: bool) -> None:
    text = "第七屆理事会\n\n二〇二二年净利润为3亿元，理事长为邱淑贞。"
    document = Document.from_text(text, "报告")
    said = text.index("3亿元")
    assert wording_of(question, document, Span(0, len(text)), Span(said, said + 3)).unheard is unheard


def test_a_number_may_stand_in_chinese_characters() -> None:
    document = Document.from_text("期限为一百二十天。", "合同")
    here = wording_of("120天后怎么办", document, Span(0, 9), Span(3, 7))
    other = wording_of("20天后怎么办", document, Span(0, 9), Span(3, 7))
    assert (here.missing_names, other.missing_names) == (0, 1)


def test_a_name_that_stands_nowhere_is_told_from_one_that_stands_elsewhere() -> None:
    text = "The ski hut stands on a hill of 3000 feet.\n\nAlder House was built in 1912."
    document = Document(text, (), (), "Huts", "huts.txt", "0")
    passage, answer = Span(0, 42), Span(text.index("3000"), text.index("3000") + 9)
    nowhere = wording_of("How high is Mount Everest?", document, passage, answer)
    elsewhere = wording_of("How high does Alder House stand?", document, passage, answer)
    assert (nowhere.missing_names, nowhere.absent_names, nowhere.kind) == (2, 2, 1)
    assert nowhere.unnamed
    assert nowhere.unheard
    assert (elsewhere.missing_names, elsewhere.absent_names) == (2, 0)
    assert elsewhere.unnamed
    assert not elsewhere.unheard
    assert nowhere.missing_terms > 0


def test_what_stands_in_the_title_counts_as_named() -> None:
    document = Document("The rent is 400 pounds.", (), (), "Lease of Alder House", "a.txt", "0")
    words = wording_of("What is the rent of Alder House?", document, Span(0, 23), Span(12, 22))
    assert (words.missing_names, words.missing_terms) == (0, 0)


def test_an_acronym_may_be_written_out_in_the_document() -> None:
    document = Document("The Supplier owns all intellectual property.", (), (), "", "a.txt", "0")
    words = wording_of("who owns the IP?", document, Span(0, 44), Span(0, 12))
    assert words.unnamed
    assert not words.unheard


def test_a_name_that_the_whole_document_is_on_need_not_stand_near() -> None:
    text = (
        "Alder House is old. Alder House has a roof of slate. " * 4
        + "The rent is 400 pounds. "
        + "So it is. " * 9
    )
    document = Document(text, (), (), "Lease", "a.txt", "0")
    rent = Span(at := text.index("The rent"), at + 23)
    assert wording_of("What is the rent of Alder House?", document, rent, rent).missing_names == 0
    assert wording_of("What is the rent of Birch House?", document, rent, rent).missing_names == 1


@pytest.mark.parametrize(
    ("text", "unheard"),
    [
        ("Open Monday to Friday, 9 to 17.", False),
        ("Open Thu - Tue, 9 to 17.", True),
        ("Open at weekends, 9 to 17.", True),
    ],
)
def test_a_day_between_two_others_is_named(text: str, unheard: bool) -> None:
    document = Document(text, (), (), "", "a.txt", "0")
    whole = Span(0, len(text))
    assert wording_of("When does it open on Wednesday?", document, whole, whole).unheard is unheard


@pytest.mark.parametrize(
    ("text", "question", "unheard"),
    [
        ("Building,Mar 2025,Apr 2025\nPool,98,87", "Which building used most in April?", False),
        ("Branch,Mon-Fri,Sat\nSelby,7-17,closed", "Is Selby closed on Saturday?", False),
        ("Building,Mar,May\nPool,98,87", "Which building used most in April?", True),
    ],
)
def test_months_and_days_may_be_written_in_short(text: str, question: str, unheard: bool) -> None:
    document = Document(text, (), (), "", "a.csv", "0")
    whole = Span(0, len(text))
    assert wording_of(question, document, whole, whole).unheard is unheard


PAY = (
    "The annual salary of each employee is 50,000 dollars. The applicable rate is 5%. At no time and in no "
    "market does the price of paint count. The Japanese parties studied HTML5 in January 2019 and terminated "
    "their studies of the 1920s with Acme Corporation. Ann’s"
)


@pytest.mark.parametrize(
    ("name", "occurs"),
    [
        ("Apple", False), ("Tim", False), ("Anders", False), ("Mary", False), ("Painter", False),
        ("Jap", False), ("50", False), ("192", False), ("20", False),
        ("Ann", True), ("Anns", True), ("Employees", True), ("Employee’s", True), ("Party", True),
        ("Study", True), ("Japan", True), ("Jan", True), ("Corp", True), ("Termination", True),
        ("HTML", True), ("1920", True), ("50,000", True), ("5", True),
    ],
)  # fmt: skip
def test_a_name_is_in_a_document_as_a_word_of_its_own(name: str, occurs: bool) -> None:
    document = Document(PAY, (), (), "", "a.txt", "0")
    whole = Span(0, len(PAY))
    words = wording_of(f"What is known about {name}?", document, whole, whole)
    assert (words.missing_names, words.absent_names) == ((0, 0) if occurs else (1, 1))


@pytest.mark.parametrize("question", ["How much does Ann earn?", "What rate does Apple pay?"])
def test_the_beginning_of_another_word_is_no_name(question: str) -> None:
    text = PAY.removesuffix(" Ann’s")
    whole = Span(0, len(text))
    words = wording_of(question, Document(text, (), (), "", "a.txt", "0"), whole, whole)
    assert words.missing_names == 1
    assert words.unheard


def test_words_that_begin_like_a_name_do_not_make_it_the_subject() -> None:
    text = "The rate is 5%. " + "It is applied to each application. " * 9
    document = Document(text, (), (), "", "a.txt", "0")
    assert wording_of("What rate does Appl pay?", document, Span(0, 15), Span(12, 14)).missing_names == 1


def test_a_name_may_stand_between_chinese_characters() -> None:
    document = Document("北京Apple公司的员工", (), (), "", "a.txt", "0")
    assert wording_of("Where is Apple?", document, Span(0, 12), Span(0, 2)).missing_names == 0
