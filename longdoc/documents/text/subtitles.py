"""SRT, WebVTT, SBV and SSA → the spoken words as running text; the time of each cue is its page."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import dropwhile
from pathlib import PurePath

from longdoc.documents.extract import Extract
from longdoc.documents.source import Source
from longdoc.documents.structure.pieces import one_line
from longdoc.documents.text.clean import is_cjk
from longdoc.documents.text.encodings import decode
from longdoc.documents.text.plain import read_text
from longdoc.documents.types import Block, Kind, Page, Span

__all__ = ["read_subtitles"]

TIME = r"(?:\d{1,3}:)?\d{1,2}:\d\d[.,]\d{1,3}"
TIMING = re.compile(rf"[^\S\n]*(?P<start>{TIME})[^\S\n]*(?:-->|,)[^\S\n]*(?P<end>{TIME})[^\n]*$")
TIMED = re.compile(rf"{TIMING.pattern}|[\d:.,\s]+-->")  # a damaged timing ends a cue as well
VOICE = re.compile(r"(?m:^-[^\S\n]*+)?<v(?:\.[^\s>]{0,40})?[^\S\n]++(?P<name>[^>\n]{1,80})>")
TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>|<\d[\d:.]{0,15}>|\{\\[^{}]{0,100}\}")
SAID_BY = re.compile(r"-?\s*(?P<name>[A-Z][\w.'’ -]{0,30}[\w.](?: \([\w. ]{1,12}\))?):\s+(?=\S)")
NEXT_SPEAKER = re.compile(r"(?:[-–—]\s*(?=\S)(?![-\d])|>>)")
HEADER = re.compile(r"WEBVTT[ \t]+(?:-[ \t]*)?(?P<title>\S[^\n]{0,100})")
REMARK = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")
# the scripts of SubStation Alpha: a line of columns, then events, and shapes drawn where the words are
EVENTS = re.compile(r"(?m)^\[Events\][^\n]*\n(?:[^\n\[]*\n)*?Format:(?P<columns>[^\n]+)$")
EVENT = re.compile(r"(?m)^Dialogue:(?P<values>[^\n]+)$")
CLOCK = re.compile(r"\d{1,2}:\d\d:\d\d(?:\.\d{1,3})?")
DRAWN = re.compile(r"\\p[1-9]")
LONG_PAUSE_S = 2.0
LONGEST_GAP_S = 0.1  # between two cues of roll-up captions
SENTENCE_END = re.compile(r"[.!?。！？…][\"'”’)\]]*$")


@dataclass(frozen=True, slots=True)
class _Cue:
    start: str
    start_s: float
    end_s: float
    lines: tuple[str, ...]
    voice: str


def read_subtitles(source: Source) -> Extract:
    """Read the words of all cues; a new speaker, or a pause after a sentence, begins a paragraph."""
    text, notices = decode(source.data)
    is_webvtt = text.startswith("WEBVTT") or source.suffix == ".vtt"
    found = _events(text) if EVENTS.search(text) else _cues(text.split("\n"), is_webvtt)
    cues = list(_without_repeats(found))
    if not cues:
        return read_text(source)
    written: list[str] = []
    pages: list[Page] = []
    blocks: list[Block] = []
    at = 0
    speech: int | None = None
    before: _Cue | None = None
    speaker = ""
    for number, cue in enumerate(cues, 1):
        if said_by := SAID_BY.match(cue.lines[0]):
            if said_by["name"] == speaker and before and not before.voice:
                cue = replace(cue, lines=(cue.lines[0][said_by.end() :], *cue.lines[1:]))
            speaker = said_by["name"]
        words = _joined(cue.lines)
        named = (
            f"{cue.voice}: {words}" if cue.voice and (before is None or before.voice != cue.voice) else words
        )
        between = "" if before is None else _between(before, cue, written[-1], named)
        if between == "\n\n" and speech is not None:
            blocks.append(Block(Span(speech, at), Kind.DIALOGUE))
            speech = None
        start = at + len(between)
        if speech is None and (cue.voice or SAID_BY.match(words)):
            speech = start
        written += [between, named] if between else [named]
        pages.append(Page(number, cue.start, Span(at if number > 1 else 0, start + len(named))))
        at = start + len(named)
        before = cue
    if speech is not None:
        blocks.append(Block(Span(speech, at), Kind.DIALOGUE))
    title = header[1] if (header := HEADER.match(text)) else PurePath(source.name).stem
    return Extract("".join(written), tuple(pages), (), title, notices, blocks=tuple(blocks))


def _between(before: _Cue, cue: _Cue, last: str, words: str) -> str:
    """What stands between the words of two cues."""
    return "\n\n" if _begins(before, cue, last) else _gap(last, words)


def _joined(lines: Sequence[str]) -> str:
    """The lines of a cue in one, but for those of several speakers, each of which begins with a dash."""
    speeches = [lines[0]]
    is_dialogue = NEXT_SPEAKER.match(lines[0]) is not None
    for line in lines[1:]:
        if is_dialogue and NEXT_SPEAKER.match(line):
            speeches.append(line)
        else:
            speeches[-1] += _gap(speeches[-1], line) + line
    return "\n".join(map(one_line, speeches))


def _gap(before: str, after: str) -> str:
    """What stands between two lines: nothing between Chinese characters."""
    return "" if is_cjk(before[-1:] or " ") and is_cjk(after[:1] or " ") else " "


def _begins(before: _Cue, cue: _Cue, last: str) -> bool:
    """Whether a cue begins a paragraph."""
    if before.voice != cue.voice or SAID_BY.match(cue.lines[0]) or NEXT_SPEAKER.match(cue.lines[0]):
        return True
    if NEXT_SPEAKER.match(before.lines[0]) and SENTENCE_END.search(last):
        return True
    return cue.start_s - before.end_s > LONG_PAUSE_S and SENTENCE_END.search(last) is not None


def _cues(lines: list[str], is_webvtt: bool) -> Iterator[_Cue]:
    """All cues in order, one for each voice in them."""
    at = 0
    while at < len(lines):
        timing = TIMING.match(lines[at])
        at += 1
        if timing is None:
            if REMARK.match(lines[at - 1]):
                at = _end_of_block(lines, at)
            continue
        said, at = _lines_of_cue(lines, at, is_webvtt)
        start = timing["start"].replace(",", ".").split(".")[0]
        for voice, shown in _speeches("\n".join(said)):
            yield _Cue(start, _seconds(timing["start"]), _seconds(timing["end"]), shown, voice)


def _events(text: str) -> Iterator[_Cue]:
    """The cues of a script of SubStation Alpha, by their time."""
    columns: list[str] = [name.strip().lower() for name in EVENTS.search(text)["columns"].split(",")]  # type: ignore[index]
    cues: list[_Cue] = []
    for event in EVENT.finditer(text):
        values: dict[str, str] = dict(
            zip(columns, event["values"].split(",", len(columns) - 1), strict=False)
        )
        start, end = (values.get(name, "").strip() for name in ("start", "end"))
        said = values.get("text", "")
        if not CLOCK.fullmatch(start) or not CLOCK.fullmatch(end) or DRAWN.search(said):
            continue
        lines = re.split(r"\\[Nn]", said.replace("\\h", " "))
        if shown := tuple(words for line in lines if (words := _words(line))):
            voice = values.get("name", values.get("actor", "")).strip()
            cues.append(_Cue(start.split(".")[0], _seconds(start), _seconds(end), shown, voice))
    yield from sorted(cues, key=lambda cue: cue.start_s)


def _lines_of_cue(lines: list[str], at: int, is_webvtt: bool) -> tuple[list[str], int]:
    """The lines of the cue that begins here, up to the next one, and where they end.

    Text after a blank line belongs to the cue too, but the number or the name of the next cue does not.
    """
    said: list[str] = []
    while at < len(lines) and not TIMED.match(lines[at]):
        if is_webvtt and REMARK.match(lines[at]) and said and not said[-1].strip():
            at = _end_of_block(lines, at)
            continue
        said.append(lines[at])
        at += 1
    if at < len(lines) and said:
        is_apart = len(said) > 1 and not said[-2].strip()
        if said[-1].strip().isdigit() or (is_webvtt and is_apart):
            said.pop()
    return said, at


def _end_of_block(lines: list[str], at: int) -> int:
    while at < len(lines) and lines[at].strip():
        at += 1
    return at


def _speeches(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The voices in a cue, each with its lines; "" is the voice of what nobody is named for."""
    voices = list(VOICE.finditer(text))
    ends = [*(voice.start() for voice in voices), len(text)]
    for voice, end in zip((None, *voices), ends, strict=True):
        words = text[voice.end() if voice else 0 : end]
        lines = tuple(shown for line in words.split("\n") if (shown := _words(line)))
        is_said = voice or not voices or any(map(str.isalnum, "".join(lines)))
        if lines and is_said:
            yield voice["name"].strip() if voice else "", lines


def _without_repeats(cues: Iterator[_Cue]) -> Iterator[_Cue]:
    """Drop the first lines of a cue if the one just before it showed them, as roll-up captions do."""
    before: _Cue | None = None
    for cue in cues:
        fresh = cue.lines
        if before and before.voice == cue.voice and cue.start_s - before.end_s < LONGEST_GAP_S:
            fresh = tuple(dropwhile(frozenset(before.lines).__contains__, cue.lines))
        before = cue
        if fresh:
            yield replace(cue, lines=fresh)


def _words(line: str) -> str:
    return one_line(html.unescape(TAG.sub("", line)))


def _seconds(written: str) -> float:
    parts = written.replace(",", ".").split(":")
    return sum(float(part) * 60**power for power, part in enumerate(reversed(parts)))
