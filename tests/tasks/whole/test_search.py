"""Planted terms, dates, sums and the rest are found to the last one, each with its place."""

from __future__ import annotations

import random
from hashlib import sha256
from itertools import pairwise

import pytest

from longdoc.documents.structure.sections import find_sections
from longdoc.documents.types import Document, Page, Span
from longdoc.tasks.terms import word_count
from longdoc.tasks.whole.search import search_whole
from longdoc.tasks.whole.types import Request, Thing, Way

PLANTED = {
    Thing.DATES: [
        "3 May 2021", "May 4, 2022", "2023-06-07", "the 8th day of June 2024", "9.10.2025", "July 2026",
        "2026年3月1日", "二〇二六年五月", "十月三十一日",
    ],
    Thing.SUMS: [
        "$1,250,000.50", "£145", "€ 3 million", "USD 40,000", "one million euros", "75 cents", "CHF 12.50",
        "人民币六百八十元", "3.5万元", "二十万元",
    ],
    Thing.PERCENTAGES: [
        "4.5%", "12 per cent", "six percent", "one hundred and fifty per cent", "百分之十二", "万分之四",
    ],
    Thing.DURATIONS: [
        "thirty (30) days", "ninety days", "5 Business Days", "18 months", "a hundred years", "十五个工作日",
        "六个月", "三年内",
    ],
    Thing.EMAILS: ["ada@example.org", "legal.desk@eskholt.example", "a-b+c@mail.example.co.uk"],
    Thing.REFERENCES: [
        "clause 7.2", "Section 2.1(c)", "Schedule 4", "§ 12", "clauses 20.1.1 and 20.1.2", "第十二条",
        "第十二条第二款",
    ],
    Thing.TERMS: [
        "(the “Zeta Fund”)", "“Closing Event” means the sale", "（以下简称“茶园”）", "“鲜叶”是指采下的叶",
    ],
}  # fmt: skip
FILLER = [
    "The owner keeps the roof in good order and says so in writing.",
    "Nobody may lend the keys to strangers, whatever they ask.",
    "双方应当妥善保管全部资料。",
    "It rains often in the valley, and the river is wide.",
]


def document(text: str, pages: int = 4) -> Document:
    cuts = [len(text) * n // pages for n in range(pages + 1)]
    found = tuple(Page(n, str(n), Span(a, b)) for n, (a, b) in enumerate(pairwise(cuts), 1))
    digest = sha256(text.encode()).hexdigest()
    return Document(text, found, find_sections(text), "T", "t.txt", digest)


def planted_text(items: list[str], chance: random.Random) -> str:
    paragraphs = []
    for n, item in enumerate(items):
        lines = [chance.choice(FILLER), f"So it is, as {item} has it, in short.", chance.choice(FILLER)]
        paragraphs.append(f"{n // 8 + 1}. Duties of Care\n\n" * (n % 8 == 0) + " ".join(lines))
    return "\n\n".join(paragraphs)


@pytest.mark.parametrize("thing", list(PLANTED))
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_planted_thing_is_found_and_nothing_else(thing, seed):
    chance = random.Random(seed)
    items = [chance.choice(PLANTED[thing]) for _ in range(60)]
    doc = document(planted_text(items, chance))
    found = search_whole(doc, Request(Way.LIST, thing=thing))
    assert len(found.occurrences) == len(items)
    for one, item in zip(found.occurrences, items, strict=True):
        assert one.text == doc.text[one.start : one.end]
        assert one.text in item
        assert (one.page, one.section) == (doc.locate(Span(one.start, one.end)).page, one.section)
        assert one.section is not None


@pytest.mark.parametrize(
    ("term", "forms", "others"),
    [
        ("Supplier", ["Supplier", "supplier", "Suppliers", "Supplier's", "suppliers’", "Sup-\nplier"],
         ["supply", "supplied"]),
        ("audit", ["audit", "audits", "audited", "auditing", "Audit"], ["auditor", "auditorium", "inaudit"]),
        ("party", ["party", "parties", "Party's"], ["partial", "partisan"]),
        ("Confidential Information", ["Confidential\nInformation", "confidential information"], ["info"]),
        ("force majeure", ["force majeure", "Force-Majeure"], ["force"]),
        ("违约金", ["违约金", "违\n约金"], ["违约", "金"]),
    ],
)  # fmt: skip
def test_a_term_is_counted_in_all_its_forms_and_in_no_other_word(term, forms, others):
    chance = random.Random(len(term))
    planted = [chance.choice(forms) for _ in range(41)]
    words = planted + [chance.choice(others) for _ in range(29)]
    chance.shuffle(words)
    found = search_whole(document(planted_text(words, chance)), Request(Way.COUNT, term))
    assert len(found.occurrences) == 41
    assert sum(found.forms.values()) == sum(found.sections.values()) == 41


def test_the_receipt_counts_every_word():
    text = planted_text(["nothing"] * 20, random.Random(1))
    covered = search_whole(document(text), Request(Way.COUNT, "nothing")).coverage
    assert covered.tokens == covered.tokens_read == word_count(text)
    assert covered.characters == len(text)


def test_running_lines_are_not_counted():
    text = "The Supplier pays.\nSupplier Agreement 12\nThe Supplier delivers."
    line = Span(text.index("Supplier Agreement"), text.index("The Supplier delivers") - 1)
    doc = Document(text, (), (), "T", "t", "0" * 64, headers_footers=(line,))
    assert len(search_whole(doc, Request(Way.COUNT, "Supplier")).occurrences) == 2


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("This Agreement is made between Alder Tools Ltd, a company of Leeds (the “Seller”), and Birch GmbH"
         " (“Buyer”).\n\nWHEREAS Oak Inc. watches.", ["Alder Tools Ltd", "Birch GmbH"]),
        ("甲方：雾岭村合作社\n乙方（承包方）：青檐茶业有限公司\n", ["雾岭村合作社", "青檐茶业有限公司"]),
    ],
)  # fmt: skip
def test_parties_are_named_once(text, names):
    found = search_whole(document(text, 1), Request(Way.LIST, thing=Thing.PARTIES))
    assert [one.name for one in found.occurrences] == names
