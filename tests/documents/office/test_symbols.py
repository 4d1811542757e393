"""Characters of symbol fonts: no sign is lost, and letters of other fonts are no signs."""

from __future__ import annotations

import pytest

from longdoc.documents.office.symbols import symbol


@pytest.mark.parametrize(
    ("font", "code", "char"),
    [
        ("Symbol", 0xF02D, "−"),
        ("Symbol", 0xF03C, "<"),
        ("Symbol", 0xF035, "5"),
        ("Symbol", 0xF020, " "),
        ("symbol ", 0xF06C, "λ"),
        ("Symbol", 0x6C, "λ"),
        ("Symbol", 0xF0B3, "≥"),
        ("Symbol", 0xF0FE, "⎭"),
        ("Symbol", 0xF07F, ""),
        ("Symbol", 0x4E2D, "中"),
        ("Wingdings", 0xF0FE, "☒"),
        ("Wingdings", 0xF082, "②"),
        ("Wingdings", 0xDF, "←"),
        ("Wingdings", 0x4A, "☺"),
        ("Wingdings 3", 0xF022, "→"),
        ("Webdings", 0xF061, "✓"),
        ("Segoe UI Symbol", 0x2610, "☐"),
        ("Arial", 0x41, "A"),
        ("Webdings", 0xF041, ""),
        ("Arial", 0xD800, ""),
        ("Arial", 0xFDD0, ""),
        ("Arial", 0, ""),
        ("Arial", 0x7FFFFFFF, ""),
    ],
)
def test_a_symbol_is_the_character_that_it_shows(font: str, code: int, char: str) -> None:
    assert symbol(font, code) == char
