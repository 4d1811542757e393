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
FLAGS = ("-std=c11", "-O3", "-fno-math-errno", "-fPIC", "-shared", "-fvisibility=hidden")
FLAGS_X86 = ("-mavx2", "-mfma", "-mf16c")
# The loops are written as vectors already, and GCC 12 fails on those of SIMDe.
FLAGS_ARM = ("-fno-tree-vectorize",)
SIMDE = Path("simde/x86/avx2.h")  # the header that translates the instructions of x86-64 to those of arm64
SIMDE_FOLDERS = ("/usr/include", "/usr/local/include", "/opt/homebrew/include")  # or SIMDE_INCLUDE
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
    flags = _flags_of_machine()
    if isinstance(flags, str):
        return flags
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
            [*compiler, *FLAGS, *flags, *sources, "-lm", "-o", str(part)], capture_output=True, text=True
        )
    except OSError as error:
        return f"{compiler[0]}: {error.strerror}"
    if done.returncode:
        part.unlink(missing_ok=True)
        return f"{compiler[0]}: {(done.stderr.strip().splitlines() or ['failed'])[0]}"
    part.replace(library)
    return None


def _flags_of_machine() -> tuple[str, ...] | str:
    """The compiler's flags for this CPU, or why there are none."""
    machine = platform.machine().lower()
    if machine in ("x86_64", "amd64"):
        return FLAGS_X86
    if machine not in ("aarch64", "arm64"):
        return f"they are written for x86-64 and arm64, and this is {machine}"
    folders = (os.environ.get("SIMDE_INCLUDE"), *SIMDE_FOLDERS)
    found = next((folder for folder in folders if folder and (Path(folder) / SIMDE).is_file()), None)
    if found is None:
        return "arm64 needs the headers of SIMDe: apt install libsimde-dev, or brew install simde"
    return (*FLAGS_ARM, "-idirafter", found)
