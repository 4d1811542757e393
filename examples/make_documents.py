"""Make the example documents from the texts in sources/: python examples/make_documents.py [FOLDER]

Needs reportlab (BSD) and python-docx (MIT), which `pip install -e .[test]` brings. The same sources give
the same bytes, so that running it again changes nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parent
sys.path.insert(0, str(EXAMPLES))  # the package `making` stands beside this file

from making import one_column, text, two_columns, web, word  # noqa: E402
from making.source import read_blocks  # noqa: E402

AUTHOR = "The longdoc authors"
DATED = datetime(2026, 11, 23, tzinfo=UTC)


def make_documents(folder: Path) -> list[Path]:
    """Write every document into `folder` and return their paths."""
    made = []
    for name, source, make in DOCUMENTS:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(make(EXAMPLES / "sources" / source))
        made.append(path)
    return made


def _text(path: Path) -> bytes:
    return text.to_text(read_blocks(path)).encode()


def _wrapped_text(path: Path) -> bytes:
    return text.to_text(read_blocks(path), width=76).encode()


def _agreement(path: Path) -> bytes:
    return one_column.to_pdf(
        read_blocks(path),
        title="Master Services Agreement",
        author=AUTHOR,
        header="Master Services Agreement: Eskholt Cold Storage plc and Quillmoor Telemetry Limited",
        footer="Agreement EQ-2026-0117",
    )


def _chinese_contract(path: Path) -> bytes:
    blocks = read_blocks(path)
    return one_column.to_pdf(
        blocks,
        title="茶园承包经营与茶叶收购合同",
        author=AUTHOR,
        header="茶园承包经营与茶叶收购合同",
        footer="雾岭茶字第2026-038号",
        fonts=one_column.Fonts.song(),
    )


def _small_contract(path: Path) -> bytes:
    title = "Charter of the Sailing Vessel Marigold"
    return one_column.to_pdf(
        read_blocks(path), title=title, author=AUTHOR, header=title, footer="22 January 2026"
    )


def _paper(path: Path) -> bytes:
    running = ("Counting Swifts by Ear", "Vennick, Drexel and Abrantes")
    return two_columns.to_paper(read_blocks(path), running=running)


def _docx(path: Path) -> bytes:
    return word.to_docx(read_blocks(path), author=AUTHOR, dated=DATED)


def _html(path: Path) -> bytes:
    return web.to_html(read_blocks(path)).encode()


def _epub(path: Path) -> bytes:
    return web.to_epub(read_blocks(path), author=AUTHOR, identifier="longdoc-example-the-eleven-inches")


DOCUMENTS: list[tuple[str, str, Callable[[Path], bytes]]] = [
    ("services-agreement.pdf", "services-agreement.md", _agreement),
    ("services-agreement.txt", "services-agreement.md", _text),
    ("paper.pdf", "paper.md", _paper),
    ("chinese-contract.txt", "chinese-contract.md", _text),
    ("chinese-contract.pdf", "chinese-contract.md", _chinese_contract),
    ("novella.txt", "novella.md", _wrapped_text),
    ("novella.epub", "novella.md", _epub),
    ("minutes.docx", "minutes.md", _docx),
    ("project-page.html", "project-page.md", _html),
    ("handbook.md", "handbook.md", Path.read_bytes),
    ("contracts/studio-lease.docx", "studio-lease.md", _docx),
    ("contracts/boat-charter.pdf", "boat-charter.md", _small_contract),
    ("contracts/recording-agreement.txt", "recording-agreement.md", _text),
]


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else EXAMPLES / "documents"
    for path in make_documents(target):
        print(f"{path.stat().st_size:>9,} {path}")
