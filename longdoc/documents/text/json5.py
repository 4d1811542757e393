"""JSON5 and JSON with comments, as in settings, → JSON."""

from __future__ import annotations

import json
import re

__all__ = ["as_json"]

TOKEN = re.compile(
    r"""(?P<string>"(?:[^"\\\n]|\\.)*+")|'(?P<single>(?:[^'\\\n]|\\.)*+)'"""
    r"""|(?P<comment>//[^\n]*|/\*(?:.*?\*/|.*))|(?P<key>(?<![\w$])[A-Za-z_$][\w$-]*+)(?=\s*:)"""
    r"""|(?P<hex>-?0[xX][0-9A-Fa-f]{1,256}+(?![0-9A-Fa-f]))|\+(?=[\d.])|(?P<point>(?<![\w.])\.(?=\d))|(?P<end>(?<=\d)\.(?![\d\w]))""",
    re.DOTALL,
)
LAST_COMMA = re.compile(r"""("(?:[^"\\]|\\.)*+")|,(?=\s*[}\]])""", re.DOTALL)
ESCAPE = re.compile(r"\\(?:\r?\n|(?P<char>['v0]))")


def as_json(text: str) -> tuple[str, int]:
    """The text as JSON, where it is JSON5, and the number of its comments.

    >>> as_json("{a: 'it is', /* old */ b: [.5, 0x10,],}")
    ('{"a": "it is",  "b": [0.5, 16]}', 1)
    """
    comments = 0

    def written(token: re.Match[str]) -> str:
        nonlocal comments
        if token["single"] is not None:
            inner = ESCAPE.sub(lambda one: one["char"] if one["char"] == "'" else " ", token["single"])
            return '"' + re.sub(r'(?<!\\)"', r"\"", inner) + '"'
        if token["comment"]:
            comments += 1
            return ""
        if token["key"]:
            return json.dumps(token["key"])
        if token["hex"]:
            return str(int(token["hex"], 16))
        return token["string"] or ("0." if token["point"] else "")

    return LAST_COMMA.sub(lambda match: match[1] or "", TOKEN.sub(written, text)), comments
