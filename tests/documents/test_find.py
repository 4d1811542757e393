"""Folders: every kind that is read singly is read in them, and what is not is told, never lost in silence."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from longdoc.documents.find import Selection, find_documents, search
from longdoc.documents.formats import ENTRIES, by_suffix
from longdoc.documents.patterns import Patterns
from longdoc.errors import DocumentNotFound


def names(folder: Path, **wish) -> list[str]:
    return [str(Path(one).relative_to(folder)) for one in search(str(folder), Selection(**wish)).documents]


def fill(folder: Path, *paths: str) -> None:
    for path in paths:
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("The rent is due.\n")


def test_every_format_is_found_by_each_of_its_suffixes(tmp_path: Path) -> None:
    files = sorted(f"file{suffix}" for suffix in by_suffix())
    fill(tmp_path, *files, "README", "script.py", "SHOUTED.TXT")
    assert names(tmp_path) == sorted([*files, "README", "script.py", "SHOUTED.TXT"])
    assert len(by_suffix()) == sum(len(entry.suffixes) for entry in ENTRIES)  # none stands for two formats


def test_what_a_folder_leaves_out_is_told_in_a_line_each(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt", "b.mp4", "c.mp4", "d.bin", ".hidden.txt", "sub/e.txt", "~$open.docx")
    (tmp_path / "data").write_bytes(bytes(range(256)))
    (tmp_path / "gone.txt").symlink_to("nowhere")
    os.mkfifo(tmp_path / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "s.txt"))
        found = search(str(tmp_path), Selection())
    assert found.documents == (str(tmp_path / "a.txt"),)
    assert [line.removeprefix(f"{tmp_path}: ") for line in found.notices] == [
        "4 files of other kinds were not read: .mp4 (2), .bin (1), no suffix (1)",
        "1 subfolder was not searched; --recursive does it",
        "1 broken link was left out",
        "2 special files were left out: no pipe, socket or device is read",
        "1 hidden document was left out",
    ]


def test_names_in_any_bytes_and_linked_folders(tmp_path: Path) -> None:
    fill(tmp_path, "sub/a.txt")
    odd = os.fsdecode(os.fsencode(tmp_path) + b"/r\xff\xfe.txt")
    Path(odd).write_text("The rent is due.\n")
    (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
    found = search(str(tmp_path), Selection(recursive=True))
    assert sorted(found.documents) == sorted([odd, str(tmp_path / "sub/a.txt")])
    assert found.notices == (f"{tmp_path}: 1 linked folder was not followed",)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_what_a_pattern_leaves_out_is_told(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt", "sub/b.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "broken.txt").symlink_to(tmp_path / "nowhere")
    pattern = str(tmp_path / "*")
    found = search(pattern, Selection())
    assert found.documents == (str(tmp_path / "a.txt"),)
    assert found.notices == (
        f"{pattern}: 1 subfolder was not searched; --recursive does it",
        f"{pattern}: 1 broken link was left out",
        f"{pattern}: 1 special file was left out: no pipe, socket or device is read",
    )
    with pytest.raises(DocumentNotFound, match="special file"):
        search(str(tmp_path / "p*"), Selection())


@pytest.mark.parametrize("name", ["", "  "])
def test_a_name_of_blanks_is_shown_as_one(name: str) -> None:
    with pytest.raises(DocumentNotFound, match=f"'{name}' does not exist"):
        search(name, Selection())


@pytest.mark.skipif(os.geteuid() == 0, reason="permissions do not bind this user")
def test_a_folder_that_lists_but_does_not_open_is_told(tmp_path: Path) -> None:
    fill(tmp_path, "closed/a.txt")
    (tmp_path / "closed").chmod(0o400)
    found = search(str(tmp_path / "*" / "*.txt"), Selection())
    (tmp_path / "closed").chmod(0o700)
    assert "permission denied" in str(found.failures[0])


@pytest.mark.skipif(os.geteuid() == 0, reason="permissions do not bind this user")
def test_a_closed_subfolder_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt", "closed/b.txt")
    (tmp_path / "closed").chmod(0)
    found = search(str(tmp_path), Selection(recursive=True))
    (tmp_path / "closed").chmod(0o700)
    assert names(tmp_path) == ["a.txt"]
    assert "permission denied" in str(found.failures[0])


def test_include_exclude_and_the_ignore_file(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt", "b.md", "drafts/c.txt", "drafts/keep.txt", "old/d.txt", "old/deep/e.txt")
    assert names(tmp_path, recursive=True, include=("*.md", "drafts/*")) == [
        "b.md",
        "drafts/c.txt",
        "drafts/keep.txt",
    ]
    assert names(tmp_path, recursive=True, exclude=("old/", "*.md")) == [
        "a.txt",
        "drafts/c.txt",
        "drafts/keep.txt",
    ]
    (tmp_path / ".longdocignore").write_text("# ours\nold\n*.md\n/drafts/*\n!keep.txt\n")
    assert names(tmp_path, recursive=True) == ["a.txt", "drafts/keep.txt"]
    (tmp_path / "drafts/.longdocignore").write_text("keep.txt\n")
    assert names(tmp_path, recursive=True) == ["a.txt"]
    with pytest.raises(DocumentNotFound, match="--include and --exclude leave nothing"):
        search(str(tmp_path), Selection(include=("*.xyz",)))


def test_a_named_file_is_read_whatever_is_ignored(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt")
    (tmp_path / ".longdocignore").write_text("*\n")
    assert find_documents([str(tmp_path / "a.txt")], exclude=["*"]) == [str(tmp_path / "a.txt")]


@pytest.mark.parametrize(
    ("pattern", "path", "is_folder", "matches"),
    [
        ("*.txt", "a/b.txt", False, True),
        ("/*.txt", "a/b.txt", False, False),
        ("a/*.txt", "a/b.txt", False, True),
        ("a/*.txt", "a/b/c.txt", False, False),
        ("a/**/c.txt", "a/b/d/c.txt", False, True),
        ("a/**/c.txt", "a/c.txt", False, True),
        ("**/c", "c", False, True),
        ("a/**", "a/b/c", False, True),
        ("build/", "build", False, False),
        ("build/", "x/build", True, True),
        ("fil?.[ab]", "file.b", False, True),
        ("[!a]x", "ax", False, False),
        (r"\#x", "#x", False, True),
        ("[z-a", "[z-a", False, True),
        ("# remark", "# remark", False, None),
    ],
)
def test_patterns_mean_what_git_takes_them_for(pattern: str, path: str, is_folder: bool, matches) -> None:
    assert bool(Patterns([pattern]).match(path, is_folder=is_folder)) is bool(matches)


def test_help_names_every_format() -> None:
    from longdoc.cli import app

    for command in app.READING:
        assert all(entry.format.value in app._epilog(command) for entry in ENTRIES)
