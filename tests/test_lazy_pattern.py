"""Lazy patterns behave as compiled ones, and are compiled at their first use."""

from __future__ import annotations

import re

import pytest

from longdoc.lazy_pattern import lazy_pattern


def test_finds_what_a_compiled_pattern_finds() -> None:
    lazy, compiled = lazy_pattern(r"(?P<year>\d{4})\b", re.IGNORECASE), re.compile(r"(?P<year>\d{4})\b")
    text = "from 1998 to 2004"
    assert [m["year"] for m in lazy.finditer(text)] == [m["year"] for m in compiled.finditer(text)]
    assert lazy.sub("?", text) == compiled.sub("?", text)
    assert lazy.pattern == compiled.pattern
    assert lazy.groupindex == compiled.groupindex


def test_is_compiled_once_at_its_first_use(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    real = re.compile

    def counted(pattern: str, flags: int = 0) -> re.Pattern[str]:
        compiled.append(pattern)
        return real(pattern, flags)

    monkeypatch.setattr(re, "compile", counted)
    lazy = lazy_pattern("a+")
    assert not compiled
    assert lazy.fullmatch("aaa")
    assert lazy.match("ab")
    assert lazy.fullmatch("aa")
    assert compiled == ["a+"]


def test_an_invalid_pattern_is_an_error_of_its_first_use() -> None:
    lazy = lazy_pattern("(")
    with pytest.raises(re.error):
        lazy.search("a")
