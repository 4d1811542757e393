"""HTML: formulas once, in whichever of their forms, and fractions of raised and lowered figures."""

from __future__ import annotations

import pytest

from longdoc.documents.read import read_source
from longdoc.documents.source import Source

MATHML = "<math><mi>x</mi><mo>=</mo><mn>5</mn></math>"


def text(body: str) -> str:
    return read_source(Source(f"<html><body>{body}</body></html>".encode(), "x.html")).text


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        (
            f'<span class="katex"><span class="katex-mathml">{MATHML}</span>'
            '<span class="katex-html" aria-hidden="true">x=5</span></span>',
            "x = 5",
        ),
        (
            '<span class="mwe-math-element"><span class="mwe-math-mathml-inline" style="display: none;">'
            f'{MATHML}</span><img class="mwe-math-fallback-image" alt="{{displaystyle x=5 x}}"></span>',
            "x = 5",
        ),
        (
            '<span class="MathJax_Preview"></span><span class="MathJax"><nobr>x=5</nobr></span>'
            '<script type="math/tex">x=5</script>',
            "x=5",
        ),
        ('<script type="math/tex">x=\\frac{1}{2}</script>', "x=1/2"),
    ],
)
def test_a_formula_is_read_once(form: str, shown: str) -> None:
    assert text(f"<p>Let {form} be known.</p>") == f"Let {shown} be known."


def test_figures_of_a_fraction_are_no_power() -> None:
    assert text("<p>Add 3<sup>1</sup>/<sub>2</sub> cups.</p>") == "Add 3 1/2 cups."
    assert text("<p>Some <sup>3</sup>&frasl;<sub>4</sub> of 10<sup>2</sup>.</p>") == "Some 3⁄4 of 10²."
