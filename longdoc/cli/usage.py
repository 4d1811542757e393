"""The usage line of a command as manuals write it: required arguments bare, others in brackets."""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand

__all__ = ["PlainUsage"]


MOST_SHORT_HELP = 300  # characters of a command's first paragraph in the list of its group


class PlainUsage(TyperCommand):
    """A command whose required arguments have none of the braces that newer versions of typer add.

    The list of its group shows the whole first paragraph of its help, not only 45 characters.
    """

    def get_short_help_str(self, limit: int = MOST_SHORT_HELP) -> str:
        """The first paragraph of the help; the list of commands wraps it."""
        return super().get_short_help_str(max(limit, MOST_SHORT_HELP))

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """The parts of the usage line after the command's name."""
        return [piece.removeprefix("{").removesuffix("}") for piece in super().collect_usage_pieces(ctx)]
