"""Maps characters of symbol fonts to Unicode: ticks, bullets, arrows, Greek letters, signs of mathematics."""

from __future__ import annotations

import sys

__all__ = ["is_symbol_font", "symbol"]

WINGDINGS = {
    0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "☐", 0x71: "☐", 0x72: "☐", 0x75: "◆", 0x76: "❖", 0x77: "◆",
    0x9F: "•", 0xA0: "▪", 0xA7: "▪", 0xA8: "☐", 0xD8: "➢", 0xE0: "→", 0xE8: "→", 0xF0: "⇨",
    0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☒", 0x78: "☒", 0x28: "☎", 0x2A: "✉",
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
# by rows of sixteen; a code without a character shows a blank here
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
SYMBOL = {
    first + place: char
    for first, row in SYMBOL_ROWS.items()
    for place, char in enumerate(row)
    if char != " " or first + place == 0x20
}
PRIVATE = range(0xF000, 0xF100)
FONTS = {"wingdings": WINGDINGS, "wingdings 2": WINGDINGS_2, "symbol": SYMBOL}


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
