"""Enriched text (RFC 1896) → plain text."""

from __future__ import annotations

import re

__all__ = ["plain_of"]

PARAMETER = re.compile(r"<param>.{0,500}?</param>", re.I | re.S)
COMMAND = re.compile(r"<(?P<literal><)|</?(?P<name>[A-Za-z0-9-]{1,60})>")
NEWLINES = re.compile(r"\n+")
NO_FILL = re.compile(r"(?is)(<nofill>(?:(?!<nofill>).)*?</nofill>)")


def plain_of(text: str) -> str:
    """The text without commands; a line break alone is a blank, and of several there is one less.

    >>> plain_of("<bold>Rent</bold>\\nis <<5.\\n\\n<param>red</param>End.")
    'Rent is <5.\\nEnd.'
    """
    parts = NO_FILL.split(PARAMETER.sub("", text))
    filled = [part if number % 2 else NEWLINES.sub(_joined, part) for number, part in enumerate(parts)]
    return COMMAND.sub(lambda match: match["literal"] or "", "".join(filled))


def _joined(newlines: re.Match[str]) -> str:
    return "\n" * (len(newlines[0]) - 1) or " "
