"""How reliably `longdoc verify` tells true quotations from altered ones: both are planted, then counted.

    python -m longdoc.bench.quotations [--altered 1000] [--true 1000] DOCUMENT[=TEXT]...

True quotations are passages of TEXT, the same document in another form (by default its own text), typeset as
a writer might: other line breaks, hyphenation, other quotation marks, ligatures, ellipses. Altered ones are
passages of the document with one change each; the kind of the change must be recognised.
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
    """A quotation in a draft, and the kind of change made to it (None: unchanged)."""

    text: str
    source: int
    kind: ChangeKind | None
    across_pages: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """How many quotations were planted and judged correctly, and the verdicts on the others."""

    planted: int
    right: int
    wrong: tuple[tuple[Planted, Verdict | None], ...]


def planted_alterations(sources: Sequence[Document], number: int, rng: random.Random) -> list[Planted]:
    """`number` quotations with one change each, cycling through the kinds and the sources."""
    planted: list[Planted] = []
    alterations = list(ALTERATIONS.items())
    turn = 0
    while len(planted) < number:
        source = turn % len(sources)
        kind, alter = alterations[turn // len(sources) % len(alterations)]
        turn += 1
        span = _random_passage(sources[source].text, rng)
        altered = alter(sources[source].quote(span), rng)
        if altered is not None:
            planted.append(Planted(altered.strip(), source, kind))
    return planted


def true_quotations(
    sources: Sequence[Document], texts: Sequence[str], number: int, rng: random.Random
) -> list[Planted]:
    """`number` true quotations from the texts, every other one across a page break if there are any."""
    planted: list[Planted] = []
    places = [_page_ends(source, text) for source, text in zip(sources, texts, strict=True)]
    while len(planted) < number:
        n = len(planted) % len(sources)
        ends = places[n] if len(planted) // len(sources) % 2 else []
        span, crosses = _passage_across(texts[n], ends, rng) or (_random_passage(texts[n], rng), False)
        planted.append(Planted(_typeset(texts[n][span.start : span.end], rng).strip(), n, None, crosses))
    return planted


def count(planted: Sequence[Planted], sources: Sequence[Document], rng: random.Random) -> Tally:
    """Write a draft with all quotations, verify it, and count the correct verdicts."""
    pieces: list[str] = []
    places: dict[int, Planted] = {}
    length = 0
    for one in planted:
        left, right = rng.choice(MARKS)
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


# ---- choosing passages


def _passage_across(text: str, ends: Sequence[int], rng: random.Random) -> tuple[Span, bool] | None:
    """A passage across a page break, if a few tries find one."""
    for _ in range(20 if ends else 0):
        around = rng.choice(ends)
        span = _passage_at(text, max(0, around - rng.randrange(10, 120)), rng)
        if span is not None and span.start < around - 5 and around + 5 < span.end:
            return span, True
    return None


def _random_passage(text: str, rng: random.Random) -> Span:
    """A random passage within one paragraph of plain text."""
    for _ in range(10_000):
        span = _passage_at(text, rng.randrange(len(text)), rng)
        if span is not None:
            return span
    raise ValueError("the text has no passage of plain words")


def _passage_at(text: str, at: int, rng: random.Random) -> Span | None:
    plain = _PLAIN.match(text, at)
    start = _WORD_START.search(text, at, plain.end()) if plain else None
    if plain is None or start is None:
        return None
    words = list(_PIECE.finditer(text[start.start() : plain.end()]))
    if len(words) < LEAST_WORDS:
        return None
    wanted = min(rng.randrange(LEAST_WORDS, MOST_WORDS), len(words))
    span = Span(start.start(), start.start() + words[wanted - 1].end())
    quoted = text[span.start : span.end]
    return span if "\n\n" not in quoted and len(_WORD.findall(quoted)) > 1 else None


def _page_ends(source: Document, text: str) -> list[int]:
    """The offsets in a text at which the pages of its document end."""
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


# ---- typesetting and altering passages


def _typeset(text: str, rng: random.Random) -> str:
    """The same words with other line breaks, hyphens and ligatures, sometimes shortened by an ellipsis."""
    words = text.split()
    if len(words) > 16 and rng.random() < 0.2:
        cut = rng.randrange(5, len(words) - 8)
        words[cut : cut + 3] = ["…"] if rng.random() < 0.5 else ["[...]"]
    for n, word in enumerate(words):
        if rng.random() < 0.1 and word.isalpha() and word.isascii() and len(word) > 6:
            words[n] = f"{word[:4]}-\n{word[4:]}"
    out = " ".join(words) if rng.random() < 0.5 else "\n".join(_wrapped(words, rng.randrange(30, 80)))
    return out.replace("fi", "ﬁ").replace("fl", "ﬂ") if rng.random() < 0.2 else out


def _wrapped(words: list[str], width: int) -> list[str]:
    lines = [""]
    for word in words:
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _words_inside(text: str) -> list[re.Match[str]]:
    """The words at least 12 characters away from both ends."""
    return [word for word in _WORD.finditer(text) if word.start() > 12 and word.end() < len(text) - 12]


def _replaced_word(text: str, rng: random.Random) -> str | None:
    words = [w for w in _words_inside(text) if w.group().isascii()]
    if not words:
        at = rng.randrange(4, max(5, len(text) - 4))
        return text[:at] + rng.choice(CHINESE_WORDS) + text[at + 2 :] if _is_han(text[at : at + 2]) else None
    word = rng.choice(words)
    new = rng.choice([other for other in WORDS if other != word.group()])
    return text[: word.start()] + new + text[word.end() :]


def _omitted_word(text: str, rng: random.Random) -> str | None:
    words = [w for w in _words_inside(text) if w.group().isascii()]
    if not words:
        at = rng.randrange(4, max(5, len(text) - 4))
        return text[:at] + text[at + 2 :] if _is_han(text[at - 1 : at + 3]) else None
    word = rng.choice(words)
    shorter = text[: word.start()] + text[word.end() :]
    return (
        shorter if text[word.start() - 1 : word.start()] == " " == text[word.end() : word.end() + 1] else None
    )


def _added_word(text: str, rng: random.Random) -> str | None:
    words = [w for w in _words_inside(text) if w.group().isascii()]
    if not words:
        at = rng.randrange(4, max(5, len(text) - 4))
        return text[:at] + rng.choice(CHINESE_WORDS) + text[at:] if _is_han(text[at - 1 : at + 1]) else None
    word = rng.choice(words)
    return f"{text[: word.start()]}{rng.choice(WORDS)} {text[word.start() :]}"


def _changed_punctuation(text: str, rng: random.Random) -> str | None:
    signs = [sign for sign in _SIGN.finditer(text) if 8 < sign.start() < len(text) - 8]
    if not signs:
        return None
    sign = rng.choice(signs)
    others = ("", "；", "：", "，") if sign.group() in "，；" else ("", ";", ":", ",")
    new = rng.choice([other for other in others if other != sign.group()])
    return text[: sign.start()] + new + text[sign.end() :]


def _changed_case(text: str, rng: random.Random) -> str | None:
    words = [w for w in _words_inside(text) if w.group() != w.group().swapcase()]
    if not words:
        return None
    word = rng.choice(words)
    changed = word.group().capitalize() if word.group().islower() else word.group().lower()
    return text[: word.start()] + changed + text[word.end() :]


def _is_han(text: str) -> bool:
    return all("\u3400" <= c <= "\u9fff" for c in text)


ALTERATIONS: dict[ChangeKind, Callable[[str, random.Random], str | None]] = {
    ChangeKind.WORDS: _replaced_word,
    ChangeKind.LEFT_OUT: _omitted_word,
    ChangeKind.ADDED: _added_word,
    ChangeKind.PUNCTUATION: _changed_punctuation,
    ChangeKind.CASE: _changed_case,
}


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("documents", nargs="+", metavar="DOCUMENT[=TEXT]")
    parser.add_argument("--altered", type=int, default=1000)
    parser.add_argument("--true", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, help="list up to this many wrong verdicts")
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    named: list[str] = arguments.documents
    pairs = [pair.partition("=") for pair in named]
    sources = [open_document(path) for path, _, _ in pairs]
    texts = [
        open_document(text).text if text else s.text for (_, _, text), s in zip(pairs, sources, strict=True)
    ]
    altered = count(planted_alterations(sources, arguments.altered, rng), sources, rng)
    true = true_quotations(sources, texts, arguments.true, rng)
    found = count(true, sources, rng)
    across = sum(one.across_pages for one in true)
    lines = [
        f"altered: {altered.right} of {altered.planted} detected with the right kind of change",
        f"true: {found.right} of {found.planted} found, {across} of them across page breaks",
    ]
    for one, verdict in (*altered.wrong, *found.wrong)[: arguments.show]:
        verdict_text = verdict and (
            verdict.status.value,
            [(c.kind.value, c.quote, c.found) for c in verdict.changes],
        )
        lines.append(
            f"{pairs[one.source][0]} {one.kind} {one.text!r}\n  {verdict_text} {verdict and verdict.found!r}"
        )
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    _main()
