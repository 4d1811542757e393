"""The state of a run in one file: weights, their moving average, the optimizer's moments, and progress.

A safetensors file with a JSON header, written atomically; loading it executes nothing. A `state.pt` of an
older version is read with torch's weights-only unpickler.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor, nn

from longdoc.errors import TrainingError

__all__ = ["Progress", "has_state", "load_state", "save_state"]

NAME = "state.safetensors"
OLD_NAME = "state.pt"


@dataclass(slots=True)
class Progress:
    """The progress of a run: steps, seconds and tokens."""

    step: int = 0
    spent_s: float = 0.0
    tokens: int = 0


def has_state(folder: Path) -> bool:
    """Whether the folder holds a run to resume."""
    return (folder / NAME).exists() or (folder / OLD_NAME).exists()


def save_state(
    folder: Path, model: nn.Module, optimizer: torch.optim.Optimizer, average: Sequence[Tensor],
    progress: Progress, notes: dict[str, Any],
) -> None:  # fmt: skip
    """Write everything that a resumed run needs.

    Args:
        average: moving averages of the parameters, in their order; empty without averaging.
        notes: further metadata.
    """
    names = _names(model, optimizer)
    tensors = {f"model.{name}": x for name, x in model.state_dict().items()}
    tensors |= {f"average.{name}": x for (name, _), x in zip(model.named_parameters(), average, strict=False)}
    for name, parameter in names.items():
        for key, x in optimizer.state.get(parameter, {}).items():
            tensors[f"optimizer.{name}.{key}"] = torch.as_tensor(x)
    header = {"step": progress.step, "spent_s": progress.spent_s, "tokens": progress.tokens, **notes}
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"{NAME}.part"
    held = {name: x.detach().cpu().contiguous() for name, x in tensors.items()}
    save_file(held, part, metadata={"run": json.dumps(header)})
    with part.open("rb") as written:
        os.fsync(written.fileno())
    part.replace(folder / NAME)


def load_state(
    folder: Path, model: nn.Module, optimizer: torch.optim.Optimizer, average: list[Tensor]
) -> Progress:
    """Load a saved state into the model, the optimizer and the average.

    Raises:
        TrainingError: there is no state, or it belongs to another network.
    """
    path = folder / NAME
    try:
        if not path.exists() and (folder / OLD_NAME).exists():
            return _load_old(folder / OLD_NAME, model, optimizer, average)
        with safe_open(path, "pt") as file:
            header = json.loads(file.metadata()["run"])
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 – no dict
        model.load_state_dict(_part(tensors, "model."))
    except (OSError, RuntimeError, SafetensorError, KeyError, TypeError, ValueError) as error:
        raise TrainingError(
            f"{path}: no run to resume ({error}); omit --resume to start a new one"
        ) from error
    for (name, _), x in zip(model.named_parameters(), average, strict=False):
        x.copy_(tensors.get(f"average.{name}", x))
    moments = _part(tensors, "optimizer.")
    for name, parameter in _names(model, optimizer).items():
        of_it = _part(moments, f"{name}.")
        if of_it:
            optimizer.state[parameter] = {
                key: x if key == "step" else x.to(parameter.device) for key, x in of_it.items()
            }
            _place_step(optimizer, parameter)
    return Progress(int(header["step"]), float(header["spent_s"]), int(header["tokens"]))


def _load_old(
    path: Path, model: nn.Module, optimizer: torch.optim.Optimizer, average: list[Tensor]
) -> Progress:
    state = torch.load(path, map_location="cpu", weights_only=True)
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])
    for x, kept in zip(average, state["average"], strict=False):
        x.copy_(kept)
    step, spent_s, tokens = state["progress"].tolist()
    return Progress(int(step), spent_s, int(tokens))


def _names(model: nn.Module, optimizer: torch.optim.Optimizer) -> dict[str, nn.Parameter]:
    held = {id(p) for group in optimizer.param_groups for p in group["params"]}
    return {name: p for name, p in model.named_parameters() if id(p) in held}


def _part(tensors: dict[str, Tensor], front: str) -> dict[str, Tensor]:
    return {name[len(front) :]: x for name, x in tensors.items() if name.startswith(front)}


def _place_step(optimizer: torch.optim.Optimizer, parameter: nn.Parameter) -> None:
    """Move the step count to where the optimizer expects it: fused ones on the device, others on the CPU."""
    state = optimizer.state[parameter]
    if any(group.get("fused") for group in optimizer.param_groups) and "step" in state:
        state["step"] = state["step"].to(parameter.device)
