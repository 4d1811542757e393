"""What PDFs tell of themselves is tested as where the extra [ocr] is missing."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _without_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("longdoc.documents.pdf.reader.is_installed", lambda: False)
