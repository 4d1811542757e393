"""Selects documents of a library by conditions on their tags and fields, and by paths.

    --where 'kind = contract and date > 2020 and not (client = Acme or title ~ "*draft*")'

A name is a tag or one of FIELDS; tags take precedence. A document without it meets no condition but `!=`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from fnmatch import fnmatchcase
from pathlib import PurePath
from typing import Any

from longdoc.errors import UsageError
from longdoc.library.store import Entry

__all__ = ["FIELDS", "Condition", "known_of", "matches_path", "parse_where"]

Condition = Callable[[Mapping[str, str]], bool]

FIELDS: dict[str, Callable[[Entry], object]] = {
    "path": lambda entry: entry.path,
    "name": lambda entry: PurePath(entry.path).name,
    "format": lambda entry: PurePath(entry.path).suffix.lower().lstrip("."),
    "title": lambda entry: entry.title,
    "id": lambda entry: entry.id,
    "pages": lambda entry: entry.pages,
    "sections": lambda entry: entry.sections,
    "characters": lambda entry: entry.characters,
    "tokens": lambda entry: entry.tokens or 0,
    "added": lambda entry: entry.added_at,
}

_TOKEN = re.compile(
    r"""\s*(?:(?P<mark><=|>=|!=|==|[=<>~()])|"(?P<double>[^"]*)"|'(?P<single>[^']*)'"""
    r"""|(?P<word>[^\s=<>~()!"']+))"""
)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_DATE = re.compile(r"\d{4}-\d\d?(?:-\d\d?)?(?!\d)")
_YEAR_OR_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
MOST_DEPTH = 50


def parse_where(text: str) -> Condition:
    """Parse a condition.

    Raises:
        UsageError: it cannot be parsed; the message says where.
    """
    return _Parser(text).whole()


def known_of(entry: Entry, tags: Mapping[str, str]) -> dict[str, str]:
    """All names that conditions on one document can use, with their values."""
    return {**{name: str(value(entry)) for name, value in FIELDS.items()}, **tags}


def matches_path(path: str, patterns: Iterable[str]) -> bool:
    """Whether a path, or its end from some folder on, matches one of the patterns; * also matches "/"."""
    posix = PurePath(path).as_posix()
    for pattern in patterns:
        absolute = pattern if pattern.startswith("/") else f"*/{pattern.removeprefix('./')}"
        if fnmatchcase(posix, absolute) or fnmatchcase(posix, f"{absolute.rstrip('/')}/*"):
            return True
    return False


class _Parser:
    """Recursive descent over the tokens: or, and, not, comparison."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = list(self._scan())
        self._at = 0
        self._depth = 0

    def whole(self) -> Condition:
        condition = self._either()
        if self._at < len(self._tokens):
            raise self._wrong("the end")
        return condition

    def _scan(self) -> Iterable[tuple[str, str]]:
        at = 0
        while self._text[at:].strip():
            found = _TOKEN.match(self._text, at)
            if found is None:
                raise UsageError(f"--where {self._text!r}: cannot be understood from {self._text[at:]!r} on")
            at = found.end()
            kind = found.lastgroup or ""
            yield ("text" if kind in ("double", "single") else kind), found[kind]

    def _either(self) -> Condition:
        parts = [self._both()]
        while self._take_word("or"):
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else lambda known: any(part(known) for part in parts)

    def _both(self) -> Condition:
        parts = [self._one()]
        while self._take_word("and"):
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else lambda known: all(part(known) for part in parts)

    def _one(self) -> Condition:
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise UsageError(f"--where: nested more than {MOST_DEPTH} deep")
        try:
            if self._take_word("not"):
                inner = self._one()
                return lambda known: not inner(known)
            if self._take_mark("("):
                inner = self._either()
                if not self._take_mark(")"):
                    raise self._wrong(")")
                return inner
            return self._comparison()
        finally:
            self._depth -= 1

    def _comparison(self) -> Condition:
        name = self._value("a name")
        if self._at >= len(self._tokens) or self._tokens[self._at][0] != "mark":
            raise self._wrong("=, !=, <, <=, >, >= or ~")
        mark = self._tokens[self._at][1]
        if mark in "()":
            raise self._wrong("=, !=, <, <=, >, >= or ~")
        self._at += 1
        value = self._value("a value")
        return lambda known: _holds(known.get(name), mark, value)

    def _value(self, what: str) -> str:
        if self._at >= len(self._tokens) or self._tokens[self._at][0] == "mark":
            raise self._wrong(what)
        self._at += 1
        return self._tokens[self._at - 1][1]

    def _take_word(self, word: str) -> bool:
        return self._take("word", word)

    def _take_mark(self, mark: str) -> bool:
        return self._take("mark", mark)

    def _take(self, kind: str, text: str) -> bool:
        here = self._tokens[self._at] if self._at < len(self._tokens) else ("", "")
        taken = (here[0], here[1].casefold()) == (kind, text)
        self._at += taken
        return taken

    def _wrong(self, expected: str) -> UsageError:
        here = repr(self._tokens[self._at][1]) if self._at < len(self._tokens) else "the end"
        return UsageError(f"--where {self._text!r}: expected {expected}, but found {here}")


def _holds(known: str | None, mark: str, value: str) -> bool:
    if known is None:
        return mark == "!="
    if mark == "~":
        return fnmatchcase(known.casefold(), value.casefold())
    left, right = _comparable(known, value)
    if mark in ("=", "=="):
        return left == right
    if mark == "!=":
        return left != right
    if mark in ("<", ">="):
        return (left < right) == (mark == "<")
    return (left > right) == (mark == ">")


def _comparable(known: str, value: str) -> tuple[Any, Any]:
    """Compare numbers as numbers, and dates to the shorter precision, so that 2020-05 is not after 2020."""
    if _NUMBER.fullmatch(known) and _NUMBER.fullmatch(value):
        return float(known), float(value)
    left, right = _padded(known.casefold()), _padded(value.casefold())
    if _DATE.match(left) and _YEAR_OR_DATE.fullmatch(right):
        return left[: len(right)], right
    return left, right


def _padded(text: str) -> str:
    """A date with two digits for month and day: "2024-3-1" as "2024-03-01"; other texts as they are."""
    return re.sub(r"(?<=-)\d(?!\d)", r"0\g<0>", text, count=2) if _DATE.match(text) else text
