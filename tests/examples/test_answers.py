"""The shipped model answers the short questions of the guide from the example contracts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from longdoc import LongDoc

CONTRACTS = Path(__file__).parents[2] / "examples" / "documents" / "contracts"


@pytest.fixture(scope="module")
def longdoc(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LongDoc]:
    with LongDoc(tmp_path_factory.mktemp("library")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("name", "question", "said"),
    [
        ("boat-charter.pdf", "When does it end?", "10:00 on Saturday 1 August 2026"),
        ("studio-lease.docx", "When does it end?", "31 May 2029"),
        ("studio-lease.docx", "How long does it last?", "three years"),
        ("recording-agreement.txt", "When does it end?", None),  # it sets no end
    ],
)
def test_short_questions_about_the_end_of_a_contract(
    longdoc: LongDoc, name: str, question: str, said: str | None
) -> None:
    assert longdoc.ask(longdoc.open(CONTRACTS / name), question).answer == said
