"""The notice on text that is struck out, which is left out in all formats: it no longer holds."""

from __future__ import annotations

from longdoc.plurals import counted

__all__ = ["told_struck"]


def told_struck(characters: int) -> tuple[str, ...]:
    """The notice on so many characters that were left out because they are struck out."""
    size = counted(characters, "character")
    return (f"text marked as deleted was left out ({size})",) if characters else ()
