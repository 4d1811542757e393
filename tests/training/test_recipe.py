"""Recipes: what is written is what is read, and what is wrong is named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from longdoc.errors import DataError
from longdoc.training.inputs import recipe_for
from longdoc.training.recipe import Recipe, Schedule, SetOfData, load_recipe, recipe_text, weights_of


def test_a_recipe_comes_back_from_its_text(tmp_path: Path) -> None:
    recipe = Recipe(
        seed=3,
        initial='a "quoted" 模型',
        initial_texts=("a.jsonl", "b.jsonl"),
        schedule=Schedule(steps=7, minutes=1.5),
        objectives={**Recipe().objectives, "masked": 0.0},
        pairs=(SetOfData("q.jsonl", 2.0, 0.1), SetOfData("r.jsonl")),
        unlabelled=(SetOfData("t.jsonl"),),
    )
    (tmp_path / "recipe.toml").write_text(recipe_text(recipe), "utf-8")
    assert load_recipe(tmp_path / "recipe.toml") == recipe
    assert recipe.files() == ["q.jsonl", "r.jsonl", "t.jsonl"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("steps = 3", "unknown entries steps"),
        ("seed = ", "not a readable recipe"),
        ("[[pairs]]\nname = 'a'", "unexpected keyword"),
        ("[objectives]\nspam = 1", "'spam' is unknown"),
        ("[objectives]\nspan = 'a'", "not a number"),
        ("[schedule]\nhours = 1", "unexpected keyword"),
        ('precision = "half"', "precision must be"),
        ("[schedule]\nsteps = 0", "steps must be at least 1"),
        ("[schedule]\nminutes = 0", "minutes must be at least 0.001"),
        ("[schedule]\nminutes = nan", "minutes must be at least 0.001"),
        ("[schedule]\nrate = 'fast'", "rate is 'fast', not of type float"),
        ("seed = true", "seed is True, not of type int"),
        ("window = 1", "window is 1, not of type bool"),
        ("batch_tokens = 0", "batch_tokens must be at least 1"),
        ("far_share = 2.0", "far_share must be between 0 and 1"),
        ("[[pairs]]\nfile = 'a'\nweight = -1", "weight must be at least 0"),
    ],
)
def test_a_wrong_recipe_is_named(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "recipe.toml").write_text(text, "utf-8")
    with pytest.raises(DataError, match=says):
        load_recipe(tmp_path / "recipe.toml")


def test_objectives_of_the_command_line() -> None:
    assert weights_of(["recurring", "masked=0.5"]) == {"recurring": 1.0, "masked": 0.5}
    for wrong in ("spam", "span=-1", "span=x"):
        with pytest.raises(DataError):
            weights_of([wrong])


def test_what_is_given_decides_the_recipe(data: Path, tmp_path: Path) -> None:
    recipe, folder = recipe_for([data / "q.jsonl", data / "s.jsonl", data / "t.jsonl", tmp_path])
    assert folder == Path()
    assert (
        [item.file for item in recipe.pairs] == [str(data / "q.jsonl")] == [i.file for i in recipe.searches]
    )
    assert [item.file for item in recipe.summaries] == [str(data / "s.jsonl")]
    assert [item.file for item in recipe.unlabelled] == [str(data / "t.jsonl"), str(tmp_path)]
    own = replace(Recipe(), seed=9, pairs=(SetOfData("q.jsonl"),))
    (tmp_path / "recipe.toml").write_text(recipe_text(own), "utf-8")
    assert recipe_for([tmp_path]) == (own, tmp_path)
    with pytest.raises(DataError, match="the one folder"):
        recipe_for([data / "q.jsonl"], tmp_path / "recipe.toml")
    with pytest.raises(DataError, match="no such file"):
        recipe_for([tmp_path / "nothing"])


def test_the_recipe_of_the_shipped_model_is_one() -> None:
    shipped = Path(__file__).parents[2] / "models" / "longdoc-mini" / "recipe.toml"
    assert load_recipe(shipped).pairs
