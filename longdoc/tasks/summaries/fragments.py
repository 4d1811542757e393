"""English sentences without a main verb, such as items of lists, and lines that are no sentences."""

from __future__ import annotations

import re

__all__ = ["is_fragment"]

_BEGIN = r"^\W*(?:\w{1,3}[.)]\s+)?"
_FINITE = re.compile(
    r"(?i)\b(?:am|is|are|was|were|be|has|have|had|will|shall|would|should|may|might|can|could|must|cannot|does|do|did"
    r"|i|we|you|they|he|she|it|who|there)\b|n[’']t\b|[’'](?:s|re|ll|ve|d|m)\b"
)
_AIM = re.compile(
    rf"{_BEGIN}To (?!me\b|us\b|date\b|some\b|all\b|the\b|an?\b|my\b|our\b)[a-z]+ "
    r"(?!.*\b(?:use|run|see|click|press|go|type|check|select|enter|add|call|try|set|read|open|choose|create"
    r"|update|install|apply|contact|visit|make|take|follow|please|just|simply|means|requires?)\b)[^,;:?!]*\.?$"
)
_PARTICIPLE = re.compile(
    rf"{_BEGIN}[A-Z][a-z]+(?:ed|wn|uilt|ept|ade) (?:by|on|with|in|to|from|for|at|as|of) [^,;:?!]*\.?$"
)
_NOUN = re.compile(rf"{_BEGIN}(?:An?|The) [^,;:?!]*\.?$")
_PLURAL = re.compile(
    r"^\W*(?:The|A) (?:\w+ )?(?:latter|former|minority|majority|number|pair|data|police|people|men|women"
    r"|children|media|staff|poor|rich|young|old|rest|more|less|few|many|last|first|next)\b"
)
# words that may be verbs of a main clause
_VERB = re.compile(
    r"\b[A-Za-z]+(?<!s)s\b"
    r"|(?<!\b[Aa]n )(?<!\b[Aa] )(?<!\b[Tt]he )(?<!\bof )\b[a-z]+ed\b"
    r"|\b(?:went|came|saw|gave|took|got|made|led|ran|began|became|held|kept|left|lost|met|paid|put|read|said|sent|set"
    r"|sat|spoke|spent|stood|thought|told|understood|won|wrote|brought|built|bought|caught|chose|cut|drew|drove|fell"
    r"|felt|fought|found|flew|forgot|grew|heard|hit|hung|hurt|knew|laid|lay|let|lit|meant|rang|rose|sang|sank|sold"
    r"|shot|shook|shut|slept|stole|struck|swore|taught|threw|woke|wore|broke|bore|bent|bound|burst|cost|dealt|dug"
    r"|fed|fled|spat|rent|split|cast|hid|rode|sought|shone|slid|spread|sprang|stuck|stung|swam|swept|swung|tore|wept|wound)\b"
)
_NAMED_TITLE = re.compile(
    r"^\W*(?:[A-Z][\w.’'-]*,? (?:and |& )?){1,6}(?:\(\d{4}\)[,.]? )?"
    r"[“\"][^”\"]{10,}(?:[.,?][”\"][^.]{0,80}\.?|\s?[?!])$"
)
_STOPS = re.compile(r"[.!?][\"'”’)]*$")
LINES, LINE_CHARS = 3, 90
_COUNTED = re.compile(r"(?P<word>[A-Z][a-z]+) \d")


def is_fragment(text: str) -> bool:
    """Whether an English sentence has no main verb, or is a list of lines.

    >>> [is_fragment(x) for x in ("To set the aim.", "To open it, turn the key.", "A way to the harbour.")]
    [True, False, True]
    """
    return _is_verbless(" ".join(text.split())) or _are_lines(text)


def _is_verbless(text: str) -> bool:
    if _NAMED_TITLE.match(text):
        return True
    if _FINITE.search(text):
        return False
    if _AIM.match(text) or _PARTICIPLE.match(text):
        return True
    return bool(_NOUN.match(text)) and not _PLURAL.match(text) and not _VERB.search(text)


def _are_lines(text: str) -> bool:
    """Whether lines end no sentence and begin with capitals or figures, or with one word and a number."""
    lines = text.split("\n")
    heads = [line.strip() for line in lines]
    if len(lines) >= 2 and len({match["word"] for match in map(_COUNTED.match, heads) if match}) == 1:
        return all(map(_COUNTED.match, heads[:2]))
    return (
        len(lines) >= LINES
        and all(
            line and (line[0].isupper() or line[0].isdigit()) and len(line) < LINE_CHARS for line in heads
        )
        and not any(_STOPS.search(line) for line in heads)
    )
