"""Takes the HTML page out of the RTF in which Outlook keeps it: [MS-OXRTFEX]."""

from __future__ import annotations

import re

from longdoc.documents.office.rtf_words import CHARACTERS, SIGNS, TOKEN

__all__ = ["page_in_rtf"]

FROM_PAGE = re.compile(rb"\\fromhtml1?(?![\w-])")
HEAD_BYTES = 2_000
WITHOUT_TEXT = frozenset(
    ("fonttbl", "colortbl", "stylesheet", "info", "pntext", "pict", "themedata", "generator", "mhtmltag")
)
LINES = ("par", "line", "softline")
MOST_DEPTH = 5_000  # groups within groups


def page_in_rtf(rtf: bytes) -> bytes:
    """The page, in UTF-8; nothing if the RTF was not made from one."""
    if not FROM_PAGE.search(rtf, 0, HEAD_BYTES):
        return b""
    text = rtf.decode("latin-1")
    page = _Page()
    at = 0
    while (match := TOKEN.match(text, at)) and len(page.outer) < MOST_DEPTH:
        at = match.end()
        if match["brace"] == "{":
            page.open()
        elif match["brace"]:
            page.close()
        elif match["word"]:
            page.take_word(match["word"], match["number"])
        elif match["hex"]:
            page.take(bytes([int(match["hex"], 16)]))
        elif match["sign"] == "*":
            page.is_starred = True
        elif match["sign"]:
            page.take(SIGNS.get(match["sign"], "").encode(page.encoding, "replace"))
        elif match["text"]:
            page.take(match["text"].encode("latin-1"))
    page.flush()
    return "".join(page.parts).encode("utf-8", "replace")


class _Page:
    """The page as far as it is read."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.encoding = "cp1252"
        self.is_starred = False
        self.outer: list[tuple[bool, bool]] = []  # of the groups around the current one: the two below
        self._is_silent = False  # what the group holds is no part of the page
        self._is_for_rtf = False  # it is shown only where the RTF is shown as such
        self._bytes = bytearray()
        self._to_skip, self._skips = 0, 1  # characters after one that is given by its number

    def open(self) -> None:
        self.outer.append((self._is_silent, self._is_for_rtf))
        self.is_starred = False
        self._to_skip = 0

    def close(self) -> None:
        if self.outer:
            self._is_silent, self._is_for_rtf = self.outer.pop()
        self._to_skip = 0

    def take_word(self, word: str, number: str | None) -> None:
        starred, self.is_starred = self.is_starred, False
        if word == "htmlrtf":
            self._is_for_rtf = number != "0"
        elif word == "htmltag":
            self._is_silent = False
        elif word in WITHOUT_TEXT or starred:
            self._is_silent = True
        elif word == "ansicpg" and number:
            self._set_encoding(f"cp{number}")
        elif word == "uc" and number:
            self._skips = min(max(int(number), 0), 100)
        elif word == "u" and number:
            self._write(chr(int(number) % 65536))
            self._to_skip = self._skips
        elif word in LINES:
            self._write("\n")
        elif word in CHARACTERS:
            self._write(CHARACTERS[word])

    def take(self, data: bytes) -> None:
        self.is_starred = False
        skipped = min(self._to_skip, len(data))
        self._to_skip -= skipped
        if not self._is_silent and not self._is_for_rtf:
            self._bytes += data[skipped:]

    def flush(self) -> None:
        if self._bytes:
            self.parts.append(self._bytes.decode(self.encoding, "replace"))
            self._bytes.clear()

    def _write(self, text: str) -> None:
        if not self._is_silent and not self._is_for_rtf:
            self.flush()
            self.parts.append(text)

    def _set_encoding(self, name: str) -> None:
        try:
            "".encode(name)
        except LookupError:
            return
        self.encoding = name
