"""MDX → Markdown: the tags of components give way to the words in them; imports and comments are dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import dedent

__all__ = ["plain_markdown"]

FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})")
MODULE = re.compile(
    r"(?m)^import\s(?:[\w$*{][^\"';.]{0,1000}\sfrom\s*)?[\"'][^\"'\n]{1,500}[\"'];?[ \t]*$\n?"
)
EXPORT = re.compile(r"(?m)^export\s(?:default|const|let|var|async|function|class|\{|\*)[^\n]*(?:\n[^\n]+)*")
VALUE = r"\"[^\"]*+\"|'[^']*+'|\{(?:[^{}]++|\{(?:[^{}]++|\{[^{}]*+\})*+\})*+\}"
TAG = re.compile(
    r"(?P<code>(?P<mark>`+)[^`\n]{1,500}(?P=mark))|\{/\*(?:[^*]|\*(?!/)){0,2000}+\*/\}"
    r"|(?P<before>(?m:^)[ \t]*+)?<(?P<end>/)?+"
    rf"(?:(?P<name>[A-Za-z][\w.:-]*+)(?P<rest>(?:[^<>{{}}\"']++|{VALUE})*+))?+>"
)
WORDS = re.compile(
    r"\b(?:title|label|heading|header|summary|subtitle|caption|description|question)="
    r"(?:\{\s*)?(?:\"([^\"]*)\"|'([^']*)'|`([^`]*)`)"
)
BRACED = re.compile(rf"\s[\w:.-]+=(?:{VALUE})")
CUT = "\x1e"  # a line that begins with it stands where a component begins or ends


def plain_markdown(text: str) -> str:
    """Markdown with the words that a page made of the MDX shows; indented text in it is no code.

    >>> plain_markdown('import A from "a"\\n<Card title="Fees">\\n  - Berths\\n</Card>').split()
    ['Fees', '-', 'Berths']
    """
    parts = [part if is_code else _without_tags(part) for is_code, part in _parts(text)]
    runs: list[list[str]] = [[]]
    for line in "".join(parts).split("\n"):
        if line.startswith(CUT):
            runs += [["", line.removeprefix(CUT), ""], []]
        else:
            runs[-1].append(line)
    return "\n".join(dedent("\n".join(run)) for run in runs if run)


def _parts(text: str) -> Iterator[tuple[bool, str]]:
    """The text in pieces, and whether each is fenced code."""
    piece: list[str] = []
    fence = ""
    for line in text.splitlines(keepends=True):
        match = FENCE.match(line)
        if match and not fence:
            yield False, "".join(piece)
            piece, fence = [line], match[1]
            continue
        piece.append(line)
        if match and match[1].startswith(fence):
            yield True, "".join(piece)
            piece, fence = [], ""
    yield bool(fence), "".join(piece)


def _without_tags(text: str) -> str:
    text = EXPORT.sub(lambda match: f"\n```\n{match[0]}\n```\n", MODULE.sub("", text))
    if "<" not in text and "{/*" not in text:
        return text
    blocks: list[bool] = []  # whether each open component stands apart from the text around it
    return TAG.sub(lambda match: _shown(match, blocks), text)


def _shown(match: re.Match[str], blocks: list[bool]) -> str:
    """What a tag shows: the words in its attributes; tags of HTML stay, without the values of scripts."""
    name, rest = match["name"] or "", match["rest"] or ""
    if match["code"] or not (name or match[0].endswith(">")):
        return match["code"] or ""
    if name and name[0].islower():
        return BRACED.sub(lambda one: "" if "{" in one[0] else one[0], match[0])
    if match["end"]:
        return f"\n{CUT}\n" if blocks and blocks.pop() else ""
    is_block = match["before"] is not None and _is_alone(match, name)
    if not rest.endswith("/"):
        blocks.append(is_block)
    words = " – ".join(one or two or three for one, two, three in WORDS.findall(rest))
    return f"\n{CUT}{words}\n" if is_block else words


def _is_alone(match: re.Match[str], name: str) -> bool:
    """Whether nothing follows a component that ends in its line."""
    end = match.string.find("\n", match.end())
    line = match.string[match.end() : end if end >= 0 else None]
    is_empty = (match["rest"] or "").endswith("/")
    _, closed, after = ("", True, line) if is_empty else line.rpartition(f"</{name}>")
    return not closed or not after.strip() or after.lstrip().startswith("<")
