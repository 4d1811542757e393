"""Computes the numbers of lists on slides, which PowerPoint displays but does not store: "1.", "(a)"."""

from __future__ import annotations

from typing import Any

from longdoc.documents.office.drawingml import A, number_of
from longdoc.documents.office.number_forms import written_number

__all__ = ["SlideNumbers"]

FORMS = {
    "arabic": "decimal", "alphaLc": "lowerLetter", "alphaUc": "upperLetter", "romanLc": "lowerRoman",
    "romanUc": "upperRoman", "circleNum": "decimalEnclosedCircle", "ea1": "chineseCounting",
    "hebrew2": "hebrew2",
}  # fmt: skip
ENDS = {"Period": "{}.", "ParenR": "{})", "ParenBoth": "({})", "Minus": "{}-"}
MOST_NUMBER = 32_767


class SlideNumbers:
    """Counts the paragraphs of one shape, level by level."""

    def __init__(self) -> None:
        self._counts: dict[int, tuple[str, int]] = {}  # by level: the kind of its numbers, and the last one

    def label(self, paragraph: Any) -> str:
        """Count a paragraph with text; "" if it has no number."""
        properties = paragraph.find(f"{A}pPr")
        level = 0 if properties is None else number_of(properties.get("lvl"))
        numbered = None if properties is None else properties.find(f"{A}buAutoNum")
        for deeper in [other for other in self._counts if other > level]:
            del self._counts[deeper]
        if numbered is None:
            self._counts.pop(level, None)
            return ""
        kind = f"{numbered.get('type') or 'arabicPeriod'} {numbered.get('startAt') or ''}"
        known, last = self._counts.get(level, ("", 0))
        value = last + 1 if known == kind else min(number_of(numbered.get("startAt")) or 1, MOST_NUMBER)
        self._counts[level] = (kind, value)
        return _written(value, kind.split(" ")[0])


def _written(value: int, kind: str) -> str:
    form = next((form for begin, form in FORMS.items() if kind.startswith(begin)), "decimal")
    pattern = next((pattern for end, pattern in ENDS.items() if kind.endswith(end)), "{}")
    return pattern.format(written_number(value, form))
