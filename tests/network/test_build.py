"""Wheels carry the native layers where a compiler is at hand, and are whole where none is."""

from __future__ import annotations

import ctypes
import os
import platform
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
NATIVE = "longdoc/network/native"
LIBRARY = f"{NATIVE}/_kernels.so"

needs_compiler = pytest.mark.skipif(
    platform.machine() not in ("x86_64", "AMD64") or not any(map(shutil.which, ("cc", "gcc", "clang"))),
    reason="compiling needs a C compiler, and the headers of SIMDe on other CPUs than x86-64",
)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What a wheel is built of, without what was compiled here; the model shrunk to a name."""
    copy = tmp_path / "checkout"
    shutil.copytree(
        REPOSITORY / "longdoc", copy / "longdoc", ignore=shutil.ignore_patterns("__pycache__", "*.so")
    )
    shutil.copytree(REPOSITORY / "csrc", copy / "csrc")
    (copy / "models").mkdir()
    (copy / "models" / "README.md").write_text("a model")
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE", "NOTICE"):
        shutil.copy(REPOSITORY / name, copy)
    return copy


def _wheel(checkout: Path, compiler: str | None = None) -> tuple[str, set[str], str]:
    """Build one: its name, what is in it, and what was said."""
    environment = {name: value for name, value in os.environ.items() if name != "CC"}
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel"],
        cwd=checkout, env=environment | ({"CC": compiler} if compiler else {}),
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    (wheel,) = (checkout / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        names = set(packed.namelist())
    wheel.unlink()
    return wheel.name, names, done.stdout + done.stderr


@needs_compiler
def test_a_wheel_carries_the_library_and_not_its_sources(checkout: Path) -> None:
    name, packed, _ = _wheel(checkout)
    assert "-py3-none-" in name
    assert not name.endswith("-any.whl")
    assert LIBRARY in packed
    assert not any(file.endswith((".c", ".h")) for file in packed)
    assert ctypes.CDLL(str(checkout / LIBRARY)).longdoc_supported() in (0, 1)


@pytest.mark.parametrize("compiler", ["false", "no-such-compiler -O1"])
def test_without_a_compiler_that_works_the_wheel_is_plain_and_one_line_says_so(
    checkout: Path, compiler: str
) -> None:
    older = checkout / LIBRARY
    older.write_bytes(b"compiled from other sources")
    name, packed, said = _wheel(checkout, compiler)
    assert name.endswith("-py3-none-any.whl")
    assert LIBRARY not in packed
    assert "longdoc/__init__.py" in packed
    assert "torch will do their work" in said
    assert not older.exists()


ARM_COMPILER = shutil.which("aarch64-linux-gnu-gcc")
HAS_SIMDE = Path("/usr/include/simde/x86/avx2.h").is_file()


@pytest.mark.skipif(
    not (ARM_COMPILER and HAS_SIMDE),
    reason="apt install gcc-aarch64-linux-gnu libsimde-dev compiles for arm64",
)
@pytest.mark.parametrize("source", sorted((REPOSITORY / "csrc").glob("*.c")), ids=lambda path: path.name)
def test_the_sources_compile_for_arm64(source: Path) -> None:
    flags = ("-std=c11", "-fsyntax-only", "-Wall", "-Werror", "-idirafter", "/usr/include")
    done = subprocess.run([str(ARM_COMPILER), *flags, str(source)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
