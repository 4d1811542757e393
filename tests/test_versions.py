"""What a released longdoc stored is not taken for what this one would make: versions are raised in time.

tests/golden.json holds what the last release made of fixed inputs; `python tests/golden.py` writes it. Where
this code makes something else, a higher DOCUMENTS_VERSION or READING_VERSION tells libraries so.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

import golden

import longdoc
from longdoc.documents.version import DOCUMENTS_VERSION
from longdoc.reading.version import READING_VERSION

HELD = json.loads(golden.GOLDEN.read_text(encoding="utf-8"))


def test_the_golden_outputs_are_of_this_release():
    assert HELD["longdoc"] == longdoc.__version__, "a new release: run `python tests/golden.py` once"


def test_readers_that_give_other_documents_have_a_higher_version():
    if HELD["documents_version"] == DOCUMENTS_VERSION:
        assert golden.documents() == HELD["documents"], "raise DOCUMENTS_VERSION"
    assert HELD["documents_version"] <= DOCUMENTS_VERSION


def test_a_network_that_gives_other_readings_has_a_higher_version():
    if (HELD["documents_version"], HELD["reading_version"]) == (DOCUMENTS_VERSION, READING_VERSION):
        for name, numbers in golden.reading().items():
            tolerance = 0.0 if name in ("token_ids", "sentences") else 0.5 if name == "vectors" else 0.02
            np.testing.assert_allclose(
                numbers, HELD["reading"][name], atol=tolerance, err_msg="raise READING_VERSION"
            )
    assert HELD["reading_version"] <= READING_VERSION
