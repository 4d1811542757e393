"""Batches on Ray: a real cluster of several processes on this machine, one of which is killed."""

from __future__ import annotations

import json
import os
import signal

import pytest

from longdoc.library.batch_run import Batch, run_batch
from longdoc.library.manifest import Item
from longdoc.library.store import Library
from longdoc.library.work import Task
from longdoc.paths import model_folder

ray = pytest.importorskip("ray", reason="Ray is not installed (the extra `ray`)")

from longdoc.library.ray_crew import RayCrew  # noqa: E402


@pytest.mark.slow
def test_four_workers_of_which_one_is_killed_give_what_one_process_gives(tmp_path, socket_enabled):
    paths = [tmp_path / f"{i}.txt" for i in range(8)]
    for i, path in enumerate(paths):
        path.write_text(f"LEASE {i}\n\nThe rent of house {i} is {100 + i} pounds a month.\n")
    items = [Item(str(path)) for path in paths]
    killed = []

    def batch(name, **more):
        task = Task("ingest", str(tmp_path / name), str(model_folder()), "cpu")
        return Batch(task, items, tmp_path / f"{name}.jsonl", **more)

    def crew(task):
        return RayCrew(task, "local", 4)

    def tell(item, outcome):
        if not killed:
            actors = (
                [a for a in ray.util.state.list_actors() if a.state == "ALIVE" and a.pid] if False else []
            )
            pids = [a["Pid"] for a in ray._private.state.actors().values() if a["State"] == "ALIVE"] or [
                a.pid for a in actors
            ]
            os.kill(pids[0], signal.SIGKILL)
            killed.append(pids[0])

    stats = run_batch(batch("on-ray", crew=crew), tell)
    assert killed
    assert stats.statuses["done"] == 8
    run_batch(batch("here", jobs=1), lambda item, outcome: None)

    def untimed(name):
        lines = (tmp_path / f"{name}.jsonl").read_text().splitlines()
        return [{k: v for k, v in json.loads(line).items() if k != "seconds"} for line in lines]

    assert untimed("on-ray") == untimed("here")
    library_folder = Library(tmp_path / "on-ray")
    assert sorted(entry.path for entry in library_folder.entries()) == [str(path) for path in paths]
    library_folder.close()
    assert not (tmp_path / "on-ray" / "ray-parts").exists()
