"""The losses of a batch of any kind, by objective."""

from __future__ import annotations

from collections.abc import Sequence

from torch import Tensor

from longdoc.network.reader.types import Reader
from longdoc.network.torch.model import Model
from longdoc.training.data.pairs import Pair, PairGroup
from longdoc.training.data.segments import Segment
from longdoc.training.objectives.answers import group_losses, pair_losses
from longdoc.training.objectives.documents import document_losses

__all__ = ["OBJECTIVES", "losses_of"]

OBJECTIVES = (
    "span", "shared", "distilled", "far", "search", "salience", "recurring", "gap", "cloze", "masked",
)  # fmt: skip


def losses_of(
    model: Model, batch: Sequence[Pair] | Sequence[PairGroup] | Sequence[Segment],
    teacher: Reader | None = None,
) -> dict[str, Tensor]:  # fmt: skip
    """The losses of one batch by objective, each a mean over its examples.

    Args:
        teacher: the reader whose logits the span head learns from as well (`distilled`).
    """
    if segments := [item for item in batch if isinstance(item, Segment)]:
        return document_losses(model, segments)
    if groups := [item for item in batch if isinstance(item, PairGroup)]:
        return group_losses(model, groups, teacher)
    return pair_losses(model, [item for item in batch if isinstance(item, Pair)], teacher)
