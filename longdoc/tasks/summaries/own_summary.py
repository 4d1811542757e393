"""The sections in which a document sums itself up: abstract, executive summary, key findings.

Axes: M sentences.
"""

from __future__ import annotations

import re

import numpy as np

from longdoc.documents.types import Document

__all__ = ["in_own_summary"]

MOST = 0.25  # of the text; a longer section is no summary of it
_SUMS_UP = re.compile(
    r"(?i)\W*(?:[\dIVX.]{1,6}\s+)?(?:(?:(?:executive|management|report|general) )?summary|abstract|synopsis"
    r"|key (?:findings|messages|points|takeaways|results|facts)|main (?:findings|messages|points)|in brief"
    r"|at a glance|highlights|zusammenfassung|kurzfassung|résumé|synthèse|resumen(?: ejecutivo)?"
    r"|摘\s*要|内容提要|概要)\W*"
)


def in_own_summary(document: Document, starts_M: np.ndarray) -> np.ndarray:
    """Bool [M]: the sentences of such sections.

    Args:
        starts_M: character offset at which each sentence begins.
    """
    inside_M = np.zeros(len(starts_M), bool)
    for section in document.sections:
        span = section.span
        if _SUMS_UP.fullmatch(section.title) and span.end - span.start <= MOST * len(document.text):
            inside_M |= (starts_M >= span.start) & (starts_M < span.end)
    return inside_M
