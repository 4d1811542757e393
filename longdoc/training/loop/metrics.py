"""Reports the progress of a run: mean losses, speed and remaining time, to the log and as JSON Lines."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

from longdoc.training.loop.state import Progress

__all__ = ["FILE", "Metrics", "read_metrics"]

FILE = "metrics.jsonl"
REPORT_EVERY_STEPS = 20
REPORT_EVERY_S = 60.0


class Metrics:
    """Collects losses and reports their means every REPORT_EVERY_STEPS steps, or REPORT_EVERY_S seconds."""

    def __init__(self, folder: Path, log: Callable[[str], None], writes: bool = True) -> None:
        self.path, self.log, self.writes = folder / FILE, log, writes
        self.losses: dict[str, list[float]] = {}
        self.reported_s, self.reported_tokens = time.monotonic(), 0

    def begin(self, progress: Progress) -> None:
        """Start the clock, and drop lines that are later than the state the run resumes from."""
        self.reported_s, self.reported_tokens = time.monotonic(), progress.tokens
        if self.writes and self.path.exists():
            kept = [line for line in read_metrics(self.path) if line["step"] <= progress.step]
            part = self.path.with_suffix(".part")
            part.write_text("".join(json.dumps(line) + "\n" for line in kept), "utf-8")
            part.replace(self.path)

    def add(self, losses: dict[str, float], progress: Progress, share: float) -> None:
        """Add the losses of one step.

        Args:
            share: of the run that is done, 0 to 1.
        """
        for name, loss in losses.items():
            self.losses.setdefault(name, []).append(loss)
        is_late = time.monotonic() - self.reported_s > REPORT_EVERY_S
        if progress.step % REPORT_EVERY_STEPS == 0 or is_late or share >= 1:
            self._report(progress, share)

    def _report(self, progress: Progress, share: float) -> None:
        now = time.monotonic()
        speed = (progress.tokens - self.reported_tokens) / max(1e-9, now - self.reported_s)
        line = {
            "step": progress.step,
            "share": round(share, 4),
            "minutes": round(progress.spent_s / 60, 2),
            "minutes_left": round(progress.spent_s / 60 * (1 - share) / share, 1) if share < 1 else 0.0,
            "tokens": progress.tokens,
            "tokens_per_s": round(speed),
            **{name: round(sum(some) / len(some), 4) for name, some in sorted(self.losses.items())},
        }
        self.losses, self.reported_s, self.reported_tokens = {}, now, progress.tokens
        if self.writes:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line) + "\n")
            self.log(" ".join(f"{key} {value}" for key, value in line.items()))


def read_metrics(path: Path) -> list[dict[str, float]]:
    """The lines of a metrics file; an incomplete line of a killed run is skipped."""
    lines = []
    for raw in path.read_text("utf-8").splitlines():
        try:
            lines.append(json.loads(raw))
        except ValueError:
            continue
    return [line for line in lines if isinstance(line, dict) and "step" in line]
