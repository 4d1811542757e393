"""`longdoc library`: inspect and maintain a library."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Annotated, Any

import typer

from longdoc.cli import messages, render
from longdoc.cli.options import Debug, LibraryFolder, ModelFolder, Quiet, Version
from longdoc.cli.terminal import one_line, write, write_json
from longdoc.cli.usage import PlainUsage
from longdoc.errors import LibraryError, UsageError
from longdoc.plurals import counted

if TYPE_CHECKING:
    from longdoc.api import LongDoc
    from longdoc.library.store import Entry

__all__ = ["app"]

MOST_LINE_BYTES = 1 << 20  # of a line of an index

app = typer.Typer(
    help="List, show, tag, remove, merge, check and export what was ingested.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Json = Annotated[bool, typer.Option("--json", help="Write one JSON object per line.")]
Where = Annotated[
    str | None, typer.Option(metavar="CONDITION", help="Only documents that meet this condition, as for ask.")
]
Globs = Annotated[
    list[str] | None, typer.Option("--path", metavar="PATTERN", help="Only documents at matching paths.")
]
Wanted = Annotated[list[str], typer.Argument(metavar="ID|PATH...", help="The start of an id, or a path.")]


def _open(library: Path | None) -> LongDoc:
    from longdoc.api import LongDoc

    return LongDoc(library)


@app.command("list", cls=PlainUsage)
def list_(
    where: Where = None, globs: Globs = None, as_json: Json = False, library: LibraryFolder = None,
    quiet: Quiet = False, debug: Debug = False, version: Version = False,
) -> None:  # fmt: skip
    """List the ingested documents, in order."""
    from longdoc.library.batch import result_of_entry

    with _open(library) as longdoc:
        entries = longdoc.select(where, globs or ()) if where or globs else longdoc.documents()
        tags = longdoc.tags()
        if not entries and not (where or globs):
            messages.note("nothing was ingested yet; `longdoc ingest PATH` does that")
        for entry in entries:
            if as_json:
                write_json({**result_of_entry(entry).to_json(), "tags": tags.get(entry.sha256, {})})
            else:
                write(render.ingested(result_of_entry(entry)))


@app.command("show", cls=PlainUsage)
def show(
    wanted: Wanted, as_json: Json = False, library: LibraryFolder = None,
    quiet: Quiet = False, debug: Debug = False, version: Version = False,
) -> None:  # fmt: skip
    """Show the details of a document: path, size, tags, notices, sections."""
    with _open(library) as longdoc:
        for one in wanted:
            known = _known(longdoc, longdoc.find(one))
            if as_json:
                write_json(known)
                continue
            for name, value in known.items():
                shown = ", ".join(f"{k}={v}" for k, v in value.items()) if isinstance(value, dict) else value
                if isinstance(value, list):
                    for line in value:
                        write(f"{_words(name)}: {one_line(str(line))}")
                else:
                    write(f"{_words(name)}: {one_line(str(shown))}")


def _words(key: str) -> str:
    return key.replace("_", " ")


def _known(longdoc: LongDoc, entry: Entry) -> dict[str, Any]:
    document = longdoc.open_entry(entry)
    same = [other for group in longdoc.duplicates() if entry.sha256 in group for other in group]
    return {
        "document": entry.path,
        "id": entry.id,
        "sha256": entry.sha256,
        "title": entry.title,
        "added": entry.added_at,
        "pages": entry.pages,
        "characters": entry.characters,
        "tokens": entry.tokens,
        "tags": longdoc.tags().get(entry.sha256, {}),
        "same_text": [other[:12] for other in same if other != entry.sha256],
        "notices": list(document.notices),
        "sections": [f"{'  ' * (s.level - 1)}{s.title}" for s in document.sections],
    }


@app.command("tag", cls=PlainUsage)
def tag(
    wanted: Wanted,
    tags: Annotated[list[str], typer.Option("--tag", metavar="NAME=VALUE", help="A tag; may be repeated.")],
    as_json: Json = False, library: LibraryFolder = None,
    quiet: Quiet = False, debug: Debug = False, version: Version = False,
) -> None:  # fmt: skip
    """Tag documents, for conditions (--where)."""
    pairs = dict(parse_tag(text) for text in tags)
    with _open(library) as longdoc:
        for one in wanted:
            longdoc.tag(one, pairs)
            if as_json:
                entry = longdoc.find(one)
                told = {"document": entry.path, "id": entry.id, "status": "tagged"}
                write_json({**told, "tags": longdoc.tags().get(entry.sha256, {})})


def parse_tag(text: str) -> tuple[str, str]:
    """A tag from NAME=VALUE.

    Raises:
        UsageError: it has another form.
    """
    name, equals, value = text.partition("=")
    if not (equals and name.strip()):
        raise UsageError(f"--tag {text}: give NAME=VALUE, for example kind=contract")
    return name.strip(), value.strip()


@app.command("remove", cls=PlainUsage)
def remove(
    wanted: Wanted, as_json: Json = False, library: LibraryFolder = None,
    quiet: Quiet = False, debug: Debug = False, version: Version = False,
) -> None:  # fmt: skip
    """Remove documents and everything derived from them."""
    with _open(library) as longdoc:
        for one in wanted:
            removed(longdoc, one, as_json)


def removed(longdoc: LongDoc, wanted: str, as_json: bool) -> None:
    """Remove a document and report it."""
    entry = longdoc.forget(wanted)
    if as_json:
        write_json({"document": entry.path, "id": entry.id, "status": "forgotten"})
    else:
        write(render.fields(entry.id, "forgotten", entry.path))


@app.command("merge", cls=PlainUsage)
def merge(
    folders: Annotated[
        list[Path], typer.Argument(metavar="DIR...", help="Other libraries, which stay as they are.")
    ],
    as_json: Json = False, library: LibraryFolder = None,
    quiet: Quiet = False, debug: Debug = False, version: Version = False,
) -> None:  # fmt: skip
    """Copy the documents of other libraries with everything derived from them; no file is read again."""
    with _open(library) as longdoc:
        statuses: Counter[str] = Counter()
        for folder in folders:
            for merged in longdoc.merge(folder):
                statuses[merged.status] += 1
                if as_json:
                    told = {"document": merged.entry.path, "id": merged.entry.id, "status": merged.status}
                    write_json({**told, "library": str(folder)})
                if merged.status == "damaged":
                    messages.complain(f"{merged.entry.path}: damaged in {folder}; ingest it again")
        messages.note(
            ", ".join(f"{counted(count, 'document')} {status}" for status, count in statuses.items())
        )
    if statuses["damaged"]:
        raise typer.Exit(LibraryError.exit_code)


@app.command("verify", cls=PlainUsage)
def verify(
    as_json: Json = False, library: LibraryFolder = None, model: ModelFolder = None,
    quiet: Quiet = False, debug: Debug = False, version: Version = False,
) -> None:  # fmt: skip
    """Check every document, Reading and index against its checksum, and repair what can be rebuilt.

    What is lost is listed; `longdoc ingest` reads it again if the file still exists.
    """
    from longdoc.api import LongDoc

    with LongDoc(library, model=model) as longdoc:
        checked = longdoc.check_library()
    for line in checked.repaired:
        messages.note(line)
    for line in checked.lost:
        messages.complain(line)
    if as_json:
        found = {"repaired": list(checked.repaired), "lost": list(checked.lost)}
        write_json({"documents": checked.documents, **found})
    else:
        outcome = f"{len(checked.repaired):,} repaired, {len(checked.lost):,} lost"
        write(f"{counted(checked.documents, 'document')}: {outcome}")
    if checked.lost:
        raise typer.Exit(LibraryError.exit_code)


@app.command("stats", cls=PlainUsage)
def stats(
    as_json: Json = False, library: LibraryFolder = None,
    quiet: Quiet = False, debug: Debug = False, version: Version = False,
) -> None:  # fmt: skip
    """Count documents, pages and tokens, by format, and report their size on disk."""
    with _open(library) as longdoc:
        entries = longdoc.documents()
        folder = longdoc.library.folder
        names: Counter[str] = Counter(name for tags in longdoc.tags().values() for name in tags)
        told = {
            "folder": str(folder),
            "documents": len(entries),
            "pages": sum(entry.pages for entry in entries),
            "characters": sum(entry.characters for entry in entries),
            "tokens": sum(entry.tokens or 0 for entry in entries),
            "formats": dict(Counter(PurePath(e.path).suffix.lower().lstrip(".") for e in entries)),
            "tags": dict(names),
            "repeated": sum(len(group) - 1 for group in longdoc.duplicates()),
            "bytes": sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()),
        }
    if as_json:
        write_json(told)
        return
    for name, value in told.items():
        shown = ", ".join(f"{k} {v:,}" for k, v in value.items()) if isinstance(value, dict) else value
        label = "with the same text as another" if name == "repeated" else name
        write(f"{label}: {shown:,}" if isinstance(shown, int) else f"{label}: {shown}")


@app.command("export", cls=PlainUsage)
def export(
    output: Annotated[Path, typer.Argument(metavar="DIR", help="A folder for one text file each.")],
    where: Where = None, globs: Globs = None, as_json: Json = False, library: LibraryFolder = None,
    quiet: Quiet = False, debug: Debug = False, version: Version = False,
) -> None:  # fmt: skip
    """Write the texts of documents as files, and index.jsonl with their metadata."""
    from longdoc.library.batch import result_of_entry
    from longdoc.library.outputs import line_of, shortened
    from longdoc.library.replacing import replaced
    from longdoc.report.files import make_folder

    with _open(library) as longdoc:
        entries = longdoc.select(where, globs or ())
        tags = longdoc.tags()
        make_folder(output)
        _require_own(output / "index.jsonl")
        with replaced(output / "index.jsonl") as index:
            for entry in entries:
                name = f"{shortened(PurePath(entry.path).stem)}.{entry.id}.txt".lstrip(".-")
                with replaced(output / name) as file:
                    file.write(longdoc.open_entry(entry).text.encode("utf-8", "surrogatepass"))
                known = {**result_of_entry(entry).to_json(), "text": name, "tags": tags.get(entry.sha256, {})}
                index.write(line_of(known))
                if as_json:
                    write_json(known)
        messages.note(f"{counted(len(entries), 'document')} in {output}")


def _require_own(index: Path) -> None:
    """Raise UsageError if there is an index that no export wrote: it would be replaced."""
    if not index.is_file() or not index.stat().st_size:
        return
    try:
        with index.open("rb") as file:
            is_own = {"id", "tags", "text"} <= set(json.loads(file.readline(MOST_LINE_BYTES)))
    except (ValueError, TypeError):
        is_own = False
    if not is_own:
        raise UsageError(f"{index}: the file exists, and no export wrote it; name another folder")
