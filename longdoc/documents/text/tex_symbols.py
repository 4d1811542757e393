"""What commands of TeX print that the library does not know."""

from __future__ import annotations

import re

__all__ = ["SYMBOLS", "with_names", "with_signs"]

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
# of style files that are not at hand
SHORT = {
    "eg": "e.g.", "ie": "i.e.", "etal": "et al.", "etc": "etc.", "wrt": "w.r.t.", "cf": "cf.", "vs": "vs.",
    "aka": "a.k.a.",
}  # fmt: skip
SHORTENED = re.compile(rf"\\(?P<name>{'|'.join(SHORT)})(?![A-Za-z]|\{{[^}}])\.?(?P<after>\{{\}}|\\?[ \n])?")
# names have two capitals, and stand within a sentence or begin one; letters of other languages are none
NAMED = re.compile(
    r"(?:(?<=[a-z,;(][ ~])|(?<=\()|(?<=[a-z,;(]\n)(?!\\[A-Za-z]+[ \t]*(?:\n|$))"
    r"|(?:^|(?<=[.\n][ \n]))(?=\\[A-Za-z]{2,40}(?:\{\}|\\)? [a-z]))"
    r"\\(?P<name>(?!(?:AA|AE|OE|DH|DJ|NG|TH|IJ|SS|LARGE|FloatBarrier)(?![A-Za-z]))"
    r"(?:[a-z]*[A-Z]){2}[A-Za-z]*)(?![A-Za-z@*\[]|\{[^}])(?:\{\})?"
)


def with_names(text: str) -> str:
    """The text with names and abbreviations that commands print which it does not define.

    >>> with_names(r"support of \\OpenMC{} depletion, \\eg in reactors")
    'support of OpenMC depletion, e.g. in reactors'
    """
    if "\\" not in text:
        return text
    text = SHORTENED.sub(_shortened, text)
    return NAMED.sub(lambda match: match[0] if match["name"] in SYMBOLS else match["name"], text)


def _shortened(match: re.Match[str]) -> str:
    after = match["after"] or ""
    return SHORT[match["name"]] + ("" if after == "{}" else after[-1:])


def with_signs(text: str) -> str:
    """The text with degrees, mixed numbers and single quotation marks as they are printed.

    >>> with_signs("`Open' at $20^\\\\circ$")
    '‘Open’ at $20°$'
    """
    text = SLANTED.sub(r"\g<above>/\g<below>", MIXED.sub(r"\\,", DEGREE.sub("°", text)))
    return QUOTED.sub(r"‘\g<words>’", text) if "`" in text else text
