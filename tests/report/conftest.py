"""The agreement as a file and as longdoc reads it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from longdoc.documents.open import open_document
from longdoc.documents.types import Document

sys.path.insert(0, str(Path(__file__).parent))  # for agreement.py, which several tests share

from agreement import write_pdf


@dataclass(frozen=True)
class Made:
    """A PDF and what longdoc reads in it."""

    path: Path
    document: Document


Make = Callable[..., Made]


@pytest.fixture
def make(tmp_path) -> Make:
    def made(name: str = "agreement.pdf", **how) -> Made:
        path = write_pdf(tmp_path / name, **how)
        return Made(path, open_document(str(path)))

    return made
