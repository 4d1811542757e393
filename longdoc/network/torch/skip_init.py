"""Creates modules without initialising their weights."""

from __future__ import annotations

from typing import Any

from torch.overrides import TorchFunctionMode

__all__ = ["SkipInit"]


class SkipInit(TorchFunctionMode):
    """Skips `torch.nn.init`, as weights are loaded afterwards; on the meta device, it imports a compiler."""

    def __torch_function__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        kwargs = kwargs or {}
        if getattr(func, "__module__", "") == "torch.nn.init":
            return kwargs.get("tensor", args[0] if args else None)
        return func(*args, **kwargs)
