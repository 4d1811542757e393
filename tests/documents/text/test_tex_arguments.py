"""TeX: arguments that are no text, signs, and cells that hold lines or tables of their own."""

from __future__ import annotations

import time

import pytest

from longdoc.documents.extract import Extract
from longdoc.documents.read import read_source
from longdoc.documents.source import Source
from longdoc.documents.types import Kind


def read(text: str) -> Extract:
    return read_source(Source(text.encode(), "x.tex"))


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        (r"A \parbox[t]{3cm}{box} \raisebox{1ex}[2pt]{high} \makebox[2cm][l]{wide}.", "A box high wide."),
        (r"\resizebox{5cm}{!}{small} \scalebox{0.5}{half} \rotatebox{90}{up}", "small half up"),
        (r"\fontsize{9}{11}\selectfont Fine \vskip 5pt print", "Fine print"),
        (r"\hyperref[sec:a]{there} \hyperlink{a}{here} \texorpdfstring{Shown}{Marked}", "there here Shown"),
        (r"One \foreignlanguage{german}{Wort} \phantom{hidden} more\nocite{*}", "One Wort more"),
        (r"\begin{wrapfigure}{r}{5cm}Inside\end{wrapfigure}", "Inside"),
        (r"\begin{adjustwidth}{1cm}{2cm}Inside\end{adjustwidth}", "Inside"),
    ],
)
def test_widths_and_names_are_no_text(written: str, printed: str) -> None:
    assert read(rf"\section{{S}} {written}").text == f"S\n\n{printed}"


def test_titles_of_boxes_and_notes_in_the_margin_stand_apart() -> None:
    boxed = r"\begin{block}{Costs}Ten pounds.\end{block} \begin{tcolorbox}[title=Dues]Five.\end{tcolorbox}"
    assert read(r"\section{S}" + boxed).text == "S\n\nCosts\n\nTen pounds.\n\nDues\n\nFive."
    assert read(r"A wall\marginpar{rebuilt} stands.").text == "A wall[1] stands.\n\n[1] rebuilt"


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        (r"See \S 5 and \P 2, \copyright{} \LaTeX{} users.", "See §5 and ¶2, © LaTeX users."),
        (r"At $20^\circ$C or $90^{\circ}$.", "At 20°C or 90°."),
        (r"Add $3\frac{1}{2}$ and 2\nicefrac{3}{4} cups.", "Add 3 1/2 and 2 3/4 cups."),
        ("The word `open' isn't `don't go'.", "The word ‘open’ isn't ‘don't go’."),
    ],
)
def test_signs_are_those_that_are_printed(written: str, printed: str) -> None:
    assert read(written).text == printed


def test_code_stays_as_it_is() -> None:
    code = "\\begin{verbatim}\n`a' \\parbox{3cm}{x} 20^\\circ\n\\end{verbatim}"
    assert read(f"\\section{{S}}{code}").text == "S\n\n`a' \\parbox{3cm}{x} 20^\\circ"
    assert read("\\begin{minted}{python}\nprint(1)\n\\end{minted}").text == "print(1)"


@pytest.mark.parametrize(
    "cell",
    [
        r"\makecell{North\\East}",
        r"\shortstack[l]{North\\East}",
        r"\begin{tabular}[c]{@{}c@{}}North\\ East\end{tabular}",
    ],
)
def test_a_cell_of_several_lines_ends_no_row(cell: str) -> None:
    table = rf"\begin{{tabular}}{{ll}} Ward & Beds \\ {cell} & 12 \\ South & 9 \\ \end{{tabular}} After."
    extract = read(table)
    assert extract.text == "Ward | Beds\nNorth East | 12\nSouth | 9\n\nAfter."
    assert len(extract.tables[0].cells) == 6


@pytest.mark.parametrize(
    "begin", [r"{tblr}{colspec={ll}}", r"{NiceTabular}{ll}", r"{xltabular}{\textwidth}{ll}", r"{tabu}{ll}"]
)
def test_tables_of_packages_are_tables(begin: str) -> None:
    name = begin[1 : begin.index("}")]
    extract = read(rf"\begin{begin} Ward & Beds \\ North & 12 \\ \end{{{name}}}")
    assert (extract.text, len(extract.tables)) == ("Ward | Beds\nNorth | 12", 1)


def test_tables_of_astronomers_have_caption_head_data_and_notes() -> None:
    extract = read(
        r"\begin{deluxetable*}{lc}\tablecaption{Stars}\tablewidth{0pt}"
        r"\tablehead{\colhead{Name} & \colhead{Mag}}\startdata Vega\tablenotemark{a} & 0.03 \\ "
        r"Deneb & \nodata \enddata\tablenotetext{a}{The standard.}\end{deluxetable*}"
    )
    assert extract.text == "Table 1: Stars\nName | Mag\nVegaa | 0.03\nDeneb | …\n\na The standard."
    assert extract.tables[0].header_rows == 1
    assert [block.kind for block in extract.blocks] == [Kind.CAPTION, Kind.TABLE_ROW, Kind.NOTE]


@pytest.mark.parametrize("part", [r"\parbox{", r"\makecell{", r"\begin{tabular}{l}", r"\todo{", "`a "])
def test_arguments_without_end_take_little_time(part: str) -> None:
    start = time.process_time()
    assert read("\\section{S}" + 3_000 * part).text.startswith("S")
    assert time.process_time() - start < 30
