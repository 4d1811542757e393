"""Compiles the native layers when longdoc is built or installed, where there is a C compiler.

Without one the package is complete all the same: torch does the work.
"""

from __future__ import annotations

import os
import platform
import shlex
import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCES = Path("csrc")
LIBRARY = Path("longdoc/network/native/_kernels.so")
FLAGS = (
    "-std=c11",
    "-O3",
    "-fno-math-errno",
    "-mavx2",
    "-mfma",
    "-mf16c",
    "-fPIC",
    "-shared",
    "-fvisibility=hidden",
)
COMPILERS = ("cc", "gcc", "clang")


class NativeLayersHook(BuildHookInterface):
    """Puts the compiled library beside its sources, and into the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Called before anything is packed or linked."""
        if self.target_name != "wheel":
            return
        reason = compile_library(Path(self.root))
        if reason:
            self.app.display_warning(
                f"the native layers were not compiled ({reason}): torch will do their work"
            )
            return
        build_data["artifacts"].append(f"/{LIBRARY.as_posix()}")
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{sysconfig.get_platform().replace('-', '_').replace('.', '_')}"


def compile_library(root: Path) -> str | None:
    """Why there is no library; None where it was made. One of before is taken away first."""
    library = root / LIBRARY
    library.unlink(missing_ok=True)
    if platform.machine().lower() not in ("x86_64", "amd64"):
        return f"they are written for x86-64, and this is {platform.machine()}"
    given = os.environ.get("CC")
    compiler = shlex.split(given) if given else [found for found in map(shutil.which, COMPILERS) if found][:1]
    if not compiler:
        return "there is no C compiler"
    sources = sorted(str(path) for path in (root / SOURCES).glob("*.c"))
    if not sources:
        return f"there are no sources in {SOURCES}"
    part = library.with_suffix(".part")
    try:
        done = subprocess.run(
            [*compiler, *FLAGS, *sources, "-lm", "-o", str(part)], capture_output=True, text=True
        )
    except OSError as error:
        return f"{compiler[0]}: {error.strerror}"
    if done.returncode:
        part.unlink(missing_ok=True)
        return f"{compiler[0]}: {(done.stderr.strip().splitlines() or ['failed'])[0]}"
    part.replace(library)
    return None
