"""A tiny model in a folder, for everything in bench that loads one."""

from __future__ import annotations

from pathlib import Path

import pytest

from longdoc.network.torch.checkpoint import save_model, tiny_model


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tiny")
    save_model(tiny_model(), folder)
    return folder
