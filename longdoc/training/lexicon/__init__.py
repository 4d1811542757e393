"""Learns the lexicon of the search (`longdoc.tasks.lexicon`) from questions with answers."""
