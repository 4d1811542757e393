"""MediaWiki markup (Wikipedia, BIPs …) → text, by way of the HTML that it stands for.

Templates are programs of their wiki. Of those that are written over several lines, as the boxes beside
articles are, the named values are kept as a table; of those within a line, what they show in most wikis.
"""

from __future__ import annotations

import re
from html import escape

from longdoc.documents.extract import Extract
from longdoc.documents.source import Source
from longdoc.documents.structure.pieces import assemble
from longdoc.documents.text.closed import sub_closed
from longdoc.documents.text.encodings import decode
from longdoc.documents.web.blocks import html_pieces
from longdoc.documents.web.html import parse_html
from longdoc.documents.web.wiki_lines import html_of_lines
from longdoc.plurals import counted

__all__ = ["as_html", "read_wiki"]

MOST_PASSES = 20  # over templates and links within each other
COMMENT, COMMENT_END = re.compile("<!--.*?-->", re.DOTALL), re.compile("-->")
KEPT = ("nowiki", "pre", "source", "syntaxhighlight", "code", "math")  # in which nothing is markup
CODE = ("pre", "source", "syntaxhighlight")
PLACE = "\ue000{}\ue001"
PIPE_IN_LINK = "\ue002"
PLACED = re.compile("\ue000(\\d+)\ue001")
REFERENCE = re.compile(r"<ref\b(?P<about>[^>/]{0,200})>(?P<words>.*?)</ref\s*>", re.DOTALL | re.IGNORECASE)
REFERENCE_END = re.compile(r"</ref\s*>", re.IGNORECASE)
REFERENCE_ALONE = re.compile(r"<ref\b([^>/]{0,200})/>", re.IGNORECASE)
REFERENCES = re.compile(r"<references\b[^>]{0,200}/?>|\{\{\s*(?:reflist|references)\b[^{}]{0,200}\}\}", re.I)
NAME = re.compile(r"""name\s*=\s*["']?(?P<name>[^"'/>]{1,100})""")
TEMPLATE = re.compile(r"\{\{(?P<inside>[^{}]{0,20000})\}\}")
LINK = re.compile(r"\[\[(?P<target>[^\[\]|\n]{1,300})(?:\|(?P<words>[^\[\]]{0,2000}))?\]\]")
OUTSIDE = re.compile(r"\[(?P<target>(?:https?:)?//[^\s\[\]]{1,1000})(?:\s+(?P<words>[^\]\n]{1,1000}))?\]")
PICTURE = re.compile(r"\s*(?:file|image)\s*:", re.I)
SILENT_LINK = re.compile(r"\s*(?:category\s*:|[a-z]{2,3}(?:-[a-z]{2,8})?:(?!\s))", re.I)
PICTURE_OPTION = re.compile(
    r"\s*(?:thumb(?:nail)?|frame(?:d|less)?|border|left|right|cent(?:er|re)|none|upright.*|\d*x?\d+\s*px"
    r"|(?:alt|link|page|lang|class)\s*=.*)\s*$",
    re.I | re.DOTALL,
)
BOLD = re.compile(r"'{2,5}")
SWITCH = re.compile(r"__[A-Z]{3,20}__")
OF_WORK = ("author", "last", "first", "title", "work", "website", "journal", "publisher", "date", "year")
SHOWS_TWO = ("convert", "cvt", "val")  # of which the number and the unit are shown
SHOWS_LAST = (
    "lang",
    "nowrap",
    "small",
    "nobold",
    "nobr",
    "abbr",
    "big",
    "sic",
    "code",
    "em",
    "strong",
    "bdi",
)
DATED = re.compile(r"(?:birth|death|start|end|film|launch|release)[ _]?date\b")
FIRST_HEADING = re.compile(r"(?m)^==")
SUBJECT = re.compile(r"(?m)^[^\n=|*#']{0,60}'''(?P<name>[^'\n]{1,100}(?:'[^'\n]{1,100}){0,3})'''")
LEAST_NAMED = 2  # values of a box


def read_wiki(source: Source) -> Extract:
    """Read a page; templates that are left out are told."""
    text, notices = decode(source.data)
    html, left_out = as_html(text)
    root, told = parse_html(f"<!DOCTYPE html><meta charset=utf-8><body>{html}".encode())
    if left_out:
        were = counted(left_out, "template of the wiki was", "templates of the wiki were")
        notices += (f"{were} left out",)
    heading = FIRST_HEADING.search(text)
    subject = SUBJECT.search(text, 0, heading.start() if heading else len(text))  # the name in bold
    title = subject["name"].strip() if subject else ""
    return assemble(html_pieces(root, source.limits), title=title, notices=notices + told)


def as_html(text: str) -> tuple[str, int]:
    """A page as HTML, and how many of its templates are left out."""
    kept: list[str] = []
    text = text.replace("\r\n", "\n").translate(dict.fromkeys(range(0xE000, 0xE003)))
    text = sub_closed(COMMENT, COMMENT_END, "", text)
    for tag in KEPT:
        begin, end = rf"<(?P<tag>{tag})\b[^>]{{0,200}}(?<!/)>", rf"</{tag}\s*>"
        pattern = re.compile(rf"{begin}(?P<words>.*?){end}", re.DOTALL | re.IGNORECASE)
        text = sub_closed(pattern, re.compile(end, re.IGNORECASE), lambda found: _keep(found, kept), text)
    notes = _Notes()
    text = sub_closed(REFERENCE, REFERENCE_END, notes.mark, REFERENCE_ALONE.sub(r"<ref\1></ref>", text))
    templates = _Templates()
    text = REFERENCES.sub("<references/>", text)
    text, noted = templates.shown(text), [templates.shown(note) for note in notes.texts]
    marked = "".join(f"\n\n[{number}] {note}\n\n" for number, note in enumerate(noted, 1))
    here = REFERENCES.search(text)
    text = f"{text[: here.start()]}{marked}{text[here.end() :]}" if here else text + marked
    text = SWITCH.sub("", BOLD.sub("", _without_links(text)))
    html = html_of_lines(text.split("\n"))
    return PLACED.sub(lambda found: kept[int(found[1])], html), templates.left_out


def _keep(found: re.Match[str], kept: list[str]) -> str:
    """A place for what is no markup."""
    tag, words = found["tag"].lower(), found["words"]
    if tag == "nowiki":
        kept.append(escape(words))
    elif tag in CODE:
        kept.append(f"<pre>{escape(words)}</pre>")
    else:
        kept.append(f"<code>{escape(words)}</code>")
    return PLACE.format(len(kept) - 1)


class _Notes:
    """The notes of a page, numbered in the order in which they are first referred to."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._numbers: dict[str, int] = {}

    def mark(self, found: re.Match[str]) -> str:
        """What stands in the text for a note."""
        named = NAME.search(found["about"])
        name = named["name"].strip() if named else ""
        number = self._numbers.get(name) if name else None
        if number is None:
            self.texts.append("")
            number = len(self.texts)
            if name:
                self._numbers[name] = number
        if found["words"]:
            self.texts[number - 1] = " ".join(found["words"].split())
        return f"[{number}]"


class _Templates:
    """Puts words in the place of templates, from the innermost on."""

    def __init__(self) -> None:
        self.left_out = 0

    def shown(self, text: str) -> str:
        """A text without templates."""
        for _ in range(MOST_PASSES):
            text, count = TEMPLATE.subn(self._words, text)
            if not count:
                break
        return text

    def _words(self, found: re.Match[str]) -> str:
        inside = found["inside"]
        masked = LINK.sub(lambda link: link[0].replace("|", PIPE_IN_LINK), inside)
        name, *parts = (part.replace(PIPE_IN_LINK, "|") for part in masked.split("|"))
        name = name.strip().lower().split(":")[0]
        named = {key.strip(): value.strip() for key, is_named, value in map(_parted, parts) if is_named}
        plain = [value.strip() for _, is_named, value in map(_parted, parts) if not is_named]
        filled = {key: value for key, value in named.items() if value}
        if "\n" in inside and len(filled) >= LEAST_NAMED and not name.startswith("cite"):
            return _box(filled)
        if name.startswith(("cite", "citation")):
            return ", ".join(filled[key] for key in OF_WORK if key in filled)
        if name in SHOWS_TWO and plain:
            return " ".join(plain[:2])
        if name.split("-")[0] in SHOWS_LAST and plain:
            return plain[0] if name == "abbr" else plain[-1]
        if DATED.match(name) and plain:
            return "-".join(filter(str.isdigit, plain))
        if name in ("nbsp", "spaces"):
            return " "
        self.left_out += 1
        return ""


def _parted(part: str) -> tuple[str, str, str]:
    """Key, sign and value of a part of a template; the key is a number for one without a name."""
    key, sign, value = part.partition("=")
    return (key, sign, value) if sign and re.fullmatch(r"\s*[\w /-]{1,60}\s*", key) else ("", "", part)


def _box(values: dict[str, str]) -> str:
    rows = "".join(
        f"<tr><th>{escape(key.replace('_', ' '))}</th><td>{' '.join(value.split())}</td></tr>"
        for key, value in values.items()
    )
    return f"\n\n<table>{rows}</table>\n\n"


def _without_links(text: str) -> str:
    """A text with the words of its links, and the captions of its pictures as paragraphs."""
    for _ in range(MOST_PASSES):
        text, count = LINK.subn(_linked, text)
        if not count:
            break
    return OUTSIDE.sub(lambda found: found["words"] or found["target"], text)


def _linked(found: re.Match[str]) -> str:
    target, words = found["target"], found["words"]
    if PICTURE.match(target):
        captions = [one for one in (words or "").split("|") if not PICTURE_OPTION.match(one)]
        caption = captions[-1].strip() if captions else ""
        return f"\n\n<figure><figcaption>{caption}</figcaption></figure>\n\n" if caption else ""
    if SILENT_LINK.match(target) and not words:
        return ""
    return words or target.lstrip(": ")
