"""Which files a client may ask for: those inside the folders it was given, links followed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlparse

from longdoc.errors import DocumentNotFound, UsageError

__all__ = ["Roots", "folder_of_uri"]


@dataclass(frozen=True, slots=True)
class Roots:
    """Folders, resolved; a relative path is looked up in each of them, in order."""

    folders: tuple[Path, ...]

    @staticmethod
    def of(folders: Sequence[str | Path]) -> Roots:
        """Raises UsageError where one of them is no folder."""
        resolved = []
        for folder in folders:
            path = Path(folder).expanduser().resolve()
            if not path.is_dir():
                raise UsageError(f"{folder}: is not a folder, so it cannot be a root")
            resolved.append(path)
        return Roots(tuple(resolved))

    def holds(self, path: Path) -> bool:
        """Whether a path, with its links followed, lies inside."""
        try:
            real = path.resolve()
        except (OSError, RuntimeError, ValueError):
            return False
        return any(real.is_relative_to(folder) for folder in self.folders)

    def file(self, named: str) -> str:
        """The path of a document.

        Raises:
            DocumentNotFound: there is none of that name inside; what lies outside is not told apart.
        """
        if named and "\x00" not in named and named != "-":
            given = Path(named)
            for candidate in [given] if given.is_absolute() else [root / given for root in self.folders]:
                if self.holds(candidate) and candidate.is_file():
                    return str(candidate)
        raise DocumentNotFound(f"{named!r}: no such document inside the roots; map() lists them")

    def shown(self, path: str) -> str:
        """A path as it is told: relative to its root."""
        for folder in self.folders:
            if Path(path).is_relative_to(folder):
                return str(Path(path).relative_to(folder))
        return path


def folder_of_uri(uri: str) -> Path | None:
    """The folder that a client's root names; None where it is on no disk of this machine."""
    parts = urlparse(uri)
    if parts.scheme != "file" or parts.netloc not in ("", "localhost"):
        return None
    return Path(unquote(parts.path))
