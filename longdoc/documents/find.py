"""Finds the documents behind paths, folders and patterns, and reports what is skipped."""

from __future__ import annotations

import glob
import logging
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from mimetypes import MimeTypes
from pathlib import Path, PurePath

from longdoc.documents.formats import PACKED_SUFFIXES, by_suffix
from longdoc.documents.patterns import Patterns
from longdoc.documents.sniff import SNIFF_BYTES, ZIP, sniff
from longdoc.documents.source import require_place, unreadable
from longdoc.errors import DocumentError, DocumentNotFound
from longdoc.plurals import counted

__all__ = ["Found", "Selection", "find_documents", "same_spelling", "search"]

log = logging.getLogger("longdoc")

IGNORE_FILE = ".longdocignore"
LOCK_FILE = "~$"  # what Word and Excel put beside a file that is open
MOST_SUFFIXES_TOLD = 8
MEDIA = ("image/", "audio/", "video/", "font/", "application/octet-stream", "application/x-python-code")


@dataclass(frozen=True, slots=True)
class Selection:
    """Which files of folders are selected; a file that is named itself always is.

    `include` and `exclude` are patterns as in `.longdocignore`, relative to the folder.
    """

    recursive: bool = False
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """The documents behind one path, what was skipped (a line each), and what could not be searched."""

    documents: tuple[str, ...]
    notices: tuple[str, ...] = ()
    failures: tuple[DocumentError, ...] = ()


def find_documents(
    paths: Sequence[str],
    *,
    recursive: bool = False,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
) -> list[str]:
    """Expand folders and patterns to files; files and "-" stay as they are.

    A folder expands to the files in it that longdoc reads, with `recursive` also those of its subfolders.
    Hidden files, and those that `.longdocignore` names, are skipped; whatever else is skipped is logged as a
    warning. Raises DocumentNotFound for a path that expands to nothing.
    """
    documents: dict[str, None] = {}
    for path in paths:
        found = search(path, Selection(recursive, tuple(include), tuple(exclude)))
        for line in (*found.notices, *found.failures):
            log.warning("%s", line)
        documents.update(dict.fromkeys(found.documents))
    return list(documents)


def same_spelling(path: str) -> str:
    """The absolute path without "." and doubled slashes, so that a file named in two ways is known again."""
    try:
        return str(Path(path).absolute())
    except (OSError, ValueError):  # the current folder is gone
        return path


def search(path: str, selection: Selection) -> Found:
    """The documents behind one path, folder or pattern.

    Raises:
        DocumentNotFound: there are none.
    """
    if path == "-":
        return Found((path,))
    require_place(path)
    if _is_folder(path):
        walk = _Walk(path, selection)
        found = walk.found()
        if not found.documents and not found.failures:
            raise DocumentNotFound(_why_nothing(path, walk, selection))
        return found
    if _exists(path):
        return Found((path,))
    if not glob.has_magic(path):
        raise DocumentNotFound(f"{path if path.strip() else repr(path)} does not exist")
    return _matching(path, selection)


def _matching(pattern: str, selection: Selection) -> Found:
    documents: list[str] = []
    notices: list[str] = []
    failures: list[DocumentError] = []
    left_out = _LeftOut()
    for match in sorted(glob.glob(pattern, recursive=True)):  # noqa: PTH207 - patterns may be absolute
        if os.path.isfile(match):  # noqa: PTH113 - never raises
            documents.append(match)
        elif not _is_folder(match):
            failures += left_out.no_file(match)
        elif selection.recursive:
            found = _Walk(match, selection).found()
            documents += found.documents
            notices += found.notices
            failures += found.failures
        else:
            left_out.folders += 1
    notices += left_out.lines(pattern)
    if not documents and not failures:
        why = f" ({'; '.join(line.removeprefix(f'{pattern}: ') for line in notices)})" if notices else ""
        raise DocumentNotFound(f"no document matches {pattern}{why}")
    return Found(tuple(documents), tuple(notices), tuple(failures))


@dataclass(slots=True)
class _LeftOut:
    """Counts of what is skipped in a folder."""

    other_kinds: Counter[str] = field(default_factory=Counter)
    folders: int = 0
    linked_folders: int = 0
    broken_links: int = 0
    special: int = 0
    hidden: int = 0

    def no_file(self, path: str) -> list[DocumentError]:
        """Count a path that leads to no regular file; the error where that cannot be found out."""
        try:
            os.stat(path)  # noqa: PTH116 - tells apart why not
        except OSError as error:
            if not os.path.islink(path):  # noqa: PTH114 - never raises
                return [unreadable(path, error)]
            self.broken_links += 1
        else:
            self.special += 1
        return []

    def lines(self, folder: str) -> list[str]:
        lines = []
        if total := self.other_kinds.total():
            kinds = [
                f"{suffix} ({count})" for suffix, count in self.other_kinds.most_common(MOST_SUFFIXES_TOLD)
            ]
            rest = total - sum(count for _, count in self.other_kinds.most_common(MOST_SUFFIXES_TOLD))
            kinds += [f"others ({rest})"] if rest else []
            files = counted(total, "file of another kind was", "files of other kinds were")
            lines.append(f"{folder}: {files} not read: {', '.join(kinds)}")
        if self.folders:
            lines.append(f"{folder}: {_count(self.folders, 'subfolder')} not searched; --recursive does it")
        for count, what, why in (
            (self.linked_folders, "linked folder", "not followed"),
            (self.broken_links, "broken link", "left out"),
            (self.special, "special file", "left out: no pipe, socket or device is read"),
            (self.hidden, "hidden document", "left out"),
        ):
            if count:
                lines.append(f"{folder}: {_count(count, what)} {why}")
        return lines


class _Walk:
    """A walk through one folder, with `recursive` also those below it."""

    def __init__(self, folder: str, selection: Selection) -> None:
        self._folder = folder
        self._selection = selection
        self._include = Patterns(selection.include)
        self._exclude = Patterns(selection.exclude)
        self._documents: list[str] = []
        self._failures: list[DocumentError] = []
        self.left_out = _LeftOut()
        ignored: list[tuple[str, Patterns]] = []
        waiting = [("", ignored)]
        while waiting:
            below, rules = waiting.pop()
            inner, rules = self._look_into(below, rules)
            waiting += [(one, rules) for one in reversed(inner)]

    def found(self) -> Found:
        notices = tuple(self.left_out.lines(self._folder))
        return Found(tuple(self._documents), notices, tuple(self._failures))

    def _look_into(
        self, below: str, rules: list[tuple[str, Patterns]]
    ) -> tuple[list[str], list[tuple[str, Patterns]]]:
        """Collect the documents of one folder; returns its subfolders and the rules that apply to them."""
        folder = os.path.join(self._folder, below) if below else self._folder  # noqa: PTH118 - kept as given
        try:
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            self._failures.append(unreadable(folder, error))
            return [], rules
        if any(entry.name == IGNORE_FILE for entry in entries):
            rules = [*rules, (below, _read_rules(Path(folder) / IGNORE_FILE))]
        folders: list[str] = []
        for entry in entries:
            inside = f"{below}/{entry.name}" if below else entry.name
            is_folder = _is(entry.is_dir)
            if self._is_ignored(inside, is_folder, rules):
                continue
            if is_folder:
                folders += self._folder_of(entry, inside)
            else:
                self._take(entry, inside)
        return folders, rules

    def _folder_of(self, entry: os.DirEntry[str], inside: str) -> list[str]:
        if entry.name.startswith("."):
            return []
        if not self._selection.recursive:
            self.left_out.folders += 1
        elif _is(entry.is_symlink):
            self.left_out.linked_folders += 1
        else:
            return [inside]
        return []

    def _take(self, entry: os.DirEntry[str], inside: str) -> None:
        if not _is(entry.is_file):
            if not entry.name.startswith("."):
                is_broken = _is(entry.is_symlink)
                self.left_out.broken_links += is_broken
                self.left_out.special += not is_broken
            return
        if self._include and not self._include.match(inside):
            return
        suffix = _suffix(entry.name)
        if entry.name.startswith((".", LOCK_FILE)):
            self.left_out.hidden += suffix in by_suffix() and entry.name.startswith(".")
        elif _is_document(entry.path, suffix):
            self._documents.append(str(Path(self._folder) / inside))
        else:
            self.left_out.other_kinds[suffix or "no suffix"] += 1

    def _is_ignored(self, inside: str, is_folder: bool, rules: list[tuple[str, Patterns]]) -> bool:
        if self._exclude.match(inside, is_folder=is_folder):
            return True
        for below, patterns in reversed(rules):
            path = inside[len(below) + 1 :] if below else inside
            if (said := patterns.match(path, is_folder=is_folder)) is not None:
                return said
        return False


def _is_document(path: str, suffix: str) -> bool:
    """Whether longdoc reads a file, by its suffix or, if that does not tell, by its content."""
    if suffix in by_suffix() or suffix in PACKED_SUFFIXES:
        return True
    if _is_medium(suffix):
        return False
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - a name in any bytes
            head = file.read(SNIFF_BYTES)
            if head.startswith(ZIP):
                head += file.read()
        return bool(head) and sniff(head, path) is not None
    except PermissionError:
        return True  # told as every document that may not be read
    except (OSError, DocumentError):
        return False


@cache
def _is_medium(suffix: str) -> bool:
    """Whether files with such a name are pictures, sound, video, fonts or programs."""
    kind, _ = MimeTypes().guess_type(f"x{suffix}")  # what Python knows, not what this machine has
    return kind is not None and kind != "image/svg+xml" and kind.startswith(MEDIA)


def _suffix(name: str) -> str:
    suffix = PurePath(name).suffix.lower()
    return suffix if 1 < len(suffix) <= 12 else ""


def _read_rules(path: Path) -> Patterns:
    try:
        return Patterns(path.read_text("utf-8", "surrogateescape").splitlines())
    except OSError as error:
        log.warning("%s: cannot be read (%s); it is not heeded", path, error.strerror)
        return Patterns(())


def _is(question: object) -> bool:
    """A property of a directory entry; False if it has vanished in the meantime."""
    try:
        return bool(question())  # type: ignore[operator]
    except OSError:
        return False


def _is_folder(path: str) -> bool:
    try:
        return os.path.isdir(path)  # noqa: PTH112 - never raises
    except ValueError:
        return False


def _exists(path: str) -> bool:
    """Whether the path exists, even if it is unreadable."""
    try:
        os.stat(path)  # noqa: PTH116 - tells apart why not
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return False
    except OSError:
        return True  # opening it says what is wrong
    return True


def _count(count: int, what: str) -> str:
    return counted(count, f"{what} was", f"{what}s were")


def _why_nothing(path: str, walk: _Walk, selection: Selection) -> str:
    reasons = [line.removeprefix(f"{path}: ") for line in walk.left_out.lines(path)]
    if selection.include or selection.exclude:
        reasons.append("--include and --exclude leave nothing else")
    return f"{path} holds no document that longdoc reads" + "".join(f"; {reason}" for reason in reasons)
