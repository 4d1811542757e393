"""The environments of TeX tables: where they end, and cells that hold lines or tables of their own."""

from __future__ import annotations

import re

from longdoc.documents.text.tex_macros import braced

__all__ = ["CELL_END", "ROW_END", "environment", "plain_table", "with_whole_cells"]

ROW_END = re.compile(r"\\\\\*?(?:\[[^\]]{0,20}\])?|\\tabularnewline")
CELL_END = re.compile(r"(?<!\\)&")
# what may hold ends of lines that end no row of the table around it
STACKED = re.compile(
    r"\\(?:makecell|shortstack|thead|specialcell|Centerstack|multirowcell\{[^{}]{0,20}\})\*?"
    r"[ \t]*(?:\[[^\]]{0,20}\])?[ \t]*\{"
    r"|\\begin[ \t]*\{(?P<name>tabular|array|minipage|[bpvV]?matrix|cases|itemize|enumerate)\}"
    r"[ \t]*(?:\[[^\]]{0,20}\])?(?P<columns>[ \t]*\{)?"
)
COLUMN_HEAD = re.compile(r"\\(?:colhead|dcolhead|twocolhead)[ \t]*\{")
TABLE_HEAD = re.compile(r"\\tablehead[ \t]*\{")
TABLE_CAPTION = re.compile(r"\\tablecaption[ \t]*\{")
DATA = re.compile(r"\\startdata\b(?P<rows>.*?)(?:\\enddata\b|\Z)", re.DOTALL)
NOTE = re.compile(r"\\(?:tablenotetext[ \t]*\{(?P<mark>[^{}]{0,20})\}|tablecomments|tablerefs)[ \t]*\{")
NOTE_MARK = re.compile(r"\\tablenotemark[ \t]*\{([^{}]{0,20})\}")


def environment(name: str, text: str, at: int, *, nests: bool = True) -> tuple[str, int]:
    """What is in an environment that begins before `at`, and where the text goes on behind it.

    Args:
        nests: whether it may hold another one of its name; in code, such a beginning is text.
    """
    depth, start = 1, at
    for match in re.compile(rf"\\(?P<kind>begin|end)[ \t]*\{{{re.escape(name)}\}}").finditer(text, at):
        if match["kind"] == "end":
            depth -= 1
        elif nests:
            depth += 1
        if depth == 0:
            return text[start : match.start()], match.end()
    return text[start:], len(text)


def with_whole_cells(inner: str) -> str:
    """The rows of a table in which a cell with lines or columns of its own is on one line.

    >>> with_whole_cells(r"\\makecell{North\\\\East} & 5 \\\\")
    'North East & 5 \\\\\\\\'
    """
    parts: list[str] = []
    at = 0
    while match := STACKED.search(inner, at):
        parts.append(inner[at : match.start()])
        if match["name"]:
            at = match.end()
            if match["columns"] and match["name"] in ("tabular", "array", "minipage"):
                _, at = braced(inner, at)
            elif match["columns"]:
                at = match.start("columns")
            words, at = environment(match["name"], inner, at)
        else:
            words, at = braced(inner, match.end())
        parts.append(CELL_END.sub(" ", ROW_END.sub(" ", words)))
    return "".join([*parts, inner[at:]])


def plain_table(inner: str) -> tuple[str, str, list[str]]:
    """Of a table of AASTeX: its caption, its rows in plain LaTeX, and the notes below it."""
    caption, head = (_argument(pattern, inner) for pattern in (TABLE_CAPTION, TABLE_HEAD))
    notes = []
    for match in NOTE.finditer(inner):
        words, _ = braced(inner, match.end())
        notes.append(f"{match['mark']} {words}" if match["mark"] else words)
    data = DATA.search(inner)
    rows = f"{_without_heads(head)}\\\\{data['rows'] if data else ''}"
    return caption, NOTE_MARK.sub(r"\\textsuperscript{\1}", rows).replace("\\nodata", "…"), notes


def _argument(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return braced(text, found.end())[0] if found else ""


def _without_heads(head: str) -> str:
    parts: list[str] = []
    at = 0
    while match := COLUMN_HEAD.search(head, at):
        parts.append(head[at : match.start()])
        words, at = braced(head, match.end())
        parts.append(words)
    return "".join([*parts, head[at:]])
