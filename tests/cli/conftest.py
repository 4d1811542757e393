"""Running the command line in this process, with a tiny random model in a folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from longdoc.cli.app import main
from longdoc.network.torch.checkpoint import save_model, tiny_model


@dataclass(frozen=True)
class Outcome:
    """What a run of the command line leaves behind."""

    code: int
    out: str
    err: str


Run = Callable[..., Outcome]

CONTRACT = """1. Parties

This agreement is made between Alder Ltd and Birch GmbH. It begins on 3 May 2021.

2. Liability

The Provider is liable for direct damages only. The limit is one million euros.
"""


@pytest.fixture(scope="session")
def model_folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("model")
    save_model(tiny_model(), folder)
    return folder


@pytest.fixture
def run(capfd, model_folder) -> Run:
    """`run("ask", path, question)`: the tiny model is given along where a model is needed."""

    def run_it(*arguments: object, model: Path | None = model_folder) -> Outcome:
        given = [str(argument) for argument in arguments]
        if model is not None and given[:1] and given[0] in ("ask", "summarize", "ingest"):
            given[1:1] = ["--model", str(model)]
        capfd.readouterr()
        code = main(given)
        out, err = capfd.readouterr()
        return Outcome(code, out, err)

    return run_it


@pytest.fixture
def contract(tmp_path) -> Path:
    path = tmp_path / "contract.txt"
    path.write_text(CONTRACT, encoding="utf-8")
    return path
