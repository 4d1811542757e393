"""TeX: title and authors wherever they are given, and comments told from what is printed."""

from __future__ import annotations

import time

import pytest

from longdoc.documents.extract import Extract
from longdoc.documents.read import read_source
from longdoc.documents.source import Source
from longdoc.documents.text.tex import COMMENT


def read(text: str) -> Extract:
    return read_source(Source(text.encode(), "x.tex"))


@pytest.mark.parametrize(
    "source",
    [
        r"\begin{document}\title[Seals]{On Seals}\author{Ann Lee}\author[1]{Bo Ek}\date{May}\maketitle Text.",
        r"\title{On Seals}\author{Ann Lee \and Bo Ek}\date{May}\begin{document}\maketitle Text.",
        r"\title{On Seals}\begin{document}\author{Ann Lee}\author{Bo Ek}\date{May} Text.",
    ],
)
def test_the_title_and_all_authors_of_tex_before_or_in_the_document(source: str) -> None:
    extract = read(source + r"\end{document}")
    assert extract.title == "On Seals"
    assert extract.text == "On Seals\n\nAuthor: Ann Lee, Bo Ek\nDate: May\n\nText."


def test_a_title_that_a_tex_document_shows_as_code_is_not_its_own() -> None:
    shown = "\\begin{document}\\begin{verbatim}\n\\title{On Seals}\n\\end{verbatim}\\end{document}"
    extract = read(shown)
    assert (extract.title, extract.text) == ("", "\\title{On Seals}")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (
            '\\begin{verbatim}\nprintf("%d", 5); x = 1\n\\end{verbatim} on % off\nand on',
            'printf("%d", 5); x = 1\n\non and on',
        ),
        ("\\begin{lstlisting}\na % b\n\\end{lstlisting}", "a % b"),
        (r"See \url{https://a.org/x%20y} for details.", "See <https://a.org/x%20y> for details."),
        (r"See \href{https://a.org/x%20y}{the page} now.", "See the page now."),
        (r"Use \verb|50% of| it, \texttt{always}.", "Use 50% of it, always."),
        (r"Half \\% off", "Half"),
        (r"50\% of it % off", "50% of it"),
        ("on % \\begin{verbatim}\non % off\nand on", "on on and on"),
    ],
)
def test_a_percent_sign_begins_a_comment_of_tex_or_is_text(source: str, text: str) -> None:
    assert read(f"\\begin{{document}}{source}\n\\end{{document}}").text == text


@pytest.mark.parametrize(
    "part", [r"\begin{verbatim}", r"\verb|x", r"\url{", r"\author{", r"\lstinline!", "%"]
)
def test_comments_of_hostile_tex_are_found_soon(part: str) -> None:
    begun_s = time.process_time()
    text = COMMENT.sub("", part * 30_000)
    assert len(text) < 10 * 30_000 * len(part)
    assert time.process_time() - begun_s < 2


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (
            r"\newcommand{\fee}[2][500]{#2 at \pounds#1}\fee{Repair}, \fee[600]{paint}.",
            "Repair at £500, paint at £600.",
        ),
        (r"\def\rate#1{#1\%}A rate of \rate{5}.", "A rate of 5%."),
        (r"\SI{5}{\kilo\metre\per\hour}, \qty{3}{kg}, \num{12}, \SI{20}{\percent}", "5 km/h, 3 kg, 12, 20%"),
        (r"\SI{9.81}{\metre\per\second\squared} to \SIrange{1}{2}{\milli\meter}", "9.81 m/s² to 1 to 2 mm"),
        (r"\pounds 5, \euro{}6, \EUR{7} and \poundsign", "£5, €6, €7 and"),
        (
            r"See \citep[p.~5]{lee} and \cite[see][ch. 2]{ek}, \parencite{so}.",
            "See [lee, p. 5] and [see ek, ch. 2], [so].",
        ),
        (r"\begin{align}x &= 1 \\ y &= 2\end{align}", "x = 1 y = 2"),
        (r"9--17 --- daily", "9-17 — daily"),
        (r"\begin{tabbing}Left \= Right \\ a \> b\end{tabbing}", "Left Right\na b"),
        (r"\begin{frame}{Budget}\only<2->{Costs.}\end{frame}", "Budget\n\nCosts."),
        (
            r"\cventry{2031}{Engineer}{Hull}{}{Bridges}\cvitem{Tongue}{French}",
            "2031, Engineer, Hull, Bridges\n\nTongue, French",
        ),
    ],
)
def test_commands_of_packages_print_what_they_print(written: str, text: str) -> None:
    assert read(f"\\begin{{document}}{written}\\end{{document}}").text.strip() == text


def test_lists_within_lists_are_lettered() -> None:
    inner = r"\begin{enumerate}\item a\item b\end{enumerate}"
    text = read(
        rf"\begin{{document}}\begin{{enumerate}}\item x{inner}\item y\end{{enumerate}}\end{{document}}"
    ).text
    assert text.split("\n\n") == ["1. x", "(a) a", "(b) b", "2. y"]


def test_a_long_table_is_read_without_what_it_repeats() -> None:
    extract = read(
        r"\begin{document}\begin{longtable}{ll}\caption{Ages}\\ Name & Age \\ \endfirsthead Name & Age "
        r"\\ \endhead Continued & \\ \endfoot Source & x \\ \endlastfoot Ada & 41 "
        r"\\ Bo & 39\end{longtable}\end{document}"
    )
    assert extract.text == "Table 1: Ages\nName | Age\nAda | 41\nBo | 39\nSource | x"


def test_a_cell_over_several_rows_is_in_each() -> None:
    table = r"\multirow{2}{*}{Valve} & 35 \\ & 36 \\ & 37"
    text = read(
        rf"\begin{{document}}\begin{{tabular}}{{ll}}Item & Qty \\ {table}\end{{tabular}}\end{{document}}"
    ).text
    assert text == "Item | Qty\nValve | 35\nValve | 36\n| 37"


def test_thanks_and_lines_of_authors_and_letters_are_told_apart() -> None:
    front = r"\title{Seals\thanks{A draft}}\author{Ann\\Hull}\address{Mill Street}\signature{Bo}"
    text = read(rf"{front}\begin{{document}}\opening{{Dear Cy,}} Yes.\closing{{Yours,}}\end{{document}}").text
    assert text == (
        "Seals [A draft]\n\nAuthor: Ann, Hull\nAddress: Mill Street\nSignature: Bo\n\nDear Cy, Yes.\n\nYours,"
    )


@pytest.mark.parametrize(("name", "codec"), [("koi8-r", "koi8-r"), ("cp1251", "cp1251"), ("utf8x", "utf-8")])
def test_the_encoding_that_a_document_names_is_believed(name: str, codec: str) -> None:
    written = f"\\usepackage[{name}]{{inputenc}}\\begin{{document}}Дом.\\end{{document}}".encode(codec)
    extract = read_source(Source(written, "x.tex"))
    assert (extract.text, extract.notices) == ("Дом.", ())


def test_struck_text_is_left_out_and_told() -> None:
    text = r"\begin{document}Fee \sout{300 \emph{net}} 400 and \st{5}\deleted[id=A]{6} euros.\end{document}"
    extract = read(text)
    assert extract.text == "Fee 400 and euros."
    assert extract.notices == ("text marked as deleted was left out (16 characters)",)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (r"$\frac{a+b}{2}$ or $\dfrac12$", "(a+b)/2 or 1/2"),
        (r"$x^{n+1}$, $x_{ij}$ and $x^{12}$", "x^(n+1), x_ij and x^12"),
        (r"10\textsuperscript{6} cells, H\textsubscript{2}O", "10⁶ cells, H2O"),
        (r"Text\rule{0.5\linewidth}{0.5pt} more", "Text more"),
        (r"\pdfstringdefDisableCommands{\renewcommand{\sout}{}}The \sout{old} fee", "The fee"),
    ],
)
def test_what_is_printed_above_below_and_across(written: str, text: str) -> None:
    assert read(rf"\begin{{document}}{written}\end{{document}}").text == text


def test_headings_that_links_lead_to_are_headings() -> None:
    extract = read(
        "\\begin{document}\\hypertarget{a}{%\n\\section{Term}\\label{a}}\n\nIt ends.\\end{document}"
    )
    assert extract.text == "Term\n\nIt ends."
    assert [section.title for section in extract.sections] == ["Term"]


@pytest.mark.parametrize(
    ("options", "marks"),
    [
        ("", ["1. ", "2. "]),
        (r"\setcounter{enumi}{4}", ["5. ", "6. "]),
        (r"[start=3]", ["3. ", "4. "]),
        (r"[label=(\alph*)]", ["(a) ", "(b) "]),
        (r"[label={Art. \Roman*:}, start=2]", ["Art. II: ", "Art. III: "]),
        (r"[a)]", ["a) ", "b) "]),
    ],
)
def test_items_are_numbered_as_the_options_of_their_list_say(options: str, marks: list[str]) -> None:
    extract = read(rf"\begin{{document}}\begin{{enumerate}}{options}\item one \item two\end{{enumerate}}")
    assert extract.text == f"{marks[0]}one\n\n{marks[1]}two"


@pytest.mark.parametrize(
    "begin",
    [
        r"{tabular}[t]{@{}l>{\raggedleft\arraybackslash}p{(\columnwidth - 2\tabcolsep) * \real{0.5}}@{}}",
        r"{tabular*}{\textwidth}{@{\extracolsep{\fill}}ll}",
        r"{tabularx}{\linewidth}{lX}",
    ],
)
def test_the_columns_of_a_table_are_no_text_and_its_first_cell_is_no_column(begin: str) -> None:
    name = begin[1 : begin.index("}")]
    box = r"\begin{minipage}[b]{\linewidth}\raggedright"
    row = rf"{{\bf Port}} & {box} Fee\end{{minipage}}\\ Hull & 5"
    extract = read(rf"\begin{{document}}\begin{begin}{row}\end{{{name}}}\end{{document}}")
    assert extract.text == "Port | Fee\nHull | 5"


def test_code_that_pandoc_marks_up_keeps_its_lines() -> None:
    lines = r"\KeywordTok{def}\NormalTok{ fee():}", r"\NormalTok{    }\ControlFlowTok{return} 5"
    code = "\n".join((r"\begin{Highlighting}[]", *lines, ""))
    extract = read(rf"\begin{{document}}{code}\end{{Highlighting}}\end{{document}}")
    assert extract.text == "def fee():\n    return 5"


def test_code_that_shows_how_code_begins_ends_at_the_first_end() -> None:
    shown = "\\begin{verbatim}\nWrite \\begin{verbatim} first.\n\\end{verbatim}"
    text = read(
        f"\\begin{{document}}{shown}\n\\section{{Ends}}\nThen \\emph{{close}} it.\\end{{document}}"
    ).text
    assert text == "Write \\begin{verbatim} first.\n\nEnds\n\nThen close it."


@pytest.mark.parametrize("mark", ["{\\b ", "{\\em ", "\\textbf{"])
def test_braces_that_are_never_closed_take_little_time(mark: str) -> None:
    begun_s = time.process_time()
    text = read(f"The fee is four euros. {mark * 10_000} The key.\n\nIt is with Mr Orr.").text
    assert time.process_time() - begun_s < 4
    assert "It is with Mr Orr." in text


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (
            r"Of \OpenMC{} and \SaltProc, \eg by Lee \etal, \ie them.",
            "Of OpenMC and SaltProc, e.g. by Lee et al., i.e. them.",
        ),
        (
            "\\OpenMC ran. {\\HUGE It} held,\n\\EndFor\nand ended at \\AA.",
            "OpenMC ran. It held, and ended at Å.",
        ),
    ],
)
def test_names_that_commands_of_other_files_print_are_kept(written: str, text: str) -> None:
    assert read(written).text == text


def test_a_command_that_ends_in_xspace_prints_the_blank_behind_it() -> None:
    command = r"\newcommand{\code}{\textsc{OpenMC}\xspace}"
    assert (
        read(rf"{command} The \code runs \code{{}} and \code.").text == "The OpenMC runs OpenMC and OpenMC."
    )


def test_a_title_of_a_box_may_have_commands() -> None:
    title = r"title=\textcolor{note-color}{\faInfo}\hspace{0.5em}{Note}, boxrule=0pt"
    assert read(rf"\begin{{tcolorbox}}[{title}]Ropes hold.\end{{tcolorbox}}").text == "Note\n\nRopes hold."


def test_a_command_without_its_arguments_costs_no_document() -> None:
    assert read(r"Ropes hold." + "\n\n" + r"\textcolor").text == "Ropes hold."


def test_labels_and_values_of_tex_have_no_header() -> None:
    rows = r"Batches & 200 \\ \hline Depletion steps & 122 \\ \hline"
    written = (
        rf"\begin{{tabular}}{{ll}}{head}{rows}\end{{tabular}}" for head in ("", r"Quantity & Value \\")
    )
    assert [read(one).tables[0].header_rows for one in written] == [0, 1]
