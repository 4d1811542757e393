"""Errors: what came of Ctrl-C or SIGTERM is no fault of a document."""

from __future__ import annotations

import pytest

from longdoc.errors import DocumentFault, interruption_behind


def _raised_in(first: BaseException) -> RuntimeError:
    """What a condition raises if its lock cannot be taken again."""
    try:
        try:
            raise first
        finally:
            raise RuntimeError("cannot release un-acquired lock")
    except RuntimeError as error:
        return error


@pytest.mark.parametrize("signalled", [KeyboardInterrupt(), SystemExit(143)])
def test_an_exception_that_came_of_a_signal_is_an_interruption(signalled: BaseException) -> None:
    error = _raised_in(signalled)
    assert interruption_behind(error) is signalled
    with pytest.raises(type(signalled)):
        DocumentFault.of("a.txt", error)


def test_other_exceptions_are_faults() -> None:
    error = _raised_in(ValueError("x"))
    assert interruption_behind(error) is None
    assert "RuntimeError: cannot release" in str(DocumentFault.of("a.txt", error))
