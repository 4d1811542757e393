"""Planted terms, dates, sums and the rest are found to the last one, each with its place."""

from __future__ import annotations

import random
from hashlib import sha256
from itertools import pairwise
from time import process_time

import pytest

from longdoc.documents.structure.sections import find_sections
from longdoc.documents.types import Document, Page, Span
from longdoc.tasks.terms import word_count
from longdoc.tasks.whole.forms import term_pattern
from longdoc.tasks.whole.search import search_whole
from longdoc.tasks.whole.types import Request, Thing, Way

PLANTED = {
    Thing.DATES: [
        "3 May 2021", "May 4, 2022", "2023-06-07", "the 8th day of June 2024", "9.10.2025", "July 2026",
        "2026年3月1日", "二〇二六年五月", "十月三十一日", "民國一一三年六月二十二日", "中华民国113年6月22日",
        "5-Mar-2026", "2026/03/05", "2026.3.5", "MARCH 5, 2026",
        "5–7 March 2026", "March 5-7, 2026", "December of 2025", "1 月 2 日",
        "3. April 2024", "31.12.24", "the sixth day of May 2024", "the twenty-first of June", "may 6, 2024",
        "6 sept 2024", "24 and 31 October", "2 to 4 November",
        "1. März 2024", "1er septembre 2023", "15 de marzo de 2024", "3 maart 2024", "décembre 2023",
        "05/2024",
        "1, 2 and 5 March 2025", "March 1, 2 and 5, 2025", "May–June 2025", "April to September 2024",
        "5 through 9 May",
        "Q3 2026", "second quarter of 2025", "2. Quartal 2025", "4º trimestre de 2025", "H1 2026",
        "31-12-2025", "3 févr. 2025", "15 marca 2025", "2 февраля 2025",
    ],
    Thing.SUMS: [
        "$1,250,000.50", "£145", "€ 3 million", "USD 40,000", "one million euros", "75 cents", "CHF 12.50",
        "人民币六百八十元", "3.5万元", "二十万元",
        "20 000 000 EUR", "EUR 10 000 000", "€ 1 500", "5\u00a0000 euros", "€2,5 million", "EUR 1 234,50",
        "€3.500,00", "CHF 1'200", "450 €", "₹12,50,000", "SEK 500", "NZ$ 40",
        "ten thousand dollars ($10,000)",
        "$500 (five hundred dollars)", "One Hundred and No/100 Dollars ($100.00)",
        "-$45", "₹5 lakh", "$5-10 million", "$5 to 10 million", "12.50 $", "500 kr", "500 pesos",
        "5–10 million euros", "$.50",
        "$(1,234)", "$-300", "€ -1.5 million", "5,000 Korean won", "ten South Korean won",
        "人民币壹佰贰拾万元整（¥1,200,000.00）", "￥5,000.00", "美元500万", "一百零五元五角",
        "新臺幣一百二十八萬五千元",
    ],
    Thing.PERCENTAGES: [
        "4.5%", "12 per cent", "six percent", "one hundred and fifty per cent", "百分之十二", "万分之四",
        "5-10%", "5 to 10 per cent", "-3%", ".5%", "3½%", "one-half of one percent (0.5%)", "5 pct",
        "5％", "3‰", "12,5 %", "2,5 per cent", "1.234,5%",
        "two point seven five per cent. (2.75%)", "zero point five per cent", "one per cent. (1.00%)",
        "twelve and one-half percent", "50 basis points", "2 percentage points",
        "百分之十二点五", "1.5个百分点",
    ],
    Thing.DURATIONS: [
        "thirty (30) days", "ninety days", "5 Business Days", "18 months", "a hundred years", "十五个工作日",
        "3 and a half years",
        "2 000 hours", "2,5 hours", "3–5 days", "3 to 5 days", "two to three weeks", "12 hrs", "half an hour",
        "六个月", "三年内", "30 (thirty) days", "two-year", "半年", "两年半", "七日内", "15 个工作日",
        "1,000小时", "十三年",
    ],
    Thing.EMAILS: [
        "ada@example.org", "legal.desk@eskholt.example", "a-b+c@mail.example.co.uk", "o'neil@example.com",
        "邮箱ada@example.org或", "<a.b@EXAMPLE.COM>",
    ],
    Thing.REFERENCES: [
        "clause 7.2", "Section 2.1(c)", "Schedule 4", "§ 12", "clauses 20.1.1 and 20.1.2", "第十二条",
        "第十二条第二款", "§§ 12-14", "Art. 5", "Sec. 3", "SECTION 3.1", "sub-clause 3.2", "paras 4 and 5",
        "Section 3.1(a)–(c)", "Exhibit B-1", "Article 12 bis", "第 12 条", "第二十三条之一", "附表二",
        "附件A", "Appendix B.2", "Rule 13d-3", "§ 12a", "ss. 5-7", "Recital 4", "Regulation 4",
    ],
    Thing.TERMS: [
        "(the “Zeta Fund”)", "“Closing Event” means the sale", "（以下简称“茶园”）", "“鲜叶”是指采下的叶",
        "‘Services’ means the work", "**Net Price** means the price", "“Affiliate” of a firm means another",
        "“Term” is defined below", "(hereinafter called “the Supplier”)", "（下称“目标公司”）",
        "“工作日”：指某日", "‘personal data’ means all data", "“affiliate” means a firm",
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


@pytest.mark.parametrize(
    ("term", "text", "wanted"),
    [
        ("US", "He told us that it was used in the US, the US's, the U-\nS.", ["US", "US's", "U-\nS"]),
        ("us", "He told us of the US.", ["us", "US"]),
        ("IT", "It is its IT system; two ITs", ["IT", "ITs"]),
        ("RENT REVIEW", "a rent review, the Rent Review", ["rent review", "Rent Review"]),
        ("Party A", "give the party a copy; Party A's copy, PARTY A", ["Party A", "PARTY A"]),
        ("Schedule A", "schedule a meeting; Schedule as; Schedule A", ["Schedule A"]),
        ("5%", "7.5%, 2,5%, 15% and 5%", ["5%"]),
        ("$100", "$100,000, $100.50, $1,100, $100, and $100.", ["$100", "$100"]),
        ("Section 5", "Section 5.1, Section 5, Section 51 and Section 5.", ["Section 5", "Section 5"]),
        ("fee", "to feed, the fee, its fees", ["fee", "fees"]),
        ("agree", "agreeing, agreed, agrees", ["agreeing", "agreed", "agrees"]),
        ("car", "cared, caring, cars", ["cars"]),
        ("plan", "planned, planning, planed", ["planned", "planning"]),
        ("not", "as noted, not noting", ["not"]),
        ("visit", "visited, visiting", ["visited", "visiting"]),
        ("permit", "permitted, permits", ["permitted", "permits"]),
        ("control", "controlled, controlling, controller", ["controlled", "controlling"]),
        ("cancel", "cancelled, canceled, cancellation", ["cancelled", "canceled"]),
        ("pal", "palled, paled, pale", ["palled"]),
        ("e-mail", "E-mails, an email, e mail", ["E-mails", "email", "e mail"]),
        ("email", "E-mails, an email", ["E-mails", "email"]),
        ("co-operative", "the cooperatives' and co-\noperative's", ["cooperatives'", "co-\noperative's"]),
        ("re-sign", "to resign, re-signed", ["re-signed"]),
        ("resign", "to re-sign, resigned", ["resigned"]),
        ("third-party", "third parties, Third-Party", ["third parties", "Third-Party"]),
        ("COVID-19", "COVID-19, COVID 19", ["COVID-19"]),
        ("child", "a child's, the children's, childish", ["child's", "children's"]),
        ("criteria", "one criterion, criteria", ["criterion", "criteria"]),
        ("pay", "paid, pays, payment", ["paid", "pays"]),
        ("leave", "on the left, leaves, leaving", ["leaves", "leaving"]),
    ],
)  # fmt: skip
def test_a_term_is_not_found_in_words_and_figures_that_only_look_like_it(term, text, wanted):
    assert [found.group() for found in term_pattern(term).finditer(text)] == wanted


@pytest.mark.parametrize(
    ("thing", "text", "names"),
    [
        (Thing.SUMS, "In 2023 500 EUR were paid.", ["500 EUR"]),
        (Thing.SUMS, "It cost EUR 5 100,000 times.", ["EUR 5"]),
        (Thing.DURATIONS, "It ran in 2023 500 hours.", ["500 hours"]),
        (Thing.PERCENTAGES, "Total 250 100%", ["100%"]),
        (Thing.PERCENTAGES, "10%,20%", ["10%", "20%"]),
        (Thing.PERCENTAGES, "It fell in 2019 to 10%, then from 5% to 3%.", ["10%", "5%", "3%"]),
        (Thing.SUMS, "It costs $500–60 days after that, or 150\n$ more.", ["$500"]),
        (Thing.DURATIONS, "Allowance | 637.00\nNight rate | 2.00", []),
    ],
)
def test_two_figures_side_by_side_are_not_one(thing, text, names):
    found = search_whole(document(text, 1), Request(Way.LIST, thing=thing))
    assert [one.text for one in found.occurrences] == names


@pytest.mark.parametrize(
    ("thing", "text", "names"),
    [
        (Thing.DURATIONS, "自第15天起，第 12 个月、第十三年和第一百二十天。", []),
        (Thing.DURATIONS, "如有违约,30天内付清,三年内不再发生。", ["30天", "三年"]),
        (Thing.SUMS, "The film of 1998 won three Oscars; of 12 games, 7 won.", []),
        (Thing.SUMS, "Assets in $(000), or in $.", []),
        (Thing.SUMS, "It costs $1-$300.", ["$1", "$300"]),
        (Thing.DATES, "Python 3.10.12 and Section 4.2.11.", []),
        (Thing.DATES, "Dated 6.5.24, due on 7.5.24 with version 3.5.24.", ["6.5.24", "7.5.24"]),
        (Thing.DATES, "Regulation 10/2023 and Case 05/2024, updated 11/2023.", ["11/2023"]),
        (Thing.DURATIONS, "One quarter's rent and one week's notice.", ["One quarter", "one week"]),
        (Thing.SUMS, "A dividend of 2.4p per share, in 1080p and on 12p.", ["2.4p"]),
        (Thing.DATES, "It cost $3. May 5, 2022 came.", ["May 5, 2022"]),
        (Thing.TERMS, "The word “shall” means a duty; the words “include” and “including” mean it.", []),
        (Thing.TERMS, "Ask what “love” means to her.", []),
        (Thing.TERMS, "联系方式：指定邮箱\n“甲方”指定的银行", []),
        (Thing.REFERENCES, "Under Section 12, 30 days after it, or clause 4, 300 business days.",
         ["Section 12", "clause 4"]),
        (Thing.REFERENCES, "Under Section 12, 10 (ten) days or § 3, 5%.", ["Section 12", "§ 3"]),
        (Thing.REFERENCES, "Sections 12, 30 and 31(iii).", ["Sections 12, 30 and 31(iii)"]),
        (Thing.REFERENCES, "The Regulations 1998 and the run's. 88 minutes.", []),
        (Thing.REFERENCES, "Sections 12 and 3 (see below).", ["Sections 12 and 3"]),
        (Thing.REFERENCES, "In this article I argue with section I of the paper.", ["section I"]),
    ],
)  # fmt: skip
def test_what_only_looks_like_a_thing_is_none(thing, text, names):
    found = search_whole(document(text, 1), Request(Way.LIST, thing=thing))
    assert [one.text for one in found.occurrences] == names


def test_figures_stand_beside_chinese_characters_without_a_blank():
    text = "自2026-03-05起，按USD 5,000的5%计，限30 days，见Section 2.1与Schedule A，共fifty dollars。"
    wanted = {
        Thing.DATES: ["2026-03-05"], Thing.SUMS: ["USD 5,000", "fifty dollars"], Thing.PERCENTAGES: ["5%"],
        Thing.DURATIONS: ["30 days"], Thing.REFERENCES: ["Section 2.1", "Schedule A"],
    }  # fmt: skip
    for thing, names in wanted.items():
        found = search_whole(document(text), Request(Way.LIST, thing=thing))
        assert [one.text for one in found.occurrences] == names


def test_each_name_in_one_pair_of_parentheses_is_a_defined_term():
    text = (
        "(each a “Party” and together the “Parties”) and (“Acme” or the “Company”), as said (“hello there”)."
    )
    found = search_whole(document(text), Request(Way.LIST, thing=Thing.TERMS))
    assert [one.name for one in found.occurrences] == ["Party", "Parties", "Acme", "Company"]


def test_what_goes_on_over_a_page_end_is_found():
    text = "paid by the Service\nLease 12\nProvider on 5\nLease 13\nMarch 2026 by the Sup-\nLease 14\nplier."
    lines = tuple(Span(text.index(f"Lease {n}"), text.index(f"Lease {n}") + 8) for n in (12, 13, 14))
    doc = Document(text, (), (), "T", "t", "0" * 64, headers_footers=lines)
    wanted = {
        Request(Way.COUNT, "Service Provider"): "Service Provider",
        Request(Way.COUNT, "supplier"): "Supplier",
        Request(Way.LIST, thing=Thing.DATES): "5 March 2026",
    }
    for request, name in wanted.items():
        (found,) = search_whole(doc, request).occurrences
        assert found.name == name
        assert found.text == text[found.start : found.end]


@pytest.mark.parametrize(
    "unit",
    ["1", "1,000", "1 ", "100 ", "1,", "一", "元", "(“A” ", "Section 1, ", "one ", "a@a.", "May ", "\t", "†"],
)
def test_a_text_of_one_thing_over_and_over_takes_no_longer(unit):
    doc = document("The fee is 5.\n\n" + unit * (30_000 // len(unit)))
    begun = process_time()
    for thing in Thing:
        search_whole(doc, Request(Way.LIST, thing=thing))
    assert process_time() - begun < 10


def test_the_receipt_counts_every_word():
    text = planted_text(["nothing"] * 20, random.Random(1))
    covered = search_whole(document(text), Request(Way.COUNT, "nothing")).coverage
    assert covered.tokens == covered.tokens_read == word_count(text)
    assert covered.characters == len(text)


def test_running_lines_are_not_counted():
    text = "The Supplier pays.\nSupplier Agreement 12\nThe Supplier delivers."
    line = Span(text.index("Supplier Agreement"), text.index("The Supplier delivers") - 1)
    doc = Document(text, (), (), "T", "t", "0" * 64, headers_footers=(line,))
    found = search_whole(doc, Request(Way.COUNT, "Supplier"))
    assert len(found.occurrences) == 2
    assert found.in_running_lines == 1


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The parties to this lease are Ann Lee (Landlord) and Bob Ray (Tenant).", ["Ann Lee", "Bob Ray"]),
        ("LANDLORD: Ann Lee\nTENANT: Bob Ray\n", ["Ann Lee", "Bob Ray"]),
        ("Landlord:\nTenant: Ann Lee\n", ["Ann Lee"]),
        ("Landlord:\nAnn Lee\nTenant:\nBob Ray\n", ["Ann Lee", "Bob Ray"]),
        ("甲方：\n乙方：青檐茶业有限公司\n", ["青檐茶业有限公司"]),
        ("甲方（盖章）：　　乙方（盖章）：青檐茶业有限公司\n", ["青檐茶业有限公司"]),
        ("between the City of Leeds (“Landlord”) and Oak Inc. (“Tenant”).", ["City of Leeds", "Oak Inc."]),
        ("This Agreement is made between Alder Tools Ltd, a company of Leeds (the “Seller”), and Birch GmbH"
         " (“Buyer”).\n\nWHEREAS Oak Inc. watches.", ["Alder Tools Ltd", "Birch GmbH"]),
        ("甲方：雾岭村合作社\n乙方（承包方）：青檐茶业有限公司\n", ["雾岭村合作社", "青檐茶业有限公司"]),
        ("甲方：雾岭村合作社　乙方：青檐茶业有限公司\n", ["雾岭村合作社", "青檐茶业有限公司"]),
        ("between Bank of Ely plc, a company of Ely (the “Lender”), and Ann Lee and Bob Ray (together, the"
         " “Borrower”).", ["Bank of Ely plc", "Ann Lee and Bob Ray"]),
    ],
)  # fmt: skip
def test_parties_are_named_once(text, names):
    found = search_whole(document(text, 1), Request(Way.LIST, thing=Thing.PARTIES))
    assert [one.name for one in found.occurrences] == names


def test_a_short_date_is_one_where_dates_are_written_with_points() -> None:
    def listed(text: str) -> list[str]:
        return [
            one.text for one in search_whole(document(text), Request(Way.LIST, thing=Thing.DATES)).occurrences
        ]

    assert listed("Stand: 6.5.24. Beginn am 1.7.2024.") == ["6.5.24", "1.7.2024"]
    assert listed("Needs version 6.5.24 of the tool, see section 3.5.12.") == []
