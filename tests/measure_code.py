"""Figures of the code itself: files and lines by folder, import circles, long functions, time of --help.

python tests/measure_code.py [CHECKOUT]
"""

from __future__ import annotations

import ast
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

MOST_LINES = 400  # of a file
LONGEST = 20
HELP_RUNS = 5


@dataclass(frozen=True, slots=True)
class Function:
    """Where a function stands, and its lines."""

    place: str
    lines: int


def module_of(path: Path, root: Path) -> str:
    """`longdoc/tasks/answers/answer.py` → `longdoc.tasks.answers.answer`."""
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(tree: ast.AST, modules: set[str]) -> set[str]:
    """The modules that a file imports, wherever in it and for whatever purpose, types included."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names} & modules
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = {f"{node.module}.{alias.name}" for alias in node.names} & modules
            # `from longdoc.cli import messages` needs the package's own file only for what is not a module
            names_more = len(inner) < len(node.names)
            found |= inner | ({node.module} & modules if names_more else set())
    return found


def graph(root: Path) -> dict[str, set[str]]:
    """Module → the modules of the package that it imports."""
    paths = sorted((root / "longdoc").rglob("*.py"))
    modules = {module_of(path, root) for path in paths}
    return {
        module_of(path, root): imports_of(ast.parse(path.read_text("utf-8")), modules)
        - {module_of(path, root)}
        for path in paths
    }


def circles(edges: dict[str, set[str]]) -> list[list[str]]:
    """Modules that import each other, straight or through others (Tarjan 1972)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(node: str) -> None:
        index[node] = low[node] = len(index)
        stack.append(node)
        for other in sorted(edges[node]):
            if other not in index:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in stack:
                low[node] = min(low[node], index[other])
        if low[node] == index[node]:
            at = stack.index(node)
            part, stack[at:] = stack[at:], []
            if len(part) > 1:
                found.append(sorted(part))

    for node in sorted(edges):
        if node not in index:
            visit(node)
    return found


def functions(root: Path) -> Iterator[Function]:
    """Every function and method, decorators and docstring included."""
    for path in sorted((root / "longdoc").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert node.end_lineno is not None
                yield Function(f"{path.relative_to(root)}:{node.name}", node.end_lineno - node.lineno + 1)


def folders(root: Path) -> Iterator[tuple[str, int, int]]:
    """Folder, files, lines: the rooms of the package, and csrc and tests."""
    counts: dict[str, list[int]] = {}
    for top, pattern in (("longdoc", "*.py"), ("csrc", "*.[ch]"), ("tests", "*.py")):
        for path in (root / top).rglob(pattern):
            parts = path.relative_to(root).parts
            name = "/".join(parts[: 2 if top != "longdoc" or len(parts) < 4 else 3][: len(parts) - 1])
            counts.setdefault(name, []).append(_lines(path))
    for name in sorted(counts):
        yield name, len(counts[name]), sum(counts[name])


def _lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def help_seconds(root: Path) -> float:
    """The median CPU time of `longdoc --help`: user and system."""
    seconds = []
    for _ in range(HELP_RUNS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [sys.executable, "-m", "longdoc", "--help"], check=True, capture_output=True,
            env={**os.environ, "PYTHONPATH": str(root)},
        )  # fmt: skip
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return median(seconds)


def main() -> None:
    """Print everything."""
    root = Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
    print("| folder | files | lines |\n|---|---:|---:|")
    for name, files, lines in folders(root):
        print(f"| `{name}/` | {files} | {lines:,} |")
    found = circles(graph(root))
    print(f"\ncircles: {len(found)}")
    for part in found:
        print(f"- {', '.join(part)}")
    every = sorted(functions(root), key=lambda one: -one.lines)
    sizes = [one.lines for one in every]
    print(f"\n{len(sizes):,} functions; lines: median {median(sizes):g}, p90 {quantiles(sizes, n=10)[-1]:g}")
    for one in every[:LONGEST]:
        print(f"- {one.lines} {one.place}")
    long = [path for path in (root / "longdoc").rglob("*.py") if _lines(path) > MOST_LINES]
    names = ", ".join(sorted(str(path.relative_to(root)) for path in long)) or "none"
    print(f"\nfiles over {MOST_LINES} lines: {names}")
    print(f"longdoc --help: {help_seconds(root):.2f} s of CPU time")


if __name__ == "__main__":
    main()
