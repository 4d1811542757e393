"""Captions and references of TeX have the numbers that LaTeX prints."""

from __future__ import annotations

import pytest

from longdoc.documents.extract import Extract
from longdoc.documents.read import read_source
from longdoc.documents.source import Source

PAPER = r"""
\section{Reeds}\label{sec:reeds}
See Figure~\ref{fig:b}, \autoref{tab:t}, Sections~\ref{sec:how} and \ref{sec:old},
Eq.~\eqref{eq:e}, \ref{none}.
\begin{figure}\includegraphics{a}\caption{Reeds by age.}\label{fig:a}\end{figure}
\begin{figure*}\label{fig:b}\caption[short]{Reeds in \emph{Hull}.}
\begin{subfigure}\caption{left}\end{subfigure}\end{figure*}
\section*{Thanks}
\section{Methods}
\subsection{How}\label{sec:how}
\begin{equation}E = m\label{eq:e}\end{equation}
\begin{table}\caption{Counts}\label{tab:t}\begin{tabular}{ll}A & B\\1 & 2\end{tabular}\end{table}
\appendix
\section{Old}\label{sec:old}
\caption{alone}
"""


def read(body: str, preamble: str = "") -> Extract:
    text = rf"\documentclass{{article}}{preamble}\begin{{document}}{body}\end{{document}}"
    return read_source(Source(text.encode(), "x.tex"))


def test_captions_and_references_are_numbered() -> None:
    text = read(PAPER).text
    assert "See Figure 2, Table 1, Sections 2.1 and A, Eq. (1), [none]." in " ".join(text.split())
    assert "Figure 1: Reeds by age." in text
    assert "Figure 2: Reeds in Hull." in text
    assert "Table 1: Counts\n\nA | B" in text
    assert "left" in text
    assert ": left" not in text
    assert "\nalone" in text


def test_figures_of_books_are_numbered_by_chapter() -> None:
    figure = r"\begin{figure}\caption{Reeds}\label{f}\end{figure}"
    text = read(
        rf"\chapter{{One}}\chapter{{Two}}{figure}\section{{S}}\label{{s}}See \ref{{f}} and \ref{{s}}."
    ).text
    assert "Figure 2.1: Reeds" in text
    assert "See 2.1 and 2.1." in text


@pytest.mark.parametrize("preamble", [r"\usepackage[ngerman]{babel}", r"\documentclass[french]{book}"])
def test_captions_in_other_languages_have_no_english_label(preamble: str) -> None:
    text = read(r"\begin{figure}\caption{Schilf}\label{f}\end{figure}Siehe \ref{f}.", preamble).text
    assert "Figure" not in text
    assert "Siehe 1." in text


def test_a_text_in_several_files_keeps_its_labels() -> None:
    body = r"\input{intro}\begin{figure}\caption{Reeds}\label{f}\end{figure}See \ref{f}."
    text = read(body).text
    assert "Figure 1" not in text
    assert "[f]" in text


def test_letters_that_equal_others_only_where_case_is_ignored_make_no_commands() -> None:
    text = read(r"\SECTİON{Reeds} \begin{fıgure}\caption{Reeds}\end{fıgure} \ſection{Old}").text
    assert "Figure 1" not in text
