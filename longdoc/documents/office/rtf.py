"""RTF → text: paragraphs, headings by their style, tables, notes, headers and footers, text boxes.

Our own parser, since the available libraries drop footnotes, headers, comments and text boxes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from longdoc.documents.extract import Extract
from longdoc.documents.office.headings import level_of_name
from longdoc.documents.office.rtf_flow import Flow, lines_of
from longdoc.documents.office.rtf_words import (
    CHARACTERS,
    CHARSETS,
    DESTINATIONS,
    LABELS,
    MAC_PAGES,
    NOTES,
    RUNNING,
    SHOWN_THOUGH_STARRED,
    SIGNS,
    SKIPPED,
    TOKEN,
)
from longdoc.documents.office.runs import TICKS
from longdoc.documents.office.symbols import is_symbol_font, symbol
from longdoc.documents.source import Source
from longdoc.documents.structure.pictures import told_pictures
from longdoc.documents.structure.pieces import Piece, assemble, one_line, without_marks
from longdoc.documents.structure.struck import told_struck
from longdoc.documents.text.raised import raised
from longdoc.documents.types import Kind
from longdoc.errors import DocumentLimit
from longdoc.plurals import counted

__all__ = ["read_rtf", "rtf_pieces"]

CHECK_BOX, NOT_SET = 1, 25  # as form fields say it


@dataclass(frozen=True, slots=True)
class _State:
    """The formatting state inside one group."""

    flow: Flow
    destination: str = ""
    encoding: str = "cp1252"
    symbols: str = ""  # the font, where its characters are pictures
    skipped_after_unicode: int = 1
    raised: bool = False
    hidden: bool = False
    deleted: bool = False
    struck: bool = False
    is_label: bool = False  # the number before a paragraph, whose formats are not the paragraph's


def read_rtf(source: Source) -> Extract:
    """An RTF document; deleted, struck and hidden text are left out and reported."""
    pieces, notices, title = _Rtf(source).read()
    return assemble(pieces, title=title, notices=notices)


def rtf_pieces(source: Source) -> tuple[list[Piece], tuple[str, ...]]:
    """What an RTF document consists of, and notices."""
    return _Rtf(source).read()[:2]


class _Rtf:
    def __init__(self, source: Source) -> None:
        self._text = without_marks(source.data.decode("latin-1"))
        self._most_nesting = 10 * source.limits.max_nesting
        self._body = Flow()
        self._running: dict[str, Kind] = {}
        self._state = _State(self._body)
        self._stack: list[_State] = []
        self._page = "cp1252"
        self._fonts: dict[int, str] = {}
        self._symbol_fonts: dict[int, str] = {}
        self._font = 0
        self._style = 0
        self._levels: dict[int, int] = {}
        self._bytes = bytearray()
        self._words: list[str] = []  # of a destination that is no text: a title, a style's name
        self._to_skip = 0
        self._starred = False
        self._skips_group = False
        self._box: dict[str, int] = {}  # of a form field: its type and its state
        self._author = ""
        self._title = ""
        self._link = ""
        self._notes = 0
        self._equations = 0
        self._pictures = 0
        self._left_out = {"deleted": 0, "hidden": 0}
        self._struck_chars = 0

    def read(self) -> tuple[list[Piece], tuple[str, ...], str]:
        """The pieces, notices, and the title."""
        at = 0
        while match := TOKEN.match(self._text, at):
            at = match.end()
            if match["brace"]:
                self._flush()
                self._open() if match["brace"] == "{" else self._close()
            elif match["word"]:
                if match["word"] == "bin":  # so many bytes that are no text
                    at += max(0, int(match["number"] or 0))
                self._word(match["word"], None if match["number"] is None else int(match["number"]))
            elif match["hex"]:
                self._byte(bytes([int(match["hex"], 16)]))
            elif match["sign"] == "*":
                self._starred = True
            elif match["sign"]:
                self._character(SIGNS.get(match["sign"], ""))
            elif match["text"]:
                self._byte(match["text"].encode("latin-1", "replace"))
        self._flush()
        running = [
            Piece(line, kind=Kind.HEADER_FOOTER) for line in self._running if any(map(str.isalpha, line))
        ]
        notices = [
            f"{what} text was left out ({counted(count, 'character')})"
            for what, count in self._left_out.items()
            if count
        ]
        if self._equations:
            notices.append(counted(self._equations, "equation was", "equations were") + " not read")
        notices += (*told_struck(self._struck_chars), *told_pictures(self._pictures))
        return [*running, *self._body.finish()], tuple(notices), self._title

    # ---- groups

    def _open(self) -> None:
        if len(self._stack) > self._most_nesting:
            raise DocumentLimit(f"its groups are nested more than {self._most_nesting} deep")
        self._stack.append(self._state)
        self._starred = False
        if self._skips_group:
            self._skips_group = False
            self._enter("skipped")

    def _close(self) -> None:
        if not self._stack:
            return
        closed, self._state = self._state, self._stack.pop()
        self._starred = False
        if closed.destination != self._state.destination or closed.flow is not self._state.flow:
            self._finish(closed)
        elif closed.destination == "stylesheet":
            self._name_style("".join(self._words))
            self._words.clear()
        elif closed.destination == "fonttbl":
            self._name_font("".join(self._words))
            self._words.clear()

    def _enter(self, destination: str) -> None:
        flow = Flow() if destination in NOTES or destination in RUNNING else self._state.flow
        self._words.clear()
        self._state = replace(self._state, destination=destination, flow=flow)

    def _finish(self, closed: _State) -> None:
        words = one_line("".join(self._words))
        if closed.destination == "title":
            self._title = words
        elif closed.destination == "atnauthor":
            self._author = words
        elif closed.destination == "fonttbl":  # without groups, one font
            self._name_font(words)
        elif closed.destination == "fldinst":
            link = re.search(r'HYPERLINK\s+(?:\\l\s+)?"?([^"\s]+)', words)
            self._link = link[1] if link else ""
        elif closed.destination == "fldrslt" and self._link:
            closed.flow.end_link(self._link)
            self._link = ""
        elif closed.destination == "formfield":
            self._finish_box()
        elif closed.flow is not self._state.flow:
            self._take_flow(closed.flow, closed.destination)
        self._words.clear()

    def _take_flow(self, flow: Flow, destination: str) -> None:
        if destination in RUNNING:
            for line in lines_of(flow):
                self._running[line] = Kind.HEADER_FOOTER
            return
        words = list(lines_of(flow))
        target = self._state.flow
        if not any(words):
            return
        if destination == "footnote":
            self._notes += 1
            target.write(f"[{self._notes}]")
            target.after.append(Piece(f"[{self._notes}] {' '.join(words)}", kind=Kind.NOTE))
        elif destination == "annotation":
            name = f"Comment by {self._author}" if self._author else "Comment"
            target.after.append(Piece.of_field(name, " ".join(words), kind=Kind.NOTE))
        else:
            target.after += [Piece(line) for line in words if line]

    def _finish_box(self) -> None:
        """Write whether a check box is ticked: as it was set, else as it is by default."""
        box, self._box = self._box, {}
        if box.get("fftype") == CHECK_BOX:
            state = box.get("ffres", NOT_SET)
            self._state.flow.write(TICKS[(box.get("ffdefres", 0) if state == NOT_SET else state) == 1])

    # ---- words and characters

    def _word(self, word: str, number: int | None) -> None:
        starred, self._starred = self._starred, False
        if self._begins_destination(word, starred):
            return
        self._flush()
        if word in CHARACTERS:
            self._character(CHARACTERS[word])
        elif word == "u" and number is not None:
            code = number % 65536
            self._character((self._state.symbols and symbol(self._state.symbols, code)) or chr(code))
            self._to_skip = self._state.skipped_after_unicode
        elif word == "uc":
            self._state = replace(self._state, skipped_after_unicode=min(max(number or 0, 0), 100))
        elif word in ("par", "sect", "page", "cell", "row", "pard", "intbl", "trhdr", "trowd"):
            if not self._is_silent() and not self._state.is_label:
                getattr(self._state.flow, word)()
        elif word == "upr":  # first in the characters of the page, then all of them
            self._skips_group = True
        elif word in LABELS:
            self._state = replace(self._state, is_label=True)
        elif self._state.destination == "formfield":
            self._box[word] = number or 0
        elif word in FORMATS:
            FORMATS[word](self, number)

    def _begins_destination(self, word: str, starred: bool) -> bool:
        if self._state.destination == "skipped":
            return True
        is_within_instruction = word == "fldrslt" and self._state.destination == "fldinst"
        self._equations += word == "moMath"
        self._pictures += word == "pict" and not self._is_silent() and self._state.destination not in RUNNING
        if is_within_instruction or word in SKIPPED or (starred and word not in SHOWN_THOUGH_STARRED):
            self._flush()
            self._enter("skipped")
        elif word in DESTINATIONS or word in NOTES:
            self._flush()
            self._enter(word)
            if word == "fldrslt" and self._link:
                self._state.flow.begin_link()
        elif word in ("title", "author", "subject", "keywords", "doccomm", "category", "manager") and (
            self._state.destination == "info"
        ):
            self._flush()
            self._enter(word)
        else:
            return False
        return True

    def _byte(self, data: bytes) -> None:
        if self._to_skip:
            skipped = min(self._to_skip, len(data))
            self._to_skip -= skipped
            data = data[skipped:]
        self._bytes += data

    def _flush(self) -> None:
        self._to_skip = 0
        if self._bytes:
            data, self._bytes = bytes(self._bytes), bytearray()
            if font := self._state.symbols:
                self._character("".join(symbol(font, code) or chr(code) for code in data))
            else:
                self._character(data.decode(self._state.encoding, "replace"))

    def _character(self, text: str) -> None:
        if self._bytes:
            self._flush()
        state = self._state
        if state.destination in ("", "fldrslt", *NOTES, *RUNNING):
            if state.deleted or state.hidden:
                self._left_out["deleted" if state.deleted else "hidden"] += len(text)
                return
            if state.struck:
                self._struck_chars += len(text)
                return
            state.flow.write(raised(state.flow.last, text) if state.raised else text)
        elif state.destination != "skipped":
            self._words.append(text)

    def _is_silent(self) -> bool:
        return self._state.destination not in ("", "fldrslt", *NOTES, *RUNNING)

    # ---- formats

    def _set_page(self, number: int | None) -> None:
        page = MAC_PAGES.get(number or 0, f"cp{number}")
        try:
            "".encode(page)
        except LookupError:
            return
        self._page = page
        self._state = replace(self._state, encoding=page)

    def _set_mac(self, _: int | None) -> None:
        self._set_page(10000)

    def _set_pc(self, _: int | None) -> None:
        self._set_page(437)

    def _set_late_pc(self, _: int | None) -> None:
        self._set_page(850)

    def _merge_below(self, _: int | None) -> None:
        if not self._is_silent():
            self._state.flow.merge_below()

    def _merge_beside(self, _: int | None) -> None:
        if not self._is_silent():
            self._state.flow.merge_beside()

    def _end_form(self, edge: int | None) -> None:
        if not self._is_silent():
            self._state.flow.end_form(edge or 0)

    def _set_font(self, number: int | None) -> None:
        self._font = number or 0
        if self._state.destination != "fonttbl":
            self._state = replace(
                self._state,
                encoding=self._fonts.get(self._font, self._page),
                symbols=self._symbol_fonts.get(self._font, ""),
            )

    def _set_charset(self, number: int | None) -> None:
        if self._state.destination == "fonttbl" and number in CHARSETS:
            self._fonts[self._font] = CHARSETS[number]

    def _set_style(self, number: int | None) -> None:
        self._style = number or 0
        if not self._is_silent():
            self._state.flow.level = self._levels.get(self._style)

    def _set_level(self, number: int | None) -> None:
        level = (number or 0) + 1
        if self._state.destination == "stylesheet":
            if level <= 9:
                self._levels[self._style] = level
        elif level <= 9 and not self._is_silent():
            self._state.flow.level = level

    def _name_font(self, name: str) -> None:
        if is_symbol_font(name.strip().rstrip(";")):
            self._symbol_fonts[self._font] = name.strip().rstrip(";")

    def _name_style(self, name: str) -> None:
        if level := level_of_name(name.strip().rstrip(";").strip()):
            self._levels.setdefault(self._style, level)

    def _set_raised(self, number: int | None) -> None:
        self._state = replace(self._state, raised=number != 0)

    def _set_hidden(self, number: int | None) -> None:
        self._state = replace(self._state, hidden=number != 0)

    def _set_struck(self, number: int | None) -> None:
        self._state = replace(self._state, struck=number != 0)

    def _set_deleted(self, number: int | None) -> None:
        self._state = replace(self._state, deleted=number != 0)

    def _reset(self, _: int | None) -> None:
        self._state = replace(self._state, raised=False, hidden=False, struck=False)

    def _lower(self, _: int | None) -> None:
        self._state = replace(self._state, raised=False)


FORMATS: dict[str, Callable[[_Rtf, int | None], None]] = {
    "ansicpg": _Rtf._set_page,
    "mac": _Rtf._set_mac,
    "pc": _Rtf._set_pc,
    "pca": _Rtf._set_late_pc,
    "clvmrg": _Rtf._merge_below,
    "clmrg": _Rtf._merge_beside,
    "cellx": _Rtf._end_form,
    "f": _Rtf._set_font,
    "fcharset": _Rtf._set_charset,
    "s": _Rtf._set_style,
    "outlinelevel": _Rtf._set_level,
    "super": _Rtf._set_raised,
    "up": _Rtf._set_raised,
    "dn": _Rtf._lower,
    "nosupersub": _Rtf._lower,
    "plain": _Rtf._reset,
    "v": _Rtf._set_hidden,
    "deleted": _Rtf._set_deleted,
    "strike": _Rtf._set_struck,
    "striked": _Rtf._set_struck,
}
