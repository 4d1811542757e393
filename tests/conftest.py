"""What every test runs under: no network, and no library or model but those a test makes or names."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_socket import disable_socket


def pytest_runtest_setup() -> None:
    """Shut sockets: a network call anywhere in longdoc fails the test that caused it."""
    disable_socket(allow_unix_socket=True)


@pytest.fixture(autouse=True)
def _own_library(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test reads or writes the library of the person who runs it."""
    monkeypatch.setenv("LONGDOC_LIBRARY", str(tmp_path / "library"))
