"""The main text of a web page: what lies around it is told by its element, role, name and share of links.

Careful rather than clean: an element goes only where it holds a small part of the page's prose, and
one with a heading and prose of its own stays, whatever it is called.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Any

__all__ = ["MainText", "silent_elements"]

SILENT = (
    "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "canvas", "audio", "video",
    "select", "button", "input", "textarea", "dialog", "map", "datalist", "head",
)  # fmt: skip
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
HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
NEVER = frozenset(
    ("html", "body", "main", "article", "h1", "h2", "h3", "h4", "h5", "h6", "p", "pre", "table", "td")
)
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


@dataclass(slots=True)
class _Size:
    """Characters outside of links and in them, links, and headings, in an element and all below it."""

    prose: int = 0
    linked: int = 0
    links: int = 0
    headings: int = 0


class MainText:
    """What of a page's body is its main text: `element`, without what `around` holds.

    `silent` are elements that are no text at all. The tree itself is left as it is.
    """

    def __init__(self, body: Any) -> None:
        self.silent = silent_elements(body)
        self._sizes = _measure(body, self.silent)
        self._body = body
        self.all_chars = self._sizes[body].prose
        self.element = self._find_main()
        self.around = set(self._find_around())
        self.kept_chars = self._sizes[self.element].prose - sum(self._sizes[one].prose for one in self.around)

    def left_out(self, chosen: Any, skip: Container[Any]) -> str:
        """What of the page is not in its text, in one line; "" where all of it is."""
        around = self.around if any(one in skip for one in self.around) else set()
        hidden = sum(_is_hidden(one) and self._chars(one) > 0 for one in around)
        outside = self._chars(self._body) - self._chars(chosen) + sum(map(self._chars, around))
        if not outside:
            return ""
        also = f", {hidden} hidden part{'s' if hidden > 1 else ''} among it" if hidden else ""
        return (
            f"navigation and what else stands around the main text was left out: {outside:,} characters{also}"
        )

    def _chars(self, element: Any) -> int:
        size = self._sizes[element]
        return size.prose + size.linked

    def _find_main(self) -> Any:
        for path in MAIN_PATHS:
            found = self._body.findall(path)
            if len(found) == 1 and self._sizes[found[0]].prose >= MAIN_SHARE * self.all_chars:
                return found[0]
        return self._body

    def _find_around(self) -> Iterator[Any]:
        """The outermost elements that are not main text."""
        stack = list(self.element)
        while stack:
            element = stack.pop()
            if not isinstance(element.tag, str) or element in self.silent:
                continue
            if self._is_around(element):
                yield element
            else:
                stack.extend(element)

    def _is_around(self, element: Any) -> bool:
        size = self._sizes[element]
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
        name = f"{element.get('class') or ''} {element.get('id') or ''}"
        if tag == "header":
            return self.element is self._body and not any(
                True for _ in element.iterancestors("article", "section")
            )
        if NAMES.search(name) or (tag == "aside" and not NOTES.search(name)):
            is_text = size.headings and size.prose >= SHORT_CHARS and size.linked < LINK_SHARE * total
            return not is_text
        if tag in ("ul", "ol", "div", "section") and size.links >= 4:
            return size.linked >= LINKS_ONLY_SHARE * total and total < 60 * size.links
        return False


def silent_elements(root: Any) -> set[Any]:
    """What is never shown as text, and the marks that link a heading to itself."""
    marks = {link for link in root.iter("a") if (link.text or "").strip() in SELF_LINKS and not len(link)}
    shut = (one for one in root.iter(*SILENT) if one.tag != "dialog" or one.get("open") is None)
    return marks.union(shut)


def _is_hidden(element: Any) -> bool:
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    return bool(HIDDEN_STYLE.search(element.get("style") or ""))


def _measure(root: Any, silent: set[Any]) -> dict[Any, _Size]:
    """The sizes of all elements but the silent ones in one pass, whatever their depth."""
    from lxml import etree

    sizes: dict[Any, _Size] = {}
    open_sizes: list[_Size] = []
    in_links = 0
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "start" and element in silent:
            walk.skip_subtree()
            open_sizes.append(_Size())
            in_links += element.tag == "a"
            continue
        if event == "start":
            in_links += element.tag == "a"
            size = _Size(headings=int(element.tag in ("h1", "h2", "h3", "h4")))
            _count(size, element.text, in_links)
            open_sizes.append(size)
            continue
        size = open_sizes.pop()
        in_links -= element.tag == "a"
        size.links += element.tag == "a"
        sizes[element] = size
        if open_sizes:
            outer = open_sizes[-1]
            outer.prose += size.prose
            outer.linked += size.linked
            outer.links += size.links
            outer.headings += size.headings
            _count(outer, element.tail, in_links)
    return sizes


def _count(size: _Size, text: str | None, in_links: int) -> None:
    if text:
        count = len("".join(text.split()))
        if in_links:
            size.linked += count
        else:
            size.prose += count
