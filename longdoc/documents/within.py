"""Reads files inside a file (attachments, members of archives), and reports those that cannot be read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from longdoc.documents.extract import Extract
from longdoc.documents.limits import OUT_OF_TIME
from longdoc.documents.source import Source
from longdoc.errors import (
    DocumentError,
    DocumentFault,
    DocumentLimit,
    EncryptedDocument,
    UnsupportedFormat,
)
from longdoc.plurals import counted

__all__ = ["Inner"]

MOST_NAMED = 20


@dataclass(slots=True)
class Inner:
    """The files inside one file, read one by one."""

    outer: Source
    characters: int = 0
    other_kinds: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    locked: int = 0  # those of them that a password opens
    late: int = 0  # files that came after the time limit

    def read(self, data: bytes, name: str) -> Extract | None:
        """Read an inner file; returns None, and records why, if it cannot be read or has no text."""
        from longdoc.documents.read import read_source

        if self._is_late():
            return None
        if self.characters > self.outer.limits.max_characters:
            raise DocumentLimit(
                f"the files in it hold more than {self.outer.limits.max_characters:,} characters"
            )
        source = replace(
            self.outer, data=data, name=name, path=None, depth=self.outer.depth + 1, progress=None
        )
        try:
            extract = read_source(source)
        except UnsupportedFormat:
            self.other_kinds[PurePath(name).suffix.lower() or "no suffix"] += 1
            return None
        except DocumentLimit as error:
            if "zip bomb" in str(error):
                raise
            self.failures.append(f"{name}: {error}")
            return None
        except (DocumentError, RecursionError) as error:
            self.note_failure(name, error)
            return None
        except MemoryError:
            raise
        except Exception as error:  # nothing in one file may cost the others
            self.failures.append(str(DocumentFault.of(name, error)))
            return None
        if not extract.text.strip():
            self.failures.append(f"{name}: it holds no text")
            return None
        self.characters += len(extract.text)
        return extract

    def note_failure(self, name: str, error: Exception) -> None:
        """Record why an inner file was not read; the error may begin with its name."""
        self.failures.append(f"{name}: {str(error).removeprefix(f'{name} ').removeprefix(f'{name}: ')}")
        self.locked += isinstance(error, EncryptedDocument)

    def _is_late(self) -> bool:
        """Count one more file; whether the time for all of them has passed.

        Raises:
            DocumentLimit: archives in archives multiply the number of files.
        """
        spent, limits = self.outer.spent, self.outer.limits
        spent.files += 1
        spent.nested_files += self.outer.depth > 0
        if spent.nested_files > limits.max_members:
            raise DocumentLimit(
                f"its nested archives hold more than {limits.max_members:,} files,"
                " which looks like a zip bomb"
            )
        late = spent.is_over_time(limits)
        self.late += late
        return late

    def notices(self, what: str, several: str) -> list[str]:
        """One line per kind of file that was not read; `what` names one file, `several` more of them."""
        lines = []
        if total := self.other_kinds.total():
            kinds = ", ".join(f"{suffix} ({count})" for suffix, count in self.other_kinds.most_common())
            told = counted(total, f"{what} of another kind was", f"{several} of other kinds were")
            lines.append(f"{told} not read: {kinds}")
        if self.late:
            lines.append(f"{counted(self.late, what, several)}: {OUT_OF_TIME}")
        lines += [f"not read: {failure}" for failure in self.failures[:MOST_NAMED]]
        if len(self.failures) > MOST_NAMED:
            more = counted(len(self.failures) - MOST_NAMED, f"more {what}", f"more {several}")
            lines.append(f"{more} could not be read")
        return lines
