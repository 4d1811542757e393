"""The example documents are what their script makes, as long as they claim, and answer their questions."""

from __future__ import annotations

import importlib.util
import json
import re
from io import BytesIO
from pathlib import Path
from types import ModuleType
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from longdoc.documents.open import open_document
from longdoc.documents.types import Kind

EXAMPLES = Path(__file__).parents[2] / "examples"
DOCUMENTS = EXAMPLES / "documents"
NAMES = sorted(path.relative_to(DOCUMENTS).as_posix() for path in DOCUMENTS.rglob("*.*"))
GOLDEN = sorted((EXAMPLES / "questions").glob("*.jsonl"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the documents made afresh from their sources."""
    folder = tmp_path_factory.mktemp("documents")
    _script().make_documents(folder)
    return folder


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """What longdoc reads in each document, with every run of white space as one blank."""
    return {name: _one_line(open_document(DOCUMENTS / name).text) for name in NAMES}


def test_every_committed_document_is_made_by_the_script(made: Path) -> None:
    assert sorted(path.relative_to(made).as_posix() for path in made.rglob("*.*")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_committed_document_is_what_the_script_makes(name: str, made: Path) -> None:
    assert _content(DOCUMENTS / name) == _content(made / name)


def test_making_twice_gives_the_same_bytes(made: Path, tmp_path: Path) -> None:
    _script().make_documents(tmp_path)
    for name in NAMES:
        assert (tmp_path / name).read_bytes() == (made / name).read_bytes(), name


def test_agreement_has_the_headers_and_footers_of_a_contract() -> None:
    pdf = PdfReader(DOCUMENTS / "services-agreement.pdf")
    assert pdf.page_labels == ["i", *map(str, range(1, 20)), *(f"S-{n}" for n in range(1, 10))]
    assert {"16. Limitation of Liability", "Schedule 2 Service Levels"} <= _outline(pdf)
    third = pdf.pages[2].extract_text()
    assert "Page 2" in third
    assert "Agreement EQ-2026-0117" in third


def test_agreement_has_the_same_words_as_pdf_and_as_text(texts: dict[str, str]) -> None:
    document = open_document(DOCUMENTS / "services-agreement.pdf")
    kept = document.text
    for block in reversed(document.blocks):  # read once, where they first stand
        if block.kind is Kind.HEADER_FOOTER:
            kept = kept[: block.span.start] + kept[block.span.end :]
    words = [word for word in _straight(kept).split() if word != "|"]  # between the cells of tables
    assert words == [word for word in _straight(texts["services-agreement.txt"]).split() if word != "|"]


def test_paper_is_in_two_columns_with_hyphens_at_line_ends() -> None:
    pages = PdfReader(DOCUMENTS / "paper.pdf").pages
    assert len(pages) == 6
    lines = "\n".join(page.extract_text() for page in pages).splitlines()
    assert sum(line.endswith("-") for line in lines) >= 20
    assert sorted(map(len, lines))[len(lines) * 9 // 10] <= 62  # characters: half of a page's width


def test_documents_are_long_enough_to_be_real(texts: dict[str, str]) -> None:
    assert len(texts["services-agreement.txt"].split()) >= 9_000
    assert len(texts["novella.txt"].split()) >= 15_000
    assert len(texts["paper.pdf"].split()) >= 4_000
    assert len(re.findall(r"[\u4e00-\u9fff]", texts["chinese-contract.txt"])) >= 5_000


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_golden_answers_stand_in_their_documents(path: Path, texts: dict[str, str]) -> None:
    golden = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(golden) >= 10
    assert any(entry["answer"] is None for entry in golden)
    for entry in golden:
        assert set(entry) == {"document", "question", "answer"}
        text = texts[entry["document"].removeprefix("documents/")]
        assert entry["answer"] is None or _one_line(entry["answer"]) in text, entry


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_question_list_holds_the_golden_questions(path: Path) -> None:
    golden = [json.loads(line)["question"] for line in path.read_text(encoding="utf-8").splitlines()]
    listed = path.with_suffix(".txt").read_text(encoding="utf-8").splitlines()
    assert listed == list(dict.fromkeys(golden))


def test_examples_are_small_and_each_names_its_licence() -> None:
    size_bytes = sum(path.stat().st_size for path in EXAMPLES.rglob("*") if path.is_file())
    assert size_bytes < 2_000_000
    licence = (EXAMPLES / "LICENSE.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"[\w/.-]+", "".join(re.findall(r"^\|(.*)\| CC0 1\.0 \|$", licence, re.M))))
    assert set(NAMES) <= listed


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_documents", EXAMPLES / "make_documents.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _content(path: Path) -> object:
    """What a reader sees of a file: the bytes inside a container may differ with its library's version."""
    data = path.read_bytes()
    if path.suffix == ".pdf":
        pdf = PdfReader(BytesIO(data))
        return [page.extract_text() for page in pdf.pages], pdf.page_labels, _outline(pdf)
    if path.suffix == ".docx":
        return ZipFile(BytesIO(data)).read("word/document.xml")
    if path.suffix == ".epub":
        archive = ZipFile(BytesIO(data))
        return [(name, archive.read(name)) for name in archive.namelist()]
    return data


def _outline(pdf: PdfReader) -> set[str]:
    def titles(entries: list) -> set[str]:
        found: set[str] = set()
        for entry in entries:
            found |= titles(entry) if isinstance(entry, list) else {str(entry.title)}
        return found

    return titles(pdf.outline)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _straight(text: str) -> str:
    """With straight quotation marks, which is how the words of PDFs are given."""
    return text.translate(str.maketrans("“”‘’", "\"\"''"))
