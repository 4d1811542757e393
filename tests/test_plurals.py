"""One of a thing is not called several."""

from __future__ import annotations

import pytest

from longdoc.documents.structure.struck import told_struck
from longdoc.plurals import counted


@pytest.mark.parametrize(
    ("number", "told"), [(0, "0 pages"), (1, "1 page"), (2, "2 pages"), (1234, "1,234 pages")]
)
def test_only_one_is_singular(number: int, told: str) -> None:
    assert counted(number, "page") == told


def test_the_verb_goes_with_the_number() -> None:
    assert counted(1, "copy was", "copies were") == "1 copy was"
    assert counted(3, "copy was", "copies were") == "3 copies were"


def test_notices_count_a_single_character() -> None:
    assert told_struck(1)[0].endswith("(1 character)")
