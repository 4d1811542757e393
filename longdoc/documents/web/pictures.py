"""Pictures of a page: their descriptions, the text in SVG, and the number without either."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from longdoc.documents.structure.pictures import description_of
from longdoc.documents.structure.pieces import one_line
from longdoc.documents.web.tables import tag_of

__all__ = ["undescribed_pictures", "words_of_picture"]

LEAST_PIXELS = 48  # smaller ones are marks and buttons
PARTS_OF_DRAWINGS = "{*}text"


def words_of_picture(element: Any) -> str:
    """The description of an <img>, or the text in an <svg>."""
    if tag_of(element) == "img":
        return description_of(element.get("alt"))
    words = [one_line("".join(text.itertext())) for text in element.iter(PARTS_OF_DRAWINGS)]
    return " · ".join(word for word in words if word)


def undescribed_pictures(root: Any, skip: Container[Any] = ()) -> int:
    """The number of pictures without a description, except decorative and tiny ones."""
    count = 0
    stack = [root]
    while stack:
        element = stack.pop()
        if element in skip or not isinstance(element.tag, str):
            continue
        if tag_of(element) == "img":
            count += (
                not description_of(element.get("alt")) and element.get("alt") != "" and _is_large(element)
            )
        elif tag_of(element) == "image" and not words_of_picture(element.getparent()):  # in an <svg>
            count += 1
        stack.extend(element)
    return count


def _is_large(image: Any) -> bool:
    sides = [image.get(side) or "" for side in ("width", "height")]
    return all(int(side) >= LEAST_PIXELS for side in sides if side.isdecimal() and len(side) < 6)
