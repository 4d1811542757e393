"""The objects in the frames of OpenDocument files: texts, sheets, charts, formulas, other programs' files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from longdoc.documents.archive import Archive, parse_xml
from longdoc.documents.limits import Limits
from longdoc.documents.office.opendocument_names import DRAW, MATH, OFFICE, TEXT, XLINK
from longdoc.documents.structure.pieces import one_line
from longdoc.documents.text.equation import equation

__all__ = ["CHART", "FORMULA", "FrameObjects", "chart_caption", "formula_text", "is_in_line"]

CHART = "{urn:oasis:names:tc:opendocument:xmlns:chart:1.0}"
FORMULA = f"{MATH}math"


class FrameObjects:
    """Finds the objects in frames; `files` are the paths of other programs' files, in order."""

    def __init__(self, archive: Archive | None, limits: Limits) -> None:
        self._archive = archive
        self._limits = limits
        self.files: dict[str, None] = {}

    def within(self, frame: Any) -> Iterator[Any]:
        """The trees of the objects in a frame; files of other programs are noted down."""
        for inner in frame.iterchildren(f"{DRAW}object", f"{DRAW}object-ole"):
            yield from inner.iterchildren(FORMULA, f"{OFFICE}document")  # in a flat file
            path = (inner.get(f"{XLINK}href") or "").removeprefix("./")
            if self._archive is None or not path:
                continue
            if f"{path}/content.xml" in self._archive:
                yield parse_xml(self._archive.read(f"{path}/content.xml"), self._limits)
            elif path in self._archive:
                self.files[path] = None

    def formula(self, frame: Any, before: str) -> str:
        """The formula in a frame that stands in a line of text, after some text."""
        if not is_in_line(frame):
            return ""
        return " ".join(formula_text(root, before) for root in self.within(frame) if root.tag == FORMULA)


def is_in_line(frame: Any) -> bool:
    """Whether a frame stands in a line of text like a character."""
    return bool(frame.get(f"{TEXT}anchor-type") == "as-char")


def formula_text(root: Any, before: str = "") -> str:
    """A formula on one line; as its author typed it if it has no other form."""
    typed = (one_line(one.text or "") for one in root.iter(f"{MATH}annotation"))
    return equation(root, before) or " ".join(typed)


def chart_caption(chart: Any) -> str:
    """The title of a chart, and in brackets those of its axes."""
    of_chart = " ".join(filter(None, map(_title, chart.iterchildren(f"{CHART}title", f"{CHART}subtitle"))))
    of_axes = (
        _title(one) for axis in chart.iter(f"{CHART}axis") for one in axis.iterchildren(f"{CHART}title")
    )
    axes = ", ".join(dict.fromkeys(filter(None, of_axes)))
    return f"{of_chart} ({axes})" if of_chart and axes else of_chart or axes


def _title(element: Any) -> str:
    return one_line(" ".join("".join(line.itertext()) for line in element.iter(f"{TEXT}p")))
