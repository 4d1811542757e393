"""How much of a page lies under pictures: each part of it counts once, and nothing beyond its edges does."""

from __future__ import annotations

import pytest

from longdoc.documents.pdf.pictured import Box, pictured_share

PAGE: Box = (100, 50, 700, 850)
HALF: Box = (100, 50, 700, 450)


@pytest.mark.parametrize(
    ("pictures", "share"),
    [
        ([], 0.0),
        ([PAGE], 1.0),
        ([HALF, HALF], 0.5),
        ([(100, 50 + 100 * strip, 700, 150 + 100 * strip) for strip in range(8)], 1.0),
        ([(-5000, -5000, 5000, 5000)], 1.0),
        ([(400, 450, 5000, 5000)], 0.25),
        ([(-500, -500, 90, 40), (710, 50, 900, 850)], 0.0),
        ([(300, 300, 300, 300), (700, 850, 100, 50)], 0.0),
        ([(float("nan"), 0, float("inf"), float("nan"))], 0.0),
    ],
)
def test_the_share_is_that_of_the_union_within_the_page(pictures: list[Box], share: float) -> None:
    assert pictured_share(pictures, PAGE) == share


def test_a_page_without_an_area_has_no_pictures() -> None:
    assert pictured_share([PAGE], (0, 0, 0, 0)) == 0.0
