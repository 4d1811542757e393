"""The questions of the contract checklist are left to the long-context network."""

from __future__ import annotations

import tomllib
from importlib.resources import files

from longdoc.network.reader.config import ReaderConfig
from longdoc.network.reader.types import ReaderScores
from longdoc.tasks.candidates.checklist import OPENINGS, is_on_checklist
from longdoc.tasks.candidates.find import find_candidates

TEXT = "".join(f"The Supplier pays item {n} of the list. " for n in range(60))


class CountingReader:
    """A reader that finds nothing, and counts the rows that it was given."""

    config = ReaderConfig()

    def __init__(self):
        self.rows = 0

    def read(self, questions, contexts, passages, progress=None):
        self.rows += len(passages)
        return ReaderScores.unread(passages, verifies=True)


def test_every_question_of_the_checklist_is_known_by_its_opening():
    known = tomllib.loads(files("longdoc.evaluation").joinpath("rewordings.toml").read_text("utf-8"))
    assert OPENINGS.strip().splitlines() == [" ".join(opening.split()) for opening in known]
    assert all(map(is_on_checklist, known))
    assert is_on_checklist("Is there a requirement on a party not  to disparage\nthe counterparty?")
    longer = 'Highlight the parts (if any) of this contract related to "Agreement Date". Details: '
    assert is_on_checklist(longer + "The date of the contract")


def test_other_questions_are_not_on_it():
    others = [words for some in _rewordings() for words in some]
    assert len(others) > 100
    assert not any(map(is_on_checklist, others))


def test_the_reader_does_not_read_for_it(read, pointing):
    document, reading = read(TEXT)
    network = pointing("Supplier pays")
    network.reader_choice = "auto"
    network.reader = CountingReader()
    questions = ["The date of the contract", "On which day was it made?"]
    (ours,) = find_candidates(questions[:1], document, reading, network)
    assert network.reader.rows == 0
    assert document.quote(ours.candidates[0].span) == "Supplier pays"
    find_candidates(questions, document, reading, network)
    assert network.reader.rows > 0


def _rewordings():
    known = tomllib.loads(files("longdoc.evaluation").joinpath("rewordings.toml").read_text("utf-8"))
    return known.values()
