"""What every test runs under: no network, and no library or model but those a test makes or names."""

from __future__ import annotations

import os
from pathlib import Path

# Before torch is imported: test processes that run side by side share the cores, and threads of torch's that
# wait for each other must not keep them busy.
if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import pytest
from hypothesis import HealthCheck, settings
from pytest_socket import disable_socket

# On a busy machine an example may take any time; that says nothing about the code.
settings.register_profile("any_machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# Continuous integration tries the same examples every time; everywhere else they are new.
settings.register_profile("repeatable", settings.get_profile("any_machine"), derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "any_machine"))


def pytest_runtest_setup() -> None:
    """Shut sockets: a network call anywhere in longdoc fails the test that caused it."""
    disable_socket(allow_unix_socket=True)


@pytest.fixture(autouse=True)
def _own_library(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test reads or writes the library of the person who runs it."""
    monkeypatch.setenv("LONGDOC_LIBRARY", str(tmp_path / "library"))


@pytest.fixture
def unmeasured() -> dict[str, str]:
    """The environment of a process that cannot write figures of coverage: on a full disk, as another user."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
