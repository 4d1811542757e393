"""Plain text and Markdown in any usual encoding: decoded, its line ends made "\\n", otherwise untouched."""

from __future__ import annotations

import re
from collections.abc import Iterator

from longdoc.documents.extract import Extract
from longdoc.documents.structure.sections import nest_sections
from longdoc.documents.text.headers_footers import running_lines
from longdoc.documents.types import Page, Span

__all__ = ["decode", "read_markdown", "read_text", "wide_encoding"]

BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
SAMPLE_BYTES = 1 << 16
MIN_UNDERLINED = 3
MAX_HEADING_CHARS = 300
HIGH = re.compile(rb"[\x80-\xff]")
ALONE = re.compile(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])")
GB_PAIR = re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]|[\x81-\xfe][\x30-\x39][\x81-\xfe][\x30-\x39]")
GB_USUAL = re.compile("[的一是不在人有了和为中上年大同合方条应当第]|[，。、；：]")
USUAL = re.compile(
    "[\t-\r -~\xa0-\u024f\u0370-\u06ff\u2010-\u2044\u20ac"
    "\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff00-\uffef]"
)
ASCII = re.compile("[\t-\r -~]")
WESTERN = frozenset(
    "àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþßÿœšžÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝßŒŠŽ€‘’“”„‚–—…•·§©®°±²³¹£¥«»¿¡º¼½¾×´¶\xa0\xad"
)

FRONT_MATTER = re.compile(r"---[^\S\n]*\n(?P<fields>.*?)\n(?:---|\.\.\.)[^\S\n]*(?:\n|\Z)", re.S)
FRONT_TITLE = re.compile(r"(?mi)^title[^\S\n]*:[^\S\n]*[\"']?(?P<title>[^\n]*?)[\"']?[^\S\n]*$")
MARKED_TITLE = re.compile(r"(?m)^Title:[^\S\n]+(?P<title>\S[^\n]{0,150})$")
FENCE = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})")
ATX = re.compile(r" {0,3}(?P<marks>#{1,6})[^\S\n]+(?P<title>[^\n]*?)[^\S\n]*#*[^\S\n]*$")
UNDERLINE = re.compile(r" {0,3}(?P<mark>[=\-~^\"'*+#`.:])(?P=mark){2,}[^\S\n]*$")
INLINE = (
    (re.compile(r"!?\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"(\*\*|__|\*|`+)(\S.*?)\1"), r"\2"),
    (re.compile(r"\s*\{#?[^}]*\}$"), ""),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!-])"), r"\1"),
)


def read_text(data: bytes, *, title: str = "") -> Extract:
    """Plain text; pages where it has form feeds, sections where its headings are underlined."""
    text, notices = decode(data)
    marked = MARKED_TITLE.search(text[:4000])
    underlined = list(_underlined_headings(text))
    # one or two may be chance; then the text is searched for headings of all other kinds
    sections = nest_sections(len(text), underlined) if len(underlined) >= MIN_UNDERLINED else ()
    headers_footers = running_lines(text)
    if headers_footers:
        count = f"{len(headers_footers):,} running line{'s' if len(headers_footers) > 1 else ''}"
        notices = (*notices, f"{count} (page numbers, headers or footers) stay in the text but are not read")
    title = title or (marked["title"].strip() if marked else "")
    return Extract(text, _pages(text), sections, title, notices, headers_footers)


def read_markdown(data: bytes) -> Extract:
    """Markdown as it is written; headings are sections; the title is the front matter's or the first one."""
    text, notices = decode(data)
    front = FRONT_MATTER.match(text)
    named = FRONT_TITLE.search(front["fields"]) if front else None
    headings = list(_markdown_headings(text, front.end() if front else 0))
    title = named["title"].strip() if named else ""
    if not title and headings:
        top = min(level for _, level, _ in headings)
        outermost = [written for _, level, written in headings if level == top]
        # several of the outermost level are chapters; none of them is the title, unless it is the first "#"
        title = outermost[0] if len(outermost) == 1 or top == 1 else ""
    return Extract(text, (), nest_sections(len(text), headings), title, notices)


# ---- encodings


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text with "\\n" for all line ends, and a notice where its encoding was guessed or did not fit."""
    text, notices = _decode(data)
    return text.replace("\r\n", "\n").replace("\r", "\n"), notices


def _decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return _decode_as(data[len(bom) :], encoding, guessed=False)
    if b"\x00" in data[:SAMPLE_BYTES] and (wide := wide_encoding(data[:SAMPLE_BYTES])):
        return _decode_as(data, wide, guessed=True)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        encoding = "utf-8" if _is_mostly_utf8(data) else _guess(data)
    return _decode_as(data, encoding, guessed=encoding != "utf-8")


def _decode_as(data: bytes, encoding: str, *, guessed: bool) -> tuple[str, tuple[str, ...]]:
    notices = (f"the encoding is not given; it was read as {encoding.upper()}",) if guessed else ()
    try:
        return data.decode(encoding), notices
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
        lost = text.count("\ufffd")
        return text, (*notices, f"{lost:,} places are not valid {encoding.upper()} and are shown as \ufffd")


def wide_encoding(head: bytes) -> str | None:
    """UTF-16 or UTF-32 without a byte order mark, told by where the zero bytes are; None for other data."""
    if len(head) < 8:
        return None
    shares = [head[phase::4].count(0) / len(head[phase::4]) for phase in range(4)]
    if min(shares[2:]) > 0.9 and shares[0] < 0.1:
        return "utf-32-le"
    if min(shares[:2]) > 0.9 and shares[3] < 0.1:
        return "utf-32-be"
    scores = {encoding: _likeness(head, encoding) for encoding in ("utf-16-le", "utf-16-be")}
    best = max(scores, key=lambda encoding: scores[encoding])
    return best if scores[best] >= 0.9 else None


def _likeness(head: bytes, encoding: str) -> float:
    """How much these bytes look like text in UTF-16: usual characters, ASCII counting half as much again."""
    text = head[: len(head) // 2 * 2].decode(encoding, "replace")
    return (len(USUAL.findall(text)) + 0.5 * len(ASCII.findall(text))) / len(text)


def _is_mostly_utf8(data: bytes) -> bool:
    """UTF-8 with a few broken bytes: a file cut in the middle of a character, or patched together."""
    sample = data[: 16 * SAMPLE_BYTES]
    text = sample.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    return sum(char > "\x7f" for char in text) - lost > 4 * lost


def _guess(data: bytes) -> str:
    """The likeliest encoding of text that is not UTF-8."""
    first = HIGH.search(data)
    sample = data[max(0, first.start() - 1000) if first else 0 :][:SAMPLE_BYTES]
    high = len(HIGH.findall(sample))
    if len(ALONE.findall(sample)) * 2 > high:
        accents = sample.decode("cp1252", "replace")
        known = sum(char in WESTERN for char in accents if char > "\x7f")
        if known * 10 >= 9 * high:
            return "cp1252" if re.search(rb"[\x80-\x9f]", data) else "latin-1"
    elif _looks_gb(sample, high):
        return "gb18030"
    return _detected(sample)


def _looks_gb(sample: bytes, high: int) -> bool:
    text = GB_PAIR.sub(b"", sample)
    if len(HIGH.findall(text)) * 20 > high:
        return False
    chinese = sample.decode("gb18030", "replace")
    usual = len(GB_USUAL.findall(chinese))
    return usual * 20 > sum(char > "\x7f" for char in chinese)


def _detected(sample: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    return best.encoding.replace("_", "-") if best else "cp1252"


# ---- structure that the text itself marks


def _pages(text: str) -> tuple[Page, ...]:
    """Pages between form feeds, as printers and RFCs have them."""
    if "\f" not in text.strip("\f\n "):
        return ()
    pages = []
    start = 0
    for number, piece in enumerate(text.split("\f"), 1):
        end = min(start + len(piece) + 1, len(text))
        pages.append(Page(number, str(number), Span(start, end), bool(piece.strip())))
        start = end
    return tuple(pages if pages[-1].has_text else pages[:-1])


def _markdown_headings(text: str, start: int) -> Iterator[tuple[int, int, str]]:
    """Offset, level and title of the headings outside of code."""
    fence = ""
    before, before_at = "", start
    for at, line in _lines(text, start):
        marks = FENCE.match(line)
        if fence:
            if marks and marks["fence"].startswith(fence) and not line.strip(" `~"):
                fence = ""
        elif marks:
            fence = marks["fence"]
        elif heading := ATX.match(line):
            if title := _plain(heading["title"]):
                yield at, len(heading["marks"]), title
        elif (rule := UNDERLINE.match(line)) and rule["mark"] in "=-" and _may_be_underlined(before):
            yield before_at, 1 if rule["mark"] == "=" else 2, _plain(before)
        before, before_at = line, at


def _underlined_headings(text: str) -> Iterator[tuple[int, int, str]]:
    """Headings underlined with a row of one sign, as in reStructuredText; the first sign is level 1."""
    levels: dict[str, int] = {}
    before, before_at, blank = "", 0, True
    for at, line in _lines(text, 0):
        rule = UNDERLINE.match(line)
        if rule and blank and _may_be_underlined(before) and len(line.rstrip()) >= len(before.rstrip()) * 0.6:
            level = levels.setdefault(rule["mark"], len(levels) + 1)
            yield before_at, level, " ".join(before.split())
        blank = not before.strip() or UNDERLINE.match(before) is not None
        before, before_at = line, at


def _lines(text: str, start: int) -> Iterator[tuple[int, str]]:
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield start, text[start:end]
        start = end + 1


def _may_be_underlined(line: str) -> bool:
    return 0 < len(line.strip()) <= 120 and not UNDERLINE.match(line) and line.lstrip()[0] not in "|-*+>#"


def _plain(title: str) -> str:
    """A heading without its Markdown: links, emphasis, anchors. Nobody writes one of 300 characters."""
    title = title[:MAX_HEADING_CHARS]
    for pattern, replacement in INLINE:
        title = pattern.sub(replacement, title)
    return " ".join(title.split())
