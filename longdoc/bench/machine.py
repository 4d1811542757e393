"""What a measurement depends on: the machine, the versions and the commit; and the memory of a process."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import torch

import longdoc
from longdoc.network.native.kernels import choose_products, kernels

__all__ = ["Machine", "MemoryWatch", "available_bytes", "describe_machine", "peak_bytes", "synchronize"]

PACKAGES = ("numpy", "tokenizers", "transformers", "local-attention", "pypdf", "pypdfium2")


@dataclass(frozen=True, slots=True)
class Machine:
    """The machine, the versions of the libraries, and the commit of longdoc."""

    processor: str
    cores: int
    threads: int  # used by torch
    memory_bytes: int
    system: str
    device: str
    instructions: str
    native: str | None  # instructions that the native layers use for products; None: not available
    versions: dict[str, str]
    commit: str | None  # of the checkout, followed by "+" if files were changed; None outside a checkout

    def to_json(self) -> dict[str, Any]:
        """The keys of the JSON output, in their order."""
        return {"kind": "machine", **asdict(self)}


def describe_machine(device: torch.device) -> Machine:
    """This machine, as seen by torch."""
    name = torch.cuda.get_device_name(device) if device.type == "cuda" else device.type
    return Machine(
        processor=_processor(),
        cores=_cores(),
        threads=torch.get_num_threads(),
        memory_bytes=_memory("MemTotal") or 0,
        system=f"{platform.system()} {platform.release()} {platform.machine()}",
        device=name,
        instructions=torch.backends.cpu.get_cpu_capability(),
        native=choose_products() if kernels() else None,
        versions=_versions(),
        commit=_commit(),
    )


def synchronize(device: torch.device) -> None:
    """Wait until the device has finished all work; a CPU always has."""
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    elif device.type == "mps":
        torch.mps.synchronize()


def peak_bytes() -> int:
    """Peak resident memory of this process so far.

    Linux resets VmHWM for each program, unlike `ru_maxrss`, which a child process inherits.
    """
    try:
        for line in Path("/proc/self/status").read_text("ascii", "replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    if sys.platform == "win32":
        import psutil

        return int(psutil.Process().memory_info().peak_wset)
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def available_bytes(device: torch.device) -> int | None:
    """Free memory of the device in bytes; None if unknown."""
    if device.type == "cuda":
        return int(torch.cuda.mem_get_info(device)[0])
    return _memory("MemAvailable")


def _memory(field: str) -> int | None:
    try:
        for line in Path("/proc/meminfo").read_text("ascii").splitlines():
            if line.startswith(field + ":"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    try:
        import psutil
    except ImportError:
        return None
    memory = psutil.virtual_memory()
    return int(memory.total if field == "MemTotal" else memory.available)


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text("utf-8", "replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _versions() -> dict[str, str]:
    found = {"longdoc": longdoc.__version__, "python": platform.python_version(), "torch": torch.__version__}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def _commit() -> str | None:
    folder = Path(longdoc.__file__).resolve().parent
    try:
        name = _git(folder, "rev-parse", "--short=12", "HEAD")
        return name + ("+" if _git(folder, "status", "--porcelain", "--untracked-files=no", ".") else "")
    except (OSError, subprocess.SubprocessError):
        return None


def _git(folder: Path, *words: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(folder), *words], capture_output=True, text=True, check=True, timeout=10
    )
    return done.stdout.strip()


class MemoryWatch:
    """Measures how much the peak memory grows from now on."""

    def __init__(self, device: torch.device) -> None:
        self.device = device
        if device.type == "cuda":
            torch.cuda.reset_peak_memory_stats(device)
            self.before = torch.cuda.memory_allocated(device)
        else:
            self.before = _resident_bytes() if _forget_peak() else -1

    def grown_bytes(self) -> int | None:
        """The growth so far, in bytes; None if unknown."""
        if self.device.type == "cuda":
            return int(torch.cuda.max_memory_allocated(self.device) - self.before)
        return None if self.before < 0 else max(0, peak_bytes() - self.before)


def _forget_peak() -> bool:
    try:
        Path("/proc/self/clear_refs").write_text("5", "ascii")
    except OSError:
        return False
    return True


def _resident_bytes() -> int:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
