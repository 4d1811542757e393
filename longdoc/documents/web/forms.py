"""Controls of HTML forms → their names and values as displayed."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from longdoc.documents.structure.pieces import one_line
from longdoc.documents.web.tables import tag_of

__all__ = ["CONTROLS", "Labels"]

CONTROLS = frozenset(("input", "textarea", "select"))
TICKED = ("checkbox", "radio")
UNSEEN = ("hidden", "submit", "button", "reset", "image", "password", "file")
MOST_LABEL_CHARS = 120


class Labels:
    """The labels of the controls below an element."""

    def __init__(self, root: Any) -> None:
        self._root = root

    def ticked(self, control: Any) -> bool | None:
        """Whether a check box or radio button is on; None for other controls."""
        if tag_of(control) != "input" or (control.get("type") or "").lower() not in TICKED:
            return None
        return control.get("checked") is not None

    def field(self, control: Any, text_before: str) -> tuple[str, str] | None:
        """The name and value of a control, if it has a value."""
        value = _value(control)
        if not value:
            return None
        name = self._by_id.get(control.get("id") or "") or control.get("aria-label") or control.get("title")
        before = "" if text_before.lstrip().startswith(("☒", "☐")) else text_before
        names = (name, self._beside(control), before, control.get("name"))
        return next((written for one in names if (written := one_line(one or ""))), "")[
            :MOST_LABEL_CHARS
        ], value

    @cached_property
    def _by_id(self) -> dict[str, str]:
        return {
            label.get("for"): one_line(label.text_content())
            for label in self._root.iter("label")
            if label.get("for")
        }

    @staticmethod
    def _beside(control: Any) -> str:
        """The label around the control, or directly before it."""
        before = control.getprevious()
        if before is not None and tag_of(before) == "label" and _labels_no_other(before):
            return str(before.text_content())
        around = control.getparent()
        if around is not None and tag_of(around) == "label":
            return str(around.text or "")
        return ""


def _labels_no_other(label: Any) -> bool:
    """Whether a label may be that of the control behind it: it has none of its own."""
    return not label.get("for") and next(label.iter(*CONTROLS), None) is None


def _value(control: Any) -> str:
    tag = tag_of(control)
    if tag == "textarea":
        return one_line(control.text_content())
    if tag == "select":
        options = list(control.iter("option"))
        chosen = [one for one in options if one.get("selected") is not None]
        if not chosen and control.get("multiple") is None and control.get("size") is None:
            chosen = [one for one in options[:1] if one.get("value") != ""]  # browsers show the first
        return ", ".join(one_line(one.text_content()) for one in chosen)
    if (control.get("type") or "text").lower() in UNSEEN:
        return ""
    return one_line(control.get("value") or "")
