"""Equations as one line of text: no figure becomes another one."""

from __future__ import annotations

import pytest
from lxml import etree, html

from longdoc.documents.text.equation import equation

M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'

BRACKETS = '<m:begChr m:val="["/><m:endChr m:val=""/>'
SUM = '<m:chr m:val="∑"/>'
NO_BAR = '<m:type m:val="noBar"/>'


def run(words: object) -> str:
    return f"<m:r><m:t>{words}</m:t></m:r>"


def fraction(above: object, below: object, properties: str = "") -> str:
    return f"<m:f><m:fPr>{properties}</m:fPr><m:num>{run(above)}</m:num><m:den>{run(below)}</m:den></m:f>"


def power(base: str, exponent: object) -> str:
    return f"<m:sSup><m:sSupPr/><m:e>{base}</m:e><m:sup>{run(exponent)}</m:sup></m:sSup>"


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        (fraction(1, 2), "1/2"),
        (run(1) + fraction(1, 2) + run("x"), "1 1/2 x"),
        (fraction("a+b", "2.5"), "(a+b)/2.5"),
        (f"<m:d><m:e>{fraction(5, 2, NO_BAR)}</m:e></m:d>", "(5 over 2)"),
        (power(run(10), 3), "10³"),
        (power(run(10), "−5"), "10^-5"),
        (power(run("x"), "n+1"), "x^(n+1)"),
        (power(fraction(1, 2), 2), "(1/2)²"),
        (power(power(run("x"), 2), 3), "(x²)³"),
        (f"<m:sSub><m:e>{run('x')}</m:e><m:sub>{run('max')}</m:sub></m:sSub>", "x_max"),
        (f"<m:rad><m:radPr/><m:deg/><m:e>{run('x+1')}</m:e></m:rad>", "√(x+1)"),
        (f"<m:rad><m:deg>{run(3)}</m:deg><m:e>{run(8)}</m:e></m:rad>", "∛(8)"),
        (f"{run(2)}<m:d><m:e>{run('3+4')}</m:e></m:d>", "2(3+4)"),
        (f"<m:d><m:dPr>{BRACKETS}</m:dPr><m:e>{run(3)}</m:e></m:d>", "[3"),
        (f"<m:nary><m:naryPr>{SUM}</m:naryPr><m:sub>{run('i=1')}</m:sub><m:sup>{run('n')}</m:sup>"
         f"<m:e>{run('i')}</m:e></m:nary>", "∑_(i=1)^n i"),
        (f"<m:func><m:fName>{run('sin')}</m:fName><m:e>{run('x')}</m:e></m:func>", "sin x"),
        (f"<m:eqArr><m:e>{run('x=1')}</m:e><m:e>{run('y=2')}</m:e></m:eqArr>", "x=1; y=2"),
        (run("p &lt; 0.05, ") + run("n = 7"), "p < 0.05, n = 7"),
        ("", ""),
    ],
)  # fmt: skip
def test_office_math_is_one_line_of_text(inner: str, text: str) -> None:
    assert equation(etree.fromstring(f"<m:oMath {M}>{inner}</m:oMath>")) == text


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("<mfrac>\n<mn>1</mn>\n<mn>2</mn>\n</mfrac>", "1/2"),
        ("<semantics><msup><mn>10</mn><mn>3</mn></msup><annotation>10^3</annotation>"
         "<annotation-xml><cn>3</cn></annotation-xml></semantics>", "10³"),
        ("<msub><mi>x</mi><mrow><mi>i</mi><mo>+</mo><mn>1</mn></mrow></msub>", "x_(i+1)"),
        ("<msubsup><mi>x</mi><mn>1</mn><mn>2</mn></msubsup>", "x_1²"),
        ("<msup><mi>f</mi><mo>′</mo></msup><mo>&#8289;</mo><mo>(</mo><mi>x</mi><mo>)</mo>", "f′(x)"),
        ("<msqrt><mi>x</mi><mo>+</mo><mn>1</mn></msqrt>", "√(x+1)"),
        ("<mroot><mn>8</mn><mn>3</mn></mroot>", "∛(8)"),
        ("<mi>p</mi>\n<mo>&lt;</mo>\n<mn>0.05</mn>", "p < 0.05"),
        ("<mi>f</mi><mfenced><mi>x</mi><mi>y</mi></mfenced>", "f(x,y)"),
        ("<mover><mi>x</mi><mo>¯</mo></mover>", "x¯"),
        ("<mtable><mtr><mtd>1</mtd><mtd>2</mtd></mtr><mtr><mtd>3</mtd></mtr></mtable>", "1, 2; 3"),
        ("bare <b>words</b> in it", "bare words in it"),
    ],
)  # fmt: skip
def test_mathml_is_one_line_of_text(inner: str, text: str) -> None:
    page = html.fromstring(f"<p>before<math>{inner}</math>after</p>")
    assert equation(page.find("math")) == text


def test_a_fraction_after_a_figure_is_apart_from_it() -> None:
    half = etree.fromstring(f"<m:oMath {M}>{fraction(1, 2)}</m:oMath>")
    assert [equation(half, before) for before in ("", "1", "1 ", "x")] == ["1/2", " 1/2", "1/2", "1/2"]


def test_deep_equations_take_no_deep_recursion() -> None:
    deep = html.fromstring(f"<math>{'<msqrt>' * 200}<mn>2</mn></math>")
    assert equation(deep) == "√(" * 200 + "2" + ")" * 200
