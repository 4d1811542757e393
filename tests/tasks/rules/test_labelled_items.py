"""What a manual says behind the label of a setting."""

from __future__ import annotations

import io

import pytest

from longdoc.documents.open import open_document
from longdoc.tasks.rules.labelled_items import description_of

MANUAL = """# Setup

**Persist. (Persistence):**

* **OFF** - The value is lost when the kiln cools.
* **Manual Reset** - The value is kept. It is lost only when you clear it.

**Reset** - Sets all trims to zero.

* **THR (Throttle Start)** - Counts once the throttle is raised.
* **Drift** - The slow and steady one.
* **Drift** - The fast and loud one.

Note: the kiln is hot.

Supplier: Kiln Works Ltd
"""


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What does persistence manual reset do?", "The value is kept. It is lost only when you clear it."),
        ("What does the Reset option do?", "Sets all trims to zero."),
        ("How does the throttle start mode work?", "Counts once the throttle is raised."),
        ("what is THR for?", "Counts once the throttle is raised."),
        ("What does drift do?", None),  # two descriptions
        ("What does the red reset do?", None),  # one word of two
        ("What does the supplier do?", None),  # a name is no description
        ("What is reset?", None),
        ("What does the fan do?", None),
    ],
)
def test_a_setting_is_described_behind_its_label(question: str, said: str | None) -> None:
    document = open_document(io.BytesIO(MANUAL.encode()), name="manual.md")
    span = description_of(question, document)
    assert (span and document.quote(span)) == said
