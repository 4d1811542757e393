"""Questions about rates by ranges: the answer is beside the range that contains the amount, or none."""

from __future__ import annotations

from random import Random

from longdoc.tasks.tables.bands import band_of, with_amounts_in_bands
from longdoc.tasks.tables.question import read_question
from longdoc.training.tables.bands import band_lookups


def test_the_answer_stands_in_the_range_of_the_amount() -> None:
    rng = Random(5)
    asked = [one for _ in range(150) for one in band_lookups(rng)]
    assert any(not one.answers for one in asked)
    answered = [one for one in asked if one.answers]
    marked = 0
    for one in answered:
        _, view = with_amounts_in_bands(read_question(one.question), one.views[0])
        inside = [row for row in view.rows if any(entry and entry.is_band for entry in row)]
        across = [n for n, column in enumerate(view.columns) if column.is_band]
        cells = [entry.text for row in inside for entry in row if entry]
        cells += [entry.text for row in view.rows for n in across if (entry := row[n])]
        marked += one.answers[0] in cells
    assert marked > 0.9 * len(answered)


def test_tables_have_ranges_as_names_of_rows_or_columns() -> None:
    rng = Random(6)
    for _ in range(50):
        for one in band_lookups(rng):
            view = one.views[0]
            rows = [band_of(entry.text) for row in view.rows if (entry := row[0])]
            heads = [band_of(column.head) for column in view.columns[1:]]
            assert all(rows) or all(heads)
