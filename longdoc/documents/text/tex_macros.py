"""Expands the commands that a TeX document defines itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

from longdoc.documents.text.closed import sub_closed

__all__ = ["braced", "with_macros"]

DEFINED = re.compile(
    r"\\(?:(?:re|provide)?newcommand|renewcommand|providecommand|DeclareRobustCommand)\*?\s*"
    r"(?:\{\s*)?\\(?P<name>[A-Za-z]{1,40})\s*\}?\s*(?:\[(?P<count>\d)\])?\s*(?:\[(?P<default>[^\]]{0,200})\])?\s*\{"
    r"|\\def\s*\\(?P<short>[A-Za-z]{1,40})\s*(?P<parameters>(?:#[1-9]){0,9})\s*\{"
)
OPTIONAL = re.compile(r"\[([^\]]{0,200})\]")
ENDS_IN_COMMAND = re.compile(r"\\[A-Za-z]+$")
ARGUMENT = re.compile(r"#([1-9])")
SWITCHED_OFF, END_IF = re.compile(r"\\iffalse\b.*?\\fi\b", re.DOTALL), re.compile(r"\\fi\b")
OF_BOOKMARKS = re.compile(r"\\pdfstringdefDisableCommands\s*\{")
XSPACE = re.compile(r"\\xspace\s*$")  # a blank behind the command is printed
MOST_DEFINED, MOST_BODY_CHARS = 500, 2_000
MOST_GROWTH = 4  # times the text
MOST_PASSES = 4  # macros in macros


@dataclass(frozen=True, slots=True)
class _Macro:
    """A command: its arguments, the default of the first if that is optional, and what replaces it."""

    count: int
    default: str | None
    body: str


def with_macros(text: str) -> str:
    """The text with its own commands expanded, and without disabled parts.

    >>> with_macros(r"\\newcommand{\\port}{Hull} From \\port{} and \\port.")
    ' From Hull and Hull.'
    """
    text = _without_bookmarks(sub_closed(SWITCHED_OFF, END_IF, "", text))
    bodies: dict[str, _Macro] = {}
    kept: list[str] = []
    at = 0
    while len(bodies) < MOST_DEFINED and (match := DEFINED.search(text, at)):
        body, end = braced(text, match.end())
        kept.append(text[at : match.start()])
        at = end
        if len(body) <= MOST_BODY_CHARS:
            count = int(match["count"] or 0) or len(match["parameters"] or "") // 2
            bodies[match["name"] or match["short"]] = _Macro(count, match["default"], body)
    kept.append(text[at:])
    expanded = "".join(kept)
    if not bodies:
        return text
    named = re.compile(r"\\(" + "|".join(sorted(bodies, key=len, reverse=True)) + r")(?![A-Za-z])")
    for _ in range(MOST_PASSES):
        before = expanded
        grown = _expanded(before, named, bodies, MOST_GROWTH * len(text) + 1000)
        if grown is None:
            return before
        expanded = grown
        if expanded == before:
            break
    return expanded


def _without_bookmarks(text: str) -> str:
    """The text without what it says of commands in bookmarks only."""
    if (match := OF_BOOKMARKS.search(text)) is None:
        return text
    return text[: match.start()] + text[braced(text, match.end())[1] :]


def _expanded(text: str, named: re.Pattern[str], bodies: dict[str, _Macro], most_chars: int) -> str | None:
    """The text with each command replaced once; None where it would have more characters than that."""
    parts: list[str] = []
    at = 0
    left_chars = most_chars - len(text)
    for match in named.finditer(text):
        if match.start() < at:  # in the argument of one that was replaced
            continue
        macro = bodies[match[1]]
        count, body = macro.count, macro.body
        parts.append(text[at : match.start()])
        at = match.end()
        arguments: list[str] = []
        if count and macro.default is not None:
            given = OPTIONAL.match(text, at)
            arguments.append(given[1] if given else macro.default)
            at = given.end() if given else at
        while len(arguments) < count and text[at : at + 1] == "{":
            argument, at = braced(text, at + 1)
            arguments.append(argument)
        if XSPACE.search(body):
            body = XSPACE.sub("{}", body)
        elif count or ENDS_IN_COMMAND.search(body):
            pass  # what comes next must not become part of the command
        elif text.startswith("{}", at):
            at += 2
        elif text[at : at + 1] == " " and body:  # TeX takes the blank behind a command
            at += 1
        left_chars -= len(body) + body.count("#") * max(map(len, arguments), default=0)
        if left_chars < 0:
            return None
        parts.append(_filled(body, arguments))
    return "".join([*parts, text[at:]])


def _filled(body: str, arguments: list[str]) -> str:
    def argument(match: re.Match[str]) -> str:
        number = int(match[1])
        return arguments[number - 1] if number <= len(arguments) else ""

    return ARGUMENT.sub(argument, body)


def braced(text: str, at: int) -> tuple[str, int]:
    """The content up to the brace that closes the one before `at`, and its end."""
    depth = 1
    for match in re.compile(r"(?<!\\)[{}]").finditer(text, at, at + 100_000):
        depth += 1 if match[0] == "{" else -1
        if depth == 0:
            return text[at : match.start()], match.end()
    return text[at : at + 200], min(at + 200, len(text))
