"""The lines of MediaWiki markup as HTML: headings, lists, tables and paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

__all__ = ["html_of_lines"]

HEADING = re.compile(r"(?P<marks>={1,6})\s*(?P<title>\S.*?)\s*(?P=marks)\s*$")
ITEM = re.compile(r"(?P<marks>[*#:;]{1,20})\s*(?P<words>.*)$")
RULE = re.compile(r"-{4,}\s*$")
# the attributes of a cell or row, up to the "|" behind them
ATTRIBUTES = re.compile(r"""\s*(?P<attributes>(?:[\w-]{1,30}\s*=\s*(?:"[^"\n]*"|'[^'\n]*'|[\w.%#-]+)\s*)+)""")
CELLS = re.compile(r"\|\||!!")
BLOCK = re.compile(
    r"\s*<(?:/?(?:div|table|tr|td|th|tbody|ul|ol|li|dl|p|figure|blockquote|h[1-6]|pre|center)\b)", re.I
)
MOST_HEADING_CHARS = 1000
LISTS = {"*": ("ul", "li"), "#": ("ol", "li"), ":": ("dl", "dd"), ";": ("dl", "dt")}
TABLE_MARKS = ("|", "!")


def html_of_lines(lines: Sequence[str]) -> str:
    """The HTML of lines without templates, links and notes."""
    page = _Page()
    for line in lines:
        page.add(line)
    page.close()
    return "\n".join(page.parts)


class _Page:
    def __init__(self) -> None:
        self.parts: list[str] = []
        self._open: list[str] = []  # lines of a paragraph
        self._fixed: list[str] = []  # lines that are displayed as they are written
        self._marks = ""  # of the open lists
        self._tables = 0  # that are open
        self._in_row = False

    def add(self, line: str) -> None:
        """Take the next line."""
        bare = line.strip()
        if line.startswith(" ") and bare and not self._tables and not BLOCK.match(line):
            self._end_paragraph()
            self._fixed.append(line[1:])
            return
        self._end_fixed()
        if not bare:
            self._end_paragraph()
        elif len(bare) <= MOST_HEADING_CHARS and (heading := HEADING.match(bare)):
            self._end_paragraph()
            level = len(heading["marks"])
            self.parts.append(f"<h{level}>{heading['title']}</h{level}>")
        elif bare.startswith("{|"):
            self._end_paragraph()
            self._tables += 1
            self._in_row = False
            self.parts.append("<table>")
        elif self._tables and bare.startswith(TABLE_MARKS):
            self._table_line(bare)
        elif RULE.match(bare):
            self._end_paragraph()
        elif item := ITEM.match(line):
            self._end_paragraph(keep_lists=True)
            self._item(item["marks"], item["words"])
        elif BLOCK.match(line):
            self._end_paragraph()
            self.parts.append(line)
        else:
            self._close_marks("")
            self._open.append(line)

    def close(self) -> None:
        """End all that is open."""
        self._end_fixed()
        self._end_paragraph()
        self.parts += ["</table>"] * self._tables
        self._tables = 0

    def _end_paragraph(self, *, keep_lists: bool = False) -> None:
        if self._open:
            self.parts.append(f"<p>{' '.join(self._open)}</p>")
            self._open = []
        if not keep_lists:
            self._close_marks("")

    def _end_fixed(self) -> None:
        if self._fixed:
            lines = "\n".join(self._fixed)
            self.parts.append(f"<pre>{escape(lines, quote=False)}</pre>")
            self._fixed = []

    def _item(self, marks: str, words: str) -> None:
        """Take an item; each of its marks stands for a list within the one before."""
        shared = 0
        while shared < min(len(marks), len(self._marks)) and _alike(marks[shared], self._marks[shared]):
            shared += 1
        self._close_marks(self._marks[:shared])
        if shared == len(marks):
            self.parts.append(f"</{LISTS[self._marks[-1]][1]}>")
            self._marks = self._marks[:-1] + marks[-1]
        else:
            for mark in marks[shared:-1]:
                self.parts.append(f"<{LISTS[mark][0]}><{LISTS[mark][1]}>")
            self.parts.append(f"<{LISTS[marks[-1]][0]}>")
            self._marks = self._marks + marks[shared:]
        tag = LISTS[marks[-1]][1]
        if tag == "dt" and " : " in words:
            term, _, meaning = words.partition(" : ")
            self.parts.append(f"<dt>{term}</dt><dd>{meaning}")
            self._marks = f"{self._marks[:-1]}:"
        else:
            self.parts.append(f"<{tag}>{words}")

    def _close_marks(self, kept: str) -> None:
        for mark in reversed(self._marks[len(kept) :]):
            self.parts.append(f"</{LISTS[mark][1]}></{LISTS[mark][0]}>")
        self._marks = kept

    def _table_line(self, line: str) -> None:
        self._end_paragraph()
        if line.startswith("|}"):
            self._tables -= 1
            self.parts.append(f"</table>{line[2:]}")
        elif line.startswith("|+"):
            self.parts.append(f"<caption>{_cell(line[2:])[1]}</caption>")
        elif line.startswith("|-"):
            self.parts.append("<tr>")
            self._in_row = True
        else:
            self.parts += [] if self._in_row else ["<tr>"]
            self._in_row = True
            tag = "th" if line[0] == "!" else "td"
            for part in CELLS.split(line[1:]) if tag == "th" else line[1:].split("||"):
                attributes, words = _cell(part)
                self.parts.append(f"<{tag} {attributes}>{words}")


def _cell(part: str) -> tuple[str, str]:
    """The attributes and the words of a cell."""
    found = ATTRIBUTES.match(part)
    if found and part.startswith("|", found.end()):
        return found["attributes"].strip(), part[found.end() + 1 :].strip()
    return "", part.strip()


def _alike(one: str, other: str) -> bool:
    return LISTS[one][0] == LISTS[other][0]
