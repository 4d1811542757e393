"""Differences between a quotation and its source, in an editor's terms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from longdoc.tasks.verify.align import Alignment, Pair
from longdoc.tasks.verify.tokens import Token
from longdoc.tasks.verify.types import Change, ChangeKind

__all__ = ["changes_between"]

_CLOSING = frozenset(".,。，、")  # what a writer may put before the closing mark
_NOTE_MARK = re.compile(
    r"(?:(?<=[.,;:!?)\]\"”’a-z])\d{1,3}|\[\d{1,3}(?:[,–-] ?\d{1,3})*\]"
    r"|[¹²³⁰⁴-⁹](?:[,–-]?[¹²³⁰⁴-⁹])*)$"
)
_AREA_OR_VOLUME = re.compile(r"(?<![A-Za-z])[cdkm]?m[23]$")  # 500 km2
# 10⁶, 2.5³ and x⁴, but the mark of a note in "in 2019⁵" and "1,200⁵"
_POWER = re.compile(r"(?:(?<![\d.,])\d{1,3}(?:\.\d{1,9})?|(?<!\w)[b-zα-ω])[¹²³⁰⁴-⁹]{1,3}$")
POWER_CHARS = 16
_NAME = re.compile(r"\b(?P<letters>[A-Za-z]{1,8})\d{1,3}$")
MOST_NAME_LETTERS = 4


def changes_between(
    quote: str, quoted: Sequence[Token], text: str, source: Sequence[Token], apart: Sequence[bool],
    alignment: Alignment,
) -> list[Change]:  # fmt: skip
    """The changes in order; empty if the differences are only of kinds that are ignored.

    Args:
        quote: the text that the tokens of the quotation count in.
        text: the text that the tokens of the source count in.
        apart: for each token of the source, whether it may be skipped: in a note, a caption or a table.
    """
    changes: list[Change] = []
    for group, is_last, after in _groups(alignment.pairs, quoted, source):
        ours = [quoted[n] for n, _ in group if n is not None]
        used = dict.fromkeys(m for _, m in group if m is not None)  # two words may stand for one of them
        theirs = [source[m] for m in used if not apart[m]]
        kind = _kind_of(ours, theirs, is_last=is_last)
        if kind is None or (kind is ChangeKind.LEFT_OUT and _is_note_mark(text, theirs)):
            continue
        if is_last and theirs and len(ours) > 1 and ours[-1].exact in _CLOSING and theirs[-1].is_word:
            ours.pop()  # the writer's own stop
        start = ours[0].start if ours else after
        end = ours[-1].end if ours else after
        found = text[theirs[0].start : theirs[-1].end] if theirs else ""
        changes.append(Change(kind, quote[start:end], found, start, end))
    return changes


def _groups(
    pairs: Sequence[Pair], quoted: Sequence[Token], source: Sequence[Token]
) -> Iterator[tuple[list[Pair], bool, int]]:
    """Groups of adjacent differing pairs, whether each is the last, and its position in the quotation."""
    group: list[Pair] = []
    after = 0
    for n, m in pairs:
        if n is not None and m is not None and _same(quoted[n], source[m]):
            if group:
                yield group, False, after
            group, after = [], quoted[n].end
        else:
            group.append((n, m))
    if group:
        yield group, True, after


def _same(ours: Token, theirs: Token) -> bool:
    return ours.key == theirs.key if ours.any_case else ours.exact == theirs.exact


def _kind_of(ours: list[Token], theirs: list[Token], *, is_last: bool) -> ChangeKind | None:
    our_words, their_words = ([t for t in side if t.is_word] for side in (ours, theirs))
    our_signs, their_signs = ([t.exact for t in side if not t.is_word] for side in (ours, theirs))
    if not our_words and not their_words:
        if our_signs == their_signs:
            return None
        closing = is_last and len(our_signs) == 1 and our_signs[0] in _CLOSING
        return None if closing or not (our_signs or their_signs) else ChangeKind.PUNCTUATION
    if _joined(our_words) == _joined(their_words):  # hyphens, or case, or signs beside them
        if our_signs != their_signs and not (is_last and set(our_signs) <= _CLOSING and not their_signs):
            return ChangeKind.PUNCTUATION
        lenient = any(t.any_case for t in our_words)
        exact = "".join(t.exact for t in our_words) == "".join(t.exact for t in their_words)
        return None if exact or lenient else ChangeKind.CASE
    if not our_words:
        return ChangeKind.LEFT_OUT
    return ChangeKind.WORDS if their_words else ChangeKind.ADDED


def _joined(words: list[Token]) -> str:
    """The words without what joins them; numbers stay separate."""
    text = ""
    for word in words:
        text += " " + word.key if text[-1:].isdigit() and word.key[0].isdigit() else word.key
    return text


def _ends_name(text: str, start: int, end: int) -> bool:
    """Whether figures belong to a name such as "mp3": it occurs again, or its letters occur nowhere else."""
    name = _NAME.search(text, max(0, start - POWER_CHARS), end)
    if name is None:
        return False
    letters = len(name["letters"]) <= MOST_NAME_LETTERS and not re.search(
        rf"\b{name['letters']}\b", text, re.I
    )
    return letters or len(re.findall(rf"\b{name[0]}\b", text, re.I)) > 1


def _is_note_mark(text: str, theirs: list[Token]) -> bool:
    """Whether the omitted text is a footnote mark: liable.3 The, liable [12], liable¹, but not 500 km2."""
    if not theirs or theirs[-1].end - theirs[0].start > 16:
        return False
    start, end = theirs[0].start, theirs[-1].end
    if _AREA_OR_VOLUME.search(text, max(0, start - 2), theirs[0].end):
        return False
    if _POWER.search(text, max(0, start - POWER_CHARS), end) or _ends_name(text, start, end):
        return False
    return any(
        found.end() == end and found.start() <= start
        for found in _NOTE_MARK.finditer(text, max(0, start - 1), end)
    )
