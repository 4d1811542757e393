"""reStructuredText: directives print what Docutils and Sphinx print."""

from __future__ import annotations

import pytest

from longdoc.documents.extract import Extract
from longdoc.documents.read import read_source
from longdoc.documents.source import Source


def read(text: str) -> Extract:
    return read_source(Source(text.encode(), "x.rst"))


@pytest.mark.parametrize(
    ("directive", "text"),
    [
        (
            ".. function:: chdir(path)\n   :noindex:\n\n   Change the folder.",
            "chdir(path)\n\nChange the folder.",
        ),
        (".. py:class:: Port(name)\n\n   A harbour.", "Port(name)\n\nA harbour."),
        (".. class:: Port(name)", "Port(name)"),
        (".. method:: close()\n\n   :returns: nothing", "close()\n\nreturns: nothing"),
        (".. glossary::\n\n   port\n      A harbour.", "port A harbour."),
        (".. error:: It is closed.", "It is closed."),
        (".. Note:: It is open.", "It is open."),
        (".. only:: html\n\n   It is open.", "It is open."),
        (".. tab-item:: Hull\n\n   It is open.", "Hull\n\nIt is open."),
        (".. doctest::\n\n   >>> 1 + 1", ">>> 1 + 1"),
        (".. class:: wide", ""),
        (".. py:module:: port\n   :synopsis: Ships", ""),
        (".. toctree::\n   :maxdepth: 2\n\n   hull", ""),
        (".. raw:: html\n\n   <b>", ""),
    ],
)
def test_directives_of_restructured_text_keep_what_they_print(directive: str, text: str) -> None:
    assert read(f"Begin.\n\n{directive}\n\nEnd.\n").text == "\n\n".join(
        part for part in ("Begin.", text, "End.") if part
    )


def test_directives_nested_without_end_are_read() -> None:
    nested = "".join(f"{' ' * depth}.. note:: word{depth}\n\n" for depth in range(500))
    assert "word499" in read(nested).text
