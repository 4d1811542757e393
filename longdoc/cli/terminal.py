"""Writes text from documents so that it cannot control the terminal."""

from __future__ import annotations

import json
import os
import re
import sys
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from rich.console import Console

__all__ = [
    "encodable",
    "is_dumb",
    "is_plain",
    "one_line",
    "printable",
    "source_name",
    "stdout_console",
    "write",
    "write_json",
]

# Escape sequences begin with control characters. Bidirectional marks, overrides and isolates disguise text,
# zero-width characters hide in it, and tags and variation selectors can encode whole messages.
# Surrogates come from file names that are not UTF-8, and cannot be written at all.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"
    "\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff\ud800-\udfff]"
)


def printable(text: str) -> str:
    """Escape every character that could control a terminal or be invisible on it: `\\x1b`."""
    return _UNSAFE.sub(_escape, text)


def one_line(text: str) -> str:
    """The text on one line: line breaks become spaces."""
    return printable(" ".join(text.split()))


def source_name(source: str) -> str:
    """The source of a document, for people."""
    return "standard input" if source == "-" else one_line(source)


def is_plain(stream: TextIO) -> bool:
    """Whether to leave out styles: in pipes, with NO_COLOR, and on dumb terminals."""
    return not stream.isatty() or bool(os.environ.get("NO_COLOR")) or is_dumb()


def is_dumb() -> bool:
    """Whether the terminal cannot move its cursor."""
    return os.environ.get("TERM") in ("dumb", "unknown")


def stdout_console() -> Console:
    """A rich console for a terminal; callers use plain `write` where `is_plain`."""
    from rich.console import Console

    return Console(file=sys.stdout, highlight=False, markup=False, emoji=False)


def encodable(text: str) -> str:
    """The text with what standard output cannot encode in the current locale escaped: `\\u20ac`."""
    encoding = sys.stdout.encoding or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)


def write(text: str = "") -> None:
    """Write one part of the result to standard output."""
    sys.stdout.write(encodable(text) + "\n")


def write_json(value: dict[str, Any]) -> None:
    """Write one line of JSON in UTF-8, whatever the locale; JSON escapes keep unsafe characters exact."""
    line = json.dumps(value, ensure_ascii=False, allow_nan=False)
    sys.stdout.flush()
    escaped = _UNSAFE.sub(lambda sign: json.dumps(sign.group())[1:-1], line)
    sys.stdout.buffer.write(escaped.encode("utf-8") + b"\n")
    sys.stdout.buffer.flush()


def _escape(sign: re.Match[str]) -> str:
    code = ord(sign.group())
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
