"""Numbers the captions and references of TeX as LaTeX does: "Figure 2: …", "see Section 3.1"."""

from __future__ import annotations

import re

__all__ = ["with_numbers"]

FLOATS = {
    "figure": "Figure", "wrapfigure": "Figure", "sidewaysfigure": "Figure", "scfigure": "Figure",
    "table": "Table", "wraptable": "Table", "sidewaystable": "Table", "longtable": "Table",
    "deluxetable": "Table", "algorithm": "Algorithm", "listing": "Listing",
}  # fmt: skip
PARTS = ("subfigure", "subtable")  # of a float; their captions are not counted
MOST_DEPTH = 20  # of environments within each other
LEVELS = ("chapter", "section", "subsection", "subsubsection")
ENVIRONMENT = rf"(?P<env>{'|'.join((*FLOATS, *PARTS, 'equation'))})(?P<starred>\*?)"
TOKEN = re.compile(
    rf"\\(?:(?P<edge>begin|end)\s{{0,9}}\{{{ENVIRONMENT}\}}"
    r"|(?P<section>(?:sub){0,2}section|chapter)(?![A-Za-z*])|(?P<appendix>appendix)(?![A-Za-z])"
    r"|(?P<caption>(?:table)?caption)(?![A-Za-z*])\s{0,9}(?:\[[^\]]{0,300}\])?\{"
    r"|label\s{0,9}\{(?P<label>[^{}]{1,200})\})",
    re.IGNORECASE | re.ASCII,
)
REFERENCE = re.compile(r"\\(?P<how>ref|eqref|autoref|[cC]ref)\*?\s{0,9}\{(?P<keys>[^{}]{1,300})\}")
OTHER_LANGUAGE = re.compile(
    r"\\(?:usepackage|documentclass|setmainlanguage|setdefaultlanguage)\s{0,9}(?:\[(?P<options>[^\]]{0,300})\])?"
    r"\{(?P<name>[^{}]{1,60})\}"
)
LANGUAGES = re.compile(
    r"\bn?german\b|french|spanish|italian|dutch|portugu|brazil|polish|russian|czech|swedish|danish|norsk|finnish"
)
INCLUDED = re.compile(r"\\(?:input|include|subfile)\s{0,9}\{")
MOST_LETTERS = 26


def with_numbers(preamble: str, body: str) -> str:
    """The body with labels in its captions, and numbers in place of its references.

    A body in several files stays as it is, since the numbers depend on all of them. In other languages than
    English, captions get no labels: they have other names.
    """
    if INCLUDED.search(body):
        return body
    options = " ".join(f"{one['options'] or ''} {one['name']}" for one in OTHER_LANGUAGE.finditer(preamble))
    counter = _Counter(has_chapters="\\chapter" in body, is_named=not LANGUAGES.search(options))
    parts, at = [], 0
    for token in TOKEN.finditer(body):
        parts += [body[at : token.end()], counter.take(token)]
        at = token.end()
    return REFERENCE.sub(counter.shown, "".join([*parts, body[at:]]))


class _Counter:
    def __init__(self, *, has_chapters: bool, is_named: bool) -> None:
        self._first_level = 0 if has_chapters else 1
        self._is_named = is_named
        self._sections = [0] * len(LEVELS)
        self._is_appendix = False
        self._counts: dict[str, int] = {}
        self._open: list[str] = []  # environments
        self._current = ("Section", "")  # what a label would name
        self._waiting: list[str] = []  # labels in a float before its caption
        self._labels: dict[str, tuple[str, str]] = {}

    def take(self, token: re.Match[str]) -> str:
        """What to print behind a command."""
        if token["edge"]:
            self._edge(token["edge"].lower(), token["env"].lower(), bool(token["starred"]))
        elif token["section"]:
            self._section(LEVELS.index(token["section"].lower()))
        elif token["appendix"]:
            self._is_appendix = True
            self._sections = [0] * len(LEVELS)
        elif token["label"]:
            self._label(token["label"])
        else:
            return self._caption()
        return ""

    def shown(self, reference: re.Match[str]) -> str:
        """What is printed for a reference; a label that is not known stays."""
        named = [self._labels.get(key.strip()) for key in reference["keys"].split(",")]
        found = [one for one in named if one and one[1]]
        if len(found) < len(named):
            return reference[0]
        numbers = ", ".join(number for _, number in found)
        if reference["how"] == "eqref":
            return f"({numbers})"
        return numbers if reference["how"] == "ref" else f"{found[0][0]} {numbers}"

    def _edge(self, edge: str, env: str, is_starred: bool) -> None:
        if env == "equation":
            if edge == "begin" and not is_starred:
                self._current = ("Equation", self._next("Equation"))
        elif edge == "begin":
            self._open = [*self._open[-MOST_DEPTH:], env]
            self._waiting = []
        elif env in self._open:
            del self._open[len(self._open) - 1 - self._open[::-1].index(env) :]

    def _section(self, level: int) -> None:
        self._sections[level] += 1
        self._sections[level + 1 :] = [0] * (len(LEVELS) - level - 1)
        if level == 0:
            self._counts.clear()
        self._current = ("Chapter" if level == 0 else "Section", self._number_of_section(level))

    def _number_of_section(self, level: int) -> str:
        first, *others = self._sections[self._first_level : level + 1] or [self._sections[level]]
        letter = self._is_appendix and 0 < first <= MOST_LETTERS
        return ".".join((chr(64 + first) if letter else str(first), *map(str, others)))

    def _next(self, name: str) -> str:
        self._counts[name] = self._counts.get(name, 0) + 1
        chapter = f"{self._number_of_section(0)}." if self._first_level == 0 else ""
        return f"{chapter}{self._counts[name]}"

    def _caption(self) -> str:
        around = self._open[-1] if self._open else ""
        if around not in FLOATS:
            return ""
        self._current = (FLOATS[around], self._next(FLOATS[around]))
        self._labels |= dict.fromkeys(self._waiting, self._current)
        self._waiting = []
        return f"{self._current[0]} {self._current[1]}: " if self._is_named else ""

    def _label(self, key: str) -> None:
        self._labels.setdefault(key.strip(), self._current)
        if self._open and self._open[-1] in FLOATS:
            self._waiting.append(key.strip())
