"""How list numbers are written, by the names that WordprocessingML has for it, such as "lowerRoman"."""

from __future__ import annotations

from longdoc.documents.text.chinese_numerals import with_units
from longdoc.documents.text.number_words import CARDINALS, ORDINALS
from longdoc.documents.text.roman_numerals import in_roman

__all__ = ["written_number"]

FORMAL = str.maketrans("一二三四五六七八九十百", "壹贰叁肆伍陆柒捌玖拾佰")
# a letter for each number; after the last one they are doubled
LETTERS = {
    "lowerLetter": "abcdefghijklmnopqrstuvwxyz",
    "upperLetter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "russianLower": "абвгдежзиклмнопрстуфхцчшщыэюя",
    "russianUpper": "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ",
    "ganada": "가나다라마바사아자차카타파하",
    "chosung": "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ",
    "aiueoFullWidth": "アイウエオカキクケコサシスセソタチツテト"
    "ナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン",
    "irohaFullWidth": "イロハニホヘトチリヌルヲワカヨタレソツネナ"
    "ラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン",
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
    "arabicAlpha": "أبتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "arabicAbjad": "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ",
    "hebrew2": "אבגדהוזחטיכלמנסעפצקרשת",
}
SAME = {"aiueo": "aiueoFullWidth", "iroha": "irohaFullWidth"}  # as wide as others here
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
# a form for the first numbers; those after the last one are written in digits
LISTED = {
    "cardinalText": [word.capitalize() for word in CARDINALS][:20],
    "ordinalText": [word.capitalize() for word in ORDINALS],
    "decimalEnclosedCircle": CIRCLED,
    "decimalEnclosedCircleChinese": CIRCLED,
}
MOST_TIMES = 30  # that a letter is written, as in Word
COUNTED_IN_CHINESE = ("chinese", "japaneseCounting", "taiwaneseCounting")


def written_number(value: int, form: str) -> str:
    """The number of a list item in one of Word's formats.

    >>> written_number(4, "lowerRoman"), written_number(12, "chineseCounting"), written_number(2, "ordinal")
    ('iv', '十二', '2nd')
    """
    form = SAME.get(form, form)
    if (letters := LETTERS.get(form)) is not None:
        if value > MOST_TIMES * len(letters):
            return str(value)
        return letters[(value - 1) % len(letters)] * ((value - 1) // len(letters) + 1)
    if (listed := LISTED.get(form)) is not None:
        return listed[value - 1] if 1 <= value <= len(listed) else str(value)
    if form in ("lowerRoman", "upperRoman"):
        return in_roman(value).upper() if form == "upperRoman" else in_roman(value)
    if form in ("chineseLegalSimplified", "ideographLegalTraditional"):
        return _chinese(value).translate(FORMAL)
    if form.startswith(COUNTED_IN_CHINESE):
        return _chinese(value)
    if form == "decimalZero":
        return f"{value:02d}"
    if form == "decimalEnclosedParen":
        return f"({value})"
    if form == "ordinal":
        return f"{value}{_ordinal_ending(value)}"
    return "" if form == "none" else str(value)


def _ordinal_ending(value: int) -> str:
    if value // 10 % 10 == 1:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")


def _chinese(value: int) -> str:
    return with_units(value) if 0 < value < 1000 else str(value)
