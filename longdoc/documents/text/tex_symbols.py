"""What commands of TeX print that the library does not know."""

from __future__ import annotations

import re

__all__ = ["SYMBOLS", "with_signs"]

SYMBOLS = {
    "S": "§", "P": "¶", "ddag": "‡", "copyright": "©", "LaTeX": "LaTeX", "TeX": "TeX", "LaTeXe": "LaTeX2e",
    "BibTeX": "BibTeX", "XeTeX": "XeTeX", "LuaTeX": "LuaTeX", "XeLaTeX": "XeLaTeX", "lq": "‘", "rq": "’",
    "checkmark": "✓", "celsius": "°C", "degree": "°", "No": "№", "textminus": "−", "textquotedbl": '"',
    "textunderscore": "_", "textbraceleft": "{", "textbraceright": "}", "textpercent": "%",
    "textampersand": "&", "textless": "<", "textgreater": ">", "textbar": "|", "guillemetleft": "«",
    "guillemetright": "»", "og": "« ", "fg": " »", "SS": "SS", "ldotp": ".", "Re": "ℜ", "Im": "ℑ",
    "quad": " ", "qquad": " ", "enspace": " ", "thinspace": " ", "slash": "/", "textcopyleft": "🄯",
    "female": "♀", "lbrack": "[", "rbrack": "]", "colon": ":", "deg": "deg", "bmod": " mod ", "mod": " mod ",
    "pmod": " mod ", "Box": "□",
}  # fmt: skip
DEGREE = re.compile(r"\^[ \t]*(?:\{[ \t]*\\circ[ \t]*\}|\\circ(?![A-Za-z]))")
MIXED = re.compile(r"(?<=\d)[ \t]*(?=\\(?:[dt]?frac|nicefrac|sfrac)(?![A-Za-z]))")
SLANTED = re.compile(r"\\(?:nicefrac|sfrac)[ \t]*\{(?P<above>[^{}]{1,60})\}[ \t]*\{(?P<below>[^{}]{1,60})\}")
# an apostrophe within a word closes no quotation
QUOTED = re.compile(r"(?<![\\`])`(?!`)(?P<words>(?:[^`'\n\\]|(?<=\w)'(?=\w)|\n(?!\s*\n)){1,300})'(?!')")


def with_signs(text: str) -> str:
    """The text with degrees, mixed numbers and single quotation marks as they are printed.

    >>> with_signs("`Open' at $20^\\\\circ$")
    '‘Open’ at $20°$'
    """
    text = SLANTED.sub(r"\g<above>/\g<below>", MIXED.sub(r"\\,", DEGREE.sub("°", text)))
    return QUOTED.sub(r"‘\g<words>’", text) if "`" in text else text
