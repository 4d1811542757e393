"""A network with a reader beside it, which both find one phrase."""

from __future__ import annotations

import numpy as np
import pytest

from longdoc.network.reader.config import ReaderConfig
from longdoc.network.reader.types import ReaderScores


class PointingReader:
    """A reader that answers like the network it stands beside, with logits of its own; it counts its rows."""

    config = ReaderConfig()

    def __init__(self, network, logit=10.0):
        self.network, self.logit, self.rows = network, logit, []

    def read(self, questions, contexts, passages, progress=None):
        plain = self.network.read_spans(questions, passages)
        self.rows.append(len(passages))
        starts, ends = (
            np.where(x > 0, self.logit, x).astype(np.float32) for x in (plain.start_PL, plain.end_PL)
        )
        verified = np.zeros(len(passages), np.float32)
        return ReaderScores(starts, ends, plain.absent_P, np.zeros((len(passages), 2), np.int64), verified)


@pytest.fixture
def both(pointing):
    """A network and a reader that both find a phrase."""

    def networks(phrase, logit=10.0):
        network = pointing(phrase)
        network.reader_choice = "auto"
        network.reader = PointingReader(network, logit)
        return network

    return networks
