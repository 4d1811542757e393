"""The headers and footers of OpenDocument sheets, with the codes that Excel has for what is filled in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from longdoc.documents.office.opendocument_names import STYLE, TEXT

__all__ = ["coded_lines"]

LINES = tuple(f"{STYLE}{kind}{page}" for kind in ("header", "footer") for page in ("", "-left", "-first"))
CODES = {
    f"{TEXT}page-number": "&P", f"{TEXT}page-count": "&N", f"{TEXT}date": "&D", f"{TEXT}time": "&T",
    f"{TEXT}sheet-name": "&A", f"{TEXT}file-name": "&F", f"{TEXT}title": "",
}  # fmt: skip


def coded_lines(styles: Any | None) -> Iterator[str]:
    """The lines that are displayed, such as "Page &P of &N"."""
    for part in () if styles is None else styles.iter(*LINES):
        if part.get(f"{STYLE}display") != "false":
            yield from map(_coded, part.iter(f"{TEXT}p"))


def _coded(element: Any) -> str:
    parts = [(element.text or "").replace("&", "&&")]
    for child in element:
        code = CODES.get(child.tag)
        parts += [_coded(child) if code is None else code, (child.tail or "").replace("&", "&&")]
    return "".join(parts)
