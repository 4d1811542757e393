"""Takes the arguments of TeX commands and environments that are no text, such as widths, out of the text."""

from __future__ import annotations

import re

from longdoc.documents.text.tex_macros import braced

__all__ = ["without_arguments"]

# The arguments of a command: o is an option in brackets, d is dropped, t is text, p is a paragraph of its
# own, n is a note. What an environment takes stands behind its name in the same way.
COMMANDS = {
    "makebox": "oot", "framebox": "oot", "resizebox": "ddt", "scalebox": "dot", "rotatebox": "odt",
    "adjustbox": "dt", "parbox": "ooodt", "raisebox": "doot", "savebox": "doot", "fcolorbox": "oddt",
    "foreignlanguage": "odt", "textlang": "dt", "hyperlink": "dt", "hyperref": "ot", "texorpdfstring": "td",
    "phantom": "d", "hphantom": "d", "vphantom": "d", "fontsize": "dd", "setlength": "dd",
    "addtolength": "dd", "settowidth": "dd", "addtocounter": "dd", "definecolor": "ddd", "colorlet": "dd",
    "newcounter": "do", "newlength": "d", "linebreak": "o", "nolinebreak": "o", "pagebreak": "o",
    "nopagebreak": "o", "nocite": "d", "thispagestyle": "d", "pagenumbering": "d", "markboth": "dd",
    "markright": "d", "addcontentsline": "ddd", "captionsetup": "od", "hypersetup": "d", "graphicspath": "d",
    "geometry": "d", "lstset": "d", "theoremstyle": "d", "newtheorem": "dodo", "selectlanguage": "d",
    "bibliography": "d", "addbibresource": "od", "printbibliography": "o", "setstretch": "d",
    "marginpar": "on", "marginnote": "on", "sidenote": "on", "todo": "on", "epigraph": "pp",
    "bookmarksetup": "d", "newenvironment": "doodd", "renewenvironment": "doodd",
    "column": "od", "vskip": "", "hskip": "", "kern": "",
}  # fmt: skip
ENVIRONMENTS = {
    "wrapfigure": "odod", "wraptable": "odod", "adjustwidth": "dd", "subfigure": "od", "subtable": "od",
    "spacing": "d", "otherlanguage": "d", "CJK": "dd", "addmargin": "od", "turn": "d", "rotate": "d",
    "mdframed": "o", "columns": "o", "adjustbox": "d", "tcolorbox": "o", "block": "p", "alertblock": "p",
    "exampleblock": "p", "algorithm": "o", "algorithmic": "o", "sidewaystable": "o", "sidewaysfigure": "o",
    "threeparttable": "o", "tablenotes": "o", "SCfigure": "oo", "floatrow": "o", "scope": "o", "center": "",
}  # fmt: skip
CALL = re.compile(
    rf"\\(?:begin[ \t]*\{{(?P<begun>{'|'.join(ENVIRONMENTS)})\*?\}}"
    rf"|(?P<name>{'|'.join(sorted(COMMANDS, key=len, reverse=True))})\*?(?![A-Za-z@]))"
)
LENGTH = re.compile(r"[ \t]*=?[ \t]*-?\d*\.?\d+[ \t]*(?:pt|cm|mm|in|em|ex|pc|bp|sp|mu)\b[ \t]*")
OPTION = re.compile(r"\s*\[(?P<given>(?:[^\[\]{}]|\{[^{}]{0,300}\}){0,500})\]")
GROUP = re.compile(r"[ \t]*\n?[ \t]*\{")
TITLE = re.compile(r"(?:^|,)\s*title\s*=\s*(?P<title>(?:[^,{}]|\{[^{}]{0,300}\}){1,300})")
PRIMITIVES = ("vskip", "hskip", "kern")
MOST_DEEP = 8


def without_arguments(text: str, depth: int = 0) -> str:
    """The text without those arguments, and with paragraphs and notes that are arguments in their places.

    >>> without_arguments(r"A \\parbox[t]{3cm}{box} and \\hyperlink{top}{link}.")
    'A {box} and {link}.'
    """
    parts: list[str] = []
    at = 0
    while match := CALL.search(text, at):
        parts.append(text[at : match.start()])
        at = match.end()
        if match["name"] in PRIMITIVES:
            length = LENGTH.match(text, at)
            at = length.end() if length else at
            continue
        if match["begun"]:
            parts.append(match[0])
        kept, at = _arguments(text, at, _signature(match), depth)
        parts += kept
    return "".join([*parts, text[at:]])


def _signature(match: re.Match[str]) -> str:
    return ENVIRONMENTS[match["begun"]] if match["begun"] else COMMANDS[match["name"]]


def _arguments(text: str, at: int, signature: str, depth: int) -> tuple[list[str], int]:
    """What stays of the arguments, and where the text goes on; a last one that is text is left to it."""
    parts: list[str] = []
    for place, kind in enumerate(signature):
        if kind == "o":
            if option := OPTION.match(text, at):
                title = TITLE.search(option["given"])
                at = option.end()
                parts.append(f"\n\n{title['title'].strip('{}')}\n\n" if title else "")
            continue
        group = GROUP.match(text, at)
        if group is None or (kind == "t" and place == len(signature) - 1):
            break
        inner, end = braced(text, group.end())
        if end == group.end() + len(inner):  # it is not closed
            break
        at = end
        parts.append(_kept(kind, inner, depth))
    return parts, at


def _kept(kind: str, inner: str, depth: int) -> str:
    if kind == "d":
        return ""
    inner = without_arguments(inner, depth + 1) if depth < MOST_DEEP else inner
    if kind == "p":
        return f"\n\n{inner}\n\n"
    return f"\\footnote{{{inner}}}" if kind == "n" else f"{{{inner}}}"
