"""EPUB → text: the chapters in the order of the spine, titled by the book's table of contents."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote

from longdoc.documents.archive import Archive, parse_xml
from longdoc.documents.extract import Extract
from longdoc.documents.limits import Limits
from longdoc.documents.source import Source
from longdoc.documents.structure.pictures import told_pictures
from longdoc.documents.structure.pieces import Piece, assemble, one_line, without_marks
from longdoc.documents.structure.struck import told_struck
from longdoc.documents.web.blocks import html_pieces
from longdoc.documents.web.deleted import deleted_chars, deleted_elements
from longdoc.documents.web.html import parse_html
from longdoc.documents.web.pictures import undescribed_pictures
from longdoc.documents.web.styles import hidden_elements, told_hidden
from longdoc.errors import DamagedDocument, DocumentError, EncryptedDocument
from longdoc.plurals import counted

__all__ = ["read_epub"]

PAGE_TYPES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document")
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
PACKAGE = "{http://www.idpf.org/2007/opf}"
# by their codes in the list of the Library of Congress
ROLES = {"aut": "Author", "edt": "Editor", "trl": "Translator", "ill": "Illustrator"}
OF_FILES = ("modification", "creation", "conversion")  # events that are none of the book's
PLACE = "\ufdd2"  # no text holds it
MARKED = re.compile(f"{PLACE}(\\d{{1,6}}){PLACE}")
MOST_NAMED = 8  # pages, in a notice


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the table of contents: its title, depth from 1, and anchor in its file ("" for the top)."""

    title: str
    level: int
    fragment: str


def read_epub(source: Source) -> Extract:
    """Read a book without DRM; notices name chapters that are missing or damaged."""
    limits = source.limits
    archive = Archive(source.data, limits)
    package_path = _package_path(archive, limits)
    package = parse_xml(archive.read(package_path), limits)
    folder = posixpath.dirname(package_path)
    items = {item.get("id"): item for item in package.iter("{*}item") if item.get("href") and item.get("id")}
    spine = [items[ref.get("idref")] for ref in package.iter("{*}itemref") if ref.get("idref") in items]
    # each once, also where the reading order names several places in it
    pages = list(
        dict.fromkeys(
            _path(folder, item.get("href")) for item in spine if _is_page(item) or _is_other_xml(item)
        )
    )
    _refuse_locked(archive, limits, pages)
    contents = _contents(archive, limits, folder, list(items.values()))
    pieces: list[Piece] = []
    notices: list[str] = []
    pictures = struck_chars = hidden_chars = 0
    for page in pages:
        try:
            body = _body(archive, page)
            deleted, hidden = deleted_elements(body), hidden_elements(body)
            pieces += _chapter(body, contents.get(page, []), limits, deleted | hidden)
            struck_chars += deleted_chars(body, deleted)
            hidden_chars += deleted_chars(body, hidden)
            pictures += undescribed_pictures(body, hidden)
        except KeyError:
            notices.append(f"the chapter {page} is missing in the book")
        except DamagedDocument as error:
            notices.append(f"the chapter {page} cannot be read: {error}")
    if not pieces and notices:
        raise DamagedDocument(f"none of its chapters can be read ({notices[0]})")
    title = next(iter(_said(package, "title")), "")
    notices += [*_told_others(spine, folder, pages), *_told_outside(items.values(), folder, pages)]
    notices += [*told_struck(struck_chars), *told_hidden(hidden_chars), *told_pictures(pictures)]
    return assemble([*_about(package), *pieces], title=title, notices=tuple(notices))


def _told_others(spine: list[Any], folder: str, pages: list[str]) -> Iterator[str]:
    """The notice on what is in the reading order but no text: drawings, pictures."""
    paths = [_path(folder, item.get("href")) for item in spine if not _is_contents(item)]
    if others := [path for path in paths if path not in pages]:
        more = f" and {len(others) - MOST_NAMED:,} more" if len(others) > MOST_NAMED else ""
        are = "part of its reading order is" if len(others) == 1 else "parts of its reading order are"
        yield f"{len(others):,} {are} of another kind, so not read: {', '.join(others[:MOST_NAMED])}{more}"


def _told_outside(items: Iterable[Any], folder: str, pages: list[str]) -> Iterator[str]:
    """The notice on pages that are not in the reading order."""
    found = (_path(folder, item.get("href")) for item in items if _is_page(item))
    others = [path for path in found if path not in pages]
    if others:
        are = counted(len(others), "page of the book is", "pages of the book are")
        more = f" and {len(others) - MOST_NAMED:,} more" if len(others) > MOST_NAMED else ""
        named = ", ".join(others[:MOST_NAMED])
        yield f"{are} not in its reading order, so not read: {named}{more}"


def _about(package: Any) -> Iterator[Piece]:
    """Title, authors and publisher as fields at the front, where a reader would look for them."""
    yield from _field("Title", _said(package, "title"))
    people = _people(package)
    for role, name in ROLES.items():
        yield from _field(f"{name}s" if len(people.get(role, ())) > 1 else name, people.get(role, []))
    yield from _field("Publisher", _said(package, "publisher"))
    yield from _field("Date", _dates(package))


def _field(name: str, said: list[str]) -> Iterator[Piece]:
    if said:
        yield Piece.of_field(name, ", ".join(said))


def _people(package: Any) -> dict[str, list[str]]:
    """By role: who made the book; a creator without one that is known is an author."""
    refined = {
        (one.get("refines") or "").removeprefix("#"): (one.text or "").strip()
        for one in package.iter("{*}meta")
        if one.get("property") == "role"
    }
    people: dict[str, list[str]] = {}
    for kind in ("creator", "contributor"):
        for one in _elements(package, kind):
            role = one.get(f"{PACKAGE}role") or refined.get(one.get("id") or "", "")
            role = "aut" if kind == "creator" and role not in ROLES else role
            if said := one_line("".join(one.itertext())):
                people.setdefault(role, []).append(said)
    return people


def _dates(package: Any) -> list[str]:
    """When the book appeared; when its file was changed only if nothing else is said."""
    dates = [
        (one.get(f"{PACKAGE}event") or "", one_line("".join(one.itertext())))
        for one in _elements(package, "date")
    ]
    return [said for event, said in dates if said and event not in OF_FILES] or [
        said for _, said in dates if said
    ]


def _said(package: Any, element: str) -> list[str]:
    return [said for one in _elements(package, element) if (said := one_line("".join(one.itertext())))]


def _elements(package: Any, element: str) -> Iterator[Any]:
    metadata = package.find("{*}metadata")
    yield from () if metadata is None else metadata.iter(f"{{{DUBLIN_CORE}}}{element}")


def _package_path(archive: Archive, limits: Limits) -> str:
    try:
        container = parse_xml(archive.read("META-INF/container.xml"), limits)
        path = next(root.get("full-path") for root in container.iter("{*}rootfile"))
        if path and path in archive:
            return str(path)
    except (KeyError, StopIteration):
        pass
    found = next((name for name in archive.names if name.endswith(".opf")), None)
    if found is None:
        raise DamagedDocument("it is not a complete EPUB: its list of chapters is missing")
    return found


def _is_page(item: Any) -> bool:
    kind = item.get("media-type") or ""
    named = (item.get("href") or "").lower().split("#")[0].endswith((".xhtml", ".html", ".htm"))
    return (kind in PAGE_TYPES or named) and not _is_contents(item)


def _is_contents(item: Any) -> bool:
    return "nav" in (item.get("properties") or "").split()


def _is_other_xml(item: Any) -> bool:
    """Whether this may be a page whose kind is given loosely."""
    return item.get("media-type") in ("application/xml", "text/xml") and not _is_contents(item)


def _refuse_locked(archive: Archive, limits: Limits, pages: list[str]) -> None:
    """Refuse books with encrypted content other than fonts."""
    if "META-INF/encryption.xml" not in archive:
        return
    locks = parse_xml(archive.read("META-INF/encryption.xml"), limits)
    locked = {
        _path("", element.get("URI")) for element in locks.iter("{*}CipherReference") if element.get("URI")
    }
    if locked & set(pages):
        raise EncryptedDocument("the book is locked by digital rights management; longdoc cannot open it")


def _body(archive: Archive, page: str) -> Any:
    """The body of a page, styled by the book's style sheets."""

    def linked(address: str) -> bytes | None:
        path = _path(posixpath.dirname(page), address)
        return archive.read(path) if path in archive else None

    root, _ = parse_html(archive.read(page), linked)
    body = root.find("body")
    return root if body is None else body


def _chapter(body: Any, entries: list[Entry], limits: Limits, skip: Container[Any]) -> Iterator[Piece]:
    """The pieces of one file, titled from the table of contents if it has no headings of its own."""
    pieces = list(html_pieces(body, limits, skip))
    if not entries or not pieces or any(piece.level is not None for piece in pieces[:4]):
        return iter(pieces)
    if not any(piece.level is not None for piece in pieces):
        _mark_places(body, entries)
        pieces = list(html_pieces(body, limits, skip))
    return _titled(pieces, entries)


def _mark_places(body: Any, entries: list[Entry]) -> None:
    """Insert a marker at the target of each entry of the table of contents."""
    places = {one.get("id") or one.get("name"): one for one in body.iter("*")}
    for number, entry in enumerate(entries):
        place = places.get(entry.fragment) if entry.fragment else None
        if place is not None:
            place.text = f"{PLACE}{number}{PLACE}{place.text or ''}"


def _titled(pieces: list[Piece], entries: list[Entry]) -> Iterator[Piece]:
    """Remove the markers; the pieces at them, and the first piece, begin sections."""
    waiting: Entry | None = entries[0]
    for piece in pieces:
        numbers = [at for number in MARKED.findall(piece.text) if (at := int(number)) < len(entries)]
        waiting = entries[numbers[-1]] if numbers else waiting
        text = MARKED.sub("", piece.text)
        if not without_marks(text).strip(" -") and piece.grid is None:
            continue
        if waiting is not None and piece.grid is None and piece.level is None:
            yield replace(piece, text=text, level=waiting.level, title=waiting.title)
            waiting = None
        else:
            yield replace(piece, text=text)


def _contents(archive: Archive, limits: Limits, folder: str, items: list[Any]) -> dict[str, list[Entry]]:
    """By file: its entries in the navigation document (EPUB 3) or the NCX (EPUB 2)."""
    found: dict[str, list[Entry]] = {}
    for item in items:
        path = _path(folder, item.get("href"))
        if path not in archive:
            continue
        try:
            if "nav" in (item.get("properties") or "").split():
                entries = _nav_entries(parse_html(archive.read(path))[0])
            elif item.get("media-type") == "application/x-dtbncx+xml":
                entries = _ncx_entries(parse_xml(archive.read(path), limits))
            else:
                continue
            for href, title, level in entries:
                if href and (said := one_line(title)):
                    file = _path(posixpath.dirname(path), href)
                    found.setdefault(file, []).append(Entry(said, level, unquote(href.partition("#")[2])))
        except DocumentError:
            continue  # titles are a comfort; the chapters are read without them
    return found


def _nav_entries(root: Any) -> Iterator[tuple[str | None, str, int]]:
    """The links of the table of contents, without those of page lists and landmarks."""
    tables = [one for one in root.iter("nav") if (one.get("epub:type") or one.get("type") or "toc") == "toc"]
    for table in tables or [root]:
        for link in table.iter("a"):
            depth = sum(1 for _ in link.iterancestors("ol"))
            yield link.get("href"), str(link.text_content()), max(1, min(depth, 6))


def _ncx_entries(root: Any) -> Iterator[tuple[str | None, str, int]]:
    for point in root.iter("{*}navPoint"):
        label = point.find("{*}navLabel/{*}text")
        content = point.find("{*}content")
        if label is not None and content is not None:
            depth = 1 + sum(1 for _ in point.iterancestors("{*}navPoint"))
            yield content.get("src"), label.text or "", min(depth, 6)


def _path(folder: str, href: str | None) -> str:
    return posixpath.normpath(posixpath.join(folder, unquote((href or "").split("#")[0]))).lstrip("/")
