"""Inline Markdown → text: emphasis, links, code and HTML as rendered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from longdoc.documents.structure.pieces import LINK_END, LINK_START, without_marks
from longdoc.documents.text.raised import raised

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

__all__ = ["Inline"]

MOST_CHARS = 16_000  # parsed at once …
MANY_MARKS = 400  # … and where there are so many brackets and stars, which may cost their square …
FEW_CHARS = 1000  # … only these
DEFINITION = re.compile(
    r"(?m)^ {0,3}\[(?!\^)(?P<name>[^\]\n]{1,200})\]:[ \t]*<?(?P<target>[^\s>]{1,2000})>?[^\n]*$"
)
FOOTNOTE = re.compile(r"\[\^([^\]\s]{1,60})\]")
ATTRIBUTES = re.compile(r"(?<![ \t])[ \t]*\{[:#.][^{}\n]{0,200}\}")
BRACKETED = re.compile(r"(?<![\\!\]])\[([^\[\]\n]{1,300})\]\{[:#.][^{}\n]{0,200}\}")  # a span of Pandoc
INLINE_NOTE = re.compile(r"[ \t]?\^\[((?:[^\[\]]|\[[^\[\]]{0,200}\]){1,2000})\]")
HIGHLIGHTED = re.compile(
    r"(?P<code>(`+)[^`]{1,1000}\2)|(?<![=\w!<>\\])==(?![\s=])(?P<words>[^=]{1,300}?)(?<!\s)==(?![=\w])"
)
MARKS = re.compile(r"[\\`*_\[<&~^!\n]|https?:|www\.")
LEAST_ALT_WORDS = 3
LINE_END = "\n\x1f"  # tells it from the end of a line that is merely wrapped
BLOCK_END = re.compile(r"</(?:p|div|li|tr|h[1-6]|dt|dd|blockquote|section|summary)\s*>")
# as Pandoc writes them: "10^6^", "H~2~O"
RAISED = re.compile(r"(?<=[\w)\]])\^([^\s^]{1,12})\^(?!\w)")
LOWERED = re.compile(r"(?<=[^\W\d_])~(\w{1,4})~(?!~)")


class Inline:
    """Renders paragraphs; reference links are resolved from the definitions of the whole text."""

    def __init__(self, text: str = "") -> None:
        self._environment: dict[str, Any] = {"references": _references(text)}
        self.struck_chars = 0  # of the text that is left out because it is struck out

    def words(self, source: str) -> tuple[str, tuple[str, ...]]:
        """The rendered text with link markers, and the targets of the links."""
        source = ATTRIBUTES.sub("", BRACKETED.sub(r"\1", FOOTNOTE.sub(r"\\[\1\\]", without_marks(source))))
        source = INLINE_NOTE.sub(r" (\1)", source) if "^[" in source else source
        if source.count("==") > 1:
            source = HIGHLIGHTED.sub(lambda match: match["code"] or match["words"], source)
        if not MARKS.search(source):
            return source, ()
        parts: list[str] = []
        targets: list[str] = []
        for piece in _stretches(source):
            tokens: list[Any] = []
            _parser().inline.parse(piece, _parser(), self._environment, tokens)
            self.struck_chars += _write(tokens, parts, targets)
        return "".join(parts), tuple(targets)

    def plain(self, source: str) -> str:
        """The rendered text without link markers."""
        return without_marks(self.words(source)[0])


def _references(text: str) -> dict[str, dict[str, str]]:
    from markdown_it.common.utils import normalizeReference

    return {
        normalizeReference(match["name"]): {"title": "", "href": match["target"]}
        for match in DEFINITION.finditer(text)
    }


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": True}).enable("strikethrough")


def _stretches(source: str) -> Iterator[str]:
    """The text in pieces of bounded length, split at spaces if there are any."""
    most = FEW_CHARS if sum(map(source.count, "[*_`<")) > MANY_MARKS else MOST_CHARS
    start = 0
    while len(source) - start > most:
        cut = source.rfind(" ", start + most // 2, start + most)
        cut = cut + 1 if cut > 0 else start + most
        yield source[start:cut]
        start = cut
    yield source[start:]


def _write(tokens: list[Any], parts: list[str], targets: list[str]) -> int:
    """Write the tokens, without what is struck out; the characters of this."""
    raising: list[int] = []
    struck = depth = 0
    for token in tokens:
        kind = token.type
        if kind in ("s_open", "s_close"):
            depth += 1 if kind == "s_open" else -1
        elif depth and not kind.startswith("link"):
            struck += len(token.content)
        elif kind == "text":
            parts.append(_without_pandoc_marks(token.content))
        elif kind in ("code_inline", "text_special"):
            parts.append(token.content)
        elif kind == "softbreak":
            parts += ["\n"] if parts[-1:] != [LINE_END] else []
        elif kind == "hardbreak":
            parts.append(LINE_END)
        elif kind == "link_open":
            targets.append(str(token.attrs.get("href", "")))
            parts.append(LINK_START)
        elif kind == "link_close":
            parts.append(LINK_END)
        elif kind == "image":
            parts.append(_alt(token))
        elif kind == "html_inline":
            _write_tag(token.content.lower(), parts, raising)
    return struck


def _without_pandoc_marks(text: str) -> str:
    if text.count("^") > 1:
        text = RAISED.sub(lambda match: raised(text[: match.start()][-8:], match[1]), text)
    return LOWERED.sub(r"\1", text) if text.count("~") > 1 else text


def _write_tag(tag: str, parts: list[str], raising: list[int]) -> None:
    if tag.startswith("<br"):
        parts.append(LINE_END)
    elif BLOCK_END.match(tag):
        parts += [LINE_END] if parts[-1:] != [LINE_END] else []
    elif tag.startswith(("</td", "</th")):
        parts.append(" ")
    elif tag.startswith("<sup"):
        raising.append(len(parts))
    elif tag.startswith("</sup") and raising:
        first = raising.pop()
        before = next((part for part in reversed(parts[:first]) if part), "")
        parts[first:] = [raised(before, "".join(parts[first:]))]


def _alt(token: Any) -> str:
    words = "".join(child.content for child in token.children or ())
    return words if len(words.split()) >= LEAST_ALT_WORDS else ""
