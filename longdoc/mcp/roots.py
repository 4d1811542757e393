"""The files that a client may read: those inside its roots, after following links."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlparse

from longdoc.errors import DocumentNotFound, UsageError
from longdoc.paths import expanded

__all__ = ["Roots", "folder_of_uri"]


@dataclass(frozen=True, slots=True)
class Roots:
    """Resolved folders; a relative path is looked up in each of them, in order."""

    folders: tuple[Path, ...]

    @staticmethod
    def of(folders: Sequence[str | Path]) -> Roots:
        """Resolve these folders; raises UsageError if one of them is not a folder."""
        resolved = []
        for folder in folders:
            path = expanded(folder).resolve()
            if path.exists() and not path.is_dir():
                raise UsageError(f"{folder}: a file, and only folders can be served; give {path.parent}")
            if not path.is_dir():
                raise UsageError(f"{folder}: no such folder")
            resolved.append(path)
        return Roots(tuple(resolved))

    def holds(self, path: Path) -> bool:
        """Whether a path is inside, after following its links."""
        try:
            real = path.resolve()
        except (OSError, RuntimeError, ValueError):
            return False
        return any(real.is_relative_to(folder) for folder in self.folders)

    def file(self, named: str) -> str:
        """The path of a document.

        Raises:
            DocumentNotFound: the roots have no such file; one outside is treated as if it did not exist.
        """
        if named and "\x00" not in named and named != "-":
            given = Path(named)
            for candidate in [given] if given.is_absolute() else [root / given for root in self.folders]:
                with suppress(OSError):  # a name that is too long
                    if self.holds(candidate) and candidate.is_file():
                        return str(candidate)
        raise DocumentNotFound(f"{named!r}: no such document inside the roots; map() lists them")

    def shown(self, path: str) -> str:
        """The path as a client sees it: relative to its root."""
        for folder in self.folders:
            if Path(path).is_relative_to(folder):
                return str(Path(path).relative_to(folder))
        return path


def folder_of_uri(uri: str) -> Path | None:
    """The folder that a client's root names; None if it is not on this machine."""
    parts = urlparse(uri)
    if parts.scheme != "file" or parts.netloc not in ("", "localhost"):
        return None
    return Path(unquote(parts.path))
