"""Form fields (AcroForm and XFA), free-text notes and comments of a PDF."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from html import unescape
from itertools import chain
from typing import Any, cast

from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject

from longdoc.documents.pdf.words import FoundField

__all__ = ["fields_of"]

MOST_FIELDS = 20_000
MOST_DEPTH = 32  # of fields within fields
HIDDEN_FLAGS = 2 | 32  # of an annotation: hidden, not viewed
PUSH_BUTTON, RADIO = 1 << 16, 1 << 15  # of a field
_XFA_DATA = "{http://www.xfa.org/schema/xfa-data/1.0/}data"
_TAG = re.compile(r"<[^>]{1,2000}>")
_OCTAL = re.compile(r"\\([0-3][0-7]{2})")
_BYTE_ORDER = "\xfe\xff"
_NOT_NOTES = ("/Widget", "/Link", "/Popup", "/FileAttachment", "/Screen", "/Movie", "/3D", "/RichMedia")


def fields_of(reader: PdfReader) -> list[FoundField]:
    """The filled-in fields and the notes, page by page; fields without a page come last."""
    found: list[FoundField] = []
    seen: set[int] = set()
    for number, page in enumerate(reader.pages):
        with suppress(Exception):  # a broken list of annotations costs its page's notes
            for annotation in _items(page.get("/Annots")):
                with suppress(Exception):
                    said = list(_of_annotation(annotation, number, seen))
                    found += said
                    if not said or _inherited(annotation, "/FT") == "/Sig":
                        found += _drawn(annotation, page, number)
        if len(found) >= MOST_FIELDS:
            break
    form = _dictionary(_dictionary(reader.trailer.get("/Root")).get("/AcroForm"))
    for field in _tree(_items(form.get("/Fields")), 0):
        if id(_owner(field)) not in seen and len(found) < MOST_FIELDS:
            with suppress(Exception):
                found += _of_field(field, None, None, True, seen)
    with suppress(Exception):
        found += _of_xfa(form.get("/XFA"), {field.value for field in found})
    return found[:MOST_FIELDS]


def _items(raw: Any) -> list[DictionaryObject]:
    value = raw.get_object() if raw is not None else None
    items = [item.get_object() for item in value] if isinstance(value, ArrayObject) else []
    return [item for item in items if isinstance(item, DictionaryObject)]


def _dictionary(raw: Any) -> DictionaryObject:
    value = raw.get_object() if raw is not None else None
    return value if isinstance(value, DictionaryObject) else DictionaryObject()


def _tree(fields: list[DictionaryObject], depth: int) -> Iterator[DictionaryObject]:
    for field in fields:
        kids = _items(field.get("/Kids")) if depth < MOST_DEPTH else []
        if any("/T" in kid for kid in kids):
            yield from _tree(kids, depth + 1)
        else:
            yield field


def _inherited(field: DictionaryObject, key: str) -> Any:
    node: Any = field
    for _ in range(MOST_DEPTH):
        if key in node:
            return node[key].get_object() if node[key] is not None else None
        node = _dictionary(node.get("/Parent"))
    return None


def _owner(widget: DictionaryObject) -> DictionaryObject:
    """The field of a widget: the widget itself, or its parent if it has no name."""
    node = widget
    for _ in range(MOST_DEPTH):
        if "/T" in node or "/Parent" not in node:
            return node
        node = _dictionary(node.get("/Parent"))
    return node


def _of_annotation(annotation: DictionaryObject, page: int, seen: set[int]) -> Iterator[FoundField]:
    kind = str(annotation.get("/Subtype"))
    rectangle = _rectangle(annotation.get("/Rect"))
    hidden = bool(int(annotation.get("/F", 0)) & HIDDEN_FLAGS) or rectangle is None
    if kind == "/Widget":
        if id(_owner(annotation)) in seen:
            return
        if not _is_other_option(annotation):
            yield from _of_field(annotation, page, rectangle, hidden, seen)
        elif not _options(annotation):
            seen.add(id(_owner(annotation)))
    elif kind not in _NOT_NOTES:
        said = _text(annotation.get("/Contents")) or unescape(_TAG.sub(" ", _text(annotation.get("/RC"))))
        if said.strip():
            author = _text(annotation.get("/T"))
            name = "Note" if kind == "/FreeText" else f"Comment by {author}" if author else "Comment"
            yield FoundField(name, said, page, rectangle, hidden, "note")


def _drawn(annotation: DictionaryObject, page: PageObject, number: int) -> list[FoundField]:
    """The text of a stamp, note, field or signature that only its appearance stream contains."""
    kind = str(annotation.get("/Subtype"))
    is_field = kind == "/Widget" and _inherited(annotation, "/FT") in ("/Tx", "/Ch", "/Sig")
    if kind not in ("/Stamp", "/FreeText") and not is_field:
        return []
    look = _dictionary(annotation.get("/AP")).get("/N")
    look = look.get_object() if look is not None else None
    words = page.extract_xform_text(cast(Any, look)).strip() if isinstance(look, StreamObject) else ""
    if not words and kind == "/Stamp":
        words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", _text(annotation.get("/Name")).lstrip("#"))
    if not words:
        return []
    hidden = bool(int(annotation.get("/F", 0)) & HIDDEN_FLAGS)
    name = _name(annotation) if is_field else "Stamp" if kind == "/Stamp" else "Note"
    rectangle = _rectangle(annotation.get("/Rect"))
    return [FoundField(name, words, number, rectangle, hidden, "field" if is_field else "note")]


def _of_field(
    widget: DictionaryObject, page: int | None, rectangle: Any, hidden: bool, seen: set[int]
) -> Iterator[FoundField]:
    value = _value(widget)
    if value is None:
        return
    seen.add(id(_owner(widget)))
    told = _text(_inherited(widget, "/TU"))
    button = _kind_of_button(widget)
    around = _around(widget) if button == "radio" and rectangle is not None else None
    name = told or _name(widget)
    yield FoundField(name, value, page, rectangle, hidden, "field", bool(told), button, around)


def _kind_of_button(widget: DictionaryObject) -> str:
    if _inherited(widget, "/FT") != "/Btn":
        return ""
    is_group = int(_inherited(widget, "/Ff") or 0) & RADIO or len(_options(widget)) > 1
    return "radio" if is_group else "check"


def _options(widget: DictionaryObject) -> list[DictionaryObject]:
    """The buttons of a widget's group."""
    return _items(_owner(widget).get("/Kids"))


def _is_other_option(widget: DictionaryObject) -> bool:
    """Whether another button of the widget's group is the chosen one."""
    chosen = str(_inherited(widget, "/V"))
    if _shows(widget, chosen):
        return False
    # hyperref writes each button as a field of its own, of the same name
    is_alone = not _options(widget) and bool(int(_inherited(widget, "/Ff") or 0) & RADIO)
    return any(_shows(one, chosen) for one in _options(widget)) or (is_alone and "/AP" in widget)


def _shows(button: DictionaryObject, value: str) -> bool:
    looks = _dictionary(_dictionary(button.get("/AP")).get("/N"))
    return value not in ("None", "/Off") and (button.get("/AS") == value or value in looks)


def _around(widget: DictionaryObject) -> tuple[float, float, float, float] | None:
    """The rectangle around all buttons of a group on the page of one of them."""
    page = widget.get("/P")
    sides = [_rectangle(one.get("/Rect")) for one in _options(widget) if one.get("/P") == page]
    corners = [one for one in sides if one is not None]
    if not corners:
        return None
    left, bottom, right, top = zip(*corners, strict=True)
    return min(left), min(bottom), max(right), max(top)


def _name(field: DictionaryObject) -> str:
    """The field's own name, without those of its groups."""
    return re.sub(r"\[\d+\]$", "", _text(_owner(field).get("/T")).split(".")[-1]) or "Field"


def _value(field: DictionaryObject) -> str | None:
    """The value of a field; None if it is empty or not an input field."""
    kind, value = _inherited(field, "/FT"), _inherited(field, "/V")
    if kind == "/Btn":
        return _button(field, value)
    if kind == "/Sig":
        return _signature(value)
    if isinstance(value, ArrayObject):
        chosen = [_option(field, _text(one)) for one in value]
        return ", ".join(chosen) or None
    text = _text(value)
    return (_option(field, text) if kind == "/Ch" else text) or None


def _button(field: DictionaryObject, value: Any) -> str | None:
    flags = int(_inherited(field, "/Ff") or 0)
    if flags & PUSH_BUTTON:
        return None
    chosen = _text(value if value is not None else field.get("/AS")).removeprefix("/")
    if _kind_of_button(field) == "radio":
        options = _inherited(field, "/Opt")
        if chosen.isdecimal() and isinstance(options, ArrayObject) and int(chosen) < len(options):
            return _text(options[int(chosen)])
        return chosen if chosen and chosen != "Off" else None
    return "no" if chosen in ("", "Off") else "yes" if chosen in ("On", "1", "X", "x") else chosen


def _signature(value: Any) -> str | None:
    signed = _dictionary(value)
    by, at = _text(signed.get("/Name")), _text(signed.get("/M"))
    date = re.match(r"D:(\d{4})(\d{2})?(\d{2})?", at)
    when = "-".join(part for part in date.groups() if part) if date else ""
    said = " ".join(part for part in ("signed", by and f"by {by}", when and f"on {when}") if part)
    return said if signed else None


def _option(field: DictionaryObject, value: str) -> str:
    """The displayed text of a choice's export value, with that value if they differ."""
    options = _inherited(field, "/Opt")
    for option in options if isinstance(options, ArrayObject) else ():
        pair = option.get_object()
        if isinstance(pair, ArrayObject) and len(pair) == 2 and _text(pair[0]) == value:
            shown = _text(pair[1])
            return shown if shown == value else f"{shown} ({value})"
    return value


def _rectangle(raw: Any) -> tuple[float, float, float, float] | None:
    value = raw.get_object() if raw is not None else None
    if not isinstance(value, ArrayObject) or len(value) != 4:
        return None
    x0, y0, x1, y1 = (float(side) for side in value)
    return (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)) if x0 != x1 and y0 != y1 else None


def _text(raw: Any) -> str:
    value = raw.get_object() if hasattr(raw, "get_object") else raw
    if value is None:
        return ""
    if isinstance(value, StreamObject):
        value = value.get_data()
    if isinstance(value, bytes):
        return value.lstrip(_BYTE_ORDER.encode("latin-1")).decode("utf-8", "replace")
    if isinstance(value, NameObject):
        return _told_by_name(str(value).removeprefix("/"))
    return str(value)


def _told_by_name(name: str) -> str:
    """A name's text, which may be UTF-16, or such bytes as octal numbers."""
    raw = _OCTAL.sub(lambda match: chr(int(match[1], 8)), name)
    if not raw.startswith(_BYTE_ORDER):
        return name
    return raw.removeprefix(_BYTE_ORDER).encode("latin-1", "replace").decode("utf-16-be", "replace")


def _of_xfa(raw: Any, known: set[str]) -> Iterator[FoundField]:
    """The data of an XFA form that its AcroForm lacks: the innermost elements with text."""
    value = raw.get_object() if raw is not None else None
    if isinstance(value, ArrayObject):
        parts = [(_text(name), part) for name, part in zip(value[::2], value[1::2], strict=False)]
        data = b"".join(part.get_object().get_data() for name, part in parts if name == "datasets")
    else:
        data = value.get_data() if isinstance(value, StreamObject) else b""
    if not data:
        return
    from longdoc.documents.archive import parse_xml
    from longdoc.documents.limits import Limits

    root = parse_xml(data, Limits())
    # beside the data are the lists of values that the fields offer
    filled_in = [element for element in root if element.tag == _XFA_DATA] or [root]
    for element in chain.from_iterable(one.iter() for one in filled_in):
        if not isinstance(element.tag, str) or len(element) or "xfa-template" in element.tag:
            continue
        text = " ".join((element.text or "").split())
        if text and text not in known:
            yield FoundField(element.tag.rsplit("}", 1)[-1], text, None, None, True, "field")
