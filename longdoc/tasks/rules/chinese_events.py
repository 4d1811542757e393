"""Finds where and when something happens by its form in a Chinese text.

“合同在哪里签订？” asks for the field “签订地点：…”, “什么时候签订？” for “签订日期：…”, and
“本法何时施行？” for “本法自…起施行”. The text must give one value only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from longdoc.documents.text.folding import folded
from longdoc.documents.types import Document, Span
from longdoc.lazy_pattern import lazy_pattern
from longdoc.tasks.rules.chinese_fields import begins_field
from longdoc.tasks.whole.dates import DATE

__all__ = ["chinese_event"]

TITLE_CHARS = 300  # at the beginning of a text, in which its title is
_VERB = r"(?P<verb>[\u3400-\u9fff]{2,4}?)"
_WHERE = lazy_pattern(rf"[\u3400-\u9fff]{{0,8}}在(?:哪[里儿]?|什么地方|何[处地]){_VERB}的?")
_WHEN = lazy_pattern(
    rf"(?P<what>[\w《》]{{0,30}}?)(?:是|从|自|于)?(?:什么时[候间]|何时|哪一?[天年日])(?:开始|起|正式)?{_VERB}的?"
)
_PLACE = r"[^\s，。；、：:|（）()]{2,40}"
_EFFECT = lazy_pattern(r"施行|实施|生效|执行|起施行")
_OWN = r"(?:本[\u3400-\u9fff]{1,6}|《[^》]{2,40}》)"
_THIS = lazy_pattern(r"[本该这][\u3400-\u9fff]{0,6}|")


def chinese_event(question: str, document: Document) -> Span | None:
    """Where or when something happens; None if the text has no such field, or different ones."""
    asked = folded(question).strip().rstrip("？?。 呢")
    where, when = _WHERE.fullmatch(asked), _WHEN.fullmatch(asked)
    text = folded(document.text) if where or when else ""
    if where:
        found = list(_fields(text, [where["verb"] + end for end in ("地点", "地址", "地")], _PLACE))
    elif when and _EFFECT.fullmatch(when["verb"]) and _is_this(when["what"], document, text):
        found = list(_days_of_effect(text))
    elif when:
        found = list(_fields(text, [when["verb"] + end for end in ("日期", "时间", "日")], DATE.pattern))
    else:
        found = []
    return found[0] if len({text[one.start : one.end] for one in found}) == 1 else None


def _fields(text: str, labels: list[str], value: str) -> Iterator[Span]:
    """What follows the labels, at the beginning of a line or a cell, and a colon."""
    for label in labels:
        for found in re.finditer(rf"{label}\s?[：:]\s*(?P<said>{value})", text):
            if begins_field(text, found.start(), after_blank=True):
                yield Span(*found.span("said"))


def _is_this(what: str, document: Document, text: str) -> bool:
    """Whether the question is about the text itself: 本法, or a word of its title."""
    name = what.strip("《》的")
    return bool(_THIS.fullmatch(name)) or name in folded(document.title) + text[:TITLE_CHARS]


def _days_of_effect(text: str) -> Iterator[Span]:
    """The day from which the text itself is in force: “自2022年5月1日起施行”."""
    day = rf"(?P<said>{DATE.pattern}|公布之日|发布之日|签字之日|签署之日|签订之日|印发之日)"
    for found in re.finditer(rf"{_OWN}，?自{day}起(?:开始|正式)?(?:施行|实施|生效|执行)", text):
        yield Span(*found.span("said"))
