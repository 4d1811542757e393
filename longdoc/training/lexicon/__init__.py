"""Learns the lexicon of the search (`longdoc.tasks.search.lexicon`) from questions with answers."""
