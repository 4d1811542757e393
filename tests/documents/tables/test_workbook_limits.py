"""Workbooks that the library which reads them would end its process over, and that it gives up on."""

from __future__ import annotations

import importlib.util
import io
import zipfile
from pathlib import Path

import pytest
from olefile import OleFileIO
from openpyxl import Workbook
from xlwt import Workbook as OldWorkbook

from longdoc.documents.open import open_document
from longdoc.errors import DamagedDocument, DocumentLimit, EncryptedDocument

_spec = importlib.util.spec_from_file_location("compound", Path(__file__).parents[1] / "mail" / "compound.py")
assert _spec is not None
assert _spec.loader is not None
compound = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(compound)


def _far_apart() -> bytes:
    book = Workbook()
    book.active["A1"], book.active["XFD1048576"] = "fee", "end"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_cells_in_far_corners_are_refused_and_end_nothing():
    with pytest.raises(DocumentLimit, match=r"far\.xlsx"):
        open_document(io.BytesIO(_far_apart()), name="far.xlsx")


def test_such_a_workbook_in_an_archive_is_told_and_the_rest_read():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("far.xlsx", _far_apart())
        packed.writestr("fees.txt", "The fee is 5 euros.")
    document = open_document(io.BytesIO(out.getvalue()), name="both.zip")
    assert "The fee is 5 euros." in document.text
    assert any("far.xlsx" in notice for notice in document.notices)


@pytest.mark.parametrize("missing", [31, 100, 300])
def test_an_old_workbook_cut_short_is_damaged(missing, capfd):
    book = OldWorkbook()
    book.add_sheet("Fees").write(0, 0, "fee")
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(DamagedDocument, match=r"fees\.xls"):
        open_document(io.BytesIO(out.getvalue()[:-missing]), name="fees.xls")
    assert capfd.readouterr().err == ""


def test_an_old_workbook_with_a_password_is_told_from_a_damaged_one():
    book = OldWorkbook()
    book.add_sheet("Fees").write(0, 0, "fee")
    out = io.BytesIO()
    book.save(out)
    with OleFileIO(io.BytesIO(out.getvalue())) as file:
        stream = file.openstream("Workbook").read()
    begin = stream[:20]  # the record that every workbook begins with
    protected = begin + b"\x2f\0\x36\0" + b"\1\0" + bytes(range(52)) + stream[20:][::-1]
    data = compound.compound({"Workbook": protected})
    with pytest.raises(EncryptedDocument, match="save it without a password"):
        open_document(io.BytesIO(data), name="fees.xls")
