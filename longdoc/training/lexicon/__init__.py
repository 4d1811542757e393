"""Learns the lexicon of search (`longdoc.tasks.search.lexicon`) from questions with answers."""
