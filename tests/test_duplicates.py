"""No long run of code lines stands in two places of the package."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterator, Mapping
from pathlib import Path

import longdoc

PACKAGE = Path(longdoc.__file__).parent
LEAST_LINES = 8  # a shorter run is a hint, not a function that is missing
SIGN_OF_CODE = 3  # letters that a line must have to count: brackets alone are everywhere


def code_lines(text: str) -> list[tuple[int, str]]:
    """(number, line without its margins) of every line of code: no comments, docstrings, imports, blanks."""
    tree = ast.parse(text)
    left_out: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom) or (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
        ):
            left_out |= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    comments = {
        token.start[0]: token.start[1]
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type == tokenize.COMMENT
    }
    lines = []
    for number, line in enumerate(text.splitlines(), 1):
        code = " ".join(line[: comments.get(number)].split())
        if number not in left_out and sum(char.isalpha() for char in code) >= SIGN_OF_CODE:
            lines.append((number, code))
    return lines


def repeated(texts: Mapping[str, str], least: int = LEAST_LINES) -> Iterator[str]:
    """Each first place where `least` lines stand that stand elsewhere as well, with that place."""
    seen: dict[tuple[str, ...], tuple[str, int]] = {}
    for name, text in texts.items():
        lines, skip = code_lines(text), 0
        for at in range(len(lines) - least + 1):
            run = tuple(line for _, line in lines[at : at + least])
            first = seen.setdefault(run, (name, lines[at][0]))
            skip -= 1
            if first != (name, lines[at][0]) and skip < 0:
                skip = least  # the same run, a line further on, is not told again
                yield f"{name}:{lines[at][0]} repeats {first[0]}:{first[1]}"


def test_the_package_does_not_repeat_itself() -> None:
    paths = sorted(PACKAGE.rglob("*.py"))
    texts = {str(path.relative_to(PACKAGE.parent)): path.read_text("utf-8") for path in paths}
    # the names of the errors stand where they are defined and where the package exports them
    assert [one for one in repeated(texts) if "longdoc/__init__.py" not in one] == []


def test_a_repetition_is_found_whatever_stands_around_it() -> None:
    shared = "\n".join(f"    total += price_{n} * amount_{n}" for n in range(8))
    one, other = (
        f"def bill(total):\n{shared}\n",
        f"import os\n\n\ndef offer(total):\n    '''Say.'''\n{shared}  # all\n",
    )
    assert list(repeated({"a": one, "b": other})) == ["b:6 repeats a:2"]
    assert list(repeated({"a": one, "b": other.replace("price_4", "cost")})) == []
