"""Element names, values and properties of WordprocessingML."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

__all__ = [
    "MC", "W14", "Styles", "W", "is_displayed", "is_of", "is_on", "joins_next", "outline_level", "value_of",
]  # fmt: skip

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
OFF = ("0", "false", "off")
STRUCK = ("strike", "dstrike")


def value_of(element: Any, path: str) -> str:
    """The w:val of the element at a path below an element; "" if there is none."""
    found = element.find(path)
    return "" if found is None else found.get(f"{W}val") or ""


def is_on(element: Any | None) -> bool:
    """Whether a toggle property is present and not off."""
    if element is None:
        return False
    return (element.get(f"{W}val") or element.get(f"{W14}val") or "1") not in OFF


def outline_level(element: Any) -> int | None:
    """The outline level of a paragraph or style, from 1."""
    level = value_of(element, f"{W}pPr/{W}outlineLvl")
    return int(level) + 1 if level in set("012345678") else None


def is_of(element: Any, paragraph: Any) -> bool:
    """Whether an element is in a paragraph itself, not in a paragraph of one of its text boxes."""
    return next(element.iterancestors(f"{W}p"), None) is paragraph


def is_displayed(paragraph: Any) -> bool:
    """Whether a paragraph without text takes a line: neither hidden nor deleted by tracked changes."""
    marks = paragraph.find(f"{W}pPr/{W}rPr")
    return marks is None or not (
        is_on(marks.find(f"{W}vanish"))
        or any(marks.find(f"{W}{change}") is not None for change in ("del", "moveFrom"))
    )


def joins_next(paragraph: Any) -> bool:
    """Whether tracked changes deleted the end of a paragraph, which has no drawings of its own."""
    is_deleted = paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None
    return is_deleted and next(paragraph.iter(f"{W}drawing", f"{W}pict", f"{W}object"), None) is None


class Styles:
    """Styles: level, title, numbering, what is hidden, struck out or raised; each inherits from its base."""

    def __init__(self, root: Any | None) -> None:
        self.default = ""
        self._elements: dict[str, Any] = {}
        self._in_styles = {
            name
            for name in (*STRUCK, "vanish")
            if root is not None and next(root.iter(f"{W}{name}"), None) is not None
        }
        self._aligns = root is not None and next(root.iter(f"{W}vertAlign"), None) is not None
        for element in () if root is None else root.iter(f"{W}style"):
            name, kind = element.get(f"{W}styleId"), element.get(f"{W}type")
            if name and kind in ("paragraph", "character"):
                self._elements[name] = element
            if name and kind == "paragraph" and element.get(f"{W}default") in ("1", "true"):
                self.default = name

    def level(self, style: str) -> int | None:
        """The heading level of this style."""
        from longdoc.documents.office.headings import level_of_name

        for element in self._chain(style):
            if level := outline_level(element) or level_of_name(value_of(element, f"{W}name")):
                return level
        return None

    def is_named(self, style: str, *names: str) -> bool:
        """Whether a style or one of its bases has one of these names."""
        return any(value_of(element, f"{W}name").lower() in names for element in self._chain(style))

    def list_of(self, style: str) -> tuple[str, str]:
        """The list of a style, and its depth if specified; both may be inherited."""
        found = [element.find(f"{W}pPr/{W}numPr") for element in self._chain(style)]
        given = [(value_of(one, f"{W}numId"), value_of(one, f"{W}ilvl")) for one in found if one is not None]
        list_id = next((list_id for list_id, _ in given if list_id), "")
        return list_id, next((depth for _, depth in given if depth), "")

    def is_hidden(self, run: Any, paragraph_style: str) -> bool:
        """Whether a run is hidden: by itself, by its style or by that of its paragraph."""
        return self._is_set("vanish", run, paragraph_style)

    def is_struck(self, run: Any, paragraph_style: str) -> bool:
        """Whether a run is struck out, likewise."""
        return any(self._is_set(name, run, paragraph_style) for name in STRUCK)

    def is_raised(self, run: Any) -> bool:
        """Whether a run is a superscript: by itself or by its style."""
        if own := value_of(run, f"{W}rPr/{W}vertAlign"):
            return own == "superscript"
        if not self._aligns:
            return False
        styles = self._chain(value_of(run, f"{W}rPr/{W}rStyle"))
        given = (value_of(style, f"{W}rPr/{W}vertAlign") for style in styles)
        return next(filter(None, given), "") == "superscript"

    def _is_set(self, name: str, run: Any, paragraph_style: str) -> bool:
        own = run.find(f"{W}rPr/{W}{name}")
        if own is not None or name not in self._in_styles:
            return is_on(own)
        for style in (value_of(run, f"{W}rPr/{W}rStyle"), paragraph_style):
            given = (element.find(f"{W}rPr/{W}{name}") for element in self._chain(style))
            if (found := next((one for one in given if one is not None), None)) is not None:
                return is_on(found)
        return False

    def _chain(self, style: str) -> Iterator[Any]:
        seen = set()
        while style in self._elements and style not in seen:
            seen.add(style)
            yield self._elements[style]
            style = value_of(self._elements[style], f"{W}basedOn")
