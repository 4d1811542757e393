"""Maps characters of symbol fonts to Unicode: ticks, bullets, arrows, Greek letters, signs of mathematics."""

from __future__ import annotations

import sys

__all__ = ["is_symbol_font", "symbol"]

# by rows that begin at a code; a code without a character shows a blank here
WINGDINGS_ROWS = {
    0x20: " ✏✂✁    ☎✆✉",
    0x36: "⌛⌨",
    0x3E: "✇✍ ✌   ☜☞☝☟ ☺ ☹ ☠⚐",
    0x51: "✈☼ ❄ ✞ ✠✡☪☯ॐ☸♈♉♊♋♌♍♎♏♐♑♒♓&&●❍■☐",
    0x71: "☐☐⬧⧫◆❖◆☒",
    0x7B: "❀✿“”",
    0x80: "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿",
    0x9E: "·•▪○○○◉◎ ▪☐ ✦★✶✴✹✵ ⌖   ✪✰",
    0xD5: "⌫⌦ ➢   ➲  ←→↑↓↖↗↙↘←→↑↓↖↗↙↘⇦⇨⇧⇩⇔⇳",
    0xFB: "✗✓☒☒",
}
WEBDINGS = {
    0x33: "◀", 0x34: "▶", 0x35: "▲", 0x36: "▼", 0x37: "⏪", 0x38: "⏩", 0x61: "✓", 0x63: "☐", 0x67: "■",
    0x69: "ℹ", 0x6E: "●", 0x72: "✗", 0x78: "⊗", 0x9C: "✏",
}  # fmt: skip
WINGDINGS_2 = {
    0x4F: "✗",
    0x50: "✓",
    0x51: "☒",
    0x52: "☒",
    0x53: "☒",
    0x54: "☒",
    0xA3: "☐",
    0x30: "☐",
    0x2A: "☐",
}
WINGDINGS_3 = {
    0x21: "←", 0x22: "→", 0x23: "↑", 0x24: "↓", 0x25: "↖", 0x26: "↗", 0x27: "↙", 0x28: "↘", 0x70: "▲",
    0x71: "▼", 0x72: "△", 0x73: "▽", 0x74: "◀", 0x75: "▶", 0x76: "◁", 0x77: "▷", 0x7C: "◂", 0x7D: "▸",
}  # fmt: skip
SYMBOL_ROWS = {
    0x20: " !∀#∃%&∋()∗+,−./",
    0x30: "0123456789:;<=>?",
    0x40: "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟ",
    0x50: "ΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_",
    0x60: "‾αβχδεφγηιϕκλµνο",
    0x70: "πθρστυϖωξψζ{|}∼ ",
    0xA0: "€ϒ′≤/∞ƒ♣♦♥♠↔←↑→↓",
    0xB0: "°±″≥×∝∂•÷≠≡≈…⏐⎯↵",
    0xC0: "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉",
    0xD0: "∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓",
    0xE0: "◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪",
    0xF0: " 〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭ ",
}
PRIVATE = range(0xF000, 0xF100)


def _by_code(rows: dict[int, str]) -> dict[int, str]:
    return {
        first + place: char
        for first, row in rows.items()
        for place, char in enumerate(row)
        if char != " " or first + place == 0x20
    }


FONTS = {
    "wingdings": _by_code(WINGDINGS_ROWS),
    "wingdings 2": WINGDINGS_2,
    "wingdings 3": WINGDINGS_3,
    "webdings": WEBDINGS,
    "symbol": _by_code(SYMBOL_ROWS),
}


def is_symbol_font(font: str) -> bool:
    """Whether this is a symbol font."""
    return font.strip().lower() in FONTS


def symbol(font: str, code: int) -> str:
    """The Unicode equivalent of a character in a symbol font; "" if unknown.

    Codes of the private area mean a place in the font; any other code above 255 is Unicode.

    >>> symbol("Symbol", 0xF06C), symbol("Wingdings", 0xFC), symbol("Segoe UI Symbol", 0x2610)
    ('λ', '✓', '☐')
    """
    font = font.strip().lower()
    if code in PRIVATE or (font in FONTS and code <= 0xFF):
        return FONTS.get(font, {}).get(code & 0xFF, "")
    return chr(code) if code <= sys.maxunicode and chr(code).isprintable() else ""
