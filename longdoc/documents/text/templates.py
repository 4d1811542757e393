"""Removes from text the tags of template languages, `<% … %>` and `{% … %}`, comments, scripts and styles."""

from __future__ import annotations

import re

__all__ = ["without_templates"]

PAIRS = (("<%", "%>"), ("{%", "%}"), ("<!--", "-->"))
SCRIPT = re.compile(
    r"^ {0,3}<(script|style)\b[^>\n]{0,500}>.*?</\1\s*>", re.IGNORECASE | re.DOTALL | re.MULTILINE
)
CODE = re.compile(r"(?m)^ {0,3}(`{3,}|~{3,})")


def without_templates(text: str) -> str:
    """The text without template tags, HTML comments, scripts and styles, except in fenced code.

    >>> without_templates("Dear {% if x %}Sir{% endif %},")
    'Dear Sir,'
    """
    if not any(start in text for start, _ in PAIRS) and not SCRIPT.search(text):
        return text
    parts: list[str] = []
    end = 0
    for start, stop in _code(text):
        parts += [_strip(text[end:start]), text[start:stop]]
        end = stop
    return "".join([*parts, _strip(text[end:])])


def _strip(text: str) -> str:
    for opening, closing in PAIRS:
        parts: list[str] = []
        end = 0
        while (start := text.find(opening, end)) >= 0 and (stop := text.find(closing, start)) >= 0:
            parts.append(text[end:start])
            end = stop + len(closing)
        text = "".join([*parts, text[end:]])
    return SCRIPT.sub("", text)


def _code(text: str) -> list[tuple[int, int]]:
    """The spans of fenced code."""
    found: list[tuple[int, int]] = []
    opened: re.Match[str] | None = None
    for match in CODE.finditer(text):
        if opened is None:
            opened = match
        elif match[1].startswith(opened[1]):
            found.append((opened.start(), match.end()))
            opened = None
    return [*found, (opened.start(), len(text))] if opened else found
