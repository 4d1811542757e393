"""Tokens that verification compares: words, punctuation, and gaps that an editor marked.

White space, quotation marks, hyphens inside words and at line ends, asterisks and underscores are not
tokens, so differences in them are ignored. An ellipsis or an editor's square brackets are a gap.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from longdoc.characters import CJK
from longdoc.documents.types import Span

__all__ = ["GAP", "Token", "quotation_tokens", "source_tokens"]

GAP = "…"

_RAISED = "¹²³⁰⁴⁵⁶⁷⁸⁹"
# a unit or symbol with its exponent is one word; the mark of a note is no part of the word before it
_POWER = (
    r"(?<![A-Za-zα-ω])(?:[A-Za-zα-ω]|[cdhkmnµμ]m|mc|ft|yd|in|mi|sin|cos|tan|log)[²³]"
    rf"(?![{_RAISED}])"
)
_DOTS = r"…+|\.(?:[ \xa0]?\.){2,}|⋯+"
_TOKEN = re.compile(
    rf"(?P<word>\d+(?:[.,:/]\d+)*|[{CJK}]|{_POWER}"
    rf"|(?:(?<=[^\W\d_])['’ʼ])?[^\W\d_{CJK}{_RAISED}]+|[{_RAISED}]+)"
    rf"|(?P<ellipsis>[(（](?:{_DOTS})[)）]|{_DOTS})"
    r"|(?P<dash>[-\u2010-\u2015\u2212]+)"
    r"|(?P<sign>[^\s\w\u0300-\u036f])"
)
_UNSEEN = frozenset("\"'“”„‟«»‹›‘’‚‛「」『』＂〝〞〟❝❞❛❜`´|*_\\ʼ\xad\u200b\u200c\u200d\u2060\ufeff")
_SAYING = frozenset("%§&@+=<>°")  # signs that count as words
# an ellipsis in brackets, a bracketed insertion, or a letter in brackets that changes the case of a word
_BRACKETS = re.compile(r"\[(?P<inner>[^\[\]\n]{0,120})\](?P<rest>[^\W\d_]*)")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a sign, or a gap (`key` is GAP). `key` ignores case, `exact` does not.

    `start` and `end` are offsets in the text. `any_case` marks words with a bracketed change of case,
    `is_raised` raised figures, which mark notes.
    """

    key: str
    exact: str
    start: int
    end: int
    is_word: bool
    any_case: bool = False
    is_raised: bool = False

    @property
    def is_gap(self) -> bool:
        return self.key == GAP


def source_tokens(text: str, start: int, end: int, without: Iterable[Span] = ()) -> list[Token]:
    """The tokens of a segment of a source, with complete words at its ends and without ellipses."""
    while start > 0 and text[start - 1].isalnum() and text[start : start + 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[end - 1 : end].isalnum():
        end += 1
    found = [token for token in _tokens(text, start, end) if not token.is_gap]
    hidden = [span for span in without if span.start < end and start < span.end]
    return [t for t in found if not any(h.start <= t.start < h.end for h in hidden)] if hidden else found


def quotation_tokens(text: str, *, brackets_are_gaps: bool) -> list[Token]:
    """The tokens of a quotation, without gaps at its ends."""
    tokens: list[Token] = []
    at = 0
    for found in _BRACKETS.finditer(text) if brackets_are_gaps else ():
        tokens += _tokens(text, at, found.start())
        inner, rest = found["inner"], found["rest"]
        if rest and inner.isalpha():  # "[T]he"
            word = _folded(inner + rest)
            tokens.append(Token(word.casefold(), word, found.start(), found.end(), True, any_case=True))
            at = found.end()
        else:
            tokens.append(Token(GAP, GAP, found.start(), found.end("inner") + 1, False))
            at = found.end("inner") + 1
    tokens += _tokens(text, at, len(text))
    while tokens and tokens[0].is_gap:
        del tokens[0]
    while tokens and tokens[-1].is_gap:
        del tokens[-1]
    return tokens


def _tokens(text: str, start: int, end: int) -> list[Token]:
    tokens = []
    for found in _TOKEN.finditer(text, start, end):
        kind, exact = found.lastgroup, found.group()
        first, last = found.span()
        if kind == "sign" and exact in _UNSEEN:
            continue
        if kind == "dash":
            if _joins(text, first, last, exact):
                continue
            exact = "-"
        if kind == "ellipsis":
            tokens.append(Token(GAP, GAP, first, last, False))
            continue
        is_raised = exact[0] in _RAISED
        exact = exact if exact.isascii() else _folded(exact)
        is_word = kind == "word" or exact in _SAYING or unicodedata.category(exact[:1] or " ") == "Sc"
        tokens.append(Token(exact.casefold(), exact, first, last, is_word, is_raised=is_raised))
    return tokens


def _joins(text: str, first: int, last: int, dash: str) -> bool:
    """Whether a dash is a hyphen: within a word, or at the end of a line."""
    before, after = text[first - 1 : first], text[last : last + 1]
    if len(dash) > 1 or dash in "—―" or not before.isalnum():
        return False
    return after.isalpha() or (before.isalpha() and (after.isspace() or after.isdigit()))


def _folded(word: str) -> str:
    return unicodedata.normalize("NFKC", word).replace("’", "'").replace("ʼ", "'")
