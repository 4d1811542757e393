"""PDF and text of one contract: what counts as the same, on documents that really are the same."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from longdoc.bench.quality.both_forms import QUESTIONS, ask_both_forms
from longdoc.errors import DataError
from longdoc.evaluation.session import Session
from longdoc.network.torch.checkpoint import tiny_model

DOCUMENTS = Path(__file__).parents[3] / "examples" / "documents"


def test_every_question_is_asked_of_both_forms(tmp_path: Path) -> None:
    (tmp_path / "contracts").mkdir()
    for kind in ("pdf", "txt"):
        shutil.copy(DOCUMENTS / f"services-agreement.{kind}", tmp_path / "contracts" / f"1.{kind}")
    asked = list(ask_both_forms(Session(tmp_path, tiny_model())))
    assert [one.from_pdf.question for one in asked] == list(QUESTIONS)
    for one in asked:
        assert one.from_pdf.document.endswith(".pdf")
        assert one.from_text.document.endswith(".txt")
        assert one.same_answer >= one.same_quote
        if one.from_pdf.answer != one.from_text.answer:
            assert one.same_answer == (
                "".join(str(one.from_pdf.answer).split()) == "".join(str(one.from_text.answer).split())
            )


def test_a_folder_without_pairs_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="contracts"):
        list(ask_both_forms(Session(tmp_path, tiny_model())))
