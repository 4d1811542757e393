"""How surely `longdoc verify` tells true quotations from altered ones: both are planted, then counted.

    python -m longdoc.bench.quotations [--altered 1000] [--true 1000] DOCUMENT[=TEXT]...

True quotations are stretches of TEXT, the same document in another form (by default its own text), as a
writer might set them: lines broken elsewhere, words hyphenated, other quotation marks, ligatures, ellipses.
Altered ones are stretches of the document with one change each, whose kind must be named.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from longdoc.documents.open import open_document
from longdoc.documents.types import Document, Span
from longdoc.tasks.verify.index import SourceIndex
from longdoc.tasks.verify.letters import letters_of
from longdoc.tasks.verify.types import ChangeKind, Status, Verdict
from longdoc.tasks.verify.verify import verify

__all__ = ["Planted", "Tally", "count", "planted_alterations", "true_quotations"]

WORDS = ("harbour", "violet", "consent", "seldom", "lantern", "refuse", "granite", "entire", "nobody")
CHINESE_WORDS = ("港口", "紫色", "同意", "很少", "灯笼", "拒绝")
LEAST_WORDS, MOST_WORDS = 9, 45
MARKS = (("“", "”"), ("„", "“"), ("«", "»"), ('"', '"'), ("「", "」"))
_WORD = re.compile(r"[^\W\d_]{3,}")
_WORD_START = re.compile(r"(?<![\w.,:/'’-])\w")
_PIECE = re.compile(r"[\u3400-\u9fff]|[^\s\u3400-\u9fff]+")
_SIGN = re.compile(r"(?<=[^\W\d_])[,;:](?= )|[，；](?=\w)")
_PLAIN = re.compile(r"[^\"“”„‟«»「」『』‘’'\[\]<>|*_`\\#…⋯]+")


@dataclass(frozen=True, slots=True)
class Planted:
    """A quotation put into a draft, and the kind of change that was made in it (None: none)."""

    text: str
    source: int
    kind: ChangeKind | None
    across_pages: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """How many quotations were planted, judged rightly, and what was said of the others."""

    planted: int
    right: int
    wrong: tuple[tuple[Planted, Verdict | None], ...]


def planted_alterations(sources: Sequence[Document], number: int, chance: random.Random) -> list[Planted]:
    """So many quotations with one change each, the kinds and the sources in turn."""
    planted: list[Planted] = []
    alterations = list(ALTERATIONS.items())
    turn = 0
    while len(planted) < number:
        source = turn % len(sources)
        kind, alter = alterations[turn // len(sources) % len(alterations)]
        turn += 1
        span = _stretch(sources[source].text, chance)
        altered = alter(sources[source].quote(span), chance)
        if altered is not None:
            planted.append(Planted(altered.strip(), source, kind))
    return planted


def true_quotations(
    sources: Sequence[Document], texts: Sequence[str], number: int, chance: random.Random
) -> list[Planted]:
    """So many true quotations from the texts, every other one across the end of a page, if there is one."""
    planted: list[Planted] = []
    places = [_page_ends(source, text) for source, text in zip(sources, texts, strict=True)]
    while len(planted) < number:
        n = len(planted) % len(sources)
        ends = places[n] if len(planted) // len(sources) % 2 else []
        span, crosses = _across(texts[n], ends, chance) or (_stretch(texts[n], chance), False)
        planted.append(Planted(_set_anew(texts[n][span.start : span.end], chance).strip(), n, None, crosses))
    return planted


def count(planted: Sequence[Planted], sources: Sequence[Document], chance: random.Random) -> Tally:
    """Write a draft with all of them, verify it, and count what is rightly said."""
    pieces: list[str] = []
    places: dict[int, Planted] = {}
    length = 0
    for one in planted:
        left, right = chance.choice(MARKS)
        lead = "He says: "
        places[length + len(lead) + 1] = one
        pieces.append(f"{lead}{left}{one.text}{right}.\n\n")
        length += len(pieces[-1])
    draft = Document("".join(pieces), (), (), "draft", "draft.md", "0" * 64)
    verdicts = {verdict.draft_start: verdict for verdict in verify(draft, sources).verdicts}
    judged = [(one, verdicts.get(start)) for start, one in places.items()]
    wrong = tuple((one, verdict) for one, verdict in judged if not _is_right(one, verdict))
    return Tally(len(planted), len(planted) - len(wrong), wrong)


def _is_right(one: Planted, verdict: Verdict | None) -> bool:
    if verdict is None:
        return False
    if one.kind is None:
        return verdict.status is Status.VERBATIM
    return verdict.status is Status.ALTERED and {c.kind for c in verdict.changes} == {one.kind}


# ---- stretches of a text


def _across(text: str, ends: Sequence[int], chance: random.Random) -> tuple[Span, bool] | None:
    """A run of words that goes on over the end of a page, if a few tries find one."""
    for _ in range(20 if ends else 0):
        around = chance.choice(ends)
        span = _stretch_at(text, max(0, around - chance.randrange(10, 120)), chance)
        if span is not None and span.start < around - 5 and around + 5 < span.end:
            return span, True
    return None


def _stretch(text: str, chance: random.Random) -> Span:
    """A run of words within one paragraph of plain text, anywhere."""
    for _ in range(10_000):
        span = _stretch_at(text, chance.randrange(len(text)), chance)
        if span is not None:
            return span
    raise ValueError("the text holds no plain stretch of words")


def _stretch_at(text: str, at: int, chance: random.Random) -> Span | None:
    plain = _PLAIN.match(text, at)
    start = _WORD_START.search(text, at, plain.end()) if plain else None
    if plain is None or start is None:
        return None
    words = list(_PIECE.finditer(text[start.start() : plain.end()]))
    if len(words) < LEAST_WORDS:
        return None
    wanted = min(chance.randrange(LEAST_WORDS, MOST_WORDS), len(words))
    span = Span(start.start(), start.start() + words[wanted - 1].end())
    quoted = text[span.start : span.end]
    return span if "\n\n" not in quoted and len(_WORD.findall(quoted)) > 1 else None


def _page_ends(source: Document, text: str) -> list[int]:
    """Where in a text the pages of its document end."""
    letters_K, offsets_K = letters_of(text)
    index = SourceIndex([Document(text, (), (), "", "text", "0" * 64)])
    ends = []
    for page in source.pages[1:]:
        around = letters_of(source.text[max(0, page.span.start - 60) : page.span.start + 30])[0]
        before = letters_of(source.text[max(0, page.span.start - 60) : page.span.start])[0]
        places = index.exact(around)
        if len(places) == 1:
            first = int(offsets_K.searchsorted(places[0][1].start))
            ends.append(int(offsets_K[min(first + len(before), len(letters_K) - 1)]))
    return ends


# ---- as writers set them, and as they alter them


def _set_anew(text: str, chance: random.Random) -> str:
    """The same words with other line ends, hyphens and ligatures, perhaps shortened by an ellipsis."""
    words = text.split()
    if len(words) > 16 and chance.random() < 0.2:
        cut = chance.randrange(5, len(words) - 8)
        words[cut : cut + 3] = ["…"] if chance.random() < 0.5 else ["[...]"]
    for n, word in enumerate(words):
        if chance.random() < 0.1 and word.isalpha() and word.isascii() and len(word) > 6:
            words[n] = f"{word[:4]}-\n{word[4:]}"
    out = " ".join(words) if chance.random() < 0.5 else "\n".join(_wrapped(words, chance.randrange(30, 80)))
    return out.replace("fi", "ﬁ").replace("fl", "ﬂ") if chance.random() < 0.2 else out


def _wrapped(words: list[str], width: int) -> list[str]:
    lines = [""]
    for word in words:
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _inner_words(text: str) -> list[re.Match[str]]:
    """Words with two others on either side."""
    return [word for word in _WORD.finditer(text) if word.start() > 12 and word.end() < len(text) - 12]


def _other_word(text: str, chance: random.Random) -> str | None:
    words = [w for w in _inner_words(text) if w.group().isascii()]
    if not words:
        at = chance.randrange(4, max(5, len(text) - 4))
        return (
            text[:at] + chance.choice(CHINESE_WORDS) + text[at + 2 :] if _is_han(text[at : at + 2]) else None
        )
    word = chance.choice(words)
    new = chance.choice([other for other in WORDS if other != word.group()])
    return text[: word.start()] + new + text[word.end() :]


def _left_out(text: str, chance: random.Random) -> str | None:
    words = [w for w in _inner_words(text) if w.group().isascii()]
    if not words:
        at = chance.randrange(4, max(5, len(text) - 4))
        return text[:at] + text[at + 2 :] if _is_han(text[at - 1 : at + 3]) else None
    word = chance.choice(words)
    shorter = text[: word.start()] + text[word.end() :]
    return (
        shorter if text[word.start() - 1 : word.start()] == " " == text[word.end() : word.end() + 1] else None
    )


def _added(text: str, chance: random.Random) -> str | None:
    words = [w for w in _inner_words(text) if w.group().isascii()]
    if not words:
        at = chance.randrange(4, max(5, len(text) - 4))
        return (
            text[:at] + chance.choice(CHINESE_WORDS) + text[at:] if _is_han(text[at - 1 : at + 1]) else None
        )
    word = chance.choice(words)
    return f"{text[: word.start()]}{chance.choice(WORDS)} {text[word.start() :]}"


def _other_signs(text: str, chance: random.Random) -> str | None:
    signs = [sign for sign in _SIGN.finditer(text) if 8 < sign.start() < len(text) - 8]
    if not signs:
        return None
    sign = chance.choice(signs)
    others = ("", "；", "：", "，") if sign.group() in "，；" else ("", ";", ":", ",")
    new = chance.choice([other for other in others if other != sign.group()])
    return text[: sign.start()] + new + text[sign.end() :]


def _other_case(text: str, chance: random.Random) -> str | None:
    words = [w for w in _inner_words(text) if w.group() != w.group().swapcase()]
    if not words:
        return None
    word = chance.choice(words)
    changed = word.group().capitalize() if word.group().islower() else word.group().lower()
    return text[: word.start()] + changed + text[word.end() :]


def _is_han(text: str) -> bool:
    return all("\u3400" <= c <= "\u9fff" for c in text)


ALTERATIONS: dict[ChangeKind, Callable[[str, random.Random], str | None]] = {
    ChangeKind.WORDS: _other_word,
    ChangeKind.LEFT_OUT: _left_out,
    ChangeKind.ADDED: _added,
    ChangeKind.PUNCTUATION: _other_signs,
    ChangeKind.CASE: _other_case,
}


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("documents", nargs="+", metavar="DOCUMENT[=TEXT]")
    parser.add_argument("--altered", type=int, default=1000)
    parser.add_argument("--true", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, help="so many that were judged wrongly")
    wish = parser.parse_args()
    chance = random.Random(wish.seed)
    named: list[str] = wish.documents
    pairs = [pair.partition("=") for pair in named]
    sources = [open_document(path) for path, _, _ in pairs]
    texts = [
        open_document(text).text if text else s.text for (_, _, text), s in zip(pairs, sources, strict=True)
    ]
    altered = count(planted_alterations(sources, wish.altered, chance), sources, chance)
    true = true_quotations(sources, texts, wish.true, chance)
    found = count(true, sources, chance)
    across = sum(one.across_pages for one in true)
    lines = [
        f"altered: {altered.right} of {altered.planted} caught and named rightly",
        f"true: {found.right} of {found.planted} found, {across} of them set across ends of pages",
    ]
    for one, verdict in (*altered.wrong, *found.wrong)[: wish.show]:
        said = verdict and (verdict.status.value, [(c.kind.value, c.quote, c.found) for c in verdict.changes])
        lines.append(
            f"{pairs[one.source][0]} {one.kind} {one.text!r}\n  {said} {verdict and verdict.found!r}"
        )
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    _main()
