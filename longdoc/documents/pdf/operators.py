"""PDF content streams → operators, fast: drawings are skipped in whole runs, since only text matters here."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["Operand", "operations"]

Operand = float | bytes | str | list["float | bytes"]
# Names are str without their slash, strings are bytes, arrays hold what TJ needs: numbers and strings.

_BLANK = rb"\x00\t\n\x0c\r "
_STOP = rb"(?=[" + _BLANK + rb"/\[(<%]|$)"
_DRAWING = (  # path, paint, clip and colour operators, with their numbers; all quantifiers possessive
    rb"(?:[-+.0-9" + _BLANK + rb"]*+"
    rb"(?:re|rg|RG|ri|W\*|f\*|B\*|b\*|[mlcvyhnfFBbSsWgGkKwJjMi])" + _STOP + rb")++"
)
_NESTED = rb"\((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.)*+\))*+\))*+\)"
_TOKEN = re.compile(
    rb"(?P<drawing>" + _DRAWING + rb")"
    rb"|(?P<number>[-+]*+(?:\d++\.?\d*+|\.\d++)(?:-\d*+)?)"  # "12-34" is how some writers print 12
    rb"|(?P<string>" + _NESTED + rb")"
    rb"|(?P<name>/[^" + _BLANK + rb"()<>\[\]{}/%]*+)"
    rb"|(?P<operator>[A-Za-z'\"][A-Za-z0-9*'\"]*+)"
    rb"|(?P<hex><[0-9A-Fa-f" + _BLANK + rb"]*+>)"
    rb"|(?P<open>\[)|(?P<close>\])"
    rb"|(?P<comment>%[^\r\n]*+)"
    rb"|(?P<dict><<|>>)",
    re.DOTALL,
)
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|\r|\n)|(.))", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_END_OF_IMAGE = re.compile(rb"[" + _BLANK + rb"]EI(?=[" + _BLANK + rb"]|$)")


def operations(content: bytes) -> Iterator[tuple[bytes, list[Operand]]]:
    """Yield (operator, operands) for everything in a content stream that is no mere drawing."""
    operands: list[Operand] = []
    array: list[float | bytes] | None = None
    at, end = 0, len(content)
    search = _TOKEN.search
    while at < end:
        match = search(content, at)
        if match is None:
            return
        at = match.end()
        kind = match.lastgroup
        if kind == "operator":
            operator = match[0]
            if operator == b"BI":
                image_end = _END_OF_IMAGE.search(content, at)
                at = image_end.end() if image_end else end
            elif array is None or operator == b"TJ":  # a TJ whose array was never closed
                yield operator, operands if array is None else [array]
                array = None
            operands = []
        elif kind == "drawing":
            operands = []
        elif kind == "open":
            array = []
        elif kind == "close":
            operands.append(array or [])
            array = None
        elif kind == "name":
            if array is None:
                operands.append(match[0][1:].decode("latin-1"))
        elif kind in ("number", "string", "hex"):
            value = _value(kind, match[0])
            if array is not None:
                array.append(value)
            else:
                operands.append(value)


def _value(kind: str, token: bytes) -> float | bytes:
    if kind == "number":
        try:
            return float(token)
        except ValueError:  # "--5", "12-34"
            return float(re.search(rb"[-+]?[\d.]+", token)[0])  # type: ignore[index]
    if kind == "hex":
        digits = token[1:-1].translate(None, b"\x00\t\n\x0c\r ")
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
    inside = token[1:-1]
    return _ESCAPE.sub(_unescape, inside) if b"\\" in inside else inside


def _unescape(match: re.Match[bytes]) -> bytes:
    octal, newline, character = match.groups()
    if octal is not None:
        return bytes([int(octal, 8) & 255])
    if newline is not None:
        return b""
    return _ESCAPED.get(character, character)
