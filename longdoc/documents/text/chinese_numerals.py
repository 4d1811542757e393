"""Numbers in Chinese characters and in digits: 一百二十 is 120, 二〇二四 is 2024.

Contracts and statutes write numbers in characters, and people ask with digits, or the other way round.
"""

from __future__ import annotations

from collections.abc import Iterator

from longdoc.lazy_pattern import lazy_pattern

__all__ = ["HAN_DIGITS", "LARGEST", "NUMERAL", "in_characters", "in_digits", "with_units"]

_FORMS = ("〇零", "一壹", "二两贰兩", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
_DIGITS = {char: n for n, chars in enumerate(_FORMS) for char in chars}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
HAN_DIGITS = "".join((*_DIGITS, *_UNITS))
_MYRIAD = 10_000
LARGEST = 99_999_999  # which is written with one 万
NUMERAL = lazy_pattern(rf"(?<![\d.,])\d{{1,8}}(?![\d.,]?\d)|[{HAN_DIGITS}万]{{1,16}}")


def in_digits(numeral: str) -> str | None:
    """A number in Chinese characters as digits; None if it is not well-formed.

    >>> in_digits("一百二十"), in_digits("二〇二四"), in_digits("两万零三百"), in_digits("百")
    ('120', '2024', '20300', None)
    """
    if all(char in _DIGITS for char in numeral):
        return "".join(str(_DIGITS[char]) for char in numeral)
    head, myriad, tail = numeral.rpartition("万")
    values = [_below_myriad(part) for part in ((head, tail) if myriad else (tail,)) if part]
    if (myriad and not head) or None in values:
        return None
    high, low = (values[0], (values[1:] or [0])[0]) if myriad else (0, values[0])
    return str((high or 0) * _MYRIAD + (low or 0))


def in_characters(digits: str) -> Iterator[str]:
    """The ways to write a whole number in Chinese characters: digit by digit, and with units.

    >>> list(in_characters("120")), list(in_characters("15")), list(in_characters("3"))
    (['一二〇', '一二零', '一百二十'], ['一五', '十五'], ['三'])
    """
    plain = "".join("〇一二三四五六七八九"[int(digit)] for digit in digits)
    ways = [plain, plain.replace("〇", "零")]
    if 0 < int(digits) <= LARGEST:
        written = with_units(int(digits))
        ways += [written, written.replace("二百", "两百").replace("二千", "两千").replace("二万", "两万")]
    yield from dict.fromkeys(ways)


def with_units(number: int) -> str:
    """A number in 1..LARGEST with its units.

    >>> with_units(110), with_units(15), with_units(20_300)
    ('一百一十', '十五', '二万零三百')
    """
    high, low = divmod(number, _MYRIAD)
    written = f"{_written(high)}万" if high else ""
    written += "零" if high and 0 < low < 1000 else ""
    written += _written(low) if low else ""
    return written[1:] if written.startswith("一十") else written


def _below_myriad(numeral: str) -> int | None:
    total, digit = 0, None
    for char in numeral:
        if char in _UNITS:
            if digit is None and (total or _UNITS[char] != 10):
                return None
            total, digit = total + (1 if digit is None else digit) * _UNITS[char], None
        elif char in _DIGITS and (digit is None or digit == 0):
            digit = _DIGITS[char]
        else:
            return None
    return total + (digit or 0)


def _written(number: int) -> str:
    """A number below 10,000 with its units: 一千零五."""
    said, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            said += ("零" if gap and said else "") + "〇一二三四五六七八九"[digit] + name
        gap = not digit
    return said
