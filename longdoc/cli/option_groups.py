"""Groups of options: a parameter of a command whose type is a group stands for all of the group's options."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from inspect import Parameter, Signature, signature
from typing import Any, get_type_hints

__all__ = ["OptionGroup", "with_groups"]

Command = Callable[..., None]


class OptionGroup:
    """Base class of groups: frozen dataclasses whose fields are options with their defaults."""


def with_groups(command: Command) -> Command:
    """The command as typer expects it, with one option for each field of its groups.

    >>> @with_groups
    ... def ask(question: str, batch: BatchOptions, run: RunOptions) -> None: ...
    """
    hints = get_type_hints(command, include_extras=True)
    groups: dict[str, type[Any]] = {}
    options: list[Parameter] = []
    for name, parameter in signature(command).parameters.items():
        kind = hints[name]
        if isinstance(kind, type) and issubclass(kind, OptionGroup):
            groups[name] = kind
            options += _options_of(kind)
        else:
            options.append(parameter.replace(annotation=kind, kind=Parameter.KEYWORD_ONLY))

    def called(**given: Any) -> None:
        made = {
            name: kind(**{f.name: given.pop(f.name) for f in fields(kind)}) for name, kind in groups.items()
        }
        command(**given, **made)

    called.__name__, called.__doc__, called.__module__ = command.__name__, command.__doc__, command.__module__
    called.__annotations__ = {option.name: option.annotation for option in options}
    called.__signature__ = Signature(options)  # type: ignore[attr-defined]
    return called


def _options_of(group: type[Any]) -> list[Parameter]:
    hints = get_type_hints(group, include_extras=True)
    return [
        Parameter(field.name, Parameter.KEYWORD_ONLY, default=field.default, annotation=hints[field.name])
        for field in fields(group)
    ]
