"""Plain text as it is displayed: without the codes of terminals, overstrikes and invisible characters."""

from __future__ import annotations

import re

__all__ = ["as_displayed"]

# colours and cursor movements, titles of windows, and the codes of two characters
TERMINAL_CODE = re.compile(
    r"\x1b(?:\[[0-9;:?]{0,40}[ -/]{0,2}[@-~]|\][^\x07\x1b\n]{0,500}(?:\x07|\x1b\\)|[()][0-9A-Z]|[=>78cDEHM])"
)
OVERSTRIKE = re.compile(r"(?P<first>.)\x08(?P<second>.)")
MOST_OVERSTRIKES = 4  # of one character, as in bold and underlined text
LINE_ENDS = {0x0B: "\n", 0x85: "\n", 0x2028: "\n", 0x2029: "\n\n"}
# soft hyphens, blanks without width, marks of direction
INVISIBLE = (
    0xAD,
    0x200B,
    0x200E,
    0x200F,
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2065),
    *range(0x2066, 0x206A),
)
LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl"}
DISPLAYED = {**LINE_ENDS, **dict.fromkeys(INVISIBLE, ""), **LIGATURES}
SPECIAL = re.compile(f"[{''.join(map(chr, DISPLAYED))}]")
END_OF_FILE = "\x1a"  # of DOS


def as_displayed(text: str) -> str:
    """The text that a reader sees.

    >>> as_displayed("\\x1b[31mERROR\\x1b[0m in N\\x08NA\\x08A_\\x08x")
    'ERROR in NAx'
    """
    if "\x1b" in text:
        text = TERMINAL_CODE.sub("", text)
    for _ in range(MOST_OVERSTRIKES):
        if "\x08" not in text:
            break
        text = OVERSTRIKE.sub(_struck, text)
    if SPECIAL.search(text):
        text = text.translate(DISPLAYED)
    return text.rstrip(END_OF_FILE) if text.endswith(END_OF_FILE) else text


def _struck(match: re.Match[str]) -> str:
    """Of two characters in one place, the last one that is no underline."""
    first, second = match["first"], match["second"]
    return first if second == "_" else second
