"""Writes text of documents so that it cannot control the terminal."""

from __future__ import annotations

import json
import os
import re
import sys
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from rich.console import Console

__all__ = [
    "is_plain",
    "one_line",
    "printable",
    "source_name",
    "stdout_console",
    "write",
    "write_json",
]

# Escape sequences begin with control characters. Marks, overrides and isolates of direction make text read
# as what it is not; what has no width hides in it; tags and variation selectors can spell whole messages.
# Surrogates come from file names that are no UTF-8 and cannot be written at all.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"
    "\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff\ud800-\udfff]"
)


def printable(text: str) -> str:
    """The text with every character that could steer a terminal or hide in it as an escape: `\\x1b`."""
    return _UNSAFE.sub(_escape, text)


def one_line(text: str) -> str:
    """The text as it stands in a paragraph: line breaks become blanks."""
    return printable(" ".join(text.split()))


def source_name(source: str) -> str:
    """Where a document came from, for people."""
    return "standard input" if source == "-" else one_line(source)


def is_plain(stream: TextIO) -> bool:
    """Whether to leave out colour and bold: pipes, NO_COLOR, and terminals that know neither."""
    return not stream.isatty() or bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"


def stdout_console() -> Console:
    """A rich console for a terminal; callers use plain `write` where `is_plain`."""
    from rich.console import Console

    return Console(file=sys.stdout, highlight=False, markup=False, emoji=False)


def write(text: str = "") -> None:
    """Write one part of the result to standard output."""
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "replace").decode(encoding) + "\n")


def write_json(value: dict[str, Any]) -> None:
    """One line of JSON in UTF-8, whatever the locale; unsafe characters are escaped, and so stay exact."""
    line = json.dumps(value, ensure_ascii=False, allow_nan=False)
    sys.stdout.flush()
    escaped = _UNSAFE.sub(lambda sign: json.dumps(sign.group())[1:-1], line)
    sys.stdout.buffer.write(escaped.encode("utf-8") + b"\n")
    sys.stdout.buffer.flush()


def _escape(sign: re.Match[str]) -> str:
    code = ord(sign.group())
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
