"""SRT, WebVTT and SBV → the spoken words as running text; the time of each cue is its page."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from longdoc.documents.extract import Extract
from longdoc.documents.source import Source
from longdoc.documents.structure.pieces import one_line
from longdoc.documents.text.encodings import decode
from longdoc.documents.text.plain import read_text
from longdoc.documents.types import Block, Kind, Page, Span

__all__ = ["read_subtitles"]

TIME = r"(?:\d{1,3}:)?\d{1,2}:\d\d[.,]\d{1,3}"
TIMING = re.compile(rf"[^\S\n]*(?P<start>{TIME})[^\S\n]*(?:-->|,)[^\S\n]*(?P<end>{TIME})[^\n]*$")
VOICE = re.compile(r"<v(?:\.[^\s>]{0,40})?\s+(?P<name>[^>]{1,80})>")
TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>|<\d[\d:.]{0,15}>|\{\\[^{}]{0,100}\}")
SAID_BY = re.compile(r"-?\s*(?P<name>[A-Z][\w.'’ -]{0,30}[\w.]):\s+(?=\S)")
HEADER = re.compile(r"WEBVTT[ \t]+(?:-[ \t]*)?(?P<title>\S[^\n]{0,100})")
SILENT = ("NOTE", "STYLE", "REGION")
LONG_PAUSE_S = 2.0
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
    cues = list(_without_repeats(_cues(text.split("\n"))))
    if not cues:
        return read_text(source)
    written: list[str] = []
    pages: list[Page] = []
    blocks: list[Block] = []
    at = 0
    speech: int | None = None
    before: _Cue | None = None
    for number, cue in enumerate(cues, 1):
        words = one_line(" ".join(cue.lines))
        named = (
            f"{cue.voice}: {words}" if cue.voice and (before is None or before.voice != cue.voice) else words
        )
        between = "" if before is None else "\n\n" if _begins(before, cue, written[-1]) else " "
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


def _begins(before: _Cue, cue: _Cue, last: str) -> bool:
    """Whether a cue begins a paragraph."""
    if before.voice != cue.voice or SAID_BY.match(cue.lines[0]) or cue.lines[0].startswith(("- ", ">>")):
        return True
    return cue.start_s - before.end_s > LONG_PAUSE_S and SENTENCE_END.search(last) is not None


def _cues(lines: list[str]) -> Iterator[_Cue]:
    at = 0
    while at < len(lines):
        timing = TIMING.match(lines[at])
        at += 1
        if timing is None:
            if lines[at - 1].startswith(SILENT):
                while at < len(lines) and lines[at].strip():
                    at += 1
            continue
        said: list[str] = []
        while at < len(lines) and lines[at].strip() and not TIMING.match(lines[at]):
            said.append(lines[at])
            at += 1
        if at < len(lines) and TIMING.match(lines[at]) and said and said[-1].strip().isdigit():
            said.pop()  # the number of the next cue, where no blank line parts the two
        voice = next((match["name"] for line in said if (match := VOICE.search(line))), "")
        shown = tuple(words for line in said if (words := _words(line)))
        if shown:
            start = timing["start"].replace(",", ".").split(".")[0]
            yield _Cue(start, _seconds(timing["start"]), _seconds(timing["end"]), shown, voice.strip())


def _without_repeats(cues: Iterator[_Cue]) -> Iterator[_Cue]:
    """Drop lines that the previous cue already showed, as in roll-up captions."""
    shown: tuple[str, ...] = ()
    for cue in cues:
        fresh = tuple(line for line in cue.lines if line not in shown)
        shown = cue.lines
        if fresh:
            yield _Cue(cue.start, cue.start_s, cue.end_s, fresh, cue.voice)


def _words(line: str) -> str:
    return one_line(html.unescape(TAG.sub("", line)))


def _seconds(written: str) -> float:
    parts = written.replace(",", ".").split(":")
    return sum(float(part) * 60**power for power, part in enumerate(reversed(parts)))
