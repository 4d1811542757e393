"""The usage line of a command as manuals write it: required arguments bare, others in brackets."""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand

__all__ = ["PlainUsage"]


class PlainUsage(TyperCommand):
    """A command whose required arguments stand without the braces that newer versions of typer add."""

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """The parts of the usage line after the command's name."""
        return [piece.removeprefix("{").removesuffix("}") for piece in super().collect_usage_pieces(ctx)]
