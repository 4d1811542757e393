"""Numbered headings are the steps of the procedure whose section they are in."""

from __future__ import annotations

from pathlib import Path

from longdoc.documents.open import open_document
from longdoc.tasks.rules.separate_places import separate_places

GUIDE = """\
# Handbook

## Incident workflow

### 1. Tell your team

Call them.

### 2. Contain it

Cut the line.

#### 2.1 Short term

Now.

### 3. Recover

Start again.

## Checks

### 1. Read the log

Daily.
"""


def _said(question: str, folder: Path) -> list[str]:
    (folder / "guide.md").write_text(GUIDE, encoding="utf-8")
    document = open_document(str(folder / "guide.md"))
    return [document.quote(span) for span in separate_places(question, document)]


def test_the_steps_of_the_procedure_asked_for(tmp_path) -> None:
    found = _said("What are the steps of the incident workflow?", tmp_path)
    assert found == ["Tell your team", "Contain it", "Recover"]


def test_no_steps_of_another_procedure(tmp_path) -> None:
    assert _said("What are the steps of the hiring process?", tmp_path) == []
    assert _said("What is the incident workflow?", tmp_path) == []
