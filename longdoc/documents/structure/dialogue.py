"""Transcripts: paragraphs that begin with a speaker's name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from longdoc.documents.types import Span

__all__ = ["find_dialogue"]

SPOKEN = re.compile(
    r"(?m)^[^\S\n]{0,8}(?:[\[(]?\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d{1,3})?[\])]?[^\S\n]{1,4}(?:-[^\S\n])?)?"
    r"(?P<name>[A-Z][\w.'’-]{0,20}(?:[^\S\n][A-Z][\w.'’-]{0,20}){0,3}|[\u4e00-\u9fff]{2,6})"
    r"[^\S\n]?(?:[(\[][^)\]\n]{1,30}[)\]])?[:：][^\S\n]*(?=\S)"
)
NO_NAMES = re.compile(
    r"(?:Notes?|Example|Date|Subject|To|From|Cc|Title|Authors?|Keywords|Abstract|Figure|Table|Warning|Tip|Time"
    r"|Place|Address|Name|Email|Phone|Telephone|Fax|Sources?|Page|URL|Https?|See|Re|Attn|Total|Summary|Status"
    r"|Version|License|Copyright|Publisher|Language|Reference|Answer|Question)",
    re.I,
)
LEAST_SPEECHES = 4
LEAST_SPEAKERS = 2
VALUE = re.compile(r"[^\n]{1,40}(?<![.!?…。！？,，;；])[^\S\n]*(?:\n|$)")
MOST_VALUES = 0.6  # of what stands behind names is short and no sentence
OFTEN = 2  # a speaker speaks so often


def find_dialogue(text: str) -> Iterator[Span]:
    """The speeches of a transcript, including names; none unless names recur."""
    found = [match for match in SPOKEN.finditer(text) if not NO_NAMES.fullmatch(match["name"])]
    counts = Counter(match["name"] for match in found)
    values = sum(VALUE.match(text, match.end()) is not None for match in found)
    if values > MOST_VALUES * len(found):  # a form: "Employee: Ann Lee"
        return
    speakers = {name for name, count in counts.items() if count >= OFTEN}
    speeches = [match for match in found if match["name"] in speakers]
    if len(speakers) < LEAST_SPEAKERS or len(speeches) < max(LEAST_SPEECHES, 2 * len(speakers)):
        return
    for match, following in zip(speeches, [*speeches[1:], None], strict=True):
        limit = following.start() if following else len(text)
        end = text.find("\n\n", match.end(), limit)
        end = limit if end < 0 else end
        yield Span(match.start(), match.start() + len(text[match.start() : end].rstrip()))
