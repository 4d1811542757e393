"""Imports go one way, torch, typer and rich stay where they belong, and heavy things load when needed."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import longdoc
from longdoc.network.native.kernels import kernels

sys.path.insert(0, str(Path(__file__).parent))

from measure_code import circles, graph

PACKAGE = Path(longdoc.__file__).parent
# A module may import what ranks lower, and its equals.
RANKS = {
    "errors": 0,
    "allocator": 0,
    "json_output": 0,
    "lazy_pattern": 0,
    "plurals": 0,
    "characters": 1,
    "paths": 1,
    "documents": 2,
    "network": 3,
    "reading": 4,
    "tasks": 5,
    "library": 6,
    "api": 7,
    "mcp": 8,
    "report": 8,
    "evaluation": 8,
    "training": 9,
    "bench": 10,  # measures what training made, in the way that training measures
    "cli": 11,
}
OPEN_TO_ALL = {"longdoc", "longdoc.__main__"}  # the public names, and the way in
ALLOWED = {
    "torch": {"network", "reading", "tasks", "training", "bench"},
    "typer": {"cli"},
    "rich": {"cli"},
}
LIGHT_IN_CLI = {"longdoc", "typer", *sys.stdlib_module_names}
HEAVY = {
    "torch",
    "numpy",
    "pypdf",
    "pypdfium2",
    "lxml",
    "safetensors",
    "tokenizers",
    "sqlite3",
    "rich.progress",
}


def _modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def _name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imports(nodes: ast.AST, *, top_level_only: bool = False) -> Iterator[str]:
    for node in ast.iter_child_nodes(nodes):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative import"
            assert node.module
            yield node.module
            if node.module == "longdoc":
                yield from (f"longdoc.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            if not top_level_only:
                yield from _imports(node)
        elif not (top_level_only and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)):
            yield from _imports(node, top_level_only=top_level_only)


def _layer(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[0] == "longdoc" and parts[1] in RANKS else None


@pytest.mark.parametrize("path", _modules(), ids=_name)
def test_imports_go_one_way(path):
    module = _name(path)
    if module in OPEN_TO_ALL:
        return
    own = _layer(module)
    assert own, f"{module} has no place in the order of layers"
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for imported in _imports(tree):
        layer = _layer(imported)
        if layer is not None:
            assert RANKS[layer] <= RANKS[own], f"{module} imports {imported}"


def test_no_modules_import_each_other():
    assert circles(graph(PACKAGE.parent)) == []


def test_a_circle_of_imports_is_found():
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [["a", "b", "c"]]


@pytest.mark.parametrize("path", _modules(), ids=_name)
def test_torch_typer_and_rich_stay_where_they_belong(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for imported in _imports(tree):
        allowed = ALLOWED.get(imported.split(".")[0])
        assert allowed is None or _layer(_name(path)) in allowed, f"{_name(path)} imports {imported}"


@pytest.mark.parametrize("path", sorted((PACKAGE / "cli").rglob("*.py")), ids=_name)
def test_the_command_line_imports_heavy_things_inside_commands(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for imported in _imports(tree, top_level_only=True):
        assert imported.split(".")[0] in LIGHT_IN_CLI, f"{_name(path)} imports {imported} at its top"
        assert _layer(imported) in (None, "cli", "errors", "allocator", "paths", "plurals"), (
            f"{_name(path)} imports {imported}"
        )


@pytest.mark.parametrize(
    "statement",
    [
        "import longdoc",
        "import longdoc.cli.app",
        "from longdoc import LongDoc",
        "from longdoc import UsageError",
    ],
)
def test_nothing_heavy_is_loaded_before_it_is_used(statement):
    loaded = f"print(*sorted({HEAVY!r} & set(sys.modules) - before))"
    code = f"import sys\nbefore = set(sys.modules)\n{statement}\n{loaded}"  # before: what measures coverage
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []


def test_a_question_to_a_document_read_before_loads_neither_its_readers_nor_torch(tmp_path):
    contract = tmp_path / "contract.txt"
    contract.write_text("The Provider is liable for direct damages only. It begins in May.\n" * 9)
    shelf = tmp_path / "shelf"
    arguments = [
        "ask",
        str(contract),
        "Who is liable?",
        "--library",
        str(shelf),
        "--device",
        "cpu",
        "--quiet",
    ]
    code = (
        f"import sys\nfrom longdoc.cli.app import main\ncode = main({arguments!r})\n"
        "loaded = {'torch', 'longdoc.documents.open', 'longdoc.documents.pdf.reader'} & set(sys.modules)\n"
        "print(code, *sorted(loaded), file=sys.stderr)"
    )
    runs = [subprocess.run([sys.executable, "-c", code], capture_output=True, text=True) for _ in range(2)]
    assert runs[0].stdout == runs[1].stdout != ""
    loaded = {"torch"} if kernels() is None else set()
    assert set(runs[1].stderr.split()) == {"0"} | loaded
