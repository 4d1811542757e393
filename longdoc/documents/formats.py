"""The table of formats: names, suffixes and readers.

Format detection, the selection of files in folders, `longdoc --help` and the table in README.md all use it.
A reader is a function from a `Source` to an `Extract`, imported when a file of its format is read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib import import_module

from longdoc.documents.extract import Extract
from longdoc.documents.source import Source

__all__ = ["ENTRIES", "PACKED_SUFFIXES", "Entry", "Format", "by_suffix", "in_words", "load_reader", "table"]

Reader = Callable[[Source], Extract]


class Format(Enum):
    """The file formats that longdoc reads."""

    PDF = "PDF"
    DOCX = "DOCX"
    OPENDOCUMENT = "ODT, ODS, ODP"
    RTF = "RTF"
    PPTX = "PPTX"
    WORKBOOK = "XLSX, XLSB, XLS"
    DELIMITED = "CSV, TSV"
    HTML = "HTML"
    EPUB = "EPUB"
    MARKDOWN = "Markdown"
    MARKUP = "RST, Org, AsciiDoc"
    WIKI = "MediaWiki"
    TEX = "TeX"
    NOTEBOOK = "Jupyter"
    MAIL = "EML, MBOX"
    OUTLOOK = "MSG"
    CALENDAR = "ICS, VCF"
    SUBTITLES = "SRT, VTT"
    JSON = "JSON, JSONL"
    XML = "XML"
    LINES = "YAML, logs"
    ARCHIVE = "ZIP, TAR"
    TEXT = "text"
    GZIP = "gzip"


@dataclass(frozen=True, slots=True)
class Entry:
    """One format: `how` describes its reading to users, `reader` is "module:function" below documents/."""

    format: Format
    suffixes: tuple[str, ...]
    reader: str
    how: str


ENTRIES = (
    Entry(
        Format.PDF, (".pdf",), "pdf.source:read",
        "page by page, in worker processes with limits on memory and time; outline, columns, tables, forms",
    ),
    Entry(
        Format.DOCX, (".docx", ".docm", ".dotx", ".dotm"), "office.docx:read_docx",
        "headings, numbered clauses, tables, figures of charts, footnotes, headers and footers once, text "
        "boxes, form fields, comments, embedded files",
    ),
    Entry(
        Format.OPENDOCUMENT, (".odt", ".ott", ".ods", ".ots", ".odp", ".otp", ".fodt", ".fods", ".fodp"),
        "office.opendocument:read_opendocument",
        "headings, lists, tables, notes, form fields; sheets as sections, slides as pages",
    ),
    Entry(Format.RTF, (".rtf",), "office.rtf:read_rtf", "headings by their style, tables"),
    Entry(
        Format.PPTX, (".pptx", ".pptm", ".ppsx", ".ppsm", ".potx"), "office.pptx:read_pptx",
        "slides as pages, titles as headings, tables, charts' figures, speaker notes, embedded files",
    ),
    Entry(
        Format.WORKBOOK, (".xlsx", ".xlsm", ".xltx", ".xlsb", ".xls"), "tables.workbook:read_workbook",
        "sheets as sections, values as the sheet shows them, headers of columns, notes, text boxes, figures "
        "of charts, embedded files; hidden sheets, rows and columns and formulas without results are "
        "reported",
    ),
    Entry(
        Format.DELIMITED, (".csv", ".tsv", ".tab"), "tables.delimited:read_delimited",
        "any usual delimiter and quoting; a record is a row, with line breaks in it too",
    ),
    Entry(
        Format.HTML, (".html", ".htm", ".xhtml"), "web.html:read_html",
        "the main text with headings, lists and tables; navigation, scripts and banners out",
    ),
    Entry(Format.EPUB, (".epub",), "web.epub:read_epub", "in reading order, by chapters; title and authors"),
    Entry(
        Format.MARKDOWN, (".md", ".markdown", ".mdown", ".mkd", ".mdx", ".qmd", ".rmd"),
        "text.markdown:read_markdown",
        "as rendered: headings, lists, tables, code, the text of links; markup and templates out",
    ),
    Entry(
        Format.MARKUP, (".rst", ".rest", ".org", ".adoc", ".asciidoc"), "text.markup:read_markup",
        "headings, lists, tables and code; markup out",
    ),
    Entry(
        Format.WIKI, (".mediawiki", ".wiki", ".wikitext"), "web.wiki:read_wiki",
        "headings, lists, tables, boxes, notes; other templates out, with a notice",
    ),
    Entry(Format.TEX, (".tex", ".ltx", ".latex"), "text.tex:read_tex", "sections, tables, captions, accents"),
    Entry(
        Format.NOTEBOOK, (".ipynb",), "text.notebook:read_notebook",
        "Markdown cells as text, code and its printed output as code",
    ),
    Entry(
        Format.MAIL, (".eml", ".emlx", ".mbox", ".mht", ".mhtml"), "mail.messages:read_mail",
        "headers as fields, the body decoded, quoted history marked, attachments read as documents inside",
    ),
    Entry(Format.OUTLOOK, (".msg",), "mail.outlook:read_outlook", "the same"),
    Entry(
        Format.CALENDAR, (".ics", ".vcf", ".ical", ".ifb", ".vcard"), "mail.calendar:read_calendar",
        "events, tasks and people as fields, descriptions as text; alarms and time zones out",
    ),
    Entry(
        Format.SUBTITLES, (".srt", ".vtt", ".sbv", ".ass", ".ssa"), "text.subtitles:read_subtitles",
        "the words as continuous text; the time of a cue is its page",
    ),
    Entry(
        Format.JSON, (".json", ".jsonl", ".ndjson", ".geojson", ".json5", ".jsonc"), "text.records:read_json",
        "records as tables, otherwise one line for each value with its path",
    ),
    Entry(Format.XML, (".xml", ".nxml"), "web.xml:read_xml", "elements as paragraphs, records as tables"),
    Entry(
        Format.LINES, (".yaml", ".yml", ".log", ".toml", ".ini"), "text.records:read_lines",
        "each record or setting is a sentence",
    ),
    Entry(
        Format.ARCHIVE, (".zip", ".tar", ".tgz", ".tbz2", ".txz"), "packed.archive:read_archive",
        "each document in it as a section, within limits; the rest of its content is reported",
    ),
    Entry(
        Format.TEXT, (".txt", ".text"), "text.plain:read_text",
        "any usual encoding (UTF-8, UTF-16, GB 18030, Big5, Latin-1 …); tables in columns; `-` is "
        "standard input. Page numbers and running lines stay in the text but are not read, and a note says "
        "how many",
    ),
)  # fmt: skip
PACKED_SUFFIXES = (".gz", ".bz2", ".xz")


@cache
def by_suffix() -> dict[str, Format]:
    """The format of each suffix."""
    return {suffix: entry.format for entry in ENTRIES for suffix in entry.suffixes}


def load_reader(kind: Format) -> Reader:
    """Import the reader of a format."""
    module, function = next(entry.reader for entry in ENTRIES if entry.format is kind).split(":")
    reader: Reader = getattr(import_module(f"longdoc.documents.{module}"), function)
    return reader


def in_words() -> str:
    """All formats in one line, for messages and help."""
    names = [entry.format.value for entry in ENTRIES]
    return f"{', '.join(names[:-1])} and plain {names[-1]}"


def table() -> str:
    """The table of formats in Markdown, as in README.md."""
    rows = [f"| {entry.format.value} | {entry.how} |" for entry in ENTRIES]
    return "\n".join(["| format | how |", "|---|---|", *rows])
