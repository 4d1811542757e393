"""No private name of a module is unused, and none is defined twice."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import longdoc

PACKAGE = Path(longdoc.__file__).parent


def _defined(tree: ast.Module) -> Iterator[str]:
    """The names that a module defines at its top; functions with decorators are used by these."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.decorator_list:
            yield node.name
        targets = node.targets if isinstance(node, ast.Assign) else []
        targets = [node.target] if isinstance(node, ast.AnnAssign) else targets
        for target in targets:
            parts = target.elts if isinstance(target, ast.Tuple) else [target]
            yield from (part.id for part in parts if isinstance(part, ast.Name))


def dead(code: str) -> list[str]:
    """What is wrong with the names of a module."""
    tree = ast.parse(code)
    counts = Counter(_defined(tree))
    used = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
    private = {name for name in counts if name.startswith("_") and not name.startswith("__")}
    twice = [f"{name} is defined {count} times" for name, count in counts.items() if count > 1]
    return twice + [f"{name} is not used" for name in sorted(private - used)]


def test_no_private_name_is_unused_and_none_is_defined_twice() -> None:
    found = {str(path.relative_to(PACKAGE)): dead(path.read_text("utf-8")) for path in PACKAGE.rglob("*.py")}
    assert {path: problems for path, problems in found.items() if problems} == {}


def test_what_is_dead_is_found() -> None:
    assert dead("_A, B = 1, 2\nB = 3\ndef _f(): return _A\n") == ["B is defined 2 times", "_f is not used"]
