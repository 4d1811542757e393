"""Finds the main text of a web page: boilerplate is recognised by element, role, class name and link density.

Favours recall over precision: an element is removed only if it has a small part of the page's prose, and one
with a heading and prose of its own is kept, whatever its name.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, fields
from itertools import chain, islice, takewhile
from typing import Any

from longdoc.documents.web.styles import is_hidden_by_style
from longdoc.documents.web.tables import is_data_table
from longdoc.plurals import counted

__all__ = ["MainText", "silent_elements"]

SILENT = (
    "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "canvas", "audio", "video",
    "select", "button", "input", "textarea", "dialog", "map", "datalist", "head",
)  # fmt: skip
TITLES = ("h1", "h2", "h3", "h4", "h5", "h6", "dt", "summary")
SELF_LINKS = frozenset("§¶#🔗")
ROLES = frozenset(
    (
        "navigation",
        "banner",
        "contentinfo",
        "search",
        "complementary",
        "dialog",
        "alertdialog",
        "menu",
        "menubar",
    )
)
NAMES = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|gdpr|newsletter|subscribe|subscription|social|share|sharing|breadcrumbs?|"
    r"sidebar|menu|navbar|navigation|nav|footer|masthead|advert|advertisement|ads|ad|promo|promotion|sponsored|"
    r"related|recommended|popup|modal|skip|skiplink|mw-editsection|editsection|pagination|pager|toolbar|banner|"
    r"paywall|signup|noprint|sr-only|visually-hidden)(?=$|[\s_-])",
    re.I,
)
NOTES = re.compile(r"note|warning|tip|callout|example|admonition|important|caution", re.I)
NEVER = frozenset(
    ("html", "body", "main", "article", "h1", "h2", "h3", "h4", "h5", "h6", "p", "pre", "table", "td")
)
ANCHORS = frozenset(
    (
        "a",
        "abbr",
        "b",
        "cite",
        "code",
        "dd",
        "dfn",
        "dt",
        "em",
        "i",
        "li",
        "q",
        "span",
        "strong",
        "sup",
        "var",
    )
)
ROWS = frozenset(("tr", "thead", "tbody", "tfoot"))
MAIN_PATHS = (
    ".//main",
    ".//*[@role='main']",
    ".//article",
    ".//*[@id='content']",
    ".//*[@id='main-content']",
)

LARGE_SHARE = 0.3  # a "menu" with so much of the page's prose is no menu
MAIN_SHARE = 0.5  # <main> or <article> with less of it is not the main text
LINK_SHARE = 0.3  # of the characters, from which a named element is mere links
LINKS_ONLY_SHARE = 0.85  # the same for one without a telling name
SHORT_CHARS = 300
MOST_HEADS = 200  # elements before the main text that are looked at


@dataclass(frozen=True, slots=True)
class _Size:
    """Characters outside and inside links, links, and headings in an element and its descendants."""

    prose: int
    linked: int
    links: int
    headings: int


class MainText:
    """The main text of a page: `element`, without the elements in `around`.

    `silent` are elements without visible text. The tree itself is not modified.
    """

    def __init__(self, body: Any) -> None:
        self.silent = silent_elements(body)
        self._body = body
        self._data_tables: dict[Any, bool] = {}  # those asked for, and whether they hold data
        candidates = [found for path in MAIN_PATHS if (found := _only(body.iterfind(path))) is not None]
        heads = {one: _heads(body, one) for one in candidates}
        self._sizes = _Sizes(body, self.silent, [*candidates, *chain.from_iterable(heads.values())])
        self.all_chars = self._sizes.of(body).prose
        self.element = next((one for one in candidates if self._is_main(one, heads[one])), body)
        self.around = set(self._find_around())
        outside = sum(self._sizes.of(one).prose for one in self.around)
        self.kept_chars = self._sizes.of(self.element).prose - outside

    def left_out(self, chosen: Any, skip: Container[Any]) -> str:
        """The notice on what was removed; "" if nothing was."""
        around = self.around if any(one in skip for one in self.around) else set()
        hidden = sum(_is_hidden(one) and self._chars(one) > 0 for one in around)
        outside = self._chars(self._body) - self._chars(chosen) + sum(map(self._chars, around))
        if not outside:
            return ""
        also = f", {counted(hidden, 'hidden part')} among it" if hidden else ""
        size = counted(outside, "character")
        return f"navigation and other content around the main text was left out: {size}{also}"

    def _chars(self, element: Any) -> int:
        size = self._sizes.of(element)
        return size.prose + size.linked

    def _is_main(self, candidate: Any, heads: Iterable[Any]) -> bool:
        if candidate not in self._sizes.numbers:  # within a silent element
            return False
        if self._sizes.of(candidate).prose < MAIN_SHARE * self.all_chars:
            return False
        shown = [(one, size) for one in heads if (size := self._sizes.of(one)).prose]
        kept = [size for one, size in shown if not self._is_around(one, size)]
        prose, linked = sum(size.prose for size in kept), sum(size.linked for size in kept)
        return prose < max(SHORT_CHARS, linked)

    def _find_around(self) -> Iterator[Any]:
        """The outermost elements of boilerplate."""
        from lxml import etree

        walk = etree.iterwalk(self.element, events=("start",))
        number = self._sizes.numbers[self.element]
        next(walk)
        for _, element in walk:
            number += 1
            if element in self.silent:
                walk.skip_subtree()
            elif self._is_around(element, self._sizes[number]) and not self._is_data(element):
                self._sizes.numbers[element] = number
                yield element
                walk.skip_subtree()
                number = self._sizes.last[number]

    def _is_around(self, element: Any, size: _Size) -> bool:
        tag = element.tag
        if size.prose > LARGE_SHARE * self.all_chars:
            return False
        if _is_hidden(element):
            return True
        if tag in NEVER:
            return False
        total = size.prose + size.linked
        if tag == "nav" or tag == "footer" or element.get("role") in ROLES:
            return True
        identity = (
            "" if tag in ANCHORS else element.get("id")
        )  # of a place in the text, as in <dfn id="consent">
        name = f"{element.get('class') or ''} {identity or ''}"
        if tag == "header" and not (size.headings and size.prose > size.linked and not NAMES.search(name)):
            return self.element is self._body and not any(
                True for _ in element.iterancestors("article", "section")
            )
        if NAMES.search(name) or (tag == "aside" and not NOTES.search(name)):
            is_text = size.headings and size.prose >= SHORT_CHARS and size.linked < LINK_SHARE * total
            return not is_text
        if tag in ("ul", "ol", "div", "section") and size.links >= 4:
            return size.linked >= LINKS_ONLY_SHARE * total and total < 60 * size.links
        return False

    def _is_data(self, element: Any) -> bool:
        """Whether it is a visible row of a data table, which belongs to the table whatever its name."""
        if element.tag not in ROWS or _is_hidden(element):
            return False
        table = next(element.iterancestors("table"), None)
        if table is None:
            return False
        if table not in self._data_tables:
            self._data_tables[table] = is_data_table(table)
        return self._data_tables[table]


def silent_elements(root: Any) -> set[Any]:
    """Elements that are never displayed as text, and permalink markers of headings."""
    marks = {link for link in root.iter("a") if (link.text or "").strip() in SELF_LINKS and not len(link)}
    return marks.union(one for one in root.iter(*SILENT) if not _is_shown(one))


def _is_shown(element: Any) -> bool:
    """Whether it is an open dialog, or a button that is a title or shows and hides the text below it."""
    if element.tag == "dialog":
        return element.get("open") is not None
    if element.tag != "button":
        return False
    is_toggle = element.get("aria-expanded") is not None and not _opens_menu(element)
    return is_toggle or next(element.iterancestors(*TITLES), None) is not None


def _opens_menu(button: Any) -> bool:
    toggled = button.get("data-bs-toggle") or button.get("data-toggle")
    return button.get("aria-haspopup") is not None or toggled == "dropdown"


def _is_hidden(element: Any) -> bool:
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    return is_hidden_by_style(element)


def _heads(body: Any, candidate: Any) -> list[Any]:
    """What stands before a candidate, if the title of the page is there: authors, an abstract."""
    if next(candidate.iter("h1"), None) is not None:
        return []
    within = takewhile(lambda one: one is not body, (candidate, *candidate.iterancestors()))
    before = chain.from_iterable(one.itersiblings(preceding=True) for one in within)
    heads = list(islice((one for one in before if isinstance(one.tag, str)), MOST_HEADS))
    return heads if any(next(one.iter("h1"), None) is not None for one in heads) else []


def _only(found: Iterator[Any]) -> Any | None:
    """The one that is found; None where there are several."""
    first = next(found, None)
    return first if next(found, None) is None else None


class _Sizes:
    """The sizes of all elements except silent ones, by their numbers in document order.

    `numbers` has those of the elements whose size is asked for; `last` is the number of the last element in
    each. No element is kept: they take more memory than all that is counted of them.
    """

    def __init__(self, root: Any, silent: set[Any], candidates: Iterable[Any]) -> None:
        self.numbers = {root: 0}
        self.last = array("i")
        self._counts = [array("i") for _ in fields(_Size)]  # prose, linked, links, headings
        self._in_links = 0
        self._measure(root, silent, set(candidates))

    def __getitem__(self, number: int) -> _Size:
        return _Size(*(counts[number] for counts in self._counts))

    def of(self, element: Any) -> _Size:
        """The size of an element that has a number; none of what lies in a silent one."""
        number = self.numbers.get(element)
        return _Size(0, 0, 0, 0) if number is None else self[number]

    def _measure(self, root: Any, silent: set[Any], candidates: set[Any]) -> None:
        """One pass, whatever the depth of the elements."""
        from lxml import etree

        open_numbers: list[int] = []
        _, _, links, headings = self._counts
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            tag = element.tag
            if event == "start":
                number = self._add()
                open_numbers.append(number)
                self._in_links += tag == "a"
                if element in silent:
                    walk.skip_subtree()
                    continue
                if element in candidates:
                    self.numbers[element] = number
                headings[number] += tag in ("h1", "h2", "h3", "h4")
                self._count(number, element.text)
                continue
            number = open_numbers.pop()
            self.last[number] = len(self.last) - 1
            self._in_links -= tag == "a"
            links[number] += tag == "a"
            if open_numbers:
                outer = open_numbers[-1]
                for counts in self._counts:
                    counts[outer] += counts[number]
                self._count(outer, element.tail)

    def _add(self) -> int:
        for counts in (*self._counts, self.last):
            counts.append(0)
        return len(self.last) - 1

    def _count(self, number: int, text: str | None) -> None:
        if text:
            prose, linked, *_ = self._counts
            (linked if self._in_links else prose)[number] += len("".join(text.split()))
