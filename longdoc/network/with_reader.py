"""Gives a network its reader, loaded from the model folder when first needed."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from longdoc.network.reader.types import Reader

__all__ = ["READER_CHOICES", "ReaderChoice", "WithReader"]

FOLDER = "reader"  # inside a model's folder
ReaderChoice = Literal["auto", "small", "large"]
READER_CHOICES: tuple[ReaderChoice, ...] = get_args(ReaderChoice)


class WithReader:
    """A network that may have a reader; `load_network` sets it up."""

    folder: Path | None = None
    reader_choice: ReaderChoice = "small"  # "small" uses no reader
    reader_device: str = "cpu"

    @cached_property
    def reader(self) -> Reader | None:
        """The reader; None if the folder has none, or `reader_choice` is "small".

        Raises:
            ModelError: it is damaged, or `reader_choice` is "large" and the folder has none.
        """
        from longdoc.errors import ModelError

        if self.reader_choice == "small" or self.folder is None:
            return None
        if not (self.folder / FOLDER).is_dir():
            if self.reader_choice == "large":
                raise ModelError(f"{self.folder}: this model has no reader; leave --reader out")
            return None
        from longdoc.network.reader.load import load_reader

        return load_reader(self.folder, self.reader_device)
