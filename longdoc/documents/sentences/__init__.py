"""Sentences of a text as exact spans, English and Chinese."""
