"""Groups of options: a command has an option for every field, and gets the fields back as one value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer
from typer.testing import CliRunner

from longdoc.cli.option_groups import OptionGroup, with_groups


@dataclass(frozen=True, slots=True)
class Drink(OptionGroup):
    """What to drink."""

    kind: Annotated[str, typer.Option("--drink", help="Tea or coffee.")] = "tea"
    cups: Annotated[int, typer.Option(min=1)] = 1


def _app(seen: list[object]) -> typer.Typer:
    app = typer.Typer()

    @app.command()
    @with_groups
    def order(cake: str, *, drink: Drink, urgent: bool = False) -> None:
        """Order cake."""
        seen.append((cake, drink, urgent))

    return app


def test_a_group_is_filled_from_its_options_and_defaults() -> None:
    seen: list[object] = []
    for words in (["plum"], ["plum", "--drink", "coffee", "--cups", "3", "--urgent"]):
        assert CliRunner().invoke(_app(seen), words).exit_code == 0
    assert seen == [("plum", Drink(), False), ("plum", Drink("coffee", 3), True)]


def test_options_stand_where_their_group_stands_and_are_checked() -> None:
    shown = CliRunner().invoke(_app([]), ["--help"], color=False).output
    assert shown.index("--drink") < shown.index("--cups") < shown.index("--urgent")
    assert "Order cake." in shown
    assert "Tea or coffee." in shown
    assert CliRunner().invoke(_app([]), ["plum", "--cups", "0"]).exit_code == 2
