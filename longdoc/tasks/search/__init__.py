"""Question → passages, by BM25 with a learned lexicon and MaxSim over token vectors."""
