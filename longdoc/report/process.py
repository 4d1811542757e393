"""Runs a job on a PDF in a worker process, with limits on memory and time."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from typing import Any

__all__ = ["run_worker"]

BASE_BYTES = 2 << 30
START_S = 20.0


def run_worker(job: dict[str, Any], *, file_bytes: int, seconds: float) -> list[tuple[dict[str, Any], bytes]]:
    """The results that the job returned in time: the fields and the data of each.

    Args:
        file_bytes: size of the PDF, which determines the memory limit.
        seconds: the time limit.
    """
    job = {**job, "memory_bytes": BASE_BYTES + 6 * file_bytes}
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "longdoc.report.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
    )
    try:
        out, _ = process.communicate(json.dumps(job).encode("ascii") + b"\n", START_S + seconds)
    except subprocess.TimeoutExpired as late:
        out = late.output or b""
    finally:
        process.kill()
        process.wait()
    return _results(out)


def _results(out: bytes) -> list[tuple[dict[str, Any], bytes]]:
    """Parse the complete results; a worker that was killed may leave an incomplete one."""
    stream, found = io.BytesIO(out), []
    while line := stream.readline():
        try:
            fields = json.loads(line)
        except ValueError:
            break
        data = stream.read(fields["bytes"])
        if len(data) < fields["bytes"]:
            break
        found.append((fields, data))
    return found
