"""The pages in Markdown: their links lead somewhere, and what they say of the command line is so."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest
import typer

import longdoc
from longdoc import errors
from longdoc.cli import streams
from longdoc.cli.app import FAULT, app
from longdoc.documents.formats import table

REPOSITORY = Path(__file__).resolve().parents[1]
READMES = ("README.md", "README.zh.md")
MOST_README_LINES = 150
OTHER_PROGRAMS = {"--nproc-per-node"}  # options of torchrun
_FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(?<!\\)!?\[[^\]]*\]\((?P<target>[^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)
_OPTION = re.compile(r"(?<![\w-])--[a-z][a-z0-9-]*")


@cache
def _pages() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"],
        cwd=REPOSITORY, capture_output=True, text=True,
    )  # fmt: skip
    if listed.returncode:  # not a checkout: what was unpacked
        found = [*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md")]
    else:
        found = [REPOSITORY / name for name in listed.stdout.splitlines()]
    # examples' sources and documents are texts to read, not pages about longdoc
    return sorted(page for page in found if page.parent.name not in ("sources", "documents", "drafts"))


def _text(page: Path) -> str:
    return page.read_text("utf-8")


def _anchors(page: Path) -> set[str]:
    """Where links to headings lead, as Git hosts name them: lower case, no marks, hyphens for blanks."""
    found: dict[str, int] = {}
    anchors = set()
    for heading in _HEADING.findall(_FENCE.sub("", _text(page))):
        words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
        slug = re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-")
        times = found.get(slug, 0)
        found[slug] = times + 1
        anchors.add(f"{slug}-{times}" if times else slug)
    return anchors


@pytest.mark.parametrize("page", _pages(), ids=lambda page: str(page.relative_to(REPOSITORY)))
def test_links_lead_somewhere(page: Path) -> None:
    broken = []
    for link in _LINK.finditer(_FENCE.sub("", _text(page))):
        target = link["target"]
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        if not there.exists() or (anchor and anchor not in _anchors(there)):
            broken.append(target)
    assert broken == []


@pytest.mark.parametrize("name", READMES)
def test_readmes_are_short(name: str) -> None:
    assert len(_text(REPOSITORY / name).splitlines()) <= MOST_README_LINES


def test_the_table_of_formats_is_that_of_the_program() -> None:
    assert table() in _text(REPOSITORY / "README.md")


def _commands() -> dict[str, click.Command]:
    return dict(vars(typer.main.get_command(app))["commands"])


def _options(command: click.Command) -> Iterator[str]:
    for one in command.params:
        yield from (*one.opts, *one.secondary_opts)
    for below in vars(command).get("commands", {}).values():
        yield from _options(below)
    yield from ("--help", "-h")


@pytest.mark.parametrize("name", READMES)
def test_readmes_list_every_command(name: str) -> None:
    listed = re.findall(r"^\| `(\w+)` \|", _text(REPOSITORY / name), re.MULTILINE)
    assert sorted(listed) == sorted(_commands())


@pytest.mark.parametrize("page", _pages(), ids=lambda page: str(page.relative_to(REPOSITORY)))
def test_commands_have_the_options_that_are_shown(page: Path) -> None:
    commands, wrong = _commands(), []
    for line in _text(page).splitlines():
        for call in re.findall(r"longdoc (\w+)((?: [^|&#`]*)?)", line):
            if call[0] in commands:
                shown = set(_OPTION.findall(call[1])) - OTHER_PROGRAMS
                wrong += [(call[0], option) for option in shown - set(_options(commands[call[0]]))]
    assert wrong == []


@pytest.mark.parametrize("name", [*READMES, "docs/guide.md"])
def test_options_that_are_named_exist(name: str) -> None:
    known = {option for command in _commands().values() for option in _options(command)}
    named = set(_OPTION.findall(_text(REPOSITORY / name))) - OTHER_PROGRAMS
    assert named - known == set()


@pytest.mark.parametrize("name", [*READMES, "docs/guide.md"])
def test_exit_codes_are_told(name: str) -> None:
    kinds = (getattr(errors, one) for one in errors.__all__)
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", _text(REPOSITORY / name), re.MULTILINE)}
    assert told == {0, 130, FAULT, streams.NOT_WRITTEN, *(kind.exit_code for kind in kinds)}


def test_the_version_is_the_same_everywhere() -> None:
    versions = re.findall(r"^## \[(\d[\w.]*)\] - \d{4}-\d\d-\d\d$", _text(REPOSITORY / "CHANGELOG.md"), re.M)
    cited = re.search(r"^version: (.+)$", _text(REPOSITORY / "CITATION.cff"), re.MULTILINE)
    assert cited is not None
    assert versions[0] == cited[1] == longdoc.__version__
