"""Items of numbered lists are found by their place."""

from __future__ import annotations

from pathlib import Path

import pytest

from longdoc.documents.open import open_document
from longdoc.tasks.rules.numbered_items import numbered_item

GUIDE = """# Kite

## Building one

You need a sewing machine.

1. Cut the sail.
2. Sew the pockets. Use polyester thread.
3. Fly it without the station.
"""
SECOND = """
## Repairs

1. Dry the sail.
2. Look for holes.
"""


@pytest.mark.parametrize(
    ("text", "question", "answer"),
    [
        (GUIDE, "What is the first step?", "Cut the sail."),
        (GUIDE, "What is step 2?", "Sew the pockets. Use polyester thread."),
        (GUIDE, "What is the last step?", "Fly it without the station."),
        (GUIDE, "What is the second step of building one?", "Sew the pockets. Use polyester thread."),
        (GUIDE, "What is the fourth step?", None),
        (GUIDE, "What is the first rule of flying?", None),
        (GUIDE, "What is the first kite?", None),
        (GUIDE + SECOND, "What is the first step?", None),  # of which list?
        (GUIDE + SECOND, "What is the first step in repairs?", "Dry the sail."),
    ],
)
def test_the_item_at_the_place_asked_for(
    tmp_path: Path, text: str, question: str, answer: str | None
) -> None:
    (tmp_path / "guide.md").write_text(text, encoding="utf-8")
    document = open_document(tmp_path / "guide.md")
    found = numbered_item(question, document)
    assert (document.quote(found).strip() if found else None) == answer
