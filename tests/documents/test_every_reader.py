"""Whatever the bytes and the name: a document whose offsets fit its text, or one clear error."""

from __future__ import annotations

import io
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from longdoc.documents.open import open_document
from longdoc.documents.types import Document, Span
from longdoc.errors import DocumentError, DocumentFault

sys.path.insert(0, str(Path(__file__).parents[1] / "fuzz"))

from seeds import SEEDS, write_seeds

BINARY = (".docx", ".xlsx", ".xls", ".pptx", ".odt", ".epub", ".msg", ".zip", ".tar", ".gz")
RELAXED = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def _spans(document: Document) -> list[Span]:
    spans = [*document.sentences, *document.headers_footers]
    for part in (document.pages, document.sections, document.blocks, document.tables, document.fields):
        spans += [one.span for one in part]
    return spans + [cell.span for table in document.tables for cell in table.cells]


def _check(raw: bytes, suffix: str) -> None:
    try:
        document = open_document(io.BytesIO(raw), name=f"any{suffix}")
    except DocumentFault:
        raise
    except DocumentError as error:
        said = str(error)
    else:
        _check_document(document)
        return
    assert said
    assert "\n" not in said


def _check_document(document: Document) -> None:
    assert document.text.strip()
    assert all(span.end <= len(document.text) for span in _spans(document))
    cuts = document.sentences
    assert all(first.end <= second.start for first, second in pairwise(cuts))
    assert [block.span.start for block in document.blocks] == sorted(b.span.start for b in document.blocks)


@pytest.mark.parametrize("suffix", sorted(SEEDS))
def test_a_small_file_of_the_format_is_read(suffix):
    assert open_document(io.BytesIO(SEEDS[suffix].encode()), name=f"any{suffix}").text.strip()


@pytest.mark.parametrize("suffix", [*sorted(SEEDS), *BINARY])
@RELAXED
@given(raw=st.binary(min_size=1, max_size=400))
def test_any_bytes_have_a_clear_outcome(suffix, raw):
    _check(raw, suffix)


@pytest.mark.parametrize("suffix", sorted(SEEDS))
@RELAXED
@given(data=st.data())
def test_pieces_of_a_real_file_have_a_clear_outcome(suffix, data):
    raw = SEEDS[suffix].encode()
    pieces = st.tuples(st.integers(0, len(raw)), st.integers(0, 60), st.binary(max_size=8))
    for at, length, new in data.draw(st.lists(pieces, min_size=1, max_size=6)):
        raw = raw[:at] + new + raw[at + length :]
    if raw:
        _check(raw, suffix)


@pytest.mark.parametrize("suffix", BINARY)
def test_a_packed_file_that_is_cut_or_changed_anywhere_has_a_clear_outcome(tmp_path, suffix):
    for path in write_seeds(tmp_path):
        if path.suffix != suffix:
            continue
        raw = path.read_bytes()
        assert open_document(path).text.strip()
        for at in range(0, len(raw), max(1, len(raw) // 25)):
            _check(raw[: at + 1], suffix)
            _check(raw[:at] + bytes([raw[at] ^ 0xFF]) + raw[at + 1 :], suffix)
