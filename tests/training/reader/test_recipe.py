"""Recipes for the reader: what is written is what is read, and what is wrong is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from longdoc.errors import DataError
from longdoc.training.reader.recipe import ReaderRecipe, is_for_reader, load_recipe, recipe_text

SHIPPED = Path(__file__).parents[3] / "models" / "longdoc-mini"


def test_a_recipe_comes_back_from_its_text(reader_recipe: ReaderRecipe, tmp_path: Path) -> None:
    (tmp_path / "r.toml").write_text(recipe_text(reader_recipe), "utf-8")
    assert load_recipe(tmp_path / "r.toml") == reader_recipe


def test_the_recipe_of_the_shipped_reader_is_one() -> None:
    assert is_for_reader(SHIPPED / "reader.toml")
    assert not is_for_reader(SHIPPED / "recipe.toml")
    recipe = load_recipe(SHIPPED / "reader.toml")
    assert len(recipe.sources) == 18
    assert (recipe.rank, recipe.schedule.minutes) == (64, 88)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("seed = 1", 'lacks the line kind = "reader"'),
        ('kind = "reader"\nspeed = 1', "unknown entries speed"),
        ('kind = "reader"\n[[sources]]\nshare = 1', "file"),
        ('kind = "reader"\n[schedule]\nhours = 1', "hours"),
        ('kind = "reader"\ncontext_share = 2', "between 0 and 1"),
        ('kind = "reader"\nwindow_chars = []', "window_chars"),
        ('kind = "reader"\nprecision = "half"', "precision"),
        ('kind = "reader"\nrank = "64"', "rank is '64', not of type int"),
        ('kind = "reader"\nnear_misses = -1', "near_misses must be at least 0"),
        ('kind = "reader"\n[schedule]\nminutes = 0', "minutes must be at least"),
        ('kind = "reader"\n[[sources]]\nfile = "a"\nshare = -1', "share must be at least 0"),
        ("kind = ", "not a readable recipe"),
    ],
)
def test_a_wrong_recipe_is_named(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "r.toml").write_text(text, "utf-8")
    with pytest.raises(DataError, match=says):
        load_recipe(tmp_path / "r.toml")
