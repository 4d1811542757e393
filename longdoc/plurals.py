"""Numbers with their nouns: "1 page", "2 pages"."""

from __future__ import annotations

__all__ = ["counted"]


def counted(number: int, one: str, several: str | None = None) -> str:
    """A number with its noun, singular or plural; a verb can be part of both: "1 page was", "2 pages were".

    Args:
        number: how many.
        one: the singular.
        several: the plural; by default the singular with an "s".
    """
    return f"{number:,} {one if number == 1 else several or one + 's'}"
