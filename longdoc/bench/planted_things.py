"""The expressions that `longdoc.bench.counts` plants, each in a random sentence of its own."""

from __future__ import annotations

import random
from collections.abc import Callable

__all__ = ["PLANTED", "TERM_FORMS", "Things"]

Things = Callable[[random.Random], tuple[str, str]]  # returns the sentence, and the expression to be found

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
ENGLISH = (
    ("The owner was told of ", " in a letter that nobody kept."),
    ("So it is, as ", " has it, in short."),
    ("Nobody doubts (", ") any more."),
)
CHINESE = (
    ("双方商定按", "办理，并无异议。"),
    ("通知中写明“", "”等内容。"),
    ("众所周知（", "），此处不再重复。"),
)
WORDS = ("ten", "twelve", "fifteen", "twenty-one", "thirty", "forty-five", "sixty", "ninety")
HAN = "零一二三四五六七八九"
NAMES = ("Alder", "Birch", "Cedar", "Damson", "Elder", "Fir", "Gorse", "Hazel", "Ivy", "Juniper")
ZH_NAMES = ("云山", "海风", "青檐", "雾岭", "石桥", "松涛", "白鹭", "长堤")


def _in_a_sentence(rng: random.Random, *notations: str) -> tuple[str, str]:
    """One of several notations, in a sentence of its language."""
    name = rng.choice(notations)
    before, after = rng.choice(CHINESE if any("\u3400" <= sign <= "\u9fff" for sign in name) else ENGLISH)
    return f"{before}{name}{after}", name


def dates(rng: random.Random) -> tuple[str, str]:
    """A date in one of about twenty notations."""
    y, m, d = rng.randrange(1950, 2040), rng.randrange(1, 13), rng.randrange(1, 29)
    month = MONTHS[m - 1]
    th = {1: "st", 2: "nd", 3: "rd"}.get(d % 10 * (d // 10 != 1), "th")
    digits = "".join("〇一二三四五六七八九"[int(figure)] for figure in str(y))
    return _in_a_sentence(
        rng, f"{month} {d}, {y}", f"{d} {month} {y}", f"{d}{th} of {month}, {y}",
        f"{d}{th} day of {month} {y}",
        f"{month} {d}{th}, {y}", f"{month.upper()} {d}, {y}", f"{month} {y}", f"{d} {month}",
        f"{month} {d}",
        f"{month[:3]} {d}, {y}", f"{d}-{month[:3]}-{y}", f"{y}-{m:02}-{d:02}", f"{y}/{m:02}/{d:02}",
        f"{d}.{m}.{y}",
        f"{m:02}/{d:02}/{y}", f"{month} {d}–{d + 2}, {y}", f"{y}年{m}月{d}日", f"{y}年{m}月", f"{m}月{d}日",
        f"{digits}年{HAN[m] if m < 10 else '十'}月{HAN[d % 9 + 1]}日",
    )  # fmt: skip


def sums(rng: random.Random) -> tuple[str, str]:
    """A sum of money."""
    n, word = rng.randrange(2, 999), rng.choice(WORDS)
    return _in_a_sentence(
        rng, f"${n},000", f"${n}.50", f"${n} million", f"USD {n},500", f"€ {n}", f"€{n}.000,00",
        f"£{n},250.75",
        f"CHF {n}'000", f"{n} €", f"{n},000 EUR", f"US$ {n}.5m", f"HK${n}", f"NZ$ {n}", f"SEK {n}",
        f"{n} euros",
        f"{n} cents", f"{word} thousand dollars", f"{word} thousand dollars (${n},000)",
        f"{word} million pounds",
        f"人民币{n},000元", f"{n}万元", f"{n}.5亿元", f"￥{n},000.00", f"港币{n}万元", f"{n}美元",
        f"美元{n}万",
        f"人民币{'壹贰叁肆伍陆柒捌玖'[n % 9]}拾万元整", f"{HAN[n % 9 + 1]}百元",
        f"{HAN[n % 9 + 1]}万元整（¥{n}0,000.00）",
    )  # fmt: skip


def percentages(rng: random.Random) -> tuple[str, str]:
    """A percentage or another share."""
    n, word = rng.randrange(2, 100), rng.choice(WORDS)
    return _in_a_sentence(
        rng, f"{n}%", f"{n}.25%", f"{n} %", f"{n} percent", f"{n} per cent", f"{word} percent",
        f"{word} percent ({n}%)", f"{word} and one-half percent", f"{n} basis points", f"{n}％", f"{n}‰",
        f"{n} percentage points", f"百分之{HAN[n % 9 + 1]}", f"百分之{n}", f"千分之{HAN[n % 9 + 1]}",
        f"百分之十{HAN[n % 9 + 1]}点五", f"{n}个百分点",
    )  # fmt: skip


def durations(rng: random.Random) -> tuple[str, str]:
    """A duration."""
    n, word = rng.randrange(2, 365), rng.choice(WORDS)
    unit = rng.choice(("days", "weeks", "months", "years", "hours", "business days", "calendar months"))
    return _in_a_sentence(
        rng, f"{n} {unit}", f"{word} {unit}", f"{word} ({n}) {unit}", f"{n} ({word}) {unit}",
        f"{n}-day",
        f"{word}-month", f"{n} Business Days", f"{n}天", f"{n}个月", f"{n}个工作日",
        f"{HAN[n % 9 + 1]}个月",
        f"{n}小时", f"{HAN[n % 9 + 1]}周", f"十{HAN[n % 9 + 1]}个工作日", "半年", f"{n}个自然日",
    )  # fmt: skip


def emails(rng: random.Random) -> tuple[str, str]:
    """An e-mail address."""
    one, two, n = rng.choice(NAMES).lower(), rng.choice(NAMES), rng.randrange(100)
    address = rng.choice(
        (
            f"{one}@example.org",
            f"{one}.{two}@mail.example.co.uk",
            f"{one}-{two}+{n}@example.com",
            f"{one}{n}@x{n}.cn",
        )
    )
    before, after = rng.choice((*ENGLISH, *CHINESE, ("联系邮箱", "或来电。"), ("Write to <", "> or call.")))
    return f"{before}{address}{after}", address


def references(rng: random.Random) -> tuple[str, str]:
    """A reference to a section, article, schedule or annex."""
    n, m, letter = rng.randrange(2, 40), rng.randrange(1, 9), rng.choice("abcd")
    return _in_a_sentence(
        rng, f"Section {n}.{m}", f"Section {n}.{m}({letter})", f"clause {n}",
        f"clauses {n} and {n + 1}",
        f"Article {n}", f"Articles {n} to {n + 3}", "Article XIV", f"Schedule {letter.upper()}",
        f"Exhibit {n}.{m}",
        f"Exhibit B-{m}", "Annex II", f"paragraph {n}({letter})(ii)", f"§ {n}", f"§§ {n}–{n + 2}",
        f"Art. {n}",
        f"Sec. {n}", f"sub-clause {n}.{m}", f"Sections {n}.{m}, {n}.{m + 1} and {n + 1}", f"第{n}条",
        f"第{HAN[m]}条第二款", f"第十{HAN[m]}条", f"第{HAN[m]}章", f"附件{HAN[m]}",
        f"第{n}条第（{HAN[m]}）项",
    )  # fmt: skip


def terms(rng: random.Random) -> tuple[str, str]:
    """A term in its definition."""
    name = f"{rng.choice(NAMES)} {rng.choice(('Fund', 'Price', 'Event', 'Date', 'Works'))}"
    chinese = f"{rng.choice(ZH_NAMES)}{rng.choice(('项目', '服务', '产品', '日'))}"
    sentence, name = rng.choice((
        (f"“{name}” means what both agree on.", name),
        (f"“{name}” shall have the meaning set out in the annex.", name),
        (f"All goods (the “{name}”) are sold as they are.", name),
        (f"He gave it away (hereinafter called “the {name}”).", name),
        (f"“{name}” of a firm means another one.", name),
        (f'The term "{name}" includes all that is left.', name),
        (f"该项目（以下简称“{chinese}”）由双方共同实施。", chinese),
        (f"“{chinese}”是指双方约定的内容。", chinese),
        (f"“{chinese}”：指双方约定的内容。", chinese),
        (f"全部工作（下称“{chinese}”）已经完成。", chinese),
    ))  # fmt: skip
    return sentence, name


def term_forms(rng: random.Random) -> tuple[str, str]:
    """One of the forms of a term."""
    return _in_a_sentence(
        rng, "quaternion", "Quaternion", "QUATERNIONS", "quaternions", "quaternion’s", "quaternions’"
    )


TERM_FORMS: Things = term_forms
PLANTED: dict[str, Things] = {
    "dates": dates, "sums": sums, "percentages": percentages, "durations": durations, "emails": emails,
    "references": references, "terms": terms,
}  # fmt: skip
