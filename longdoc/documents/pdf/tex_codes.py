"""Reads the letters that TeX's bitmap fonts leave untold: ligatures, accents, letters of some languages.

Such fonts have no names for their glyphs, so that the codes count. Those of other letters are ASCII, but what
TeX has at the codes of control characters depends on its encoding: OT1, the older one, or T1.
"""

from __future__ import annotations

import re
from collections.abc import Callable

__all__ = ["letters_of_tex"]

_LIGATURES = "\ufb00\ufb01\ufb02\ufb03\ufb04"
_OLD = dict(zip(range(0x0B, 0x20), f"{_LIGATURES}ıȷ`´ˇ˘¯˚¸ßæœøÆŒØ", strict=True)) | {0x7F: "¨", 0x7B: "–"}
_NEW = dict(zip(range(0x10, 0x20), f"“”„«»–—\u200b0ıȷ{_LIGATURES}", strict=True)) | {0xD7: "Œ", 0xFF: "ß"}
_OLD_LIGATURE, _NEW_LIGATURE = re.compile("[\x0b-\x0f]"), re.compile("[\x1b-\x1f]")
_CODE = {
    True: re.compile(r"[\x0b-\x1f\x7f]|(?<=\d)\{(?=\d)"),
    False: re.compile(r"[\x10-\x1f]|\xd7(?=[a-z])|(?<=[a-z])\xff"),
}
_LETTER = re.compile("[A-Za-z]")

IsUnmapped = Callable[[int], bool]
InOneGo = Callable[[int, int], bool]


def letters_of_tex(text: str, is_unmapped: IsUnmapped, in_one_go: InOneGo) -> dict[int, str]:
    """By index, the letters of a page's text for which there is only a code of TeX's.

    Args:
        is_unmapped: whether the font tells no letter for the character at an index.
        in_one_go: whether the characters at two indices were drawn together, in one font.

    >>> letters_of_tex("ef\\x0ccient", lambda at: True, lambda one, other: True)
    {2: 'ﬁ'}
    """
    old, new = ([at.start() for at in one.finditer(text)] for one in (_OLD_LIGATURE, _NEW_LIGATURE))
    line_ends = {at.start() for at in re.finditer("\r(?=\n)", text)}
    old = [at for at in old if at not in line_ends]
    if not old and not new:
        return {}
    is_old = len(old) >= len(new)
    letters: dict[int, str] = {}
    for match in _CODE[is_old].finditer(text):
        at = match.start()
        beside = [other for other in (at - 1, at + 1) if 0 <= other < len(text)]
        if any(_LETTER.match(text, other) or text[other].isdigit() for other in beside) and is_unmapped(at):
            in_word = [other for other in beside if in_one_go(at, other) and not text[other].isspace()]
            letter = (_OLD if is_old else _NEW).get(ord(match[0]))
            if in_word and letter:
                letters[at] = letter
    return letters
