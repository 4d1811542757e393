"""The elements of a page that are struck out."""

from __future__ import annotations

from typing import Any

from longdoc.documents.structure.pieces import one_line

__all__ = ["deleted_chars", "deleted_elements"]

DELETED = ("del", "s", "strike")
STRUCK = ".//*[contains(@style, 'line-through')]"


def deleted_elements(root: Any) -> set[Any]:
    """The elements that mark their text as deleted, or that are displayed so."""
    return {*root.iter(*DELETED), *root.xpath(STRUCK)}


def deleted_chars(root: Any, deleted: set[Any]) -> int:
    """How many characters are in those below an element."""
    return sum(
        len(one_line(one.text_content()))
        for one in deleted
        if (one is root or root in one.iterancestors()) and deleted.isdisjoint(one.iterancestors())
    )
