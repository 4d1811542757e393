"""Rewordings of questions that a data set always asks in the same words, from `rewordings.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

__all__ = ["other_words"]


def other_words(question: str) -> tuple[str, ...]:
    """Rewordings of a question; empty if none is known.

    >>> other_words("Does the contract limit the ability of a party to transfer the license?")[0]
    'Is the license transferable?'
    """
    plain = " ".join(question.split())
    return next((others for begins, others in _wordings().items() if plain.startswith(begins)), ())


@cache
def _wordings() -> dict[str, tuple[str, ...]]:
    text = files("longdoc.evaluation").joinpath("rewordings.toml").read_text("utf-8")
    return {begins: tuple(others) for begins, others in tomllib.loads(text).items()}
