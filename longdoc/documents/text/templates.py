"""Removes from text the tags of template languages, `<% … %>` and `{% … %}`, comments, scripts and styles."""

from __future__ import annotations

import re

from longdoc.documents.text.closed import sub_closed

__all__ = ["without_templates"]

PAIRS = (("<%", "%>"), ("{%", "%}"), ("<!--", "-->"))
SCRIPTS = tuple(
    (
        re.compile(rf"(?ims)^ {{0,3}}<{name}\b[^>\n]{{0,500}}>.*?</{name}\s*>"),
        re.compile(rf"(?i)</{name}\s*>"),
    )
    for name in ("script", "style")
)
CODE = re.compile(r"(?m)^ {0,3}(`{3,}|~{3,})")


def without_templates(text: str) -> str:
    """The text without template tags, HTML comments, scripts and styles, except in fenced code.

    >>> without_templates("Dear {% if x %}Sir{% endif %},")
    'Dear Sir,'
    """
    if not any(start in text for start, _ in PAIRS) and not any(end.search(text) for _, end in SCRIPTS):
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
    for script, end_of_script in SCRIPTS:
        text = sub_closed(script, end_of_script, "", text)
    return text


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
