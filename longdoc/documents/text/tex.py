"""TeX → the text as printed: sections, lists, tables, captions; pylatexenc expands macros."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from longdoc.documents.extract import Extract
from longdoc.documents.source import Source
from longdoc.documents.structure.pieces import Grid, Piece, assemble, one_line, without_marks
from longdoc.documents.structure.struck import told_struck
from longdoc.documents.text.encodings import decode, decode_declared
from longdoc.documents.text.raised import raised
from longdoc.documents.text.tex_arguments import without_arguments
from longdoc.documents.text.tex_cells import CELL_END, ROW_END, environment, plain_table, with_whole_cells
from longdoc.documents.text.tex_lists import LISTS, Lists
from longdoc.documents.text.tex_macros import braced, with_macros
from longdoc.documents.text.tex_numbers import with_numbers
from longdoc.documents.text.tex_packages import without_packages, without_struck
from longdoc.documents.text.tex_symbols import SYMBOLS, with_names, with_signs
from longdoc.documents.types import Kind
from longdoc.documents.web.tables import looks_headed

__all__ = ["read_tex"]

ENCODING = re.compile(rb"\\usepackage\s*\[([\w-]{2,20})\]\s*\{inputenc\}")
LEVELS = {"part": 1, "chapter": 2, "section": 3, "subsection": 4, "subsubsection": 5, "paragraph": 6}
COMMAND = re.compile(
    r"\\(?:(?P<section>part|chapter|section|subsection|subsubsection|paragraph)\*?\s*(?:\[[^\]]{0,300}\])?\s*\{"
    r"|begin\s*\{(?P<begin>[A-Za-z]{1,30}\*?)\}|end\s*\{(?P<end>[A-Za-z]{1,30}\*?)\}"
    r"|(?P<item>item)\b\s*(?:\[(?P<label>[^\]]{0,200})\])?|(?P<caption>caption)\s*(?:\[[^\]]{0,300}\])?\{"
    r"|(?P<footnote>footnote)\s*\{|(?P<bibitem>bibitem)\s*(?:\[[^\]]{0,300}\])?\{[^}]{0,200}\})"
    r"|\\setcounter\s*\{enum[iv]{1,3}\}\s*\{(?P<counted>\d{1,4})\}"
    r"|(?P<blank>\n[ \t]*\n\s*)"
)
VERBATIM = ("verbatim", "lstlisting", "minted", "Verbatim", "alltt")
# comments, after what may hold a "%" that begins none
COMMENT = re.compile(
    rf"(?P<kept>\\begin[ \t]*\{{(?P<name>{'|'.join(VERBATIM)})\}}(?:.*?\\end\{{(?P=name)\}}|.*)"
    r"|\\verb\*?(?P<sign>[^\w\s*{])[^\n]{0,500}?(?P=sign)|\\[\\%])"
    r"|(?P<literal>\\(?:url|path|nolinkurl|href|lstinline)[ \t]*\{[^{}\n]{0,2000}\}"
    r"|\\lstinline(?P<mark>[^\w\s{\[])[^\n]{0,500}?(?P=mark))"
    r"|%[^\n]*\n?[ \t]*",
    re.DOTALL,
)
# of code: options in brackets, and for minted the language
CODE_OPTIONS = (re.compile(r"\[[^\]\n]*\]"), re.compile(r"(?:\[[^\]\n]*\])?(?:\{[\w+-]{1,30}\})?"))
PERCENT = re.compile(r"(?<!\\)%")
TABLES = (
    "tabular", "tabularx", "longtable", "array", "tabulary", "tabular*", "xltabular", "tblr", "longtblr",
    "NiceTabular", "NiceTabularX", "supertabular", "tabu", "longtabu",
)  # fmt: skip
DELUXE = ("deluxetable", "deluxetable*")  # of AASTeX
SILENT = ("tikzpicture", "filecontents", "comment")
ARGUMENTS = re.compile(r"(?:\s*(?:\[[^\]]{0,300}\]|\{(?:[^{}]|\{[^{}]{0,300}\}){0,500}\})){0,3}")
OPTION, ARGUMENT = re.compile(r"\s*\[[^\]]{0,300}\]"), re.compile(r"\s*\{")
WITH_WIDTH = ("tabularx", "tabulary", "tabular*", "xltabular", "NiceTabularX")  # before their columns
BOX = re.compile(r"\\begin\s*\{minipage\}\s*(?:\[[^\]]{0,60}\]\s*){0,3}\{[^{}]{0,100}\}")
RAISED = re.compile(r"\\textsuperscript\s*\{(?P<words>[^{}\\$]{0,40})\}")
PART = re.compile(r"[^\W_]*(?:[.,]\d+)?%?")  # of a fraction that needs no brackets
SIZED = re.compile(r"\\[dtc]frac(?![A-Za-z])")
SCRIPT = re.compile(r"(?<!\\)(?P<sign>[\^_])\{(?P<inner>(?![-+]?[\w.]+\}|\\[A-Za-z]+\})[^{}$&]{2,60})\}")
RULES = re.compile(
    r"\\(?:hline|toprule|midrule|bottomrule|cmidrule(?:\([^)]{0,20}\))?\{[^}]{0,20}\}|cline\{[^}]{0,20}\})"
)
CAPTION = re.compile(r"\\caption\s*(?:\[[^\]]{0,300}\])?\{")
PART_END = re.compile(r"\\end(?P<part>firsthead|head|lastfoot|foot)(?![A-Za-z])")
TAB = re.compile(r"\\[=><+'-]|\\kill\b")
MULTICOLUMN = re.compile(r"\\multi(?:column|row)\s*\{(?P<count>\d{1,3})\}\s*\{[^}]{0,60}\}\s*\{")
ABOUT = ("title", "author", "date", "address", "signature")
DECLARED = re.compile(rf"\\(?P<name>{'|'.join(ABOUT)})\s*(?:\[[^\]]{{0,300}}\])?\{{")
THANKS = re.compile(r"\s*\\thanks\s*\{((?:[^{}]|\{[^{}]{0,300}\}){0,500})\}")
ABOUT_CHARS = 20_000  # of the body, which may hold them as well, but before what FRONT_END finds
FRONT_END = re.compile(
    rf"\\(?:maketitle\b|(?:part|chapter|section)\b|verb|lstinline|begin[ \t]*\{{(?:{'|'.join(VERBATIM)})\}})"
)
# their words are printed, but the library leaves them out
PRINTED = ("texttt", "textsf", "textmd", "textup", "mbox", "keywords")
LEAST_PARSED_CHARS = 80
BRACE = re.compile(r"(?<!\\)[{}]")
MOST_DEPTH = 60  # of braces; the library needs the square of it
MOST_PARAGRAPH_CHARS = 20_000  # given to the library at once
REMOVED = re.compile(
    r"\\maketitle|\\tableofcontents|\\rule\s*(?:\[[^\]]{0,60}\])?\{[^{}]{0,60}\}\s*\{[^{}]{0,60}\}|"
    r"\\today\b|\\href\s*\{[^{}]{0,2000}\}(?=\s*\{)|\\(?:label|vspace|hspace|index|bibliographystyle|pagestyle|includegraphics)\*?(?:\[[^\]]{0,300}\])?\{[^}]{0,300}\}"
)
CITED = re.compile(
    r"~?\\(?:[Cc]ite[a-z]{0,6}|parencite|textcite|footcite|autocite|ref|eqref|autoref|[Cc]ref|pageref|nameref)\*?"
    r"(?P<notes>(?:\[[^\]]{0,200}\]){0,2})\{(?P<key>[^}]{0,300})\}"
)
BREAK = re.compile(r"\\\\(?:\[[^\]]{0,20}\])?")


def read_tex(source: Source) -> Extract:
    """Read the text between \\begin{document} and \\end{document}; included files are reported."""
    declared = ENCODING.search(source.data[:ABOUT_CHARS])
    charset = declared[1].decode("ascii") if declared else ""
    text, notices = decode_declared(source.data, charset) if charset else decode(source.data)
    text, struck_chars = without_struck(with_macros(COMMENT.sub(_without_comment, without_marks(text))))
    text = _outside_code(text)
    reader = _Reader()
    preamble, begun, rest = text.partition("\\begin{document}")
    body = rest.partition("\\end{document}")[0] if begun else text
    title, about, body = _about(preamble if begun else "", body)
    body = with_numbers(preamble if begun else "", body)
    included = re.findall(r"\\(?:input|include)\s*\{([^}]{1,200})\}", body)
    if included:
        notices += (f"files that it includes were not read: {', '.join(included[:20])}",)
    notices += told_struck(struck_chars)
    pieces = [*about, *reader.pieces(body)]
    if title:
        pieces.insert(0, Piece(title))
    return assemble(pieces, title=title, notices=notices)


class _Reader:
    """Handles the commands that structure a text; the library converts the text between them."""

    def __init__(self) -> None:
        self._notes: list[Piece] = []
        self._count = 0

    def pieces(self, text: str) -> Iterator[Piece]:
        parts: list[str] = []
        mark, kind = "", Kind.PROSE
        lists = Lists()
        at = 0
        while match := COMMAND.search(text, at):
            parts.append(text[at : match.start()])
            at = match.end()
            if match["footnote"]:
                inner, at = braced(text, at)
                parts.append(self._note(inner))
                continue
            yield from self._close(parts, mark, kind)
            mark, kind = "", Kind.PROSE
            if match["section"] or match["caption"]:
                inner, at = braced(text, at)
                level = LEVELS.get(match["section"] or "")
                yield Piece(one_line(plain(inner)), level, kind=Kind.CAPTION if level is None else Kind.PROSE)
            elif match["begin"]:
                name = match["begin"]
                if name in LISTS:
                    at = lists.begin(name, text, at)
                    continue
                found, at = self._environment(name, text, at)
                yield from found
                kind = Kind.REFERENCES if name == "thebibliography" else Kind.PROSE
            elif match["end"] in LISTS:
                lists.end()
            elif match["counted"]:
                lists.count_from(int(match["counted"]))
            elif match["item"]:
                mark, kind = _item_mark(lists, match["label"]), Kind.LIST_ITEM
            elif match["bibitem"]:
                self._count += 1
                kind = Kind.REFERENCES
        parts.append(text[at:])
        yield from self._close(parts, mark, kind)

    def _environment(self, name: str, text: str, at: int) -> tuple[list[Piece], int]:
        """Read an environment unless it is ordinary text; returns the offset where parsing continues."""
        if name not in (*VERBATIM, *TABLES, *DELUXE, *SILENT, "tabbing", "Highlighting"):
            if name in ("figure", "table", "figure*", "table*", "minipage", "thebibliography", "multicols"):
                at = ARGUMENTS.match(text, at).end()  # type: ignore[union-attr]
            return [], at
        inner, after = environment(name, text, at, nests=name not in VERBATIM)
        if name in SILENT:
            return [], after
        if name in VERBATIM:
            return [Piece.of_code(_code(name, inner))], after
        if name == "Highlighting":  # of Pandoc: code whose words are marked up
            lines = OPTION.sub("", inner, count=1).strip("\n").split("\n")
            return [Piece.of_code("\n".join(plain(line).rstrip() for line in lines))], after
        if name == "tabbing":
            lines = BREAK.split(TAB.sub(" ", inner))
            return [Piece("\n".join(one_line(plain(line)) for line in lines))], after
        if name in DELUXE:
            return self._deluxe_table(inner), after
        inner = inner[_end_of_columns(name, inner) :]
        caption = ""
        if found := CAPTION.search(inner):
            words, end = braced(inner, found.end())
            caption, inner = one_line(plain(words)), inner[: found.start()] + inner[end:]
        return [Piece("", grid=replace(_grid(_without_repeats(inner)), caption=caption))], after

    def _deluxe_table(self, inner: str) -> list[Piece]:
        caption, rows, notes = plain_table(inner)
        grid = replace(_grid(rows), caption=one_line(plain(caption)))
        return [Piece("", grid=grid), *(Piece(one_line(plain(note)), kind=Kind.NOTE) for note in notes)]

    def _close(self, parts: list[str], mark: str, kind: Kind) -> Iterator[Piece]:
        text = "".join(parts)
        parts.clear()
        if text.strip():
            for start in range(0, len(text), MOST_PARAGRAPH_CHARS):
                words = one_line(plain(text[start : start + MOST_PARAGRAPH_CHARS]))
                if words:
                    yield Piece(mark + words, kind=kind)
        notes, self._notes = self._notes, []
        yield from notes

    def _note(self, inner: str) -> str:
        self._count += 1
        self._notes.append(Piece(f"[{self._count}] {one_line(plain(inner))}", kind=Kind.NOTE))
        return f"[{self._count}]"


def _without_comment(match: re.Match[str]) -> str:
    if match["literal"]:
        return PERCENT.sub(r"\\%", match["literal"])  # the library takes it for a comment as well
    return match["kept"] or ""


def _code(name: str, inner: str) -> str:
    options = CODE_OPTIONS[name == "minted"].match(inner)
    return inner[options.end() :] if options else inner


def _outside_code(text: str) -> str:
    """The text with commands of packages, arguments and signs as they are printed, but code as it is."""
    parts: list[str] = []
    at = 0
    for match in COMMENT.finditer(text):
        if match["name"] or match["sign"]:
            parts += [_prepared(text[at : match.start()]), match[0]]
            at = match.end()
    return "".join([*parts, _prepared(text[at:])])


def _prepared(text: str) -> str:
    return with_names(with_signs(without_arguments(without_packages(text))))


def _about(preamble: str, body: str) -> tuple[str, list[Piece], str]:
    """The title, authors and date as fields, and the body without the commands that give them."""
    front = body[:ABOUT_CHARS]
    if end := FRONT_END.search(front):
        front = front[: end.start()]
    found, _ = _declared(preamble)
    more, rest = _declared(front)
    title, authors, dates, addresses, signatures = (
        list(dict.fromkeys([*found[name], *more[name]])) for name in ABOUT
    )
    written = {
        "Author": ", ".join(authors), "Date": next(iter(dates), ""), "Address": next(iter(addresses), ""),
        "Signature": next(iter(signatures), ""),
    }  # fmt: skip
    fields = [Piece.of_field(name, value) for name, value in written.items() if value]
    return next(iter(title), ""), fields, rest + body[len(front) :]


def _declared(text: str) -> tuple[dict[str, list[str]], str]:
    """What the commands of ABOUT give, each time in one line, and the text without these commands."""
    found: dict[str, list[str]] = {name: [] for name in ABOUT}
    kept: list[str] = []
    at = 0
    while match := DECLARED.search(text, at):
        inner, end = braced(text, match.end())
        inner = THANKS.sub(lambda note: f" [{note[1]}]", inner)
        value = one_line(
            plain(
                BREAK.sub(", ", inner.strip().removesuffix("\\\\"))
                .replace(" \\and", ",")
                .replace("\\and", ", ")
            )
        )
        found[match["name"]] += [value] if value else []
        if end == match.end() + len(inner):  # it is not closed
            break
        kept.append(text[at : match.start()])
        at = end
    return found, "".join([*kept, text[at:]])


def _item_mark(lists: Lists, label: str | None) -> str:
    return f"{one_line(plain(label))} " if label else lists.mark()


def _end_of_columns(name: str, inner: str) -> int:
    """Where the arguments of a table end that give its place, width and columns."""
    at = 0
    for _ in range(2 if name in WITH_WIDTH else 1):
        while option := OPTION.match(inner, at):
            at = option.end()
        if (begun := ARGUMENT.match(inner, at)) is None:
            break
        _, at = braced(inner, begun.end())
    return at


def _without_repeats(inner: str) -> str:
    """A long table with the head of its first page and the foot of its last, which is what is read once."""
    parts: dict[str, str] = {}
    at = 0
    for match in PART_END.finditer(inner):
        parts[match["part"]] = inner[at : match.start()]
        at = match.end()
    head = parts.get("firsthead", parts.get("head", ""))
    foot = parts.get("lastfoot", parts.get("foot", ""))
    return f"{head}{inner[at:]}\\\\{foot}" if parts else inner


def _grid(inner: str) -> Grid:
    rows: list[list[str]] = []
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    covered: dict[int, tuple[int, str]] = {}  # by column: rows that the cell above still covers, its text
    for written in ROW_END.split(with_whole_cells(RULES.sub("", inner))):
        if not written.strip():
            continue
        row: list[str] = []
        for cell in CELL_END.split(written):
            merged = MULTICOLUMN.search(cell)
            if merged and "column" in merged[0]:
                words, _ = braced(cell, merged.end())
                across = max(1, min(int(merged["count"]), 100))
                spans[len(rows), len(row)] = (1, across)
                row += [one_line(plain(words)), *[""] * (across - 1)]
                continue
            words = one_line(plain(braced(cell, merged.end())[0] if merged else cell))
            if merged:
                covered[len(row)] = (int(merged["count"]) - 1, words)
            elif not words and covered.get(len(row), (0, ""))[0] > 0:
                left, words = covered[len(row)]
                covered[len(row)] = (left - 1, words)
            row.append(words)
        rows.append(row)
    return Grid(rows, int(len(rows) > 1 and (len(rows[0]) != 2 or looks_headed(rows))), spans=spans)


@cache
def _converter() -> Any:
    from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

    printed = [MacroTextSpec(name, simplify_repl="%s") for name in PRINTED]
    fraction = MacroTextSpec("frac", simplify_repl=_fraction)
    verbatim = MacroTextSpec("verb", simplify_repl=lambda node: node.nodeargd.verbatim_text)
    commands = get_default_latex_context_db()
    symbols = [MacroTextSpec(name, simplify_repl=sign) for name, sign in SYMBOLS.items()]
    macros = [*printed, *symbols, fraction, verbatim]
    commands.add_context_category("printed", prepend=True, macros=macros)
    return LatexNodes2Text(
        latex_context=commands, math_mode="text", keep_comments=False, strict_latex_spaces=False
    )


def _fraction(node: Any, l2tobj: Any) -> str:
    parts = [l2tobj.nodelist_to_text([one]).strip() for one in node.nodeargd.argnlist if one is not None]
    return "/".join(part if PART.fullmatch(part) else f"({part})" for part in parts)


def _citation(match: re.Match[str]) -> str:
    """The key of what is cited, with the notes before and after it: "[see lee2001, p. 5]"."""
    notes = match["notes"].strip("[]").split("][") if match["notes"] else []
    before = f"{notes[0]} " if len(notes) > 1 and notes[0] else ""
    after = f", {notes[-1]}" if notes and notes[-1] else ""
    return f" [{before}{match['key']}{after}]"


def _superscript(match: re.Match[str]) -> str:
    return raised(match.string[max(0, match.start() - 3) : match.start()], match["words"])


def plain(text: str) -> str:
    """The text of a piece of TeX."""
    text = CITED.sub(_citation, BOX.sub("", REMOVED.sub("", text)))
    text = SIZED.sub(r"\\frac", text)
    text = SCRIPT.sub(r"\g<sign>{(\g<inner>)}", RAISED.sub(_superscript, text))
    text = BREAK.sub("\n", text)
    text = text if "\\verb" in text else CELL_END.sub(" ", text)
    if "\\" not in text and "$" not in text and "{" not in text:
        text = text.replace("---", "—").replace("--", "–")
        return text.replace("~", " ").replace("``", "“").replace("''", "”")
    if _depth(text) > MOST_DEPTH:
        return _bare(text)
    try:
        return str(_converter().latex_to_text(text, tolerant_parsing=True))
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError):
        middle = text.rfind(" ", LEAST_PARSED_CHARS // 2, max(LEAST_PARSED_CHARS, len(text) // 2))
        if len(text) <= LEAST_PARSED_CHARS or middle < 0:
            return _bare(text)
        # one command that the library does not understand costs no more than what is next to it
        return f"{plain(text[:middle])} {plain(text[middle + 1 :])}"


def _depth(text: str) -> int:
    """How deeply the braces of a text are nested at most."""
    depth = most = 0
    for brace in BRACE.finditer(text):
        depth = depth + 1 if brace[0] == "{" else max(0, depth - 1)
        most = max(most, depth)
    return most


def _bare(text: str) -> str:
    """The text without its commands and signs."""
    return re.sub(r"\\[A-Za-z]+\*?|[{}$]", "", text)
