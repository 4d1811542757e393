"""Data-parallel training under torchrun: ranks, shared batches, and summed gradients.

Data parallel as in PyTorch's DDP, by one all-reduce after the backward passes. DDP's own wrapper is not
used: it wants one `forward`, and here the losses call the encoder and the heads as they need them, and
a step that does not ask a head must leave it without a gradient on every process.

Micro-batches are shared out by number, so N processes compute the gradients that one process computes
with the same micro-batches one after the other.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from torch import Tensor, distributed, nn

__all__ = ["Processes", "join_processes"]


@dataclass(frozen=True, slots=True)
class Processes:
    """Rank and number of processes."""

    rank: int = 0
    world: int = 1

    @property
    def first(self) -> bool:
        """Whether this process writes files and logs."""
        return self.rank == 0

    def micro_batches(self, accumulate: int) -> int:
        """Micro-batches of a step: `accumulate`, rounded up so that all processes have as many."""
        return -(-accumulate // self.world) * self.world

    @contextmanager
    def one_after_another(self) -> Iterator[None]:
        """Run the first process before the others, which then find its files."""
        if self.world > 1 and not self.first:
            distributed.barrier()
        yield
        if self.world > 1 and self.first:
            distributed.barrier()

    def sum_gradients(self, parameters: Sequence[nn.Parameter]) -> None:
        """Add up the gradients of all processes; what no process used keeps none."""
        if self.world == 1:
            return
        used = torch.tensor(
            [p.grad is not None for p in parameters], dtype=torch.uint8, device=_device(parameters)
        )
        distributed.all_reduce(used, op=distributed.ReduceOp.MAX)
        shared = [p for p, is_used in zip(parameters, used.tolist(), strict=True) if is_used]
        parts = [torch.zeros_like(p) if p.grad is None else p.grad for p in shared]
        flat = torch.cat([part.flatten() for part in parts])
        distributed.all_reduce(flat)
        for p, summed in zip(shared, torch.split(flat, [part.numel() for part in parts]), strict=True):
            p.grad = summed.view_as(p).clone()

    def agree(self, values: Tensor) -> Tensor:
        """Broadcast a value of the first process."""
        if self.world > 1:
            distributed.broadcast(values, 0)
        return values

    def sum_over(self, values: Tensor) -> Tensor:
        """The sum over all processes, on each of them."""
        if self.world > 1:
            distributed.all_reduce(values)
        return values


def join_processes(device: torch.device) -> Processes:
    """Join the run that torchrun started; alone where none did."""
    world = int(os.environ.get("WORLD_SIZE", "1"))
    if world == 1:
        return Processes()
    if not distributed.is_initialized():
        distributed.init_process_group("nccl" if device.type == "cuda" else "gloo")
    return Processes(distributed.get_rank(), distributed.get_world_size())


def _device(parameters: Sequence[nn.Parameter]) -> torch.device:
    return parameters[0].device
