"""Maps characters of symbol fonts to Unicode: ticks, bullets, arrows."""

from __future__ import annotations

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
SYMBOL = {
    0xB7: "•", 0xA7: "♣", 0xAE: "→", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xA3: "≤", 0xB4: "×", 0xB9: "≠",
    0x61: "α", 0x62: "β", 0x67: "γ", 0x64: "δ", 0x6D: "µ", 0x70: "π", 0x73: "σ", 0x57: "Ω", 0x44: "Δ",
}  # fmt: skip
FONTS = {"wingdings": WINGDINGS, "wingdings 2": WINGDINGS_2, "symbol": SYMBOL}


def is_symbol_font(font: str) -> bool:
    """Whether this is a symbol font."""
    return font.strip().lower() in FONTS


def symbol(font: str, code: int) -> str:
    """The Unicode equivalent of a character in a symbol font; "" if unknown."""
    return FONTS.get(font.strip().lower(), {}).get(code & 0xFF, "")
