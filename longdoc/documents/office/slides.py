"""The notice on hidden slides, which no reader of presentations reads."""

from __future__ import annotations

from collections.abc import Sequence

from longdoc.plurals import counted

__all__ = ["told_hidden_slides"]

MOST_NAMED = 20


def told_hidden_slides(numbers: Sequence[int]) -> tuple[str, ...]:
    """The notice on the slides with these numbers; none if there are none."""
    if not numbers:
        return ()
    shown = ", ".join(map(str, numbers[:MOST_NAMED]))
    return (f"{counted(len(numbers), 'hidden slide was', 'hidden slides were')} not read: {shown}",)
