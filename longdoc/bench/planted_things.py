"""Things that `longdoc.bench.counts` plants, each in a sentence of its own, made up by chance."""

from __future__ import annotations

import random
from collections.abc import Callable

__all__ = ["PLANTED", "TERM_FORMS", "Things"]

Things = Callable[[random.Random], tuple[str, str]]  # the sentence, and the name to be found

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November",
    "December",
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


def _said(chance: random.Random, *ways: str) -> tuple[str, str]:
    """One of several ways to write a thing, in a sentence of its language."""
    name = chance.choice(ways)
    before, after = chance.choice(CHINESE if any("\u3400" <= sign <= "\u9fff" for sign in name) else ENGLISH)
    return f"{before}{name}{after}", name


def dates(chance: random.Random) -> tuple[str, str]:
    """A date in one of some twenty ways."""
    y, m, d = chance.randrange(1950, 2040), chance.randrange(1, 13), chance.randrange(1, 29)
    month = MONTHS[m - 1]
    th = {1: "st", 2: "nd", 3: "rd"}.get(d % 10 * (d // 10 != 1), "th")
    digits = "".join("〇一二三四五六七八九"[int(figure)] for figure in str(y))
    return _said(
        chance, f"{month} {d}, {y}", f"{d} {month} {y}", f"{d}{th} of {month}, {y}",
        f"{d}{th} day of {month} {y}",
        f"{month} {d}{th}, {y}", f"{month.upper()} {d}, {y}", f"{month} {y}", f"{d} {month}",
        f"{month} {d}",
        f"{month[:3]} {d}, {y}", f"{d}-{month[:3]}-{y}", f"{y}-{m:02}-{d:02}", f"{y}/{m:02}/{d:02}",
        f"{d}.{m}.{y}",
        f"{m:02}/{d:02}/{y}", f"{month} {d}–{d + 2}, {y}", f"{y}年{m}月{d}日", f"{y}年{m}月", f"{m}月{d}日",
        f"{digits}年{HAN[m] if m < 10 else '十'}月{HAN[d % 9 + 1]}日",
    )  # fmt: skip


def sums(chance: random.Random) -> tuple[str, str]:
    """A sum of money."""
    n, word = chance.randrange(2, 999), chance.choice(WORDS)
    return _said(
        chance, f"${n},000", f"${n}.50", f"${n} million", f"USD {n},500", f"€ {n}", f"€{n}.000,00",
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


def percentages(chance: random.Random) -> tuple[str, str]:
    """A share."""
    n, word = chance.randrange(2, 100), chance.choice(WORDS)
    return _said(
        chance, f"{n}%", f"{n}.25%", f"{n} %", f"{n} percent", f"{n} per cent", f"{word} percent",
        f"{word} percent ({n}%)", f"{word} and one-half percent", f"{n} basis points", f"{n}％", f"{n}‰",
        f"{n} percentage points", f"百分之{HAN[n % 9 + 1]}", f"百分之{n}", f"千分之{HAN[n % 9 + 1]}",
        f"百分之十{HAN[n % 9 + 1]}点五", f"{n}个百分点",
    )  # fmt: skip


def durations(chance: random.Random) -> tuple[str, str]:
    """A length of time."""
    n, word = chance.randrange(2, 365), chance.choice(WORDS)
    unit = chance.choice(("days", "weeks", "months", "years", "hours", "business days", "calendar months"))
    return _said(
        chance, f"{n} {unit}", f"{word} {unit}", f"{word} ({n}) {unit}", f"{n} ({word}) {unit}",
        f"{n}-day",
        f"{word}-month", f"{n} Business Days", f"{n}天", f"{n}个月", f"{n}个工作日",
        f"{HAN[n % 9 + 1]}个月",
        f"{n}小时", f"{HAN[n % 9 + 1]}周", f"十{HAN[n % 9 + 1]}个工作日", "半年", f"{n}个自然日",
    )  # fmt: skip


def emails(chance: random.Random) -> tuple[str, str]:
    """An address."""
    one, two, n = chance.choice(NAMES).lower(), chance.choice(NAMES), chance.randrange(100)
    address = chance.choice(
        (
            f"{one}@example.org",
            f"{one}.{two}@mail.example.co.uk",
            f"{one}-{two}+{n}@example.com",
            f"{one}{n}@x{n}.cn",
        )
    )
    before, after = chance.choice(
        (*ENGLISH, *CHINESE, ("联系邮箱", "或来电。"), ("Write to <", "> or call."))
    )
    return f"{before}{address}{after}", address


def references(chance: random.Random) -> tuple[str, str]:
    """A reference to an article."""
    n, m, letter = chance.randrange(2, 40), chance.randrange(1, 9), chance.choice("abcd")
    return _said(
        chance, f"Section {n}.{m}", f"Section {n}.{m}({letter})", f"clause {n}",
        f"clauses {n} and {n + 1}",
        f"Article {n}", f"Articles {n} to {n + 3}", "Article XIV", f"Schedule {letter.upper()}",
        f"Exhibit {n}.{m}",
        f"Exhibit B-{m}", "Annex II", f"paragraph {n}({letter})(ii)", f"§ {n}", f"§§ {n}–{n + 2}",
        f"Art. {n}",
        f"Sec. {n}", f"sub-clause {n}.{m}", f"Sections {n}.{m}, {n}.{m + 1} and {n + 1}", f"第{n}条",
        f"第{HAN[m]}条第二款", f"第十{HAN[m]}条", f"第{HAN[m]}章", f"附件{HAN[m]}",
        f"第{n}条第（{HAN[m]}）项",
    )  # fmt: skip


def terms(chance: random.Random) -> tuple[str, str]:
    """A term where it is defined."""
    name = f"{chance.choice(NAMES)} {chance.choice(('Fund', 'Price', 'Event', 'Date', 'Works'))}"
    chinese = f"{chance.choice(ZH_NAMES)}{chance.choice(('项目', '服务', '产品', '日'))}"
    sentence, name = chance.choice((
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


def term_forms(chance: random.Random) -> tuple[str, str]:
    """A form of a term, or a word that only looks like one."""
    return _said(
        chance, "quaternion", "Quaternion", "QUATERNIONS", "quaternions", "quaternion’s", "quaternions’"
    )


TERM_FORMS: Things = term_forms
PLANTED: dict[str, Things] = {
    "dates": dates, "sums": sums, "percentages": percentages, "durations": durations, "emails": emails,
    "references": references, "terms": terms,
}  # fmt: skip
