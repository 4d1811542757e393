"""The workers of a batch on a Ray cluster: one actor per node, with the network and a library of its own.

The manifest, the journal and the outputs stay with the process that starts the batch. If an actor or its node
dies, the file that it was working on is retried once. At the end, the actors' libraries, which must be on a
disk that all nodes can write, are merged into the library of the batch.
"""

from __future__ import annotations

import logging
import shutil
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Self

from longdoc.errors import LibraryError, UsageError
from longdoc.library.cache import Cache
from longdoc.library.jobs import PROCESS_DIED
from longdoc.library.manifest import Item
from longdoc.library.merge import merge_into
from longdoc.library.store import Library
from longdoc.library.work import Job, Outcome, Task, failure

__all__ = ["RayCrew"]

LOCAL = "local"
PARTS = "ray-parts"
TRIES = 2

log = logging.getLogger("longdoc")


class _Worker:
    """What runs on a node."""

    def __init__(self, task: dict[str, Any]) -> None:
        self._job = Job(Task(**task))
        self._job.model.prepare()

    def run(self, item: dict[str, Any]) -> dict[str, Any]:
        outcomes = self._job.over(iter([Item.from_json(item), None]))
        return next(outcomes)[1].to_json()


class RayCrew:
    """The actors of a batch; a context manager that ends them and merges their libraries.

    Args:
        address: of a cluster, as for ray.init ("auto", "ray://host:10001"); "local" starts one here.
        actors: their number; None starts one per node, with all its cores.
    """

    def __init__(self, task: Task, address: str, actors: int | None = None) -> None:
        if find_spec("ray") is None:
            raise UsageError("--ray needs Ray; pip install 'longdoc[ray]'")
        ray: Any = import_module("ray")
        self._ray, self._task = ray, task
        if not ray.is_initialized():
            try:
                where = {"num_cpus": actors} if address == LOCAL and actors else {}
                ray.init(
                    address=None if address == LOCAL else address, log_to_driver=False,
                    logging_level=logging.ERROR, include_dashboard=False, **where,
                )  # fmt: skip
            except (ConnectionError, ValueError, RuntimeError) as error:
                raise LibraryError(f"--ray {address}: no such cluster ({error})") from error
        nodes = [node for node in ray.nodes() if node["Alive"]]
        self._count = actors or len(nodes)
        least = min(int(node["Resources"].get("CPU", 1)) for node in nodes)
        self._cores = 1 if actors else max(1, least)
        self._actors: dict[int, Any] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        for actor in self._actors.values():
            self._ray.kill(actor)
        self._ray.shutdown()
        if self._task.library is not None:
            _merge_parts(Path(self._task.library))

    def over(self, items: Iterable[Item]) -> Iterator[tuple[int, Outcome]]:
        """Yield the number of each item with its outcome, in order of completion.

        Raises:
            LibraryError: the cluster cannot place an actor, or nothing can be stored.
        """
        waiting = deque((number, item, TRIES) for number, item in enumerate(items))
        running: dict[Any, tuple[int, int, Item, int]] = {}
        idle = list(range(self._count))
        while waiting or running:
            while waiting and idle:
                place = idle.pop()
                number, item, tries = waiting.popleft()
                reference = self._actor(place).run.remote(item.to_json())
                running[reference] = place, number, item, tries
            done, _ = self._ray.wait(list(running), num_returns=1)
            place, number, item, tries = running.pop(done[0])
            idle.append(place)
            try:
                yield number, Outcome(**self._ray.get(done[0]))
            except self._ray.exceptions.RayActorError as error:
                self._actors.pop(place, None)
                if tries > 1:
                    waiting.append((number, item, tries - 1))
                else:
                    yield number, failure(item, PROCESS_DIED, f"{item.path}: its process died ({error})")
            except self._ray.exceptions.RayTaskError as error:
                raise LibraryError(f"{item.path}: {error.cause}") from error

    def _actor(self, place: int) -> Any:
        """The actor of a slot, started when first needed or after it died."""
        if place not in self._actors:
            task = self._task
            if task.library is not None:
                task = replace(task, library=str(Path(task.library) / PARTS / str(place)))
            remote = self._ray.remote(_Worker).options(
                num_cpus=self._cores, scheduling_strategy="SPREAD",
                runtime_env={"env_vars": {"OMP_NUM_THREADS": str(self._cores)}},
            )  # fmt: skip
            self._actors[place] = remote.remote(task.to_json())
        return self._actors[place]


def _merge_parts(folder: Path) -> None:
    """The actors' libraries into that of the batch; what is merged is removed."""
    parts = sorted((folder / PARTS).glob("*"))
    if not parts:
        return
    target = Cache(Library(folder))
    for part in parts:
        lost = [one.entry.path for one in merge_into(target, part) if one.status == "damaged"]
        if lost:
            log.warning("%s: %d documents are damaged and stay there", part, len(lost))
        else:
            shutil.rmtree(part)
    target.close()
    with suppress(OSError):
        (folder / PARTS).rmdir()
