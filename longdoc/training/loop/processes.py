"""Data-parallel training under torchrun: ranks, distribution of micro-batches, and summed gradients.

Gradients are summed by one all-reduce after the backward passes. PyTorch's DDP wrapper is not used because it
needs a single `forward`: here the losses call the encoder and the heads as needed, and a head that a step
does not use must have no gradient on any process.

Micro-batches are assigned by number, so that N processes compute the same gradients as one process with the
same micro-batches one after the other.
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
    """The rank of this process and the number of processes."""

    rank: int = 0
    world: int = 1

    @property
    def first(self) -> bool:
        """Whether this process writes files and logs."""
        return self.rank == 0

    def micro_batches(self, accumulate: int) -> int:
        """Micro-batches in a step: `accumulate`, rounded up to a multiple of the processes."""
        return -(-accumulate // self.world) * self.world

    @contextmanager
    def first_process_first(self) -> Iterator[None]:
        """Run the block in the first process before the others, which then find its files."""
        if self.world > 1 and not self.first:
            distributed.barrier()
        yield
        if self.world > 1 and self.first:
            distributed.barrier()

    def sum_gradients(self, parameters: Sequence[nn.Parameter]) -> None:
        """Sum the gradients over all processes; parameters that no process used keep none."""
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

    def broadcast(self, values: Tensor) -> Tensor:
        """The values of the first process, on all processes."""
        if self.world > 1:
            distributed.broadcast(values, 0)
        return values

    def sum_over(self, values: Tensor) -> Tensor:
        """The sum over all processes, on each of them."""
        if self.world > 1:
            distributed.all_reduce(values)
        return values


def join_processes(device: torch.device) -> Processes:
    """Join the process group of torchrun; a single process without it."""
    world = int(os.environ.get("WORLD_SIZE", "1"))
    if world == 1:
        return Processes()
    if not distributed.is_initialized():
        distributed.init_process_group("nccl" if device.type == "cuda" else "gloo")
    return Processes(distributed.get_rank(), distributed.get_world_size())


def _device(parameters: Sequence[nn.Parameter]) -> torch.device:
    return parameters[0].device
