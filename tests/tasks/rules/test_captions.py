"""What a figure or a table shows is said by its caption."""

from __future__ import annotations

import io

import pytest

from longdoc.documents.open import open_document
from longdoc.tasks.rules.captions import caption_asked

PAPER = """# Swifts

Figure 2 shows that swifts are loud. As table 1 says, they are many. See
Figure 3 for the rest.

Figure 1: Colonies by town. Bars are means.

**Figure 2.** Noise by hour.

Figure 2—figure supplement 1. Noise by minute.

Fig. 12 – Nests.

Table 1

Colonies and pairs

| Town | Pairs |
|---|---|
| Hull | 4 |

Table A.1. Old counts.

Box 3: How to count.

Table 4: One.

Table 4: Another.
"""


@pytest.mark.parametrize(
    ("question", "caption"),
    [
        ("What does Figure 1 show?", "Colonies by town. Bars are means."),
        ("What is shown in figure 2?", "Noise by hour."),
        ("What is depicted in Fig. 2?", "Noise by hour."),
        ("What does figure 12 illustrate?", "Nests."),
        ("What is in Table 1?", "Colonies and pairs"),
        ("What does table A.1 list?", "Old counts."),
        ("What is the title of Box 3?", "How to count."),
        ("What does Figure 3 show?", None),  # it is only mentioned
        ("What does Table 4 show?", None),  # there are two
        ("What does Figure 1 show about Hull?", None),
        ("How many pairs does Table 1 show?", None),
        ("What does the graph show?", None),
    ],
)
def test_the_caption_of_a_figure(question: str, caption: str | None) -> None:
    document = open_document(io.BytesIO(PAPER.encode()), name="paper.md")
    span = caption_asked(question, document)
    assert (span and document.quote(span)) == caption


def test_long_captions_end_with_a_sentence() -> None:
    words = "Bars are means of all the counts. " * 40
    document = open_document(io.BytesIO(f"Text.\n\nFigure 1. {words}\n\nMore.\n".encode()), name="a.txt")
    span = caption_asked("What does Figure 1 show?", document)
    assert span is not None
    assert 500 < len(span) <= 600
    assert document.quote(span).endswith("counts.")
