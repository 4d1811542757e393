"""Leaves one of the several forms in which pages hold a formula, and parts the figures of fractions."""

from __future__ import annotations

import re
from typing import Any

from longdoc.documents.web.tables import tag_of

__all__ = ["write_formulas"]

HIDING = re.compile(r"display\s*:\s*none\s*;?", re.I)
RENDERED = ("MathJax", "MJX", "mjx-")  # how the classes of what MathJax shows begin
SLASHES = ("/", "\u2044", "\u2215")
MOST_TEX_CHARS = 2_000  # of a formula that is shown as text rather than as it is written


def write_formulas(root: Any) -> None:
    """Drop the copies of each formula but one, and write as text what only scripts would show."""
    for whole in root.xpath("//*[contains(@class, 'katex') or contains(@class, 'mwe-math-element')]"):
        if next(whole.iter("math"), None) is not None:
            _leave_mathml(whole)
    for script in root.xpath("//script[starts-with(@type, 'math/tex')]"):
        _write_tex(script)
    for superscript in list(root.iter("sup")):
        _part_fraction(superscript)


def _leave_mathml(whole: Any) -> None:
    """Leave the MathML, which may be hidden, and not its picture or its glyphs."""
    for element in list(whole.iter("span", "img")):
        if tag_of(element) == "img" or "katex-html" in (element.get("class") or "").split():
            element.drop_tree()
        elif HIDING.search(element.get("style") or ""):
            element.set("style", HIDING.sub("", element.get("style")))


def _write_tex(script: Any) -> None:
    """Put the text of a formula in the place of its script and of what MathJax made of it."""
    from longdoc.documents.text.tex import plain

    before = script.getprevious()
    while before is not None and (before.get("class") or before.get("id") or "").startswith(RENDERED):
        if (before.tail or "").strip():
            break
        before.drop_tree()
        before = script.getprevious()
    written = (script.text or "").strip()
    words = plain(f"${written}$") if len(written) <= MOST_TEX_CHARS else written
    is_displayed = "display" in (script.get("type") or "")
    script.tag, script.text = "div" if is_displayed else "span", words
    for name in list(script.attrib):
        del script.attrib[name]


def _part_fraction(numerator: Any) -> None:
    """Keep 3<sup>1</sup>/<sub>2</sub> from being three to the first, halved."""
    below = numerator.getnext()
    if (numerator.tail or "").strip() not in SLASHES or below is None or tag_of(below) != "sub":
        return
    before, around = numerator.getprevious(), numerator.getparent()
    text = (around.text if before is None else before.tail) or ""
    numerator.tag = "span"
    if text[-1:].isdigit():
        numerator.text = f" {numerator.text or ''}"
