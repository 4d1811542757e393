"""Form controls in OpenDocument files → their names and values as displayed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from longdoc.documents.structure.pieces import Piece, one_line

__all__ = ["form_fields"]

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
FORM = "{urn:oasis:names:tc:opendocument:xmlns:form:1.0}"
TICKED = (f"{FORM}checkbox", f"{FORM}radio")
VALUES = (f"{FORM}current-value", f"{FORM}value")


def form_fields(body: Any) -> Iterator[Piece]:
    """The filled-in controls as fields, without empty ones and buttons."""
    for forms in body.iter(f"{OFFICE}forms"):
        for control in forms.iter():
            if not isinstance(control.tag, str) or not control.tag.startswith(FORM):
                continue
            value = _value(control)
            name = one_line(control.get(f"{FORM}label") or control.get(f"{FORM}name") or "")
            if value and name:
                yield Piece.of_field(name, value)


def _value(control: Any) -> str:
    if control.tag in TICKED:
        state = control.get(f"{FORM}current-state") or control.get(f"{FORM}state") or ""
        chosen = state == "checked" or control.get(f"{FORM}current-selected") == "true"
        return "yes" if chosen else "no" if control.tag == TICKED[0] else ""
    if control.tag in (f"{FORM}button", f"{FORM}hidden", f"{FORM}form", f"{FORM}option", f"{FORM}property"):
        return ""
    chosen_options = [
        one_line(option.get(f"{FORM}label") or "")
        for option in control.iter(f"{FORM}option")
        if option.get(f"{FORM}current-selected") == "true" or option.get(f"{FORM}selected") == "true"
    ]
    values = (one_line(control.get(key) or "") for key in VALUES)
    return ", ".join(chosen_options) or next((value for value in values if value), "")
