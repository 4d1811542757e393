"""Errors: what came of Ctrl-C is no fault of a document."""

from __future__ import annotations

import pytest

from longdoc.errors import DocumentFault, came_of_interruption


def _raised_in(first: BaseException) -> RuntimeError:
    """What a condition raises if its lock cannot be taken again."""
    try:
        try:
            raise first
        finally:
            raise RuntimeError("cannot release un-acquired lock")
    except RuntimeError as error:
        return error


def test_an_exception_that_came_of_ctrl_c_is_an_interruption() -> None:
    error = _raised_in(KeyboardInterrupt())
    assert came_of_interruption(error)
    with pytest.raises(KeyboardInterrupt):
        DocumentFault.of("a.txt", error)


def test_other_exceptions_are_faults() -> None:
    error = _raised_in(ValueError("x"))
    assert not came_of_interruption(error)
    assert "RuntimeError: cannot release" in str(DocumentFault.of("a.txt", error))
